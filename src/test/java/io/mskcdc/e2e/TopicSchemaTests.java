package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records of every type and masking method, held against the schemas of their topics. */
interface TopicSchemaTests extends RunningConnector {
  /**
   * A column with the ends of its range.
   *
   * @param least a value in SQL
   * @param most a value in SQL
   */
  record Typed(String type, String least, String most) {}

  List<Typed> COLUMNS =
      List.of(
          new Typed("TINYINT", "-128", "127"),
          new Typed("TINYINT UNSIGNED", "0", "255"),
          new Typed("TINYINT(1)", "-128", "127"),
          new Typed("BOOL NOT NULL", "FALSE", "TRUE"),
          new Typed("SMALLINT", "-32768", "32767"),
          new Typed("SMALLINT UNSIGNED", "0", "65535"),
          new Typed("MEDIUMINT", "-8388608", "8388607"),
          new Typed("MEDIUMINT UNSIGNED", "0", "16777215"),
          new Typed("INT", "-2147483648", "2147483647"),
          new Typed("INT(8) ZEROFILL", "0", "4294967295"),
          new Typed("BIGINT", "-9223372036854775808", "9223372036854775807"),
          new Typed("BIGINT UNSIGNED", "0", "18446744073709551615"),
          new Typed("DECIMAL(10,2)", "-99999999.99", "99999999.99"),
          new Typed("DECIMAL(5,5)", "-0.99999", "0.00001"),
          new Typed("DECIMAL UNSIGNED", "0", "9999999999"),
          new Typed("DECIMAL(6,2) ZEROFILL", "0.10", "123.50"),
          new Typed("DECIMAL(65,30)", "-12345678901234567890123456789012345.1", "0.1"),
          new Typed("FLOAT", "-3.402823466e38", "1.17549435e-38"),
          new Typed("FLOAT UNSIGNED", "0", "16777217"),
          new Typed("FLOAT(7,3)", "-1234.567", "1234.567"),
          new Typed("DOUBLE", "-1.7976931348623157e308", "2.2250738585072014e-308"),
          new Typed("DOUBLE(9,2) UNSIGNED", "0", "1234567.89"),
          new Typed("BIT(1)", "b'0'", "b'1'"),
          new Typed("BIT(12)", "b'1'", "b'100000000001'"),
          new Typed("BIT(64)", "b'1'", "0xFFFFFFFFFFFFFFFF"),
          new Typed("DATE", "'0001-01-01'", "'9999-12-31'"),
          new Typed("DATE NOT NULL", "'0000-00-00'", "'2024-02-29'"),
          new Typed("TIME", "'-838:59:59'", "'838:59:59'"),
          new Typed("TIME(3)", "'-00:00:00.001'", "'12:34:56.7'"),
          new Typed("DATETIME", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"),
          new Typed("DATETIME(6)", "'1000-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'"),
          new Typed("TIMESTAMP NULL", "'1970-01-01 12:00:01'", "'2038-01-18 03:14:07'"),
          new Typed("TIMESTAMP(3) NOT NULL", "'0000-00-00 00:00:00'", "'2024-02-29 12:34:56.1'"),
          new Typed("YEAR NOT NULL", "0", "2155"),
          new Typed("CHAR(0)", "''", "''"),
          new Typed("CHAR(3)", "''", "'äöü'"),
          new Typed("VARCHAR(4) CHARACTER SET utf8mb4", "''", "'😀😀😀😀'"),
          new Typed("TINYTEXT", "''", "REPEAT('x', 255)"),
          new Typed("TEXT", "''", "'a\\nb'"),
          new Typed("LONGTEXT", "''", "'x'"),
          new Typed("BINARY(4)", "X'01'", "X'01020304'"),
          new Typed("VARBINARY(8)", "''", "X'0102030405060708'"),
          new Typed("BLOB", "''", "X'00FF'"),
          new Typed("ENUM('a','b,c','d''e','f\\\\g','h i','(é)') NOT NULL", "'zzz'", "'f\\\\g'"),
          new Typed("ENUM('a','b,c','d''e','f\\\\g','h i','(é)')", "'h i'", "'d''e'"),
          new Typed("SET('a','b.c','d e')", "''", "'a,b.c,d e'"),
          new Typed("JSON", "'null'", "'{\"a\": [1, 2.50, null]}'"),
          new Typed("POINT", "NULL", "ST_GeomFromText('POINT(1 2)', 4326)"),
          new Typed("GEOMETRY NOT NULL", point(), "ST_GeomFromText('LINESTRING(0 0,1 1)')"),
          new Typed("GEOMETRYCOLLECTION", "NULL", "ST_GeomFromText('GEOMETRYCOLLECTION EMPTY')"));

  /** Columns that a method masks; the method is the beginning of the column's name. */
  Map<String, Typed> MASKED =
      Map.ofEntries(
          Map.entry("hmac_id", new Typed("BIGINT UNSIGNED", "1", "18446744073709551615")),
          Map.entry("hmac_blob", new Typed("BLOB", "NULL", "X'00'")),
          Map.entry("hmac_point", new Typed("POINT", "NULL", point())),
          Map.entry("null_text", new Typed("VARCHAR(9) NOT NULL", "'x'", "''")),
          Map.entry("redact_text", new Typed("VARCHAR(9)", "NULL", "'secret'")),
          Map.entry("redact_kind", new Typed("ENUM('a','b') NOT NULL", "'a'", "'b'")),
          Map.entry("redact_price", new Typed("DECIMAL(10,2)", "1.00", "2.00")),
          Map.entry("redact_count", new Typed("INT NOT NULL", "1", "2")),
          Map.entry("redact_flag", new Typed("BIT(1)", "b'1'", "NULL")),
          Map.entry("redact_ratio", new Typed("DOUBLE", "1.5", "NULL")),
          Map.entry("redact_year", new Typed("YEAR", "1970", "NULL")),
          Map.entry("redact_day", new Typed("DATE", "'2024-02-29'", "NULL")),
          Map.entry("redact_time", new Typed("TIME(3)", "'12:34:56.7'", "NULL")),
          Map.entry("redact_at", new Typed("DATETIME(3)", "'2024-02-29 12:34:56.7'", "NULL")),
          Map.entry("redact_utc", new Typed("TIMESTAMP(3) NULL", "'2024-02-29 12:34:56'", "NULL")),
          Map.entry("redact_bytes", new Typed("BINARY(4)", "X'01'", "NULL")),
          Map.entry("redact_json", new Typed("JSON", "'[1]'", "NULL")),
          Map.entry("redact_point", new Typed("POINT", point(), "NULL")),
          Map.entry("redact_geometry", new Typed("GEOMETRY", point(), "NULL")),
          Map.entry("partial_card", new Typed("VARCHAR(19)", "'4111-1111-1111-1234'", "'123'")),
          Map.entry("partial_price", new Typed("DECIMAL(10,2)", "-12345678.90", "1.00")),
          Map.entry("partial_emoji", new Typed("VARCHAR(9)", "'😀😀😀😀😀'", "''")),
          Map.entry("format_phone", new Typed("VARCHAR(20)", "'+1 202 555 0100'", "NULL")),
          Map.entry("format_number", new Typed("BIGINT UNSIGNED", "18446744073709551615", "1")),
          Map.entry("format_price", new Typed("DECIMAL(10,2)", "-12345678.90", "1.00")),
          Map.entry("date_day", new Typed("DATE", "'2024-02-29'", "'0001-05-05'")),
          Map.entry("date_at", new Typed("DATETIME(6)", "'2024-02-29 12:34:56.7'", "NULL")),
          Map.entry("date_utc", new Typed("TIMESTAMP(3) NULL", "'2024-02-29 12:34:56'", "NULL")),
          Map.entry("bucket_small", new Typed("TINYINT", "-128", "127")),
          Map.entry("bucket_large", new Typed("BIGINT UNSIGNED", "18446744073709551615", "1")),
          Map.entry("bucket_price", new Typed("DECIMAL(4,2)", "-99.99", "99.99")),
          Map.entry("bucket_ratio", new Typed("FLOAT", "-1.5", "16777217")),
          Map.entry("bucket_year", new Typed("YEAR", "1901", "2155")),
          Map.entry("bucket_text", new Typed("VARCHAR(6)", "'1e5'", "'-5'")),
          Map.entry("drop_text", new Typed("TEXT", "'x'", "'y'")),
          Map.entry("hmac_key", new Typed("VARCHAR(20)", "'one'", "'two'")));

  List<String> METHODS =
      List.of("hmac", "null", "redact", "partial", "format", "date", "bucket", "drop");

  Map<String, String> OPTIONS =
      Map.of("partial.keep.last", "4", "date.to", "year", "bucket.size", "1000");

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "SET SESSION sql_mode = ''",
          create("schema_types"),
          insert("schema_types", 1, Typed::least),
          insert("schema_types", 2, Typed::most),
          "CREATE TABLE schema_masks (id INT, "
              + maskedColumns().map(c -> c + " " + MASKED.get(c).type).collect(comma())
              + ", PRIMARY KEY (hmac_key, id))",
          insertMasked(1, Typed::least),
          "CREATE TABLE schema_unique (a INT, b INT NOT NULL, c INT NOT NULL, UNIQUE (c, b))",
          "INSERT INTO schema_unique VALUES (NULL, 2, 3)",
          "CREATE TABLE schema_generated (id INT PRIMARY KEY, price DECIMAL(5,2) NOT NULL,"
              + " tax DECIMAL(6,3) AS (price * 0.2) VIRTUAL NOT NULL,"
              + " half DECIMAL(5,2) AS (price / 2) STORED)",
          "INSERT INTO schema_generated (id, price) VALUES (1, 9.99)",
          "CREATE TABLE schema_keyless (a INT NOT NULL, b DATE)",
          "INSERT INTO schema_keyless VALUES (1, NULL)");

