package io.mskcdc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.mskcdc.database.Column;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.smt.UnwrapMaskRoute;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The deployer derives from a mask's options what the transform writes, each in its own code. This
 * compares the two for random masks of a table with columns of many types.
 */
class ContractEqualsTransformTest {
  private static final String TABLE = "production.shop.orders";
  private static final String COLUMN = "__debezium.source.column.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Schema POINT =
      SchemaBuilder.struct()
          .name("io.debezium.data.geometry.Point")
          .field("x", Schema.FLOAT64_SCHEMA)
          .field("y", Schema.FLOAT64_SCHEMA)
          .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
          .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
          .optional()
          .build();

  /**
   * A column of the table.
   *
   * @param type its type in MySQL
   * @param schema the schema that Debezium gives it
   * @param value a value of the schema
   */
  private record Typed(String name, String type, Schema schema, Object value) {
    boolean inKey() {
      return name.equals("id") || name.equals("code");
    }
  }

  private static final List<Typed> COLUMNS =
      List.of(
          new Typed("id", "int", Schema.INT32_SCHEMA, 7),
          new Typed("code", "varchar(8)", Schema.STRING_SCHEMA, "12"),
          new Typed("note", "varchar(20)", Schema.OPTIONAL_STRING_SCHEMA, "1234567"),
          new Typed("kind", "enum('a','b')", named(Schema.Type.STRING, "data.Enum"), "a"),
          new Typed("price", "decimal(10,2)", Schema.OPTIONAL_STRING_SCHEMA, "-12.50"),
          new Typed(
              "large",
              "bigint unsigned",
              Decimal.builder(0).optional().build(),
              new BigDecimal("18446744073709551615")),
          new Typed("day", "date", named(Schema.Type.INT32, "time.Date"), 19_782),
          new Typed(
              "at",
              "datetime(3)",
              new SchemaBuilder(Schema.Type.INT64)
                  .name("io.debezium.time.Timestamp")
                  .parameter(COLUMN + "type", "DATETIME")
                  .parameter(COLUMN + "length", "3")
                  .optional()
                  .build(),
              1_709_210_096_789L),
          new Typed("utc", "timestamp(6)", zoned(), "2024-02-29T12:34:56.1Z"),
          new Typed("span", "time(6)", named(Schema.Type.INT64, "time.MicroTime"), -1L),
          new Typed("since", "year", named(Schema.Type.INT32, "time.Year"), 2024),
          new Typed("small", "tinyint", Schema.OPTIONAL_INT16_SCHEMA, (short) -128),
          new Typed("ratio", "double", Schema.OPTIONAL_FLOAT64_SCHEMA, 1.5),
          new Typed("flag", "bit(1)", Schema.OPTIONAL_BOOLEAN_SCHEMA, true),
          new Typed("bytes", "binary(2)", Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {1, 2}),
          new Typed(
              "doc", "json", named(Schema.Type.STRING, "data.Json"), "{\"city\": \"x\", \"n\": 1}"),
          new Typed(
              "place",
              "point",
              POINT,
              new Struct(POINT).put("x", 1.0).put("y", 2.0).put("wkb", new byte[] {1})));

  private static final List<String> METHODS =
      List.of("hmac", "null", "redact", "partial", "format", "date", "bucket", "drop");

  private static final List<String> UNLISTED =
      List.of("pass", "fail", "drop", "redact", "hmac", "null");

  private static Schema named(Schema.Type type, String name) {
    return new SchemaBuilder(type).name("io.debezium." + name).optional().build();
  }

