package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.e2e.Topics.Message;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** Compares the tables of {@link SchemaChange}s with their topics. */
final class ArrivedRows {
  /** Rows with greater numbers are written behind the DDL statements. */
  private static final int LAST_OLD_ROW = 10;

  /** No statement changes this row, so the topic has it as it was before. */
  private static final String UNCHANGED = "2";

  private final Pipeline pipeline;
  private final Connection shop;

  ArrivedRows(Pipeline pipeline, Connection shop) {
    this.pipeline = pipeline;
    this.shop = shop;
  }

  /** A comparison of one run: its records by topic, and the token of the address. */
  private record Comparison(
      SoftAssertions softly, String run, Map<String, List<Message>> records, String token) {}

  /** Compares each row and finds the address, which no record may contain. */
  void assertEqual(List<SchemaChange> changes, String run) throws SQLException {
    List<String> topics =
        pipeline.topics().names().stream()
            .filter(name -> name.startsWith("production") || name.startsWith("schema-changes"))
            .toList();
    List<Message> messages = pipeline.topics().readAll(topics);
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(topics).noneMatch(name -> name.contains("._") || name.contains(".other_"));
    softly
        .assertThat(messages)
        .filteredOn(message -> message.toString().contains(SchemaChange.DOMAIN))
        .isEmpty();
    softly.assertThat(pipeline.workerLog()).doesNotContain(SchemaChange.DOMAIN);
    Map<String, List<Message>> records =
        messages.stream().collect(Collectors.groupingBy(Message::topic));
    Comparison comparison = new Comparison(softly, run, records, token(messages));
    for (SchemaChange change : changes) {
      compare(change, comparison);
    }
    softly.assertAll();
  }

  /** Each row has the same address, so each masked column has this token. */
  private static String token(List<Message> messages) {
    String token =
        messages.stream()
            .filter(message -> message.topic().startsWith("production_db.ddl_"))
            .map(message -> PipelineContract.row(message).path("email").asText())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(token).matches("[0-9a-f]{64}");
    return token;
  }

  private void compare(SchemaChange change, Comparison comparison) throws SQLException {
    String name = change.table(comparison.run);
    String topic = change.sql(change.topic(), comparison.run, 0);
    if (change.columns().isEmpty()) {
      comparison
          .softly
          .assertThat(comparison.records.get(topic))
          .as(name)
          .isNotEmpty()
          .noneMatch(message -> id(message) > LAST_OLD_ROW);
    }
    assertUnchanged(change, name, comparison);
    List<List<String>> tables =
        query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'production_db'"
                + " AND table_type = 'BASE TABLE' AND (table_name = '%s' OR table_name LIKE"
                    .formatted(name)
                + " '%s\\_%%')".formatted(name));
    for (List<String> table : tables) {
      compare(change, table.get(0), topic, comparison);
    }
  }

  /** A DDL statement writes no record about a row. */
  private static void assertUnchanged(SchemaChange change, String name, Comparison comparison) {
    if (change.hasUnchangedRow()) {
      List<Message> records = new ArrayList<>();
      for (String suffix : List.of("", ".append")) {
        records.addAll(
            comparison.records.getOrDefault("production_db." + name + suffix, List.of()));
      }
      comparison
          .softly
          .assertThat(records)
          .as(name + ": the record of the unchanged row")
          .filteredOn(
              message -> PipelineContract.row(message).path("id").asText().equals(UNCHANGED))
          .hasSize(1);
    }
  }

  private void compare(SchemaChange change, String table, String topic, Comparison comparison)
      throws SQLException {
    boolean main = topic.replace(".append", "").equals("production_db." + table);
    List<String> key = main ? names(change.key()) : primaryKey(table);
    String expectedTopic = "production_db." + table + (key.isEmpty() ? ".append" : "");
    if (main) {
      comparison.softly.assertThat(topic).isEqualTo(expectedTopic);
    }
    List<String> columns =
        query(
                "SELECT column_name FROM information_schema.columns WHERE table_schema ="
                    + " 'production_db' AND table_name = '%s' ORDER BY ordinal_position"
                        .formatted(table))
            .stream()
            .map(row -> row.get(0))
            .toList();
    int id = columns.indexOf("id");
    for (List<String> row : query("SELECT * FROM " + table + " WHERE id <> " + UNCHANGED)) {
      String as = table + ", row " + row.get(id);
      Optional<Message> last =
          comparison.records.getOrDefault(expectedTopic, List.of()).stream()
              .filter(message -> message.value() != null)
              .filter(
                  message -> PipelineContract.row(message).path("id").asText().equals(row.get(id)))
              .reduce((a, b) -> b);
      comparison.softly.assertThat(last).as(as).isPresent();
      if (last.isPresent()) {
        comparison
            .softly
            .assertThat(texts(last.get()))
            .as(as)
            .isEqualTo(expected(columns, row, comparison.token));
        comparison.softly.assertThat(names(last.get().key())).as(as + ", key").isEqualTo(key);
        if (main && id(last.get()) > LAST_OLD_ROW) {
          comparison
              .softly
              .assertThat(names(last.get().value()))
              .as(as + ", columns")
              .isEqualTo(names(change.columns()));
        }
      }
    }
  }

  /** Returns the columns that a record has, with their texts. */
  private static List<String> expected(List<String> columns, List<String> row, String token) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (SchemaChange.CLEAR.contains(column)) {
        expected.add(column + "=" + row.get(i));
      } else if (SchemaChange.MASKED.contains(column)) {
        expected.add(column + "=" + (row.get(i).equals("null") ? "null" : token));
      }
    }
    return expected;
  }

  private static int id(Message message) {
    return PipelineContract.row(message).path("id").asInt();
  }

  private static List<String> texts(Message message) {
    JsonNode row = PipelineContract.row(message);
    return names(message.value()).stream()
        .map(name -> name + "=" + (row.path(name).isNull() ? "null" : row.path(name).asText()))
        .toList();
  }

  /** Returns the names of columns in a key or a row. */
  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    PipelineContract.payload(json).fieldNames().forEachRemaining(names::add);
    return names.stream().filter(name -> !name.startsWith("__")).toList();
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private List<String> primaryKey(String table) throws SQLException {
    return query(
            "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema ="
                + " 'production_db' AND constraint_name = 'PRIMARY' AND table_name = '%s' ORDER BY"
                    .formatted(table)
                + " ordinal_position")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private List<List<String>> query(String sql) throws SQLException {
    try (Statement statement = shop.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