  private static String nameOf(String type) {
    return IntStream.range(0, COLUMNS.size())
        .filter(i -> COLUMNS.get(i).type.equals(type))
        .mapToObj(i -> "c" + i)
        .findFirst()
        .orElseThrow();
  }

  private static String point() {
    return "ST_GeomFromText('POINT(1 2)')";
  }

  private static Stream<String> maskedColumns() {
    return MASKED.keySet().stream().sorted();
  }

  private static Collector<CharSequence, ?, String> comma() {
    return Collectors.joining(", ");
  }

  private static String create(String table) {
    return IntStream.range(0, COLUMNS.size())
        .mapToObj(i -> "c%d %s".formatted(i, COLUMNS.get(i).type))
        .collect(Collectors.joining(", ", "CREATE TABLE " + table + " (id INT PRIMARY KEY, ", ")"));
  }

  private static String insert(String table, int id, Function<Typed, String> value) {
    return COLUMNS.stream()
        .map(value)
        .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES (" + id + ", ", ")"));
  }

  private static String insertMasked(int id, Function<Typed, String> value) {
    return maskedColumns()
        .map(column -> value.apply(MASKED.get(column)))
        .collect(Collectors.joining(", ", "INSERT INTO schema_masks VALUES (" + id + ", ", ")"));
  }

