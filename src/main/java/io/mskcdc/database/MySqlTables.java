package io.mskcdc.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads table names from MySQL's information_schema. */
final class MySqlTables implements CapturedTables.Database {
  private static final String QUERY =
      "SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE'";

  @Override
  public Set<String> tables(Map<String, String> config) throws NotReachableException {
    Set<String> tables = new TreeSet<>();
    try (Connection connection = MySqlConnection.open(config);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        tables.add(rows.getString(1) + "." + rows.getString(2));
      }
      return tables;
    } catch (SQLException e) {
      throw MySqlConnection.failed(e, "the database");
    }
  }
}
