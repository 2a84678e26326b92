package io.mskcdc.local.msk;

import io.mskcdc.local.msk.MskConnectShapes.FileDescription;
import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A custom plugin's file: a JAR, or a ZIP of JARs. */
record PluginFile(Path file, String contentType) {

  /** The reason why a file cannot be a plugin. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    UnusableException(String code, String message) {
      super(message);
      this.code = code;
    }

    StateDescription description() {
      return new StateDescription(code, getMessage());
    }
  }

  /** Returns the file's MD5, in hexadecimal digits, and its size in bytes. */
  FileDescription describe() {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), md5)) {
        long size = in.transferTo(OutputStream.nullOutputStream());
        return new FileDescription(HexFormat.of().formatHex(md5.digest()), size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks that the file matches its content type. */
  void check() throws UnusableException {
    boolean jar = contentType.equals("JAR");
    boolean found = false;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        requireInside(entry);
        if (!entry.isDirectory() && entry.getName().endsWith(".jar")) {
          requireZip(zip, entry);
        }
        found |= entry.getName().endsWith(jar ? ".class" : ".jar");
      }
    } catch (IOException e) {
      throw unusable("the file is not a " + contentType + " file");
    }
    if (!found) {
      throw unusable(jar ? "the JAR holds no class" : "the ZIP file holds no JAR file");
    }
  }

  private static void requireInside(ZipEntry entry) throws UnusableException {
    Path name = Path.of("plugin").resolve(entry.getName()).normalize();
    if (!name.startsWith("plugin")) {
      throw unusable("the file holds an entry outside of its folder");
    }
  }

  private static void requireZip(ZipFile zip, ZipEntry entry)
      throws IOException, UnusableException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] start = in.readNBytes(2);
      if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
        throw unusable(entry.getName() + " in the ZIP file is not a JAR file");
      }
    }
  }

  private static UnusableException unusable(String message) {
    return new UnusableException("InvalidInput.InvalidPluginFile", message);
  }

  /**
   * Unpacks the file into a plugin.path: each folder of the ZIP is a plugin, and the JARs at its
   * root are one plugin.
   *
   * @param folder does not exist yet
   */
  void unpack(Path folder) {
    Path rootPlugin = folder.resolve("plugin");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Files.createDirectories(rootPlugin);
      if (contentType.equals("JAR")) {
        Files.copy(file, rootPlugin.resolve("plugin.jar"));
        return;
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          Path parent = entry.getName().contains("/") ? folder : rootPlugin;
          Path target = parent.resolve(entry.getName()).normalize();
          Files.createDirectories(target.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
