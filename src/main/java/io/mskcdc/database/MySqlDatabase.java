package io.mskcdc.database;

import io.mskcdc.problem.Check;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A MySQL server. */
public final class MySqlDatabase implements SourceDatabase {
  private static final String ANY_ADDRESS = "jdbc:mysql://localhost/";
  private static final Set<String> ADDRESS_PARTS = Set.of("host", "port", "dbname");

  /** The driver reads these names too, but does not list them. */
  private static final Set<String> OLDER_NAMES =
      Set.of("serverTimezone", "enabledTLSProtocols", "enabledSSLCipherSuites");

  private static final String TABLES =
      "SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE'";

  private static final String COLUMNS =
      "SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.is_nullable,"
          + " c.ordinal_position, c.column_key, c.generation_expression, c.extra"
          + " FROM information_schema.columns c JOIN information_schema.tables t"
          + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
          + " WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN"
          + " ('mysql', 'information_schema', 'performance_schema', 'sys')"
          + " ORDER BY 1, 2, 6";

  /** The time for which RDS keeps binlogs, which no variable has. */
  private static final String CONFIGURATION_OF_RDS = "CALL mysql.rds_show_configuration";

  private static final String OF_USERS =
      " table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')";

  private static final String SIZES =
      "SELECT table_schema, table_name, table_rows, data_length FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE' AND"
          + OF_USERS;

  private static final String WIDTHS =
      "SELECT table_schema, table_name, column_name, data_type, character_octet_length,"
          + " character_set_name FROM information_schema.columns WHERE"
          + OF_USERS;

  /** What a value takes that is neither a text nor binary. */
  private static final long OTHER_WIDTH = 8;

  private static final long JSON_WIDTH = 1L << 30;

  private static final String GTIDS =
      "SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed), GTID_SUBSET(@@GLOBAL.gtid_purged, ?)";

  private static final String NOW = "SELECT UNIX_TIMESTAMP()";
  private static final String EXECUTED_GTIDS = NOW + ", GTID_SUBSET(@@GLOBAL.gtid_executed, ?)";

  private final String address;
  private final String shown;
  private final Properties properties;
  private final MySqlReader reader;
  // Null until they are read.
  private List<Column> columns;
  private MySqlServer server;
  // The session of all checks, while they are made.
  private Connection shared;
  private Long largestRow;
  // The first failure to connect, or null.
  private NotReachableException unreachable;

  /**
   * @param address host and port
   * @param shown what messages call the address
   * @param properties user, password and TLS settings as properties of MySQL's driver
   * @param reader the options with which the connector reads it
   */
  public MySqlDatabase(String address, String shown, Properties properties, MySqlReader reader) {
    this.address = address;
    this.shown = shown;
    this.reader = reader;
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.properties.setProperty("connectTimeout", "5000");
    this.properties.setProperty("socketTimeout", "20000");
  }

  /**
   * Returns the names of the options that MySQL's driver reads, without the parts of an address.
   * Opens no connection.
   */
  public static Set<String> driverOptions() {
    try {
      Set<String> options = new TreeSet<>(OLDER_NAMES);
      for (DriverPropertyInfo option :
          DriverManager.getDriver(ANY_ADDRESS).getPropertyInfo(ANY_ADDRESS, null)) {
        options.add(option.name);
      }
      options.removeAll(ADDRESS_PARTS);
      return options;
    } catch (SQLException e) {
      throw new IllegalStateException("MySQL's driver is a part of the deployer", e);
    }
  }

  @Override
  public Set<String> tables() throws NotReachableException {
    return new TreeSet<>(query(TABLES, row -> row.getString(1) + "." + row.getString(2)));
  }

  @Override
  public List<Column> columns() throws NotReachableException {
    if (columns == null) {
      columns = query(COLUMNS, MySqlDatabase::column);
    }
    return columns;
  }

