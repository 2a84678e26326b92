package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.e2e.TopicValues.Column;
import io.mskcdc.e2e.TopicValues.Place;
import io.mskcdc.e2e.Topics.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Values of each MySQL type in a snapshot, from the binlog, and in a table that was created while
 * streaming, without and with schemas. {@link TopicValues} has what a consumer reads.
 */
interface TopicValueTests extends RunningConnector {
  TopicValues VALUES = TopicValues.read();

  /** The connector whose converters write schemas; it writes to topics with this prefix. */
  String WITH_SCHEMAS = "with-schemas";

  List<String> BEFORE_THE_DEPLOYMENT =
      Stream.concat(
              Stream.concat(
                  Stream.of("SET SESSION sql_mode = ''"),
                  VALUES.sections().stream()
                      .flatMap(
                          section ->
                              Stream.of(
                                  create(section, Place.SNAPSHOT),
                                  insert(section, Place.SNAPSHOT)))),
              Stream.of(
                  "CREATE TABLE text_keys (at TIMESTAMP(3), kind ENUM('a','b,c'), day DATE,"
                      + " id BIGINT UNSIGNED, level FLOAT, note VARCHAR(10),"
                      + " PRIMARY KEY (at, kind, day, id, level))",
                  "INSERT INTO text_keys VALUES ('2024-02-29 12:34:56', 'b,c', '0001-01-01',"
                      + " 18446744073709551615, 16777217, 'snapshot')"))
          .toList();

  /** The operations on the tables of a section, each with the row's id. */
  List<String> OPERATIONS = List.of("r 0", "c 1", "d 0", "tombstone", "c 2");

  /** Returns the name of a table. The place is also the row's id, so that each row has its own. */
  static String table(String section, Place place) {
    return (place == Place.LATER ? "later_values_" : "values_")
        + VALUES.sections().stream().toList().indexOf(section);
  }

  private static String create(String section, Place place) {
    return "CREATE TABLE " + table(section, place) + definition(section);
  }

  private static String definition(String section) {
    List<Column> columns = VALUES.columns(section);
    return IntStream.range(0, columns.size())
        .mapToObj(i -> "c%d %s".formatted(i, columns.get(i).type()))
        .collect(Collectors.joining(", ", " (id INT PRIMARY KEY, ", ")"));
  }

  /** Names of all columns: an INSERT without names leaves out invisible ones. */
  private static String names(String section) {
    return IntStream.range(0, VALUES.columns(section).size())
        .mapToObj(i -> "c" + i)
        .collect(Collectors.joining(", ", " (id, ", ")"));
  }

  private static String insert(String section, Place place) {
    return VALUES.columns(section).stream()
        .map(Column::value)
        .collect(
            Collectors.joining(
                ", ",
                "INSERT INTO %s%s VALUES (%d, "
                    .formatted(table(section, place), names(section), place.ordinal()),
                ")"));
  }

  @Test
  default void eachValueArrivesAsDocumented() throws SQLException, JsonProcessingException {
    deployWithSchemas();
    try {
      // DDL statements would fail a running snapshot.
      read(WITH_SCHEMAS, List.of(Place.SNAPSHOT), 1);
      execute(
          Stream.concat(
                  Stream.of("SET SESSION sql_mode = ''"),
                  VALUES.sections().stream()
                      .flatMap(
                          section ->
                              Stream.of(
                                  insert(section, Place.BINLOG),
                                  "DELETE FROM %s WHERE id = %d"
                                      .formatted(
                                          table(section, Place.BINLOG), Place.SNAPSHOT.ordinal()),
                                  create(section, Place.LATER),
                                  insert(section, Place.LATER))))
              .toArray(String[]::new));
      Map<String, List<Message>> messages =
          read("production_db", List.of(Place.BINLOG, Place.LATER), OPERATIONS.size());
      Map<String, List<Message>> withSchemas =
          read(WITH_SCHEMAS, List.of(Place.BINLOG, Place.LATER), OPERATIONS.size());
      List<Column> actual = new ArrayList<>();
      for (String section : VALUES.sections()) {
        actual.addAll(
            columns(
                section,
                of(section, "production_db", messages),
                of(section, WITH_SCHEMAS, withSchemas)));
      }

      String text = new TopicValues(actual).toString();
      write(text);
      assertThat(text).as("what arrived, in target/e2e/values.txt").isEqualTo(VALUES.toString());
    } finally {
      request("DELETE", "/connectors/" + WITH_SCHEMAS);
    }
  }

