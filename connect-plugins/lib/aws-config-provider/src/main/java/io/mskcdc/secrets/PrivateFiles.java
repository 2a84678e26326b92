package io.mskcdc.secrets;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * Writes files that only this user may read, into a folder that is removed when the JVM ends.
 *
 * <p>Closing a provider does not remove the folder. Connect reads the worker's configuration with a
 * provider that it closes at once, and the paths it got must stay valid. A JVM that is killed
 * leaves the folder behind.
 */
final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Path folder;

  /**
   * Writes a file and returns its path. The path depends on the content. Changed content is written
   * to another file, so a task that still reads the former file is not disturbed.
   *
   * @param name the name of the secret or object; the path ends with its last part, which keeps a
   *     suffix such as {@code .p12}
   */
  synchronized Path write(String name, byte[] content) {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("msk-cdc-", permissions("rwx------"));
        Path created = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(created)));
      }
      String last = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
      Path file = folder.resolve(digest(content) + "-" + last);
      if (Files.notExists(file)) {
        Path part = Files.createTempFile(folder, "", ".part", permissions("rw-------"));
        Files.write(part, content);
        Files.move(part, file);
      }
      return file;
    } catch (IOException e) {
      throw new KafkaException("cannot write a temporary file for " + name, e);
    }
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The JVM is shutting down, so nothing can handle the error.
    }
  }
}
