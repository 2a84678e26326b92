package io.mskcdc.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Writes a file as a whole. If that fails, what was there before stays, and nothing else. */
public final class WholeFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);

  private WholeFile() {}

  /** Creates a file or replaces its content. */
  public static void write(Path file, String content) throws IOException {
    write(file, Optional.empty(), content);
  }

  /**
   * Replaces the content of a file, unless another process has changed it.
   *
   * @param before the content that was read
   * @return whether the file still had it
   */
  public static boolean replace(Path file, String before, String content) throws IOException {
    return write(file, Optional.of(before), content);
  }

  private static boolean write(Path file, Optional<String> before, String content)
      throws IOException {
    // A link stays one, and a device such as /dev/stdout is no file to replace.
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      Files.writeString(target, content);
      return true;
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    create(part);
    try {
      Optional<Set<PosixFilePermission>> kept = permissions(target);
      // What nobody else could read before stays so, and a read-only file is replaced too.
      if (kept.isPresent()) {
        Files.setPosixFilePermissions(part, OWNER_ONLY);
      }
      Files.writeString(part, content);
      if (kept.isPresent()) {
        Files.setPosixFilePermissions(part, kept.get());
      }
      if (before.isEmpty() || Files.readString(target).equals(before.get())) {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.delete(part);
    return false;
  }

  /** Waits while another process writes the same file. */
  private static void create(Path part) throws IOException {
    while (true) {
      try {
        Files.createFile(part);
        return;
      } catch (FileAlreadyExistsException e) {
        if (isLeft(part)) {
          Files.deleteIfExists(part);
        } else {
          pause();
        }
      }
    }
  }

  /** A process that was killed leaves its file. */
  private static boolean isLeft(Path part) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).toInstant();
      return written.plus(LONGEST_WRITE).isBefore(Instant.now());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Returns the permissions of a file; empty if it does not exist, or has none of POSIX. */
  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view != null && Files.exists(file)
        ? Optional.of(view.readAttributes().permissions())
        : Optional.empty();
  }

  /** Returns why a file cannot be read or written, without its name. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
