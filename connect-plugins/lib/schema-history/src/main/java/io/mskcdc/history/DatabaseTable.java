package io.mskcdc.history;

import io.debezium.jdbc.JdbcConnection;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the database says now about a table, as far as rows and their keys depend on it.
 *
 * @param charsets the columns in their order, with the character set of a text; null for another
 *     type and for ENUM and SET, of which the binlog has numbers
 * @param keys the columns of each unique index that contains no NULL
 */
record DatabaseTable(Map<String, String> charsets, Collection<Set<String>> keys) {
  private static final String COLUMNS =
      "SELECT column_name, IF(data_type IN ('enum', 'set'), NULL, character_set_name)"
          + " FROM information_schema.columns"
          + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position";
  private static final String UNIQUE_INDEXES =
      "SELECT index_name, column_name, nullable FROM information_schema.statistics"
          + " WHERE table_schema = ? AND table_name = ? AND non_unique = 0";

  private static final Set<String> UTF_8 = Set.of("utf8", "utf8mb3", "utf8mb4");
  private static final String ASCII = "ascii";

  /** What the schema history has otherwise, and what would be wrong with a row. */
  record Difference(String inHistory, String inDatabase, String consequence) {}

  /** Reads a table; one without columns if it does not exist or may not be read. */
  static DatabaseTable read(String database, String table, JdbcConnection connection)
      throws SQLException {
    Map<String, String> charsets = new LinkedHashMap<>();
    read(
        COLUMNS,
        database,
        table,
        connection,
        column -> charsets.put(SqlName.comparable(column.getString(1)), column.getString(2)));
    Map<String, Set<String>> indexes = new TreeMap<>();
    Set<String> withNulls = new HashSet<>();
    read(
        UNIQUE_INDEXES,
        database,
        table,
        connection,
        part -> {
          String index = part.getString(1);
          // An index on an expression has no column for it.
          String column = part.getString(2) == null ? "" : part.getString(2);
          indexes.computeIfAbsent(index, name -> new HashSet<>()).add(SqlName.comparable(column));
          if ("YES".equals(part.getString(3))) {
            withNulls.add(index);
          }
        });
    indexes.keySet().removeAll(withNulls);
    return new DatabaseTable(charsets, indexes.values());
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static void read(
      String sql, String database, String table, JdbcConnection connection, RowReader reader)
      throws SQLException {
    connection.prepareQuery(
        sql,
        statement -> {
          statement.setString(1, database);
          statement.setString(2, table);
        },
        rows -> {
          while (rows.next()) {
            reader.read(rows);
          }
        });
  }

  boolean isAbsent() {
    return charsets.isEmpty();
  }

  /** Compares the table of the schema history with this one. */
  Optional<Difference> differenceOf(Table history) {
    List<String> names = history.columns().stream().map(column -> column.name()).toList();
    if (!comparable(names).equals(List.copyOf(charsets.keySet()))) {
      return Optional.of(
          new Difference(
              "the columns " + names,
              charsets.keySet().toString(),
              "values would be in the wrong columns, masked ones included"));
    }
    for (Column column : history.columns()) {
      String actual = charsets.get(SqlName.comparable(column.name()));
      if (actual != null && !reads(column.charsetName(), actual)) {
        return Optional.of(
            new Difference(
                "the character set " + column.charsetName() + " of the column " + column.name(),
                actual,
                "letters of texts would be wrong, and tokens of masked ones"));
      }
    }
    Set<String> key = new HashSet<>(comparable(history.primaryKeyColumnNames()));
    if (!key.isEmpty() && !keys.contains(key)) {
      return Optional.of(
          new Difference(
              "the key " + history.primaryKeyColumnNames(),
              keys.isEmpty() ? "no key" : "the keys " + keys,
              "different rows may have the same key, and compaction would leave one of them"));
    }
    return Optional.empty();
  }

  private static List<String> comparable(List<String> names) {
    List<String> comparable = new ArrayList<>();
    names.forEach(name -> comparable.add(SqlName.comparable(name)));
    return comparable;
  }

  /**
   * Returns whether a text of a character set is read right with an assumed one.
   *
   * @param assumed null for Debezium's default, UTF-8
   */
  private static boolean reads(String assumed, String actual) {
    if (assumed == null || UTF_8.contains(SqlName.comparable(assumed))) {
      return UTF_8.contains(actual) || actual.equals(ASCII);
    }
    return SqlName.comparable(assumed).equals(actual)
        || (actual.equals(ASCII) && SqlName.comparable(assumed).equals("latin1"));
  }
}
