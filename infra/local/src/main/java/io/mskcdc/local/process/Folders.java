package io.mskcdc.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Deletes, copies, moves and unpacks whole folders. */
public final class Folders {
  /** A server that is ending writes and deletes files for up to 15 s. */
  private static final PollLoop DELETING =
      new PollLoop(Duration.ofMillis(100), Duration.ofSeconds(20));

  private Folders() {}

  /**
   * Deletes {@code folder} and its content, if it exists.
   *
   * @throws StackException if another process goes on writing to it
   */
  public static void delete(Path folder) {
    if (!DELETING.until(() -> isDeleted(folder))) {
      throw new StackException(
          folder
              + " cannot be deleted: a process goes on writing to it"
              + "\n  next: stop that process, then run the command again");
    }
  }

  private static boolean isDeleted(Path folder) {
    if (Files.notExists(folder)) {
      return true;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
      return true;
    } catch (NoSuchFileException | DirectoryNotEmptyException | UncheckedIOException e) {
      // A process that is ending deleted or wrote a file meanwhile: delete what is left.
      return false;
    } catch (IOException e) {
      throw new StackException(folder + " cannot be deleted: " + e, e);
    }
  }

  /** Copies a folder and its content to a path that does not exist. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path copy = to.resolve(from.relativize(path));
        Files.createDirectories(copy.getParent());
        Files.copy(path, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves a folder in one atomic step. */
  public static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the content of {@code folder} by that of ZIP files. */
  static void unzip(List<Path> zips, Path folder) {
    delete(folder);
    zips.forEach(zip -> unzip(zip, folder));
  }

  private static void unzip(Path zip, Path folder) {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new StackException(zip + " has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          copy(in, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(InputStream in, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(in, target);
  }
}
