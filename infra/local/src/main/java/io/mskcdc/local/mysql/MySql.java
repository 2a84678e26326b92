package io.mskcdc.local.mysql;

import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A MySQL server with a row binlog and GTIDs, as Debezium requires. It has two accounts, and each
 * start generates new passwords: {@value #DEBEZIUM_USER} has only the privileges for capture, and
 * {@value #SHOP_USER} owns the sample database. It may also create the database {@value
 * #OTHER_DATABASE}, which nothing captures.
 */
public final class MySql implements AutoCloseable {
  /** The sample database of the first server. */
  public static final String DATABASE = "production_db";

  public static final String OTHER_DATABASE = "archive_db";
  public static final String DEBEZIUM_USER = "debezium";
  public static final String SHOP_USER = "shop";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final Subprocess server;
  private final DatabaseServer identity;
  private final int port;
  private final String debeziumPassword;
  private final String shopPassword;

  private MySql(
      Subprocess server,
      DatabaseServer identity,
      int port,
      String debeziumPassword,
      String shopPassword) {
    this.server = server;
    this.identity = identity;
    this.port = port;
    this.debeziumPassword = debeziumPassword;
    this.shopPassword = shopPassword;
  }

  /** Starts the first server of a stack and returns when it accepts connections. */
  public static MySql start(MySqlHome home, Path data, int port, Path log) {
    return start(home, DatabaseServer.FIRST, data, port, log);
  }

  /**
   * Starts a server and returns when it accepts connections.
   *
   * @param data the data folder; initialised if it does not exist
   * @param log the output is appended to this file
   */
  public static MySql start(
      MySqlHome home, DatabaseServer identity, Path data, int port, Path log) {
    if (Files.notExists(data)) {
      initialise(home, identity, data, log);
    }
    String debeziumPassword = Secrets.password();
    String shopPassword = Secrets.password();
    Path accounts =
        Secrets.writePrivately(
            data.resolve("accounts.sql"),
            accounts(identity.database(), debeziumPassword, shopPassword));
    List<String> command = command(home, data);
    command.addAll(
        List.of(
            "--init-file=" + accounts,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=mysql.sock",
            "--pid-file=mysqld.pid",
            "--skip-name-resolve",
            "--mysqlx=OFF",
            "--secure-file-priv=",
            "--server-id=" + identity.serverId(),
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--default-time-zone=+00:00",
            "--innodb-buffer-pool-size=64M",
            "--performance-schema=OFF"));
    Subprocess server = Subprocess.start(identity.part(), command, Map.of(), log);
    MySql mysql = new MySql(server, identity, port, debeziumPassword, shopPassword);
    try {
      server.awaitUntil("a connection on port " + port, START_TIMEOUT, mysql::answers);
      Files.delete(accounts);
      return mysql;
    } catch (RuntimeException | IOException e) {
      mysql.close();
      throw e instanceof RuntimeException r ? r : new UncheckedIOException((IOException) e);
    }
  }

  private static void initialise(MySqlHome home, DatabaseServer identity, Path data, Path log) {
    try {
      Files.createDirectories(data.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Initialise another folder first: an interrupted initialisation must not look like a data
    // folder.
    Path fresh = data.resolveSibling(data.getFileName() + ".new");
    Folders.delete(fresh);
    List<String> command = command(home, fresh);
    command.add("--initialize-insecure");
    try (Subprocess initialise =
        Subprocess.start(identity.part() + "-initialise", command, Map.of(), log)) {
      initialise.awaitSuccess(START_TIMEOUT);
    }
    Folders.move(fresh, data);
  }

  private static List<String> command(MySqlHome home, Path data) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.mysqld().toString(),
                "--no-defaults",
                "--basedir=" + home.path(),
                "--datadir=" + data.toAbsolutePath(),
                "--lc-messages-dir=" + home.messages()));
    if (System.getProperty("user.name").equals("root")) {
      // Without this option mysqld refuses to run as root.
      command.add("--user=root");
    }
    return command;
  }

  // An init file has one statement per line. The server runs it at each start.
  private static String accounts(String database, String debeziumPassword, String shopPassword) {
    return String.join(
        "\n",
        "SET sql_log_bin=0;",
        "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + Secrets.password() + "';",
        "CREATE DATABASE IF NOT EXISTS " + database + ";",
        "CREATE USER IF NOT EXISTS '" + DEBEZIUM_USER + "'@'%';",
        "ALTER USER '" + DEBEZIUM_USER + "'@'%' IDENTIFIED BY '" + debeziumPassword + "';",
        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '"
            + DEBEZIUM_USER
            + "'@'%';",
        "GRANT SELECT ON " + database + ".* TO '" + DEBEZIUM_USER + "'@'%';",
        "CREATE USER IF NOT EXISTS '" + SHOP_USER + "'@'%';",
        "ALTER USER '" + SHOP_USER + "'@'%' IDENTIFIED BY '" + shopPassword + "';",
        "GRANT ALL ON " + database + ".* TO '" + SHOP_USER + "'@'%';",
        "GRANT ALL ON " + OTHER_DATABASE + ".* TO '" + SHOP_USER + "'@'%';",
        // Some values of variables keep changes out of the binlog, for a session or the server.
        "GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO '" + SHOP_USER + "'@'%';",
        "");
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Opens a connection to the sample database as its owner, in UTC; the caller closes it. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SHOP_USER);
    properties.setProperty("password", shopPassword);
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("connectTimeout", "2000");
    properties.setProperty("rewriteBatchedStatements", "true");
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + port + "/" + identity.database(), properties);
  }

  public DatabaseServer identity() {
    return identity;
  }

  public int port() {
    return port;
  }

  /** Returns the password of {@value #DEBEZIUM_USER}. */
  public String debeziumPassword() {
    return debeziumPassword;
  }

  /** Returns the password of {@value #SHOP_USER}. */
  public String shopPassword() {
    return shopPassword;
  }

  public Subprocess subprocess() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
