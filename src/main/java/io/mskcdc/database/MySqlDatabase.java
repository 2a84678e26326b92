package io.mskcdc.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

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
          + " ('log_bin', 'binlog_format', 'binlog_row_image', 'binlog_row_value_options')";

  private final String address;
  private final Properties properties;
  // Null until they are read.
  private List<Column> columns;
  // The first failure to connect, or null.
  private NotReachableException unreachable;

  /**
   * @param address host and port
   * @param properties user, password and TLS settings as properties of MySQL's driver
   */
  public MySqlDatabase(String address, Properties properties) {
    this.address = address;
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
    return faults(variables);
  }

  /**
   * Returns the faults in the values of the server's variables.
   *
   * @param variables the values by name; one that the server does not have is missing
   */
  static List<LogFault> faults(Map<String, String> variables) {
    List<LogFault> faults = new ArrayList<>();
    String log = variables.getOrDefault("log_bin", "ON");
    if (!log.equalsIgnoreCase("ON") && !log.equals("1")) {
      faults.add(
          new LogFault(
              "log_bin=" + log,
              "it writes no binlog and no change arrives",
              "start the server with --log-bin"));
      return faults;
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
    return faults;
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
                  + "', and let sessions that are open connect again"));
    }
  }

  @Override
  public String logEnd() throws NotReachableException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                logStatus(
                    connection.getMetaData().getDatabaseMajorVersion(),
                    connection.getMetaData().getDatabaseMinorVersion()))) {
      if (!rows.next()) {
        throw new SQLException("the server writes no binlog");
      }
      return rows.getString(1) + ":" + rows.getLong(2);
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
      unreachable = failed(e, address);
      throw unreachable;
    }
  }

  /** Keeps the first line of the driver's message: the rest is a stack trace. */
  private static NotReachableException failed(SQLException e, String where) {
    String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return new NotReachableException("no answer of " + where + " to this machine (" + reason + ")");
  }
}
