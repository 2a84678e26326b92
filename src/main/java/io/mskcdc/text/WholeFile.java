package io.mskcdc.text;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Writes a file as a whole. If that fails, what was there before stays, and nothing else. */
public final class WholeFile {
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
      keepPermissions(target, part);
      Files.writeString(part, content);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** What nobody else could read before stays so. */
  private static void keepPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view != null && Files.exists(from)) {
      view.setPermissions(Files.getPosixFilePermissions(from));
    }
  }

  /** Returns why a file cannot be written, without its name. */
  public static String reason(IOException e) {
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
