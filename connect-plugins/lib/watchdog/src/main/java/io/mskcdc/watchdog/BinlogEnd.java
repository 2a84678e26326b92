package io.mskcdc.watchdog;

import static io.debezium.connector.binlog.jdbc.BinlogConnectorConnection.MASTER_STATUS_STATEMENT;
import static io.debezium.connector.mysql.jdbc.MySqlConnection.BINARY_LOG_STATUS_STATEMENT;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The end of a server's binlog, read over a new connection with the connector's own settings. A
 * connection that is kept could be as dead as the one of the binlog.
 */
final class BinlogEnd {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final MySqlConnectionConfiguration database;

  /**
   * @param connector the connector's configuration
   * @param interval how long to wait for an answer, up to a limit
   */
  BinlogEnd(Configuration connector, Duration interval) {
    long millis = Math.min(interval.toMillis(), LONGEST_WAIT.toMillis());
    database =
        new MySqlConnectionConfiguration(
            connector
                .edit()
                .with(BinlogConnectorConfig.CONNECTION_TIMEOUT_MS, millis)
                .with(CommonConnectorConfig.DRIVER_CONFIG_PREFIX + "socketTimeout", millis)
                .build());
  }

  /**
   * Returns the position, such as {@code binlog.000003:1234}.
   *
   * @throws SQLException if the server does not answer, or refuses the login or the statement
   */
  String read() throws SQLException {
    JdbcConnection.ConnectionFactory factory = database.factory();
    try (Connection connection = factory.connect(database.config());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(statement(connection.getMetaData()))) {
      if (!row.next()) {
        throw new SQLException("the server has no binlog");
      }
      return row.getString("File") + ":" + row.getLong("Position");
    }
  }

  private static String statement(DatabaseMetaData server) throws SQLException {
    int major = server.getDatabaseMajorVersion();
    return major > 8 || major == 8 && server.getDatabaseMinorVersion() >= 2
        ? BINARY_LOG_STATUS_STATEMENT
        : MASTER_STATUS_STATEMENT;
  }
}