  private static Schema zoned() {
    return new SchemaBuilder(Schema.Type.STRING)
        .name("io.debezium.time.ZonedTimestamp")
        .parameter(COLUMN + "type", "TIMESTAMP")
        .parameter(COLUMN + "length", "6")
        .optional()
        .build();
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void recordsOfTheTransformAreValidByTheDerivedSchemas(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, String> masks = masks(random);
    String described = masks.toString();

    Optional<List<TableContract>> derived = derived(masks);
    Optional<List<JsonNode>> written;
    try {
      written = written(masks, random.nextBoolean());
    } catch (DataException | ConfigException e) {
      // The task stops or does not start, so there is no form.
      assertThat(derived).as(described + " " + e.getMessage()).isEmpty();
      return;
    }
    assertThat(derived).as(described).isPresent();
    if (written.isEmpty()) {
      assertThat(derived.get()).as(described).isEmpty();
    } else {
      TableContract table = derived.get().get(0);
      assertThat(faults(TopicSchema.ofKey(table).orElseThrow(), written.get().get(0)))
          .as(described)
          .isEmpty();
      assertThat(faults(TopicSchema.ofValue(table), written.get().get(1))).as(described).isEmpty();
    }
  }

  /** Most columns are clear, so that most masks can be applied. */
  private static Map<String, String> masks(Random random) {
    Map<String, List<String>> lists = new HashMap<>();
    String unlisted = UNLISTED.get(random.nextInt(UNLISTED.size()));
    for (Typed column : COLUMNS) {
      String name = "shop.orders." + column.name;
      int choice = random.nextInt(8);
      // With fail, the task stops at other members of a document, but not at null.
      if (choice % 3 == 0 && column.name.equals("doc") && !unlisted.equals("fail")) {
        name += ".city";
      }
      if (choice == 1 && !unlisted.equals("fail")) {
        continue;
      }
      String list =
          choice < 3 ? METHODS.get(random.nextInt(column.inKey() ? 1 : METHODS.size())) : "clear";
      if (!list.equals("clear") || !unlisted.equals("pass")) {
        lists.computeIfAbsent(list, key -> new ArrayList<>()).add(name);
      }
    }
    Map<String, String> masks = new HashMap<>();
    lists.forEach((list, names) -> masks.put(list + ".columns", String.join(",", names)));
    masks.put("unlisted", unlisted);
    if (random.nextInt(8) > 0) {
      masks.put("key.secret", Base64.getEncoder().encodeToString(new byte[32]));
      masks.put("key.id", "k1");
    }
    masks.put("partial.keep.last", "4");
    masks.put("bucket.size", "1000");
    masks.put("date.to", random.nextBoolean() ? "month" : "year");
    masks.put("hmac.encoding", random.nextBoolean() ? "hex" : "base64");
    return masks;
  }

  /** Returns the contracts; empty if they cannot be derived. */
  private static Optional<List<TableContract>> derived(Map<String, String> masks) {
    ContractFixture fixture = new ContractFixture();
    masks.forEach(fixture::masked);
    try {
      return Optional.of(
          fixture.read(
              COLUMNS.stream()
                  .map(
                      column ->
                          ContractFixture.column(
                              "orders",
                              column.name,
                              column.type,
                              column.schema.isOptional(),
                              column.inKey()))
                  .toArray(Column[]::new)));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Returns key and value as a consumer reads them; empty if the table is withheld. */
  private static Optional<List<JsonNode>> written(Map<String, String> masks, boolean hasNulls)
      throws IOException {
    Map<String, String> options =
        masks.entrySet().stream()
            .collect(Collectors.toMap(option -> "mask." + option.getKey(), Map.Entry::getValue));
    options.put("values.canonical", "true");
    options.put("unwrap.replace.null.with.default", "false");
    try (UnwrapMaskRoute<SourceRecord> transform = new UnwrapMaskRoute<>()) {
      transform.configure(options);
      SourceRecord record = transform.apply(insert(hasNulls));
      return record == null
          ? Optional.empty()
          : Optional.of(
              List.of(
                  json(record.topic(), true, record.keySchema(), record.key()),
                  json(record.topic(), false, record.valueSchema(), record.value())));
    }
  }

  private static SourceRecord insert(boolean hasNulls) {
    SchemaBuilder keySchema = SchemaBuilder.struct().name(TABLE + ".Key");
    SchemaBuilder rowSchema = SchemaBuilder.struct().name(TABLE + ".Value").optional();
    for (Typed column : COLUMNS) {
      rowSchema.field(column.name, column.schema);
      if (column.inKey()) {
        keySchema.field(column.name, column.schema);
      }
    }
    Schema sourceSchema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.mysql.Source")
            .field("db", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    Schema envelope =
        SchemaBuilder.struct()
            .name(TABLE + ".Envelope")
            .field("before", rowSchema.build())
            .field("after", rowSchema.build())
            .field("source", sourceSchema)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    Struct key = new Struct(keySchema.build());
    Struct row = new Struct(envelope.field("after").schema());
    for (Typed column : COLUMNS) {
      row.put(column.name, hasNulls && column.schema.isOptional() ? null : column.value);
      if (column.inKey()) {
        key.put(column.name, column.value);
      }
    }
    Struct value =
        new Struct(envelope)
            .put("after", row)
            .put("source", new Struct(sourceSchema).put("db", "shop").put("table", "orders"))
            .put("op", "c");
    return new SourceRecord(Map.of(), Map.of(), TABLE, null, key.schema(), key, envelope, value);
  }

  private static JsonNode json(String topic, boolean isKey, Schema schema, Object value)
      throws IOException {
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(
          Map.of("schemas.enable", "false", "replace.null.with.default", "false"), isKey);
      return JSON.readTree(converter.fromConnectData(topic, schema, value));
    }
  }

  private static List<String> faults(JsonNode schema, JsonNode document) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(schema)
        .validate(document)
        .stream()
        .map(fault -> fault + " in " + document)
        .toList();
  }
}
