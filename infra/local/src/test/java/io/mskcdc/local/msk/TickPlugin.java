package io.mskcdc.local.msk;

import io.mskcdc.local.msk.ticks.TickSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds of a plugin with {@link TickSource}. */
final class TickPlugin {
  private TickPlugin() {}

  /** A JAR of the connector, with a build's name in it. */
  static byte[] jar(String build) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String folder = TickSource.class.getPackageName().replace('.', '/') + "/";
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (String file : new String[] {"TickSource.class", "TickTask.class"}) {
        jar.putNextEntry(new ZipEntry(folder + file));
        try (InputStream in = TickSource.class.getResourceAsStream(file)) {
          in.transferTo(jar);
        }
      }
      jar.putNextEntry(new ZipEntry(folder + "build.txt"));
      jar.write(build.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A ZIP of that JAR. */
  static byte[] zip(String build) throws IOException {
    return zip("ticks/ticks.jar", jar(build));
  }

  static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }
}
