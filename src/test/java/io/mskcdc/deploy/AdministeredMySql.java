package io.mskcdc.deploy;

import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A MySQL server with an account that may change every setting and every privilege. */
final class AdministeredMySql implements AutoCloseable {
  static final String CONNECTOR = "debezium";
  static final String ADMIN = "admin";
  static final String PASSWORD = "only-for-this-test";

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String DATABASE = "production_db";

  private final MySqlHome home;
  private final Path fresh;
  private final Path folder;
  private final Subprocess server;
  private final int port;

  private AdministeredMySql(
      MySqlHome home, Path fresh, Path folder, Map<String, String> environment, String... options)
      throws IOException {
    this.home = home;
    this.fresh = fresh;
    this.folder = folder;
    port = TcpPort.free();
    copy(fresh, folder);
    Path accounts = folder.resolve("accounts.sql");
    Files.writeString(
        accounts,
        String.join(
            "\n",
            "SET sql_log_bin=0;",
            "CREATE DATABASE " + DATABASE + ";",
            "CREATE USER " + ADMIN + " IDENTIFIED BY '" + PASSWORD + "';",
            "GRANT ALL ON *.* TO " + ADMIN + " WITH GRANT OPTION;",
            ""));
    List<String> command = home.command(folder);
    command.addAll(
        List.of(
            "--init-file=" + accounts,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=mysql.sock",
            "--pid-file=mysqld.pid",
            "--skip-name-resolve",
            "--mysqlx=OFF",
            "--server-id=1",
            "--innodb-buffer-pool-size=64M",
            "--performance-schema=OFF"));
    command.addAll(List.of(options));
    server = Subprocess.start("mysql-" + port, command, environment, folder.resolve("log"));
    server.awaitUntil("a connection on port " + port, TIMEOUT, this::answers);
  }

  static AdministeredMySql start(
      Checkout checkout, Path folder, Map<String, String> environment, String... options)
      throws IOException, SQLException {
    MySqlHome home = MySqlHome.find(checkout);
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    List<String> command = home.command(fresh);
    command.add("--initialize-insecure");
    try (Subprocess initialise =
        Subprocess.start(
            "mysql-initialise", command, Map.of(), fresh.resolveSibling("initialise.log"))) {
      initialise.awaitSuccess(TIMEOUT);
    }
    AdministeredMySql mysql = new AdministeredMySql(home, fresh, folder, environment, options);
    mysql.restore();
    return mysql;
  }

  /** Starts a second server with the same accounts and no tables. */
  AdministeredMySql startCopy(Path data, String... options) throws IOException, SQLException {
    AdministeredMySql copy = new AdministeredMySql(home, fresh, data, Map.of(), options);
    copy.grant();
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    // A server without it gives itself an identity at its first start.
    Files.delete(to.resolve("auto.cnf"));
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", ADMIN);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("connectTimeout", "2000");
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + port + "/" + DATABASE, properties);
  }

  int port() {
    return port;
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Gives the connector's account its password and the privileges that it needs. */
  void grant() throws SQLException {
    execute(
        "CREATE USER IF NOT EXISTS " + CONNECTOR,
        "ALTER USER " + CONNECTOR + " IDENTIFIED BY '" + PASSWORD + "' ACCOUNT UNLOCK",
        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + CONNECTOR,
        "GRANT SELECT ON " + DATABASE + ".* TO " + CONNECTOR);
  }

  /** Sets everything that a test changes to what a connector needs. */
  void restore() throws SQLException {
    grant();
    execute(
        "SET GLOBAL binlog_format = 'ROW'",
        "SET GLOBAL binlog_row_image = 'FULL'",
        "SET GLOBAL binlog_row_value_options = ''",
        "SET GLOBAL binlog_expire_logs_seconds = 2592000",
        "SET GLOBAL server_id = 1",
        "SET GLOBAL time_zone = '+00:00'",
        "SET GLOBAL net_write_timeout = 60",
        "SET GLOBAL max_allowed_packet = 67108864",
        "DROP TABLE IF EXISTS large_rows, set_armenian, `set``swedish`, signals");
  }

  @Override
  public void close() {
    server.kill();
  }
}
