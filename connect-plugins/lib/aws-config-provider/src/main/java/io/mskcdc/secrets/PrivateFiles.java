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
 * Files that only this user may read, in a folder that is removed when the JVM ends. Not when a
 * provider is closed: Connect opens and closes one of its own to read the worker's configuration,
 * and what it got must stay valid. A JVM that is killed leaves the folder behind.
 */
final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Path folder;

  /**
   * Writes a file and returns its path. The path follows from the content: the same content has the
   * same path, and what still reads the previous content is not disturbed.
   *
   * @param name what it is a copy of; the path ends with its last part, so that a suffix is kept
   */
  synchronized Path write(String name, byte[] content) {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("msk-cdc-", modes("rwx------"));
        Path removed = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(removed)));
      }
      String last = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
      Path file = folder.resolve(digest(content) + "-" + last);
      if (Files.notExists(file)) {
        Path part = Files.createTempFile(folder, "", ".part", modes("rw-------"));
        Files.write(part, content);
        Files.move(part, file);
      }
      return file;
    } catch (IOException e) {
      throw new KafkaException("no temporary file could be written for " + name, e);
    }
  }

  private static FileAttribute<?>[] modes(String modes) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))
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
      // The JVM ends; there is nobody left to tell.
    }
  }
}
