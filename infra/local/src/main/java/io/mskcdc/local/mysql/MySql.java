package io.mskcdc.local.mysql;

import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(5);

  private final Settings settings;
  private final String shopPassword;
  private volatile String debeziumPassword;
  private volatile Subprocess server;

  private MySql(Settings settings, String debeziumPassword, String shopPassword) {
    this.settings = settings;
    this.debeziumPassword = debeziumPassword;
    this.shopPassword = shopPassword;
  }

  private record Settings(
      MySqlHome home, DatabaseServer identity, int serverId, Path data, int port, Path log) {}

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
    MySql mysql =
        new MySql(
            new Settings(home, identity, identity.serverId(), data, port, log),
            Secrets.password(),
            Secrets.password());
    mysql.start();
    return mysql;
  }

  /**
   * Starts a replica by GTID with the same passwords, and returns when it has begun to replicate.
   *
   * @param serverId differs from that of each other server
   * @param data the data folder, which does not exist
   */
  public MySql startReplica(int serverId, Path data, int port, Path log) throws SQLException {
    MySql replica =
        new MySql(
            new Settings(settings.home, settings.identity, serverId, data, port, log),
            debeziumPassword,
            shopPassword);
    replica.start();
    try (Connection connection = replica.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          String.format(
              "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = '%s',"
                  + " MASTER_PASSWORD = '%s', MASTER_AUTO_POSITION = 1, GET_MASTER_PUBLIC_KEY = 1",
              settings.port, DEBEZIUM_USER, debeziumPassword));
      // Without a write to the disk for each transaction, until the replica is the source.
      setDurable(statement, false);
      statement.execute("START SLAVE");
      return replica;
    } catch (SQLException e) {
      replica.close();
      throw e;
    }
  }

  /**
   * Ends the replication of this server once it has all transactions of {@code primary}, which must
   * not change meanwhile.
   */
  public void promote(MySql primary) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String wait =
          String.format(
              "SELECT WAIT_FOR_EXECUTED_GTID_SET('%s', %d)",
              primary.executedGtids(), CATCH_UP_TIMEOUT.toSeconds());
      try (ResultSet result = statement.executeQuery(wait)) {
        result.next();
        if (result.getInt(1) != 0) {
          throw new StackException("the replica did not receive all transactions in time");
        }
      }
      statement.execute("STOP SLAVE");
      setDurable(statement, true);
    }
  }

  private static void setDurable(Statement statement, boolean durable) throws SQLException {
    int each = durable ? 1 : 0;
    statement.execute("SET GLOBAL sync_binlog = " + each);
    statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = " + each);
  }

  private String executedGtids() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
      result.next();
      return result.getString(1).replace("\n", "");
    }
  }

  /** Gives {@value #DEBEZIUM_USER} a new password, which new connections need. */
  public void rotateDebeziumPassword() throws SQLException {
    String fresh = Secrets.password();
    try (Connection connection = connect(DEBEZIUM_USER, debeziumPassword);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER USER() IDENTIFIED BY '" + fresh + "'");
    }
    debeziumPassword = fresh;
  }

  private void start() {
    if (Files.notExists(settings.data)) {
      initialise(settings.home, settings.identity, settings.data, settings.log);
    }
    Path accounts =
        Secrets.writePrivately(
            settings.data.resolve("accounts.sql"),
            accounts(settings.identity.database(), debeziumPassword, shopPassword));
    try {
      start(List.of("--init-file=" + accounts));
      Files.delete(accounts);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server again after it has ended, with the same passwords. */
  public void restart() {
    start(List.of());
  }

  private void start(List<String> options) {
    List<String> command = settings.home.command(settings.data);
    command.addAll(options);
    command.addAll(
        List.of(
            "--port=" + settings.port,
            "--bind-address=127.0.0.1",
            "--socket=mysql.sock",
            "--pid-file=mysqld.pid",
            "--skip-name-resolve",
            "--mysqlx=OFF",
            "--secure-file-priv=",
            "--server-id=" + settings.serverId,
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--default-time-zone=+00:00",
            "--innodb-buffer-pool-size=64M",
            "--performance-schema=OFF"));
    server = Subprocess.start(settings.identity.part(), command, Map.of(), settings.log);
    try {
      server.awaitUntil("a connection on port " + settings.port, START_TIMEOUT, this::answers);
    } catch (RuntimeException e) {
      close();
      throw e;
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
    List<String> command = home.command(fresh);
    command.add("--initialize-insecure");
    try (Subprocess initialise =
        Subprocess.start(identity.part() + "-initialise", command, Map.of(), log)) {
      initialise.awaitSuccess(START_TIMEOUT);
    }
    Folders.move(fresh, data);
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
        "GRANT REPLICATION_SLAVE_ADMIN ON *.* TO '" + SHOP_USER + "'@'%';",
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
    return connect(SHOP_USER, shopPassword);
  }

  private Connection connect(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("connectTimeout", "2000");
    properties.setProperty("rewriteBatchedStatements", "true");
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + settings.port + "/" + settings.identity.database(), properties);
  }

  public DatabaseServer identity() {
    return settings.identity;
  }

  public int port() {
    return settings.port;
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