  private static void write(String text) {
    try {
      Path file = Path.of("target/e2e/values.txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  @Test
  default void namesOfColumnsStayAsTheyAre() throws SQLException {
    execute(
        "CREATE TABLE `select ü` (`order` INT PRIMARY KEY, `ü.日本 $` INT, `Mixed Case` INT,"
            + " `a``b` INT, `c\"d` INT)",
        "INSERT INTO `select ü` VALUES (1, 2, 3, 4, 5)");

    Golden.assertMatches(
        Normal.of(messages("production_db.select__")), "names", Golden.Format.WITHOUT_SCHEMAS);
  }

  /** Deploys a copy of mysql-cdc whose keys and values have schemas. */
  private void deployWithSchemas() throws JsonProcessingException {
    ObjectNode config =
        (ObjectNode)
            new ObjectMapper().readTree(request("GET", "/connectors/mysql-cdc/config").body());
    config.remove("table.exclude.list");
    config
        .put("name", WITH_SCHEMAS)
        .put("topic.prefix", WITH_SCHEMAS)
        .put("database.server.id", "184055")
        .put("snapshot.mode", "initial")
        .put("table.include.list", "production_db\\.(later_)?values_\\d+")
        .put("schema.history.internal.kafka.topic", "schema-changes." + WITH_SCHEMAS)
        .put("key.converter.schemas.enable", "true")
        .put("value.converter.schemas.enable", "true")
        .put(
            "transforms.cdc.route.rules",
            "topic:([^.]+)\\.([^.]+)\\.([^.]+) -> " + WITH_SCHEMAS + ".$3");
    assertThat(
            pipeline()
                .request("PUT", "/connectors/" + WITH_SCHEMAS + "/config", config.toString())
                .statusCode())
        .isEqualTo(201);
  }

  /**
   * Returns the records of the tables by topic.
   *
   * @param prefix what is before a table's name in the name of its topic
   * @param records how many there are at least of each section
   */
  private Map<String, List<Message>> read(String prefix, List<Place> places, int records) {
    List<String> topics =
        VALUES.sections().stream()
            .flatMap(section -> places.stream().map(place -> prefix + "." + table(section, place)))
            .toList();
    int all = VALUES.sections().size() * records;
    return pipeline().topics().readUntil(topics, messages -> messages.size() >= all).stream()
        .collect(Collectors.groupingBy(Message::topic));
  }

  private static List<Message> of(
      String section, String prefix, Map<String, List<Message>> byTopic) {
    return Stream.of(Place.BINLOG, Place.LATER)
        .flatMap(place -> byTopic.get(prefix + "." + table(section, place)).stream())
        .toList();
  }

  private List<Column> columns(String section, List<Message> messages, List<Message> withSchemas)
      throws SQLException {
    assertThat(operations(messages)).isEqualTo(OPERATIONS);
    assertThat(operations(withSchemas)).isEqualTo(OPERATIONS);

    Map<Place, JsonNode> rows = new EnumMap<>(Place.class);
    Map<Place, JsonNode> schemas = new EnumMap<>(Place.class);
    for (Place place : Place.values()) {
      rows.put(place, PipelineContract.row(first(messages, place)));
      schemas.put(place, first(withSchemas, place).value().path("schema").path("fields"));
    }
    JsonNode deleted = PipelineContract.row(messages.get(2));
    List<Column> expected = VALUES.columns(section);
    List<Column> actual = new ArrayList<>();
    Map<Place, List<Integer>> lost = lost(section, rows, schemas);
    for (int i = 0; i < expected.size(); i++) {
      Column column = expected.get(i);
      Map<Place, String> schema = new EnumMap<>(Place.class);
      Map<Place, String> json = new EnumMap<>(Place.class);
      Set<Place> lostIn = EnumSet.noneOf(Place.class);
      for (Place place : Place.values()) {
        JsonNode value = rows.get(place).path("c" + i);
        assertThat(PipelineContract.row(first(withSchemas, place)).path("c" + i))
            .as("%s %s with schemas", column.type(), column.value())
            .isEqualTo(value);
        schema.put(place, schema(schemas.get(place), "c" + i));
        json.put(place, value.toString());
        if (lost.get(place).contains(i)) {
          lostIn.add(place);
        }
      }
      assertThat(deleted.path("c" + i).toString())
          .as("before image of %s %s", column.type(), column.value())
          .isEqualTo(json.get(Place.BINLOG));
      actual.add(
          new Column(
              section, column.type(), column.value(), schema, json, lostIn, column.reason()));
    }
    return actual;
  }

  private static Message first(List<Message> messages, Place place) {
    String operation = place == Place.SNAPSHOT ? "r " : "c ";
    return messages.get(OPERATIONS.indexOf(operation + place.ordinal()));
  }

  private static List<String> operations(List<Message> messages) {
    return messages.stream()
        .map(PipelineContract::row)
        .map(
            row -> row.has("__op") ? row.path("__op").asText() + " " + row.path("id") : "tombstone")
        .toList();
  }

  private static String schema(JsonNode fields, String name) {
    for (JsonNode field : fields) {
      if (field.path("field").asText().equals(name)) {
        return (field.path("type").asText() + " " + field.path("name").asText()).strip();
      }
    }
    throw new AssertionError(name + " is not in " + fields);
  }

  /**
   * Writes what a consumer read back to MySQL, into columns of the same types, and returns the
   * columns that then have another value.
   */
  private Map<Place, List<Integer>> lost(
      String section, Map<Place, JsonNode> rows, Map<Place, JsonNode> schemas) throws SQLException {
    List<Column> columns = VALUES.columns(section);
    String marks = ", ?".repeat(columns.size());
    String equal =
        IntStream.range(0, columns.size())
            .mapToObj(i -> equal(columns.get(i).type(), "c" + i))
            .collect(Collectors.joining(", "));
    Map<Place, List<Integer>> lost = new EnumMap<>(Place.class);
    try (Connection shop = pipeline().shop();
        Statement statement = shop.createStatement()) {
      statement.execute("SET SESSION sql_mode = ''");
      // Generated columns take no values.
      statement.execute(
          "CREATE TEMPORARY TABLE restored"
              + definition(section)
                  .replaceAll("(?: GENERATED ALWAYS)? AS \\(.*?\\) (?:VIRTUAL|STORED)", ""));
      for (Place place : Place.values()) {
        try (PreparedStatement insert =
            shop.prepareStatement(
                "INSERT INTO restored"
                    + names(section)
                    + " VALUES ("
                    + place.ordinal()
                    + marks
                    + ")")) {
          for (int i = 0; i < columns.size(); i++) {
            insert.setObject(
                i + 1,
                restored(schema(schemas.get(place), "c" + i), rows.get(place).path("c" + i)));
          }
          insert.execute();
        }
        lost.put(place, new ArrayList<>());
        try (ResultSet result =
            statement.executeQuery(
                "SELECT %s FROM %s o JOIN restored r ON o.id = %d AND r.id = %d"
                    .formatted(
                        equal,
                        table(section, Place.BINLOG),
                        Place.BINLOG.ordinal(),
                        place.ordinal()))) {
          assertThat(result.next()).isTrue();
          for (int i = 0; i < columns.size(); i++) {
            if (result.getInt(i + 1) == 0) {
              lost.get(place).add(i);
            }
          }
        }
      }
    }
    return lost;
  }

  /** Compares bytes too, because 'a' = 'A ' in most collations. JSON has several spellings. */
  private static String equal(String type, String name) {
    return type.equals("JSON")
        ? "o.%1$s <=> r.%1$s".formatted(name)
        : "o.%1$s <=> r.%1$s AND HEX(o.%1$s) <=> HEX(r.%1$s)".formatted(name);
  }

  private static Object restored(String schema, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (schema.startsWith("struct io.debezium.data.geometry.")) {
      // The form in which MySQL stores one.
      byte[] wkb = bytes(value.path("wkb"));
      return ByteBuffer.allocate(Integer.BYTES + wkb.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(value.path("srid").asInt())
          .put(wkb)
          .array();
    }
    if (value.isNumber()) {
      return value.numberValue();
    }
    return switch (schema) {
      case "boolean" -> value.booleanValue();
      case "bytes" -> bytes(value);
      case "bytes io.debezium.data.Bits" -> reversed(bytes(value));
      case "string io.debezium.time.ZonedTimestamp" -> value.asText().replace("Z", "");
      default -> value.asText();
    };
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
