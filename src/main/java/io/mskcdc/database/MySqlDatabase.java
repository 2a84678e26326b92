package io.mskcdc.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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

  private static final String VARIABLES =
      "SHOW GLOBAL VARIABLES WHERE variable_name IN"
          + " ('log_bin', 'binlog_format', 'binlog_row_image', 'binlog_row_value_options',"
          + " 'binlog_expire_logs_seconds')";

  /** The time for which RDS keeps binlogs, which no variable has. */
  private static final String RETENTION_OF_RDS = "CALL mysql.rds_show_configuration";

  private static final String RETENTION = "binlog retention hours";
  private static final Pattern RDS = Pattern.compile(".*\\.rds\\.amazonaws\\.com(\\.cn)?(:\\d+)?");

  /** A weekend: a connector that fails on Friday evening continues on Monday. */
  private static final int LEAST_HOURS = 72;

  private static final String GTIDS =
      "SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed), GTID_SUBSET(@@GLOBAL.gtid_purged, ?)";

  private static final String NOW = "SELECT UNIX_TIMESTAMP()";
  private static final String EXECUTED_GTIDS = NOW + ", GTID_SUBSET(@@GLOBAL.gtid_executed, ?)";

  private final String address;
  private final String shown;
  private final Properties properties;
  private final boolean filtersGtids;
  // Null until they are read.
  private List<Column> columns;
  // The first failure to connect, or null.
  private NotReachableException unreachable;

  /**
   * @param address host and port
   * @param shown what messages call the address
   * @param properties user, password and TLS settings as properties of MySQL's driver
   * @param filtersGtids whether the connector reads only the transactions of some servers
   */
  public MySqlDatabase(String address, String shown, Properties properties, boolean filtersGtids) {
    this.address = address;
    this.shown = shown;
    this.filtersGtids = filtersGtids;
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
  public List<LogFault> logFaults() throws NotReachableException {
    Map<String, String> variables = new HashMap<>();
    query(
        VARIABLES,
        row -> variables.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2)));
    if (RDS.matcher(address.toLowerCase(Locale.ROOT)).matches()) {
      variables.remove("binlog_expire_logs_seconds");
      try {
        query(RETENTION_OF_RDS, row -> variables.put(row.getString(1), row.getString(2)));
      } catch (NotReachableException e) {
        // The connector's user need not have the privilege to call it.
        variables.remove(RETENTION);
      }
    }
    return faults(variables);
  }

  /**
   * Returns the faults in the values of the server's variables.
   *
   * @param variables the values by name; one that the server does not have is missing, and RDS
   *     without a retention has null
   */
  static List<LogFault> faults(Map<String, String> variables) {
    List<LogFault> faults = new ArrayList<>();
    String log = variables.getOrDefault("log_bin", "ON");
    if (!log.equalsIgnoreCase("ON") && !log.equals("1")) {
      faults.add(
          new LogFault(
              "log_bin=" + log,
              "it writes no binlog and no change arrives",
              "start the server with --log-bin",
              false));
    }
    wrong(
        faults,
        variables,
        "binlog_format",
        "ROW",
        "the binlog has statements instead of rows, and their changes do not arrive");
    wrong(
        faults,
        variables,
        "binlog_row_image",
        "FULL",
        "rows in the binlog lack columns, and the first such row stops the task");
    wrong(
        faults,
        variables,
        "binlog_row_value_options",
        "",
        "updates of JSON columns have a form that Debezium skips, and they do not arrive");
    if (variables.containsKey(RETENTION)) {
      String hours = Objects.requireNonNullElse(variables.get(RETENTION), "NULL");
      if (!hours.matches("\\d+") || Integer.parseInt(hours) < LEAST_HOURS) {
        faults.add(
            purged(
                RETENTION + "=" + hours,
                hours.equals("NULL") ? "at once" : "after " + hours + " hours",
                "CALL mysql.rds_set_configuration('" + RETENTION + "', 168)"));
      }
    }
    long seconds = Long.parseLong(variables.getOrDefault("binlog_expire_logs_seconds", "0"));
    // 0 keeps each file.
    if (seconds > 0 && seconds < TimeUnit.HOURS.toSeconds(LEAST_HOURS)) {
      faults.add(
          purged(
              "binlog_expire_logs_seconds=" + seconds,
              "after " + seconds + " seconds",
              "SET PERSIST binlog_expire_logs_seconds = 604800"));
    }
    return faults;
  }

  private static LogFault purged(String setting, String when, String statement) {
    return new LogFault(
        setting,
        "it purges a binlog "
            + when
            + ", and a connector that has not read it by then needs a new"
            + " snapshot",
        "run " + statement,
        true);
  }

  private static void wrong(
      List<LogFault> faults,
      Map<String, String> variables,
      String name,
      String wanted,
      String consequence) {
    String value = variables.getOrDefault(name, wanted);
    if (!value.equalsIgnoreCase(wanted)) {
      faults.add(
          new LogFault(
              name + "=" + value,
              consequence,
              "run SET PERSIST "
                  + name
                  + " = '"
                  + wanted
                  + "', and let sessions that are open connect again",
              false));
    }
  }

  @Override
  public List<MissingPrivilege> missingPrivileges(
      Collection<List<Column>> captured, boolean locksTables) throws NotReachableException {
    return missing(
        MySqlGrants.of(query("SHOW GRANTS", row -> row.getString(1))), captured, locksTables);
  }

  /** Returns the privileges that a user with these grants lacks. */
  static List<MissingPrivilege> missing(
      MySqlGrants grants, Collection<List<Column>> captured, boolean locksTables) {
    List<MissingPrivilege> missing = new ArrayList<>();
    if (!grants.onServer("REPLICATION SLAVE")) {
      missing.add(lacking(grants, "REPLICATION SLAVE", "*.*", "the task cannot read the binlog"));
    }
    if (!grants.onServer("REPLICATION CLIENT")) {
      missing.add(
          lacking(
              grants, "REPLICATION CLIENT", "*.*", "the task cannot find its place in the binlog"));
    }
    Set<String> unread = new TreeSet<>();
    Set<String> unlocked = new TreeSet<>();
    for (List<Column> table : captured) {
      Column any = table.get(0);
      String database = "`" + any.database() + "`.*";
      if (!grants.onTable("SELECT", any.database(), any.table())) {
        unread.add(database);
      }
      if (!grants.onDatabase("LOCK TABLES", any.database())) {
        unlocked.add(database);
      }
    }
    if (captured.isEmpty() && !grants.anywhere("SELECT")) {
      unread.add("`<database>`.*");
    }
    if (captured.isEmpty() && !grants.anywhere("LOCK TABLES")) {
      unlocked.add("`<database>`.*");
    }
    for (String database : unread) {
      missing.add(lacking(grants, "SELECT", database, "a snapshot cannot read its tables"));
    }
    if (locksTables
        && !unlocked.isEmpty()
        && !grants.onServer("RELOAD")
        && !grants.onServer("FLUSH_TABLES")) {
      missing.add(
          new MissingPrivilege(
              "RELOAD on *.* and no LOCK TABLES on " + String.join(", ", unlocked),
              "a snapshot cannot lock the tables",
              grant(grants, "RELOAD", "*.*")
                  + ", or on RDS and Aurora "
                  + grant("LOCK TABLES", unlocked.iterator().next()),
              true));
    }
    return missing;
  }

  private static MissingPrivilege lacking(
      MySqlGrants grants, String privilege, String object, String consequence) {
    return new MissingPrivilege(
        privilege + " on " + object, consequence, grant(grants, privilege, object), false);
  }

  private static String grant(MySqlGrants grants, String privilege, String object) {
    return "run "
        + grant(privilege, object)
        + (grants.hasRoles() ? ", or SET DEFAULT ROLE if a role of the user has it" : "");
  }

  private static String grant(String privilege, String object) {
    return "GRANT " + privilege + " ON " + object + " TO the connector's user";
  }

  /** With GTIDs the connector finds its place by them in any binlog, and else by the file. */
  @Override
  public Optional<String> loss(Map<String, String> position) throws NotReachableException {
    String gtids = position.getOrDefault("gtids", "");
    if (gtids.isBlank()) {
      return lossOfFile(position.get("file"), query("SHOW BINARY LOGS", row -> row.getString(1)));
    }
    if (filtersGtids) {
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
    List<T> read = new ArrayList<>();
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    } catch (SQLException e) {
      throw failed(e, "the database");
    }
  }

  private Connection open() throws NotReachableException {
    // A server behind a firewall costs the whole time limit each time.
    if (unreachable != null) {
      throw unreachable;
    }
    try {
      return DriverManager.getConnection("jdbc:mysql://" + address + "/", properties);
    } catch (SQLException e) {
      unreachable = failed(e, shown);
      throw unreachable;
    }
  }

  /** Keeps the first line of the driver's message: the rest is a stack trace. */
  private static NotReachableException failed(SQLException e, String where) {
    String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    // Class 28 of SQL states: an invalid login.
    boolean isRefused = e.getSQLState() != null && e.getSQLState().startsWith("28");
    return new NotReachableException(
        (isRefused
                ? where + " refuses the login from this machine"
                : "no answer of " + where + " to this machine")
            + " ("
            + reason
            + ")");
  }
}