  /** Returns the patterns of the columns that a method masks. */
  static String masked(String method) {
    return maskedColumns()
        .filter(column -> column.startsWith(method + "_"))
        .map(column -> "production_db.schema_masks." + column)
        .collect(Collectors.joining(","));
  }

  /** Texts that are false in a column of {@code schema_types}, by the column's name. */
  Map<String, String> DAMAGED_TYPES =
      Map.of(
          nameOf("BIGINT UNSIGNED"),
          "-1",
          nameOf("DECIMAL(10,2)"),
          "1.5",
          nameOf("DATE"),
          "2024-02-29Z",
          nameOf("TIME(3)"),
          "12:34:56",
          nameOf("DATETIME"),
          "2024-02-29T12:34:56Z",
          nameOf("DATETIME(6)"),
          "2024-02-29T12:34:56.123",
          nameOf("TIMESTAMP NULL"),
          "2024-02-29T12:34:56",
          nameOf("BINARY(4)"),
          "AQ==",
          nameOf("SET('a','b.c','d e')"),
          "b",
          "__op",
          "x");

  /** Values as they would be without the mask, by the column's name in {@code schema_masks}. */
  Map<String, String> DAMAGED_MASKS =
      Map.of(
          "hmac_id", "18446744073709551615",
          "redact_text", "secret",
          "redact_price", "1.00",
          "partial_card", "4111-1111-1111-1234",
          "date_day", "2024-02-29",
          "date_utc", "2024-02-29T12:34:56Z",
          "null_text", "x");