  /** MySQL prints PRI for the columns of a unique key that takes the place of a primary key. */
  private static Column column(ResultSet row) throws SQLException {
    String generation = row.getString(8);
    return new Column(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5).equals("YES"),
        row.getInt(6),
        row.getString(7).equals("PRI"),
        generation == null ? "" : generation,
        row.getString(9).contains("INVISIBLE"));
  }

  @Override
  public List<Check> logChecks() throws NotReachableException {
    return server().log();
  }

  @Override
  public List<Check> retentionChecks(Duration outage) throws NotReachableException {
    return List.of(
        server().retention(outage, "it may stand still for " + MySqlTables.shown(outage)));
  }

  @Override
  public List<Check> privilegeChecks(Collection<List<Column>> captured, boolean locksTables)
      throws NotReachableException {
    return new MySqlPrivileges(
            MySqlGrants.of(query("SHOW GRANTS", row -> row.getString(1))),
            query("SELECT CURRENT_USER()", row -> row.getString(1)).get(0),
            server())
        .checks(captured, locksTables, reader);
  }

  private MySqlServer server() throws NotReachableException {
    if (server == null) {
      Map<String, String> variables = new HashMap<>();
      query(
          "SHOW GLOBAL VARIABLES",
          row -> variables.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2)));
      String host = address.replaceFirst(":\\d+$", "");
      if (MySqlHosting.of(variables, host).isManaged()) {
        try {
          query(CONFIGURATION_OF_RDS, row -> variables.put(row.getString(1), row.getString(2)));
        } catch (NotReachableException e) {
          // The connector's user need not have the privilege to call it.
          variables.remove(MySqlServer.RETENTION);
          variables.put(MySqlServer.UNREAD, e.getMessage());
        }
      }
      server = new MySqlServer(variables, host);
    }
    return server;
  }

  @Override
  public List<Check> checks(CapturedDatabase captured) throws NotReachableException {
    try (Connection connection = open()) {
      shared = connection;
      return checksInSession(captured);
    } catch (SQLException e) {
      throw failed(e, "the database");
    } finally {
      shared = null;
    }
  }

  private List<Check> checksInSession(CapturedDatabase captured) throws NotReachableException {
    long start = System.nanoTime();
    MySqlServer settings = server();
    List<Check> checks = new ArrayList<>();
    checks.add(
        MySqlCheck.REACHABLE.ok(
            shown
                + " answers in "
                + Duration.ofNanos(System.nanoTime() - start).toMillis()
                + " ms"));
    checks.add(tls());
    checks.add(settings.version());
    checks.addAll(settings.log());
    settings.automatedBackups().ifPresent(checks::add);
    checks.add(settings.gtid(reader.filtersGtids()));
    MySqlTables tables = tables(captured.tables());
    Duration snapshot = captured.beginsWithSnapshot() ? tables.snapshot() : Duration.ZERO;
    checks.add(
        snapshot.compareTo(captured.outage()) > 0
            ? settings.retention(
                snapshot, "its snapshot takes about " + MySqlTables.shown(snapshot))
            : retentionChecks(captured.outage()).get(0));
    checks.addAll(privilegeChecks(captured.tables().values(), captured.locksTables()));
    checks.add(
        captured.isLive()
            ? MySqlCheck.SERVER_ID.ok(
                reader.serverId().orElse("chosen at each start") + ", with which it runs")
            : settings.serverId(reader.serverId(), replicas()));
    checks.add(settings.timeZone(reader.timeZone(), unknownTimeZone()));
    checks.add(settings.netWriteTimeout());
    MySqlTables.LargestRow row = tables.largestRow(this::measured);
    largestRow = row.bytes();
    checks.add(settings.maxAllowedPacket(row));
    checks.add(tables.keys(captured.keyless()));
    checks.add(tables.size());
    checks.add(tables.characterSets());
    return checks;
  }

  @Override
  public OptionalLong largestRow() {
    return largestRow == null ? OptionalLong.empty() : OptionalLong.of(largestRow);
  }

  private MySqlTables tables(Map<String, List<Column>> captured) throws NotReachableException {
    Map<String, Long> rows = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    query(
        SIZES,
        row -> {
          String table = row.getString(1) + "." + row.getString(2);
          rows.put(table, row.getLong(3));
          return bytes.put(table, row.getLong(4));
        });
    Map<String, List<MySqlTables.Width>> widths = new HashMap<>();
    query(
        WIDTHS,
        row ->
            widths
                .computeIfAbsent(
                    row.getString(1) + "." + row.getString(2), table -> new ArrayList<>())
                .add(width(row)));
    return MySqlTables.of(captured, rows, bytes, widths);
  }

  private static MySqlTables.Width width(ResultSet row) throws SQLException {
    long octets = row.getLong(5);
    boolean isOther = row.wasNull();
    String set = row.getString(6);
    return new MySqlTables.Width(
        row.getString(3),
        row.getString(4).equalsIgnoreCase("json") ? JSON_WIDTH : isOther ? OTHER_WIDTH : octets,
        set == null ? "" : set);
  }

  /** Returns the ids of the replicas; empty if this user may not read them. */
  private Optional<Set<Long>> replicas() throws NotReachableException {
    try {
      List<Long> ids =
          inSession(
              connection ->
                  read(
                      connection,
                      replicaStatement(connection.getMetaData()),
                      row -> row.getLong(1)));
      return Optional.of(new TreeSet<>(ids));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** MySQL 8.0.22 renamed the statement, and 8.4 removed the old name. */
  private static String replicaStatement(DatabaseMetaData server) throws SQLException {
    return isOlder(server.getDatabaseProductVersion(), 8, 0, 22)
        ? "SHOW SLAVE HOSTS"
        : "SHOW REPLICAS";
  }

  static boolean isOlder(String version, int... than) {
    Matcher parts = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*").matcher(version);
    if (!parts.matches()) {
      return false;
    }
    for (int i = 0; i < than.length; i++) {
      int part = Integer.parseInt(parts.group(i + 1));
      if (part != than[i]) {
        return part < than[i];
      }
    }
    return false;
  }

  /**
   * Returns the driver's message if it does not know the server's time zone. Debezium lets the
   * driver read it from the server.
   */
  private Optional<String> unknownTimeZone() throws NotReachableException {
    Properties zoned = new Properties();
    zoned.putAll(properties);
    zoned.setProperty("connectionTimeZone", "SERVER");
    try (Connection connection = DriverManager.getConnection(url(), zoned);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT TIMESTAMP('2024-01-01 00:00:00')")) {
      row.next();
      row.getTimestamp(1);
      return Optional.empty();
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("time zone")) {
        return Optional.of(message);
      }
      throw failed(e, "the database");
    }
  }

  /** The server ends a measurement that takes too long, with an error. */
  private Optional<Long> measured(String sql) throws NotReachableException {
    try {
      List<Long> bytes = inSession(connection -> read(connection, sql, row -> row.getLong(1)));
      return Optional.of(bytes.get(0));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private Check tls() throws NotReachableException {
    Map<String, String> status = new HashMap<>();
    query(
        "SHOW SESSION STATUS LIKE 'Ssl\\_%'",
        row -> status.put(row.getString(1), row.getString(2)));
    return new MySqlTls(reader.tlsMode(), address).check(status);
  }

  /** With GTIDs the connector finds its place by them in any binlog, and else by the file. */
  @Override
  public Optional<String> loss(Map<String, String> position) throws NotReachableException {
    String gtids = position.getOrDefault("gtids", "");
    if (gtids.isBlank()) {
      return lossOfFile(position.get("file"), query("SHOW BINARY LOGS", row -> row.getString(1)));
    }
    if (reader.filtersGtids()) {
      return Optional.empty();
    }
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(GTIDS)) {
      statement.setString(1, gtids);
      statement.setString(2, gtids);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return lossOfGtids(row.getBoolean(1), row.getBoolean(2));
      }
    } catch (SQLException e) {
      throw failed(e, "the database");
    }
  }

  /**
   * @param files the server's binlog files, the oldest first
   */
  static Optional<String> lossOfFile(String file, List<String> files) {
    return files.contains(file)
        ? Optional.empty()
        : Optional.of(
            "the server has no binlog "
                + file
                + " any more; its oldest is "
                + (files.isEmpty() ? "none" : files.get(0)));
  }

  /**
   * @param isKnown whether the server has executed all transactions of the position
   * @param isPurgedRead whether the position has all transactions that the server has purged
   */
  static Optional<String> lossOfGtids(boolean isKnown, boolean isPurgedRead) {
    if (!isKnown) {
      return Optional.of("the server lacks transactions that the position has (gtid_executed)");
    }
    return isPurgedRead
        ? Optional.empty()
        : Optional.of("the server has purged transactions after the position (gtid_purged)");
  }

  @Override
  public LogEnd logEnd(Map<String, String> position) throws NotReachableException {
    String gtids = position.getOrDefault("gtids", "");
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        PreparedStatement comparison =
            connection.prepareStatement(gtids.isBlank() ? NOW : EXECUTED_GTIDS)) {
      String end;
      try (ResultSet row =
          statement.executeQuery(
              logStatus(
                  connection.getMetaData().getDatabaseMajorVersion(),
                  connection.getMetaData().getDatabaseMinorVersion()))) {
        if (!row.next()) {
          throw new SQLException("the server writes no binlog");
        }
        end = row.getString(1) + ":" + row.getLong(2);
      }
      if (!gtids.isBlank()) {
        comparison.setString(1, gtids);
      }
      try (ResultSet row = comparison.executeQuery()) {
        row.next();
        // After a last DDL statement only the file's position shows that it was read; after a
        // failover to a server with other files, only the GTIDs do.
        boolean isReached =
            end.equals(position.get("file") + ":" + position.get("position"))
                || !gtids.isBlank() && row.getBoolean(2);
        return new LogEnd(end, isReached, Instant.ofEpochSecond(row.getLong(1)));
      }
    } catch (SQLException e) {
      throw failed(e, "the database");
    }
  }

  /** MySQL 8.2 renamed the statement, and 8.4 removed the old name. */
  static String logStatus(int major, int minor) {
    return major > 8 || major == 8 && minor >= 2 ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
  }

  /** Makes an object of a row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader) throws NotReachableException {
    try {
      return inSession(connection -> read(connection, sql, reader));
    } catch (SQLException e) {
      throw failed(e, "the database");
    }
  }

  private static <T> List<T> read(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        read.add(reader.read(rows));
      }
    }
    return read;
  }

  /** Reads in a session. */
  private interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private <T> T inSession(Work<T> work) throws NotReachableException, SQLException {
    if (shared != null) {
      return work.in(shared);
    }
    try (Connection connection = open()) {
      return work.in(connection);
    }
  }

  private Connection open() throws NotReachableException {
    // A server behind a firewall costs the whole time limit each time.
    if (unreachable != null) {
      throw unreachable;
    }
    try {
      Connection connection = DriverManager.getConnection(url(), properties);
      // Whatever a user may do, nothing here changes a database.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION TRANSACTION READ ONLY");
      }
      return connection;
    } catch (SQLException e) {
      unreachable = failed(e, shown);
      throw unreachable;
    }
  }

  private String url() {
    return "jdbc:mysql://" + address + "/";
  }

  /** Keeps the first line of the driver's message: the rest is a stack trace. */
  private NotReachableException failed(SQLException e, String where) {
    String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    // Class 28 of SQL states: an invalid login.
    boolean isRefused = e.getSQLState() != null && e.getSQLState().startsWith("28");
    return new NotReachableException(
        (isRefused
                ? where + " refuses the login from this machine"
                : "no answer of " + where + " to this machine")
            + " ("
            + reason
            + ")",
        new MySqlRefusal(address, properties, reader.tlsMode()).check(e, where + ": " + reason));
  }
}
