package io.mskcdc.local.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The sample database: a small shop with a few rows in each of its five tables. */
public final class Shop {
  private Shop() {}

  /** Creates the tables and their rows in the connection's database, unless they exist. */
  public static void createIfAbsent(Connection connection) throws SQLException {
    // The script fills this table last: if it has rows, an earlier run was complete.
    if (!isEmpty(connection, "events")) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table :
          new String[] {"events", "order_lines", "orders", "products", "customers"}) {
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
      for (String sql : script().split(";\\s*\n")) {
        statement.execute(sql);
      }
    }
  }

  private static boolean isEmpty(Connection connection, String table) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(connection.getCatalog(), null, table, null)) {
      if (!tables.next()) {
        return true;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
      return !rows.next();
    }
  }

  private static String script() {
    try (InputStream in = Shop.class.getResourceAsStream("shop.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
