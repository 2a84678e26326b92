package io.mskcdc.text;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Writes a file as a whole. If that fails, what was there before stays, and nothing else. */
public final class WholeFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private WholeFile() {}

  /** Creates a file or replaces its content. */
  public static void write(Path file, String content) throws IOException {
    // A link stays one, and a device such as /dev/stdout is no file to replace.
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      Files.writeString(target, content);
      return;
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.writeString(part, "");
      Optional<Set<PosixFilePermission>> kept = permissions(target);
      // What nobody else could read before stays so, and a read-only file is replaced too.
      if (kept.isPresent()) {
        Files.setPosixFilePermissions(part, OWNER_ONLY);
      }
      Files.writeString(part, content);
      if (kept.isPresent()) {
        Files.setPosixFilePermissions(part, kept.get());
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Returns the permissions of a file; empty if it does not exist, or has none of POSIX. */
  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view != null && Files.exists(file)
        ? Optional.of(view.readAttributes().permissions())
        : Optional.empty();
  }

  /** Returns why a file cannot be written, without its name. */
  public static String reason(IOException e) {
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