  @Test
  default void recordsOfEachTypeAndMaskAreValid() throws SQLException, JsonProcessingException {
    execute(
        "SET SESSION sql_mode = ''",
        insert("schema_types", 3, Typed::least),
        insert("schema_types", 4, Typed::most),
        "UPDATE schema_types SET c0 = 5 WHERE id = 3",
        "DELETE FROM schema_types WHERE id = 1",
        create("later_schema_types"),
        insert("later_schema_types", 5, Typed::least),
        insert("later_schema_types", 6, Typed::most),
        insertMasked(2, Typed::most),
        "DELETE FROM schema_masks",
        "UPDATE schema_unique SET a = 1",
        "UPDATE schema_generated SET price = 0.05",
        "DELETE FROM schema_generated",
        "DELETE FROM schema_keyless");
    awaitMarker();

    TopicSchemas schemas = TopicSchemas.of(pipeline(), "mysql-cdc");

    assertThat(schemas.faults("production_db.schema_types", 7)).isEmpty();
    assertThat(schemas.faults("production_db.later_schema_types", 2)).isEmpty();
    assertThat(schemas.faults("production_db.schema_masks", 6)).isEmpty();
    assertThat(schemas.faults("production_db.schema_unique", 2)).isEmpty();
    assertThat(schemas.faults("production_db.schema_generated", 3)).isEmpty();
    assertThat(schemas.faults("production_db.schema_keyless.append", 3)).isEmpty();
    assertThat(schemas.faults("production_db.text_keys", 1)).isEmpty();
    // The order of the index, and not that of the table.
    assertThat(pipeline().topics().readAll("production_db.schema_masks"))
        .allSatisfy(
            message ->
                assertThat(message.key().fieldNames())
                    .toIterable()
                    .containsExactly("hmac_key", "id"));
    assertDamagedRecordsAreNotValid(schemas, "production_db.schema_types", DAMAGED_TYPES);
    assertDamagedRecordsAreNotValid(schemas, "production_db.schema_masks", DAMAGED_MASKS);
  }

  @Test
  default void recordsOfEachDocumentedValueAreValid() throws JsonProcessingException {
    TopicSchemas schemas = TopicSchemas.of(pipeline(), "mysql-cdc");
    for (String section : TopicValueTests.VALUES.sections()) {
      String table = TopicValueTests.table(section, TopicValues.Place.SNAPSHOT);
      assertThat(schemas.faults("production_db." + table, 1)).isEmpty();
    }
  }

  /** Changes one field of a real record at a time, and expects a fault of this field. */
  private void assertDamagedRecordsAreNotValid(
      TopicSchemas schemas, String topic, Map<String, String> damages) {
    ObjectNode row = (ObjectNode) pipeline().topics().readAll(topic).get(0).value();
    damages.forEach(
        (field, text) ->
            assertThat(schemas.faults(topic, "value", row.deepCopy().put(field, text)))
                .as("%s with %s in %s", topic, text, field)
                .isNotEmpty()
                .allMatch(fault -> fault.contains("/" + field + ":")));
    List<String> fields = new ArrayList<>();
    row.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      ObjectNode damaged = row.deepCopy();
      damaged.remove(field);
      assertThat(schemas.faults(topic, "value", damaged)).as("without " + field).hasSize(1);
      damaged.putArray(field);
      assertThat(schemas.faults(topic, "value", damaged)).as("array in " + field).isNotEmpty();
    }
    assertThat(schemas.faults(topic, "value", row.deepCopy().put("other", 1))).hasSize(1);
  }
}
