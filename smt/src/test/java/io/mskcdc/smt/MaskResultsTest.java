package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.mask.method.Numbers;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The result of each masking method for each type of column. */
class MaskResultsTest {

  private static final long JUNE_15 = 1_718_451_296_789L; // 2024-06-15T11:34:56.789Z
  private static final long JANUARY_1 = 1_704_067_200_000L;
  private static final Schema VARIABLE =
      SchemaBuilder.struct()
          .name("io.debezium.data.VariableScaleDecimal")
          .field("scale", Schema.INT32_SCHEMA)
          .field("value", Schema.BYTES_SCHEMA)
          .build();

  private static final Schema POINT =
      SchemaBuilder.struct()
          .field("x", Schema.FLOAT64_SCHEMA)
          .field("y", Schema.OPTIONAL_FLOAT64_SCHEMA)
          .build();

  static Stream<Arguments> masked() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of("redact", text, "x", "***"),
        Arguments.of("redact", Schema.INT8_SCHEMA, (byte) 5, (byte) 0),
        Arguments.of("redact", Schema.INT16_SCHEMA, (short) 5, (short) 0),
        Arguments.of("redact", Schema.INT32_SCHEMA, 5, 0),
        Arguments.of("redact", Schema.FLOAT32_SCHEMA, 5f, 0f),
        Arguments.of("redact", Schema.FLOAT64_SCHEMA, 5d, 0d),
        Arguments.of("redact", Schema.BOOLEAN_SCHEMA, true, false),
        Arguments.of("redact", Decimal.schema(3), new BigDecimal("1.250"), new BigDecimal("0.000")),
        Arguments.of("redact", Timestamp.SCHEMA, new Date(JUNE_15), new Date(0)),
        Arguments.of("redact", named("IsoDate", text), "2024-06-15Z", "1970-01-01Z"),
        Arguments.of(
            "redact", named("IsoTimestamp", text), "2024-06-15T11:34:56Z", "1970-01-01T00:00:00Z"),
        Arguments.of("redact", named("IsoTime", text), "11:34:56Z", "00:00:00Z"),
        Arguments.of("redact", named("Interval", text), "P1Y", "P0D"),
        Arguments.of("redact", named("Date", Schema.INT32_SCHEMA), 19889, 0),
        Arguments.of("redact", data("Json"), "{\"a\":1}", "{}"),
        Arguments.of("redact", data("Enum"), "a", "***"),
        Arguments.of(
            "redact",
            data("Uuid"),
            "0b0c7a8e-54d4-4b7b-9b1c-3d6b4d0a8a11",
            "00000000-0000-0000-0000-000000000000"),
        Arguments.of("redact", SchemaBuilder.array(text).build(), List.of("a"), List.of()),
        Arguments.of("redact", SchemaBuilder.map(text, text).build(), Map.of("a", "b"), Map.of()),
        Arguments.of("hmac", text, "42", TestKey.hmacHex("42")),
        Arguments.of("hmac", text, "naïve ☃", TestKey.hmacHex("naïve ☃")),
        Arguments.of("hmac", Schema.INT64_SCHEMA, 42L, TestKey.hmacHex("42")),
        Arguments.of("hmac", Schema.FLOAT64_SCHEMA, 42.0, TestKey.hmacHex("42")),
        Arguments.of("hmac", Schema.FLOAT64_SCHEMA, Double.NaN, TestKey.hmacHex("NaN")),
        Arguments.of("hmac", Schema.FLOAT32_SCHEMA, 0.1f, TestKey.hmacHex("0.1")),
        Arguments.of("hmac", Schema.BOOLEAN_SCHEMA, true, TestKey.hmacHex("true")),
        Arguments.of("hmac", Decimal.schema(2), new BigDecimal("42.00"), TestKey.hmacHex("42")),
        Arguments.of("hmac", Decimal.schema(2), new BigDecimal("0.00"), TestKey.hmacHex("0")),
        Arguments.of("hmac", VARIABLE, variable("42.0"), TestKey.hmacHex("42")),
        Arguments.of("hmac", Schema.BYTES_SCHEMA, new byte[] {'a'}, TestKey.hmacHex("a")),
        Arguments.of(
            "hmac", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {'a'}), TestKey.hmacHex("a")),
        Arguments.of("hmac", Timestamp.SCHEMA, new Date(1234), TestKey.hmacHex("1234")),
        Arguments.of(
            "hmac",
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
            java.util.Arrays.asList("ab", null),
            TestKey.hmacHex("L2:ab-")),
        Arguments.of(
            "hmac",
            SchemaBuilder.map(text, text).build(),
            Map.of("b", "2", "a", "1"),
            TestKey.hmacHex("M1:a1:11:b1:2")),
        Arguments.of("hmac", POINT, point(1.5, null), TestKey.hmacHex("S1:x3:1.51:y-")),
        Arguments.of("hmac", POINT, point(0.0, 2.0), TestKey.hmacHex("S1:x1:01:y1:2")),
        Arguments.of("hmac", text, "a".repeat(256), TestKey.hmacHex("a".repeat(256))),
        Arguments.of("hmac", text, "a".repeat(257), TestKey.hmacHex("a".repeat(257))),
        Arguments.of("hmac", text, "é".repeat(600), TestKey.hmacHex("é".repeat(600))),
        Arguments.of("hmac", text, "\u007f\u0080", TestKey.hmacHex("\u007f\u0080")),
        Arguments.of(
            "hmac",
            SchemaBuilder.array(text).build(),
            List.of("a".repeat(200), "é".repeat(500)),
            TestKey.hmacHex("L200:" + "a".repeat(200) + "1000:" + "é".repeat(500))),
        Arguments.of("partial", text, "4111111111111111", "41************11"),
        Arguments.of("partial", text, "abcde", "ab*de"),
        Arguments.of("partial", text, "abcd", "****"),
        Arguments.of("partial", text, "a", "*"),
        Arguments.of("partial", text, "", ""),
        Arguments.of("partial", text, "\uD83D\uDE00bcde", "\uD83D\uDE00b*de"),
        Arguments.of("date", named("Date", Schema.INT32_SCHEMA), 19889, 19723),
        Arguments.of("date", named("Date", Schema.INT32_SCHEMA), -1, -365),
        Arguments.of("date", named("Timestamp", Schema.INT64_SCHEMA), JUNE_15, JANUARY_1),
        Arguments.of(
            "date", named("MicroTimestamp", Schema.INT64_SCHEMA), JUNE_15 * 1000, JANUARY_1 * 1000),
        Arguments.of(
            "date",
            named("NanoTimestamp", Schema.INT64_SCHEMA),
            JUNE_15 * 1_000_000,
            JANUARY_1 * 1_000_000),
        Arguments.of(
            "date",
            named("ZonedTimestamp", text),
            "2024-06-15T11:34:56.789+02:00",
            "2024-01-01T00:00:00+02:00"),
        Arguments.of("date", named("IsoDate", text), "2024-06-15Z", "2024-01-01Z"),
        Arguments.of("date", named("IsoDate", text), "2024-06-15", "2024-01-01"),
        Arguments.of("date", Timestamp.SCHEMA, new Date(JUNE_15), new Date(JANUARY_1)),
        Arguments.of("bucket", Schema.INT32_SCHEMA, 129, 120),
        Arguments.of("bucket", Schema.INT32_SCHEMA, -1, -10),
        Arguments.of("bucket", Schema.INT64_SCHEMA, 120L, 120L),
        Arguments.of("bucket", Schema.INT64_SCHEMA, Long.MIN_VALUE, Long.MIN_VALUE),
        Arguments.of("bucket", Schema.INT8_SCHEMA, (byte) -128, (byte) -128),
        Arguments.of("bucket", Schema.INT16_SCHEMA, (short) -32768, (short) -32768),
        Arguments.of("bucket", Schema.FLOAT32_SCHEMA, 19.5f, 10f),
        Arguments.of("bucket", Schema.FLOAT64_SCHEMA, -0.5, -10.0),
        Arguments.of(
            "bucket", Decimal.schema(2), new BigDecimal("1234.56"), new BigDecimal("1230.00")),
        Arguments.of("bucket", text, "1234.56", "1230.00"));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("masked")
  void aMethodGivesThisResultForAType(String method, Schema schema, Object value, Object expected) {
    assertThat(mask(method, schema, value).get("c")).isEqualTo(expected);
  }

  static Stream<Arguments> unsupported() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of("partial", Schema.INT64_SCHEMA, 1L),
        Arguments.of("partial", named("IsoDate", text), "2024-06-15Z"),
        Arguments.of("format", Schema.INT64_SCHEMA, 1L),
        Arguments.of("format", data("Json"), "{}"),
        Arguments.of("date", text, "2024-06-15"),
        Arguments.of("date", Schema.INT32_SCHEMA, 1),
        Arguments.of("date", named("Year", Schema.INT32_SCHEMA), 2024),
        Arguments.of("date", named("MicroTime", Schema.INT64_SCHEMA), 1L),
        Arguments.of("bucket", named("Date", Schema.INT32_SCHEMA), 1),
        Arguments.of("bucket", Schema.BOOLEAN_SCHEMA, true),
        Arguments.of("bucket", Schema.BYTES_SCHEMA, new byte[0]),
        Arguments.of("bucket", text, "secret-value"),
        Arguments.of("date", named("IsoDate", text), "secret-value"),
        Arguments.of("date", named("IsoTimestamp", text), "secret-value-T"));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("unsupported")
  void aTypeThatAMethodDoesNotSupportIsAnErrorWithoutTheValue(
      String method, Schema schema, Object value) {
    assertThatThrownBy(() -> mask(method, schema, value))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(method)
        .hasMessageContaining("c")
        .hasMessageNotContaining("secret-value")
        .hasNoCause();
  }

  @Test
  void formatKeepsTheKindOfEachCharacterAndIsRepeatable() {
    String value = "AB-12 cd_ÄÖ٣/34567890123456789";

    String once = mask("format", Schema.STRING_SCHEMA, value).getString("c");

    assertThat(once)
        .matches("[A-Z]{2}-\\d\\d [a-z]{2}_[A-Z]{2}\\d/\\d{17}")
        .isNotEqualTo(value)
        .isEqualTo(mask("format", Schema.STRING_SCHEMA, value).getString("c"));
    assertThat(mask("format", Schema.STRING_SCHEMA, value + "0").getString("c"))
        .doesNotStartWith(once);
  }

  @ParameterizedTest
  @CsvSource({"hmac, true", "format, true", "redact, false", "partial, false", "null, false"})
  void theSchemaStatesMethodAndKeyId(String method, boolean keyed) {
    Schema masked = mask(method, Schema.STRING_SCHEMA, "a").schema().field("c").schema();

    Map<String, String> parameters = new HashMap<>(Map.of("mskcdc.mask.method", method));
    if (keyed) {
      parameters.put("mskcdc.mask.key.id", "k1");
    }
    assertThat(masked.parameters()).isEqualTo(parameters);
  }

  @Test
  void nullRemovesTheDefault() {
    Schema column = SchemaBuilder.string().defaultValue("secret").build();

    Schema masked = mask("null", column, "a").schema().field("c").schema();

    assertThat(masked.defaultValue()).isNull();
    assertThat(masked.isOptional()).isTrue();
  }

  @Test
  void theScopeChangesTheResult() {
    Map<String, String> options = options("hmac");
    options.put("scope", "eu");

    assertThat(mask(options, Schema.STRING_SCHEMA, "a").get("c"))
        .isEqualTo(TestKey.hmacHex("eu\0a"));
  }

  @ParameterizedTest
  @CsvSource({"hex, 32", "base64, 22"})
  void anHmacInAKeyNeeds128Bits(String encoding, int shortest) {
    Events customers = Events.customers();
    SourceRecord insert = customers.insert(Events.customer(customers));
    String id = "production_db.customers.id";
    Mask<SourceRecord> mask =
        Masks.of("hmac.columns", id, "hmac.encoding", encoding, "hmac.length", "" + shortest);
    Mask<SourceRecord> shorter =
        Masks.of("hmac.columns", id, "hmac.encoding", encoding, "hmac.length", "" + (shortest - 1));

    assertThat(((Struct) mask.apply(insert).key()).getString("id")).hasSize(shortest);
    assertThatThrownBy(() -> shorter.apply(insert))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("128 bits");
  }

  @Test
  void anEmptyScopeCountsAsNoScope() {
    Map<String, String> options = options("hmac");
    options.put("scope", "");

    assertThat(mask(options, Schema.STRING_SCHEMA, "a").get("c")).isEqualTo(TestKey.hmacHex("a"));
  }

  @Test
  void base64HasNoPaddingAndIsCutAtTheConfiguredLength() {
    Map<String, String> options = options("hmac");
    options.put("hmac.encoding", "base64");
    String whole =
        Base64.getEncoder().withoutPadding().encodeToString(TestKey.hmac(new byte[] {'a'}));

    assertThat(mask(options, Schema.STRING_SCHEMA, "a").get("c")).isEqualTo(whole);
    options.put("hmac.length", "10");
    assertThat(mask(options, Schema.STRING_SCHEMA, "a").get("c")).isEqualTo(whole.substring(0, 10));
  }

  @Test
  void variableScaleDecimalsKeepTheirStructure() {
    Struct masked = mask("bucket", VARIABLE, variable("1234.5")).getStruct("c");

    assertThat(Numbers.ofVariableScale(masked)).isEqualTo(new BigDecimal("1230.0"));
    Struct redacted = mask("redact", VARIABLE, variable("1234.5")).getStruct("c");
    assertThat(redacted.getInt32("scale")).isZero();
  }

  @Test
  void nullMakesTheColumnOptionalAndDropRemovesIt() {
    Struct nulled = mask("null", Schema.INT32_SCHEMA, 5);
    Struct dropped = mask("drop", Schema.INT32_SCHEMA, 5);

    assertThat(nulled.get("c")).isNull();
    assertThat(nulled.schema().field("c").schema().isOptional()).isTrue();
    assertThat(dropped.schema().field("c")).isNull();
    assertThat(dropped.schema().parameters()).containsEntry("mskcdc.mask.dropped", "c");
  }

  @Test
  void theListOfAnEnumsValuesIsRemoved() {
    Schema schema =
        SchemaBuilder.string().name("io.debezium.data.Enum").parameter("allowed", "a,b").build();

    Schema masked = mask("hmac", schema, "a").schema().field("c").schema();

    assertThat(masked.name()).isNull();
    assertThat(masked.parameters()).doesNotContainKey("allowed");
  }

  @Test
  void dateToMonthKeepsTheMonth() {
    Map<String, String> options = options("date");
    options.put("date.to", "month");

    assertThat(mask(options, named("IsoDate", Schema.STRING_SCHEMA), "2024-06-15Z").get("c"))
        .isEqualTo("2024-06-01Z");
  }

  @Test
  void nestedFieldsAreMaskedByTheirPath() {
    Schema address =
        SchemaBuilder.struct()
            .field("street", Schema.STRING_SCHEMA)
            .field("city", Schema.STRING_SCHEMA)
            .build();
    Events table =
        new Events(
            "db",
            "t",
            SchemaBuilder.struct()
                .field("a", address)
                .field("many", SchemaBuilder.array(address).build()));
    Struct home = new Struct(address).put("street", "Main St").put("city", "Ulm");
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(Map.of("redact.columns", "db.t.a.street,db.t.many.street"));

    Struct row =
        ((Struct)
                mask.apply(table.insert(table.row(Map.of("a", home, "many", List.of(home)))))
                    .value())
            .getStruct("after");

    assertThat(row.getStruct("a").get("street")).isEqualTo("***");
    assertThat(row.getStruct("a").get("city")).isEqualTo("Ulm");
    assertThat(((Struct) row.getArray("many").get(0)).get("street")).isEqualTo("***");
  }

  private static Struct mask(String method, Schema schema, Object value) {
    return mask(options(method), schema, value);
  }

  private static Map<String, String> options(String method) {
    Map<String, String> options = new HashMap<>();
    options.put(method + ".columns", "db.t.c");
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    options.put("partial.keep.first", "2");
    options.put("partial.keep.last", "2");
    options.put("bucket.size", "10");
    return options;
  }

  private static Struct mask(Map<String, String> options, Schema schema, Object value) {
    Events table = new Events("db", "t", SchemaBuilder.struct().field("c", schema));
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(options);
    Struct envelope = (Struct) mask.apply(table.insert(table.row(Map.of("c", value)))).value();
    Struct row = envelope.getStruct("after");
    row.validate();
    return row;
  }

  private static Schema named(String name, Schema type) {
    return new SchemaBuilder(type.type()).name("io.debezium.time." + name).build();
  }

  private static Schema data(String name) {
    return SchemaBuilder.string().name("io.debezium.data." + name).build();
  }

  private static Struct point(double x, Double y) {
    return new Struct(POINT).put("x", x).put("y", y);
  }

  private static Struct variable(String number) {
    BigDecimal decimal = new BigDecimal(number);
    return new Struct(VARIABLE)
        .put("scale", decimal.scale())
        .put("value", decimal.unscaledValue().toByteArray());
  }
}
