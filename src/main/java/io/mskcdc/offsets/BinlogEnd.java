package io.mskcdc.offsets;

import io.mskcdc.database.MySqlConnection;
import io.mskcdc.database.NotReachableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks a MySQL server where its binlog ends. */
public final class BinlogEnd {
  private BinlogEnd() {}

  /**
   * Returns file and position, like {@code binlog.000002:155}.
   *
   * @param config a Debezium MySQL connector's configuration
   * @param note told why, where the answer is empty
   */
  public static Optional<String> of(Map<String, String> config, Consumer<String> note) {
    try (Connection connection = MySqlConnection.open(config);
        Statement statement = connection.createStatement()) {
      // The first is its name since 8.2, the second until 8.3.
      return Optional.of(
          connection.getMetaData().getDatabaseMajorVersion() > 8
                  || connection.getMetaData().getDatabaseMinorVersion() >= 2
              ? read(statement, "SHOW BINARY LOG STATUS")
              : read(statement, "SHOW MASTER STATUS"));
    } catch (SQLException e) {
      note.accept(
          "the end of the server's binlog: "
              + MySqlConnection.failed(e, "the database").getMessage());
    } catch (NotReachableException e) {
      note.accept("the end of the server's binlog: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String read(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new SQLException("the server writes no binlog");
      }
      return rows.getString(1) + ":" + rows.getLong(2);
    }
  }
}
