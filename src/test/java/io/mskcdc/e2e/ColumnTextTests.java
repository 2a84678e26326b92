package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.e2e.Topics.Message;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same values in a snapshot, from the binlog, and in a table that was created while streaming.
 * A consumer reads one lossless text or number for each of them.
 */
interface ColumnTextTests extends RunningConnector {

  /**
   * A column with one value.
   *
   * @param value the value in SQL
   * @param json what a consumer reads
   */
  record Column(String type, String value, String json) {}

  List<Column> COLUMNS =
      List.of(
          new Column("DATE", "'2024-02-29'", "\"2024-02-29\""),
          new Column("DATE", "'0001-01-01'", "\"0001-01-01\""),
          new Column("DATE", "'1582-10-10'", "\"1582-10-10\""),
          new Column("DATE", "'9999-12-31'", "\"9999-12-31\""),
          new Column("DATE", "'0000-00-00'", "null"),
          new Column("DATE NOT NULL", "'0000-00-00'", "\"1970-01-01\""),
          new Column("TIME", "'-838:59:59'", "\"-838:59:59\""),
          new Column("TIME NOT NULL", "'-00:00:01'", "\"-00:00:01\""),
          new Column("TIME", "'24:00:00'", "\"24:00:00\""),
          new Column("TIME(6)", "'838:59:58.999999'", "\"838:59:58.999999\""),
          new Column("TIME(6)", "'-100:10:10.5'", "\"-100:10:10.500000\""),
          new Column("TIME(3)", "'12:34:56.7'", "\"12:34:56.700\""),
          new Column("DATETIME", "'2024-02-29 12:34:56'", "\"2024-02-29T12:34:56\""),
          new Column("DATETIME", "'0001-01-01 00:00:00'", "\"0001-01-01T00:00:00\""),
          new Column("DATETIME(3)", "'2024-02-29 12:34:56.1'", "\"2024-02-29T12:34:56.100\""),
          new Column("DATETIME(3)", "'2024-02-29 12:34:56'", "\"2024-02-29T12:34:56.000\""),
          new Column(
              "DATETIME(6)", "'9999-12-31 23:59:59.999999'", "\"9999-12-31T23:59:59.999999\""),
          new Column("DATETIME NOT NULL", "'0000-00-00 00:00:00'", "\"1970-01-01T00:00:00\""),
          new Column("TIMESTAMP NULL", "'2024-02-29 12:34:56'", "\"2024-02-29T12:34:56Z\""),
          new Column(
              "TIMESTAMP(3) NULL", "'2024-02-29 12:34:56.12'", "\"2024-02-29T12:34:56.120Z\""),
          new Column(
              "TIMESTAMP(6) NULL", "'2024-02-29 12:34:56'", "\"2024-02-29T12:34:56.000000Z\""),
          new Column("YEAR", "2155", "2155"),
          new Column("BIGINT UNSIGNED", "18446744073709551615", "\"18446744073709551615\""),
          new Column("BIGINT UNSIGNED", "9223372036854775808", "\"9223372036854775808\""),
          new Column("BIGINT UNSIGNED ZEROFILL", "5", "\"5\""),
          new Column("BIGINT", "-9223372036854775808", "-9223372036854775808"),
          new Column("FLOAT", "16777217", "1.67772E7"),
          new Column("FLOAT", "123456.789", "123457.0"),
          new Column("FLOAT", "3.402823466e38", "3.40282E38"),
          new Column("FLOAT UNSIGNED", "0.1", "0.1"),
          new Column("FLOAT(7,3)", "1234.567", "1234.567"),
          new Column("DOUBLE", "1.7976931348623157e308", "1.7976931348623157E308"),
          new Column("DECIMAL(20,7)", "0.0000001", "\"0.0000001\""),
          new Column("BOOL", "TRUE", "1"),
          new Column("BOOL NOT NULL DEFAULT TRUE", "FALSE", "0"),
          new Column("BIT(1)", "b'1'", "true"),
          new Column("ENUM('a','b,c')", "'b,c'", "\"b,c\""),
          new Column("ENUM('a\\\\b','c\\\\,d')", "'c\\\\,d'", "\"c\\\\,d\""),
          new Column("SET('a\\\\b','c d')", "'a\\\\b,c d'", "\"a\\\\b,c d\""),
          new Column(
              "JSON",
              "'{\"z\": 1, \"aa\": [1, 2.50, null, true]}'",
              json("{\"z\":1,\"aa\":[1,2.5,null,true]}")),
          new Column(
              "JSON",
              "'[1e-7, 1e20, 1.0, 12345678.9, -0.0, 1e300]'",
              json("[0.0000001,100000000000000000000,1,12345678.9,-0.0,1e300]")),
          new Column("JSON", "'\"a \\\\\" b\"'", json("\"a \\\" b\"")));

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "SET SESSION sql_mode = ''",
          create("column_texts"),
          insert("column_texts", 1),
          "CREATE TABLE text_keys (at TIMESTAMP(3), kind ENUM('a','b,c'), day DATE,"
              + " id BIGINT UNSIGNED, level FLOAT, note VARCHAR(10),"
              + " PRIMARY KEY (at, kind, day, id, level))",
          "INSERT INTO text_keys VALUES ('2024-02-29 12:34:56', 'b,c', '0001-01-01',"
              + " 18446744073709551615, 16777217, 'snapshot')");

  private static String json(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String create(String table) {
    return IntStream.range(0, COLUMNS.size())
        .mapToObj(i -> "c%d %s".formatted(i, COLUMNS.get(i).type))
        .collect(Collectors.joining(", ", "CREATE TABLE " + table + " (id INT PRIMARY KEY, ", ")"));
  }

  private static String insert(String table, int id) {
    return COLUMNS.stream()
        .map(Column::value)
        .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES (" + id + ", ", ")"));
  }

  @Test
  default void eachTypeHasOneTextInSnapshotBinlogAndBeforeImage() throws SQLException {
    execute(
        "SET SESSION sql_mode = ''",
        insert("column_texts", 2),
        "DELETE FROM column_texts WHERE id = 1",
        create("later_column_texts"),
        insert("later_column_texts", 3));

    List<Message> known = messages("production_db.column_texts");
    List<Message> later = pipeline().topics().readAll("production_db.later_column_texts");

    List<Message> rows =
        Stream.concat(known.stream(), later.stream())
            .filter(message -> message.value() != null)
            .toList();
    assertThat(known).hasSize(4);
    assertThat(rows.stream().map(message -> PipelineContract.row(message).path("__op").asText()))
        .containsExactlyInAnyOrder("r", "c", "d", "c");
    for (Message row : rows) {
      assertThat(texts(row)).isEqualTo(expected());
    }
  }

  @Test
  default void updateDeleteAndTombstoneHaveTheKeyOfTheSnapshot() throws SQLException {
    execute("UPDATE text_keys SET note = 'later'", "DELETE FROM text_keys");

    List<Message> messages = messages("production_db.text_keys");

    assertThat(messages).hasSize(4);
    assertThat(messages.stream().map(message -> message.key().toString()).distinct())
        .containsExactly(
            "{\"at\":\"2024-02-29T12:34:56.000Z\",\"kind\":\"b,c\",\"day\":\"0001-01-01\","
                + "\"id\":\"18446744073709551615\",\"level\":1.67772E7}");
  }

  private static String expected() {
    return IntStream.range(0, COLUMNS.size())
        .mapToObj(i -> "%s: %s".formatted(COLUMNS.get(i).type, COLUMNS.get(i).json))
        .collect(Collectors.joining("\n"));
  }

  private static String texts(Message message) {
    JsonNode row = PipelineContract.row(message);
    return IntStream.range(0, COLUMNS.size())
        .mapToObj(i -> "%s: %s".formatted(COLUMNS.get(i).type, row.path("c" + i)))
        .collect(Collectors.joining("\n"));
  }
}
