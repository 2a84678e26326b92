package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of MySQL whose rows functions keep elsewhere. Rows are texts by their key, the same for
 * the same row wherever it is.
 *
 * @param database its database
 * @param table its name
 * @param key the columns of its key
 * @param columns the columns to compare: those without a mask, whose texts are the same everywhere
 */
public record MirroredTable(String database, String table, List<String> key, List<String> columns) {

  public MirroredTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  public String topic() {
    return database + "." + table;
  }

  /** Reads the rows in MySQL. */
  public SortedMap<String, String> inMySql(Connection connection) throws SQLException {
    SortedMap<String, String> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT * FROM " + topic())) {
      while (found.next()) {
        Map<String, String> row = new HashMap<>();
        for (String column : columns) {
          row.put(column, found.getString(column));
        }
        rows.put(text(key, row::get), text(columns, row::get));
      }
    }
    return rows;
  }

  /**
   * Returns the rows in DynamoDB.
   *
   * @param items all items of the table with rows, in DynamoDB's JSON
   */
  public SortedMap<String, String> inDynamoDb(List<JsonNode> items) {
    SortedMap<String, String> rows = new TreeMap<>();
    for (JsonNode item : items) {
      if (item.at("/__topic/S").asText().equals(topic())
          && item.at("/__deleted/S").asText().equals("false")) {
        Function<String, String> value = column -> attribute(item.path(column));
        rows.put(text(key, value), text(columns, value));
      }
    }
    return rows;
  }

  private static String attribute(JsonNode typed) {
    return typed.has("NULL") ? null : typed.path("S").asText(typed.path("N").asText());
  }

  /**
   * Returns the rows in S3: the last line of each key by its offset, unless it is a delete.
   *
   * @param lines the lines of all objects of the topic
   */
  public SortedMap<String, String> inS3(List<JsonNode> lines) {
    Map<String, JsonNode> last = new HashMap<>();
    for (JsonNode line : lines) {
      last.merge(
          text(key, column -> line.path(column).asText()),
          line,
          (a, b) -> a.path("__offset").asLong() >= b.path("__offset").asLong() ? a : b);
    }
    SortedMap<String, String> rows = new TreeMap<>();
    last.forEach(
        (id, line) -> {
          if (line.path("__deleted").asText().equals("false")) {
            rows.put(id, text(columns, column -> line.path(column).asText(null)));
          }
        });
    return rows;
  }

  /** MySQL prints a date with a time with a blank where the topics have a T. */
  private static String text(List<String> columns, Function<String, String> value) {
    return columns.stream()
        .map(column -> column + "=" + withT(value.apply(column)))
        .collect(Collectors.joining(" "));
  }

  private static String withT(String value) {
    return value == null ? null : value.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
  }
}
