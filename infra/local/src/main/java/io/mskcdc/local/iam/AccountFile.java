package io.mskcdc.local.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of an {@link Account}. It is read again after another file was moved into its place. */
public final class AccountFile {
  private final Path file;
  private Object version;
  private Account account;

  public AccountFile(Path file) {
    this.file = file;
  }

  /** Returns the present account. */
  public synchronized Account read() {
    try {
      // A new file has a new key, even if it is written within one tick of the clock.
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Object now = attributes.fileKey() + " " + attributes.lastModifiedTime();
      if (!now.equals(version)) {
        account = Account.parse(Files.readAllBytes(file));
        version = now;
      }
      return account;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
