package io.mskcdc.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes well-formed archives, and damaged ones that no tool would make. */
final class Archive {
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  static Archive of(String name, byte[] content) {
    return new Archive().with(name, content);
  }

  /** Returns a plugin's ZIP without any problem. */
  static Archive plugin() {
    return of("plugin/sample-1.0.jar", jarOf(SampleTransform.class));
  }

  Archive with(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path write(Path folder) {
    return write(folder, bytes());
  }

  static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("plugin-1.0.zip"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] jarOf(Class<?> type) {
    return of(type.getName().replace('.', '/') + ".class", classFile(type)).bytes();
  }

  static byte[] classFile(Class<?> type) {
    String path = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the flag of encryption on the first entry. */
  static byte[] encrypted(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int local = find(bytes, LOCAL);
    bytes.putShort(local + 6, (short) (bytes.getShort(local + 6) | 1));
    int entry = find(bytes, ENTRY);
    bytes.putShort(entry + 8, (short) (bytes.getShort(entry + 8) | 1));
    return zip;
  }

  /** Turns the first entry into a symbolic link, as Info-ZIP's {@code zip --symlinks} stores it. */
  static byte[] link(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int entry = find(bytes, ENTRY);
    bytes.put(entry + 5, (byte) 3);
    bytes.putInt(entry + 38, 0120777 << 16);
    return zip;
  }

  /** Changes the first character of the first entry's name only in its local header. */
  static byte[] renamedLocally(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(find(bytes, LOCAL) + 30, (byte) '/');
    return zip;
  }

  /** States another size for the first entry. */
  static byte[] statedAs(byte[] zip, int size) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(find(bytes, ENTRY) + 24, size);
    return zip;
  }

  private static int find(ByteBuffer bytes, int signature) {
    for (int at = 0; at < bytes.limit() - 3; at++) {
      if (bytes.getInt(at) == signature) {
        return at;
      }
    }
    throw new AssertionError("no such header");
  }
}
