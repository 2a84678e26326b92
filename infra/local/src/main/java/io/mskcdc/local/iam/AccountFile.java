package io.mskcdc.local.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** An {@link Account}, read again whenever another file was moved into its place. */
public final class AccountFile {
  private final Path file;
  private Object version;
  private Account account;

  public AccountFile(Path file) {
    this.file = file;
  }

  /** Returns the account as the file says now. */
  public synchronized Account read() {
    try {
      // A file that replaces another has a key of its own, also within one tick of the clock.
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
