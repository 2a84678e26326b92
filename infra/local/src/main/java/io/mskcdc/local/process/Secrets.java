package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Generates passwords and keys, and writes files that only their owner can read. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** Returns 24 random bytes as letters, digits, {@code -} and {@code _}. */
  public static String password() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(24));
  }

  /** Returns random capital letters. */
  public static String letters(int count) {
    return RANDOM
        .ints(count, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Returns a key for the Mask transform: 32 random bytes in base64. */
  public static String key() {
    return Base64.getEncoder().encodeToString(random(32));
  }

  /** Writes a file that only its owner can ever read, and returns its absolute path. */
  public static Path writePrivately(Path file, String content) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, content).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }
}
