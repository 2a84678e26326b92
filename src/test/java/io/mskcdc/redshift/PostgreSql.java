package io.mskcdc.redshift;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mskcdc.InstalledProgram;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server for the tests of a JVM, from Debian's packages. It ends with the JVM. A test
 * that asks for it is skipped where it is not installed, or where the tests run as root and no
 * other user can be used.
 */
public final class PostgreSql {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static PostgreSql running;

  private final Subprocess server;
  private final Path root;
  private final int port;

  private PostgreSql(Path bin, List<String> asUser, Path root) {
    this.root = root;
    this.port = TcpPort.free();
    Path data = root.resolve("data");
    List<String> initdb = new ArrayList<>(asUser);
    initdb.addAll(
        List.of(
            bin.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync"));
    Subprocess.start("initdb", initdb, Map.of(), root.resolve("initdb.log"))
        .awaitSuccess(Duration.ofSeconds(60));
    List<String> postgres = new ArrayList<>(asUser);
    postgres.addAll(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
    Map.of(
            "listen_addresses", "127.0.0.1",
            "port", String.valueOf(port),
            "unix_socket_directories", "",
            "timezone", "UTC",
            "fsync", "off",
            "shared_memory_type", "mmap",
            "dynamic_shared_memory_type", "mmap")
        .forEach((name, value) -> postgres.addAll(List.of("-c", name + "=" + value)));
    this.server = Subprocess.start("postgres", postgres, Map.of(), root.resolve("postgres.log"));
    server.awaitUntil("a connection", Duration.ofSeconds(30), this::answers);
  }

  /** Returns a new database with the functions of Redshift that the SQL uses. */
  public static synchronized Connection newDatabase() throws SQLException {
    if (running == null) {
      running = start();
      Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
    }
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = running.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    Connection connection = running.connect(name);
    RedshiftOnPostgreSql.createFunctions(connection);
    return connection;
  }

  private static PostgreSql start() {
    Optional<Path> bin = bin();
    assumeTrue(bin.isPresent(), "PostgreSQL is not installed: no " + PACKAGES + "/*/bin/initdb");
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    assumeTrue(!isRoot || InstalledProgram.exists("setpriv"), "setpriv is not on the PATH");
    List<String> asUser = List.of();
    Path root;
    try {
      root = Files.createTempDirectory("msk-cdc-postgresql");
      if (isRoot) {
        // The server refuses to run as root.
        String user = "nobody";
        UserPrincipal owner =
            root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        Files.setOwner(root, owner);
        asUser =
            List.of(
                "setpriv", "--reuid=" + user, "--clear-groups", "--reset-env", "--no-new-privs");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return new PostgreSql(bin.get(), asUser, root);
    } catch (RuntimeException e) {
      Folders.delete(root);
      throw e;
    }
  }

  private static Optional<Path> bin() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
  }

  private void stop() {
    server.close();
    Folders.delete(root);
  }
}
