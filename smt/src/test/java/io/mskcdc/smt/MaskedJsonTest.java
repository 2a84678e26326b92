package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values within columns of JSON text. */
class MaskedJsonTest {

  private static final String TABLE = "production_db.events";
  private static final Schema JSON =
      SchemaBuilder.string().name("io.debezium.data.Json").version(1).optional().build();
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("production." + TABLE + ".Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("payload", JSON)
          .build();
  private static final String TOKEN = TestKey.hmacHex(Masks.EMAIL);

  /** A pattern below the column, a text, and the text with "*" for each masked value. */
  static Stream<Arguments> paths() {
    String email = "\"" + Masks.EMAIL + "\"";
    return Stream.of(
            Arguments.of("email", "{\"email\": %s, \"a\" : 1.50}", "{\"email\": *, \"a\" : 1.50}"),
            Arguments.of("email", "{\"EMail\":%s}", "{\"EMail\":*}"),
            Arguments.of("email", "{\"e\\u006dail\":%s}", "{\"e\\u006dail\":*}"),
            Arguments.of(
                "email", " [ { \"email\" :\t%s } , {}]\n", " [ { \"email\" :\t* } , {}]\n"),
            Arguments.of("email", "[[{\"email\":%s}]]", "[[{\"email\":*}]]"),
            Arguments.of("email", "{\"email\":%s,\"email\":%s}", "{\"email\":*,\"email\":*}"),
            Arguments.of("email", "{\"a\":{\"email\":%s}}", "{\"a\":{\"email\":%s}}"),
            Arguments.of("a.b", "{\"a\":{\"b\":%s,\"c\":1}}", "{\"a\":{\"b\":*,\"c\":1}}"),
            Arguments.of("a.b", "{\"a\":[{\"b\":%s},{\"c\":1}]}", "{\"a\":[{\"b\":*},{\"c\":1}]}"),
            Arguments.of("a.b", "{\"a.b\":%s}", "{\"a.b\":*}"),
            Arguments.of("a.b", "{\"a\":%s,\"b\":%s}", "{\"a\":*,\"b\":%s}"),
            Arguments.of("a.b", "{\"a\":[%s,null]}", "{\"a\":[*,null]}"),
            Arguments.of("*", "{\"a\":%s,\"b.c\":%s,\"\":%s}", "{\"a\":*,\"b.c\":*,\"\":*}"),
            Arguments.of("*", "{\"a\\nb\":%s,\"\\ud800\":%s}", "{\"a\\nb\":*,\"\\ud800\":*}"),
            Arguments.of("*", "[%s,{\"a\":%s}]", "[*,{\"a\":*}]"),
            Arguments.of("*", "%s", "*"),
            Arguments.of("*", "null", "null"),
            Arguments.of("*", "{\"a\":null}", "{\"a\":null}"),
            Arguments.of("a.b", "{\"a\":null}", "{\"a\":null}"),
            Arguments.of("e*l", "{\"email\":%s,\"e\":1}", "{\"email\":*,\"e\":1}"),
            Arguments.of(
                "*.email", "{\"id\":5,\"a\":{\"email\":%s}}", "{\"id\":5,\"a\":{\"email\":*}}"),
            Arguments.of("*.*", "{\"a\":{\"x\":%s},\"b\":2}", "{\"a\":{\"x\":*},\"b\":2}"),
            Arguments.of("email", "{}", "{}"),
            Arguments.of("email", "[]", "[]"),
            Arguments.of(
                "email",
                "{\"x\":\"\\\"\\\\\\u00e9\\/\",\"y\":-0.0e+1}",
                "{\"x\":\"\\\"\\\\\\u00e9\\/\",\"y\":-0.0e+1}"))
        .map(
            each ->
                Arguments.of(
                    each.get()[0],
                    ((String) each.get()[1]).replace("%s", email),
                    ((String) each.get()[2])
                        .replace("%s", email)
                        .replace("*", "\"" + TOKEN + "\"")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("paths")
  void aPathMasksItsValuesAndKeepsAllOtherCharacters(String path, String text, String expected) {
    assertThat(masked("hmac", path, text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("paths")
  void withoutSchemaAPathMasksTheSame(String path, String text, String expected) {
    SourceRecord out =
        mask("hmac.columns", TABLE + ".payload." + path)
            .apply(record(null, Map.of("id", 1L, "note", "x", "payload", text)));

    assertThat(out.value()).isEqualTo(Map.of("id", 1L, "note", "x", "payload", expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/production_db\\.events\\.payload\\..*email/",
        "/production_db\\.events\\..*email/",
        "production_db.*.payload.a.email",
        "production_db.events.*.a.email",
        "*.events.payload.*.email"
      })
  void wildcardsAndRegularExpressionsLeadIntoTheText(String pattern) {
    String text = "{\"a\":{\"email\":\"%s\"},\"b\":[true]}";

    SourceRecord out = mask("hmac.columns", pattern).apply(row(text.formatted(Masks.EMAIL)));

    assertThat(payload(out)).isEqualTo(text.formatted(TOKEN));
  }

  /** A method, a value of JSON, and the result. */
  static Stream<Arguments> results() {
    return Stream.of(
        Arguments.of("null", "\"x\"", "null"),
        Arguments.of("null", "[1]", "null"),
        Arguments.of("redact", "\"x\"", "\"***\""),
        Arguments.of("redact", "1.25", "0.00"),
        Arguments.of("redact", "-7", "0"),
        Arguments.of("redact", "1e400", "0"),
        Arguments.of("redact", "1e2000000000", "{}"),
        Arguments.of("redact", "1e99999999999", "{}"),
        Arguments.of("redact", "true", "false"),
        Arguments.of("redact", "{\"a\":1}", "{}"),
        Arguments.of("redact", "[{\"a\":1}]", "[]"),
        Arguments.of("hmac", "\"x\\ty\"", token("x\ty")),
        Arguments.of("hmac", "\"\\u00e9\\uD83D\\uDE00\"", token("é😀")),
        Arguments.of("hmac", "42", token("42")),
        Arguments.of("hmac", "42.00", token("42")),
        Arguments.of("hmac", "4.2E+1", token("42")),
        Arguments.of("hmac", "-0.0", token("0")),
        Arguments.of("hmac", "1e2000000000", token("1e2000000000")),
        Arguments.of("hmac", "false", token("false")),
        Arguments.of("hmac", "{ \"a b\" : [ 1 , 2 ] }", token("{\"a b\":[1,2]}")),
        Arguments.of("hmac", "[ \"\\\" \" ]", token("[\"\\\" \"]")),
        Arguments.of("partial", "\"abcdef\"", "\"****ef\""),
        Arguments.of("partial", "\"abcd\\\"\\\\\"", "\"****\\\"\\\\\""),
        Arguments.of("partial", "\"abcd\\u0001\\ud800\"", "\"****\\u0001\\ud800\""),
        Arguments.of("partial", "\"abcde\\ud83d\\ude00\"", "\"****e😀\""),
        Arguments.of("partial", "123456", "0"),
        Arguments.of("partial", "true", "false"),
        Arguments.of("partial", "{\"a\":1}", "{}"),
        Arguments.of("format", "5", "0"),
        Arguments.of("format", "[5]", "[]"),
        Arguments.of("date", "\"2024-06-15\"", "\"2024-01-01\""),
        Arguments.of("date", "\"2024-06-15T10:11:12Z\"", "\"2024-01-01T00:00:00Z\""),
        Arguments.of("date", "\"unknown\"", "\"***\""),
        Arguments.of("date", "20240615", "0"),
        Arguments.of("bucket", "129", "120"),
        Arguments.of("bucket", "12.5", "10.0"),
        Arguments.of("bucket", "1.5e2", "150"),
        Arguments.of("bucket", "\"12.5\"", "\"10.0\""),
        Arguments.of("bucket", "\"x\"", "\"***\""),
        Arguments.of("bucket", "1e2000000000", "{}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void aMethodGivesThisResultForAValue(String method, String value, String expected) {
    String text = "{\"a\": [0, \"k\"], \"c\": %s, \"z\": {}}";

    assertThat(masked(method, "c", text.formatted(value))).isEqualTo(text.formatted(expected));
  }

  private static String token(String text) {
    return "\"" + TestKey.hmacHex(text) + "\"";
  }

  @Test
  void formatKeepsTheFormatOfAString() {
    assertThat((String) masked("format", "c", "{\"c\":\"+49 30 12\"}"))
        .matches("\\{\"c\":\"\\+\\d\\d \\d\\d \\d\\d\"}");
  }

  static Stream<Arguments> drops() {
    return Stream.of(
        Arguments.of("{\"c\": 1}", "{}"),
        Arguments.of("{ \"c\": 1 }", "{  }"),
        Arguments.of("{\"c\": 1, \"a\": 2}", "{\"a\": 2}"),
        Arguments.of("{\"a\": 2, \"c\": 1}", "{\"a\": 2}"),
        Arguments.of("{\"a\": 2 , \"c\": {\"x\":[1]} , \"b\": 3}", "{\"a\": 2  , \"b\": 3}"),
        Arguments.of("{\"c\": 1, \"c\": 2, \"a\": 3, \"c\": 4, \"c\": 5}", "{\"a\": 3}"),
        Arguments.of("{\"c\": 1, \"c\": null}", "{}"),
        Arguments.of("[{\"c\": 1}, {\"c\": [2]}]", "[{}, {}]"),
        Arguments.of("{\"x\":{\"c\":1},\"c\":2}", "{\"x\":{\"c\":1}}"),
        Arguments.of("[1, {\"c\": 1}]", "[null, {}]"),
        Arguments.of("null", "null"),
        Arguments.of("1", "null"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drops")
  void dropRemovesTheMember(String text, String expected) {
    assertThat(masked("drop", "c", text)).isEqualTo(expected);
  }

  /** Every method, for each kind of value: the result is JSON and holds nothing of the value. */
  @Test
  void everyMethodMasksEveryKindOfValue() {
    String secret = "secret-7391";
    for (MethodDefinition method : MaskMethods.ALL) {
      for (String value :
          List.of(
              "\"" + secret + "\"",
              "7391.7391",
              "{\"" + secret + "\":7391}",
              "[\"" + secret + "\"]")) {
        String out =
            (String)
                payload(
                    maskWith(method.name(), "c", MethodSamples.options(method))
                        .apply(row("{\"c\":" + value + "}")));

        assertThat(out).as(method.name()).matches("\\{.*}").doesNotContain("7391.7391", secret);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "{",
        "[",
        "{\"email\":\"a\"",
        "{\"email\":\"a\"}}",
        "{\"email\":\"a\"} x",
        "{\"email\":\"a\",}",
        "{,\"email\":\"a\"}",
        "{\"email\" \"a\"}",
        "{email:\"a\"}",
        "{'email':'a'}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "{\"a\"}",
        "01",
        "+1",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "NaN",
        "tru",
        "truex",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\\",
        "\"a",
        "\uFEFF{}",
        "\u00a0{}",
        "/* */{}",
        "{\"email\":\"a\u0000\"}"
      })
  void aTextThatIsNotJsonIsMaskedAsAWhole(String text) {
    assertThat(masked("hmac", "email", text)).isEqualTo(token(text));
    assertThat(masked("null", "email", text)).isEqualTo("null");
    for (String method : List.of("redact", "partial", "format", "date", "bucket")) {
      assertThat(masked(method, "email", text)).isEqualTo("{}");
    }
    assertThat(masked("drop", "email", text)).isEqualTo("null");
  }

  @Test
  void severalMethodsRedactATextThatIsNotJson() {
    Mask<SourceRecord> mask =
        mask("hmac.columns", TABLE + ".payload.email", "null.columns", TABLE + ".payload.phone");

    assertThat(payload(mask.apply(row("{secret")))).isEqualTo("{}");
    assertThat(payload(mask.apply(row("{\"email\":\"x\",\"phone\":1}"))))
        .isEqualTo("{\"email\":" + token("x") + ",\"phone\":null}");
  }

  @Test
  void twoMethodsForOneValueAreAnErrorThatDoesNotShowThePath() {
    Mask<SourceRecord> mask =
        mask("hmac.columns", TABLE + ".payload.*", "null.columns", TABLE + ".payload.secret");

    assertThatThrownBy(() -> mask.apply(row("{\"secret\":1}")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.events")
        .hasMessageContaining("column payload")
        .hasMessageContaining("hmac.columns")
        .hasMessageContaining("null.columns")
        .hasMessageNotContaining("secret");
  }

  @Test
  void deepTextIsMaskedAsAWhole() {
    String text = "[".repeat(1_000) + "{\"email\":1}" + "]".repeat(1_000);

    assertThat(masked("hmac", "email", text)).isEqualTo(token(text));
    assertThat(masked("hmac", "email", "[".repeat(999) + "{\"email\":1}" + "]".repeat(999)))
        .isEqualTo("[".repeat(999) + "{\"email\":" + token("1") + "}" + "]".repeat(999));
    assertThat(masked("null", "email", "[".repeat(10_000_000))).isEqualTo("null");
  }

  @Test
  void aLongPathIsRedacted() {
    String name = "a".repeat(3_000);

    assertThat(masked("hmac", "x", "{\"" + name + "\":{\"x\":1}}"))
        .isEqualTo("{\"" + name + "\":{}}");
  }

  @Test
  void aTextOf16MebibytesIsMaskedInLinearTime() {
    Mask<SourceRecord> mask =
        mask("null.columns", TABLE + ".payload.*.email," + TABLE + ".payload.email");
    // Warm up, and cache nothing: each name occurs once.
    nanosToMask(mask, 1 << 20);

    long ofOne = nanosToMask(mask, 1 << 20);

    assertThat(nanosToMask(mask, 16 << 20)).isLessThan(16 * 5 * ofOne);
  }

  private static long nanosToMask(Mask<SourceRecord> mask, int size) {
    String value = "\\u00e9".repeat(50);
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; text.length() < size; i++) {
      text.append("\"k")
          .append(i)
          .append("\": [\"")
          .append(value)
          .append("\", {\"email\": \"x\"}],");
    }
    text.append("\"email\": ").append("9".repeat(size / 16)).append(", \"a\": 1}");
    SourceRecord row = row(text.toString());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    Object masked = payload(mask.apply(row));
    long nanos = threads.getCurrentThreadCpuTime() - begin;
    assertThat(masked)
        .isEqualTo(
            text.toString()
                .replace("\"x\"", "null")
                .replaceFirst("\"email\": 9+", "\"email\": null"));
    return nanos;
  }

  @Test
  void nullAndUnmaskedTextStayTheSameObject() {
    Mask<SourceRecord> mask = mask("hmac.columns", TABLE + ".payload.email");
    String text = new String("{\"a\": [1, {\"b\": 2}]}");

    assertThat(payload(mask.apply(row(text)))).isSameAs(text);
    assertThat(payload(mask.apply(row(null)))).isNull();
  }

  @Test
  void theSchemaStaysJsonAndNamesTheMethods() {
    SourceRecord out =
        mask("hmac.columns", TABLE + ".payload.email", "drop.columns", TABLE + ".payload.b")
            .apply(row("{}"));

    Schema schema = out.valueSchema().field("payload").schema();
    assertThat(schema.name()).isEqualTo("io.debezium.data.Json");
    assertThat(schema.version()).isEqualTo(1);
    assertThat(schema.isOptional()).isTrue();
    assertThat(schema.parameters())
        .isEqualTo(Map.of("mskcdc.mask.within", "drop,hmac", "mskcdc.mask.key.id", "k1"));
    assertThat(out.valueSchema().field("note").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
  }

  @Test
  void aDefaultIsMasked() {
    Schema json =
        SchemaBuilder.string()
            .name("io.debezium.data.Json")
            .defaultValue("{\"email\":\"" + Masks.EMAIL + "\"}")
            .build();
    Schema schema = SchemaBuilder.struct().name(ROW.name()).field("payload", json).build();

    SourceRecord out =
        mask("hmac.columns", TABLE + ".payload.email")
            .apply(record(schema, new Struct(schema).put("payload", "{}")));

    assertThat(out.valueSchema().field("payload").schema().defaultValue())
        .isEqualTo("{\"email\":" + token(Masks.EMAIL) + "}");
  }

  @Test
  void bothImagesAndCopiesAreMasked() {
    Events events =
        new Events(
            "production_db",
            "events",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("payload", JSON),
            "id");
    Struct before = row("{\"email\":\"" + Masks.EMAIL + "\"}", events.row);
    Struct after = row("[{\"email\":\"" + Masks.EMAIL + "\"}]", events.row);

    SourceRecord event = events.update(before, after);
    assertThat(RecordText.of(mask("hmac.columns", TABLE + ".payload.email").apply(event)))
        .doesNotContain(Masks.EMAIL)
        .contains(TOKEN);
    assertThat(
            RecordText.of(
                OnePass.hmac(
                        TABLE + ".payload.email",
                        "unwrap.add.fields",
                        "op,before.payload",
                        "unwrap.add.headers",
                        "before.payload,after.payload")
                    .apply(event)))
        .doesNotContain(Masks.EMAIL)
        .contains(TOKEN);
  }

  @Test
  void headersThatHoldTheColumnAreMasked() {
    String text = "{\"email\":\"" + Masks.EMAIL + "\"}";
    for (Schema schema : Arrays.asList(JSON, Schema.STRING_SCHEMA, null)) {
      for (String name : List.of("payload", "__before_payload")) {
        SourceRecord record = row("{}");
        record.headers().add(name, text, schema).add("trace", "00-1", Schema.STRING_SCHEMA);

        for (String pattern : List.of("payload.email", "*.email", "payload.*")) {
          SourceRecord out = mask("hmac.columns", TABLE + "." + pattern).apply(record);

          assertThat(out.headers().lastWithName(name).value())
              .isEqualTo("{\"email\":" + token(Masks.EMAIL) + "}");
          assertThat(out.headers().lastWithName("trace").value()).isEqualTo("00-1");
        }
      }
    }
  }

  @Test
  void jsonWithinStructsAndArraysIsMasked() {
    Schema inner = SchemaBuilder.struct().field("doc", SchemaBuilder.array(JSON).build()).build();
    Schema schema = SchemaBuilder.struct().name(ROW.name()).field("box", inner).build();
    Struct value = new Struct(inner).put("doc", Arrays.asList("{\"email\":1}", null));

    SourceRecord out =
        mask("null.columns", TABLE + ".box.doc.email")
            .apply(record(schema, new Struct(schema).put("box", value)));

    assertThat(((Struct) out.value()).getStruct("box").getArray("doc"))
        .isEqualTo(Arrays.asList("{\"email\":null}", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"note.email", "note.*", "id.x", "id.*"})
  void fieldsOfAColumnWithoutFieldsAreAnError(String path) {
    assertThatThrownBy(() -> mask("hmac.columns", TABLE + "." + path).apply(row("{}")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.events")
        .hasMessageContaining("column " + path.substring(0, path.indexOf('.')))
        .hasMessageContaining("hmac.columns")
        .hasMessageContaining("name the whole column");
  }

  @Test
  void aPatternForAnyColumnDoesNotConcernOtherText() {
    SourceRecord out = mask("hmac.columns", TABLE + ".*.email").apply(row("{\"email\":\"x\"}"));

    assertThat(((Struct) out.value()).get("note")).isEqualTo("a note");
    assertThat(payload(out)).isEqualTo("{\"email\":" + token("x") + "}");
  }

  @Test
  void withoutSchemaAPatternForAnyColumnMasksJsonOnly() {
    Map<String, Object> row =
        Map.of(
            "note",
            "email: x",
            "count",
            "5",
            "good",
            "{\"email\":\"x\"}",
            "broken",
            "{\"email\":x");

    SourceRecord out = mask("hmac.columns", TABLE + ".*.email").apply(record(null, row));

    assertThat(out.value())
        .isEqualTo(
            Map.of(
                "note",
                "email: x",
                "count",
                "5",
                "good",
                "{\"email\":" + token("x") + "}",
                "broken",
                token("{\"email\":x")));
  }

  @Test
  void withoutSchemaAValueWithoutFieldsIsMaskedIfAPatternNamesItsFields() {
    SourceRecord out =
        mask("hmac.columns", TABLE + ".note.email," + TABLE + ".n.x")
            .apply(record(null, Map.of("note", Masks.EMAIL, "n", 5L, "other", 6L)));

    assertThat(out.value())
        .isEqualTo(
            Map.of("note", TestKey.hmacHex(Masks.EMAIL), "n", TestKey.hmacHex("5"), "other", 6L));
  }

  @Test
  void aKeyWithMaskedJsonIsRefused() {
    Schema key =
        SchemaBuilder.struct().name("production." + TABLE + ".Key").field("payload", JSON).build();
    SourceRecord record =
        Masks.record(
            "production." + TABLE, key, new Struct(key).put("payload", "{}"), ROW, row("{}", ROW));

    assertThatThrownBy(() -> mask("hmac.columns", TABLE + ".payload.email").apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("payload")
        .hasMessageContaining("key");
  }

  @Test
  void membersWithDataAsNamesDoNotFillTheMemory() {
    Mask<SourceRecord> mask = mask("null.columns", TABLE + ".payload.*.email");
    for (int i = 0; i < 30_000; i++) {
      String text = "{\"k" + i + "\":{\"email\":1}}";
      assertThat(payload(mask.apply(row(text)))).isEqualTo(text.replace(":1", ":null"));
    }
  }

  private static Object masked(String method, String path, String text) {
    return payload(
        maskWith(method, path, Map.of("partial.keep.last", "2", "bucket.size", "10"))
            .apply(row(text)));
  }

  private static Mask<SourceRecord> maskWith(
      String method, String path, Map<String, String> options) {
    List<String> all = new ArrayList<>(List.of(method + ".columns", TABLE + ".payload." + path));
    options.forEach((name, value) -> all.addAll(List.of(name, value)));
    return Masks.of(all.toArray(String[]::new));
  }

  private static Mask<SourceRecord> mask(String... options) {
    return Masks.of(options);
  }

  private static Object payload(SourceRecord record) {
    return ((Struct) record.value()).get("payload");
  }

  private static SourceRecord row(String payload) {
    return record(ROW, row(payload, ROW));
  }

  private static Struct row(String payload, Schema schema) {
    return new Struct(schema).put("id", 1L).put("note", "a note").put("payload", payload);
  }

  private static SourceRecord record(Schema schema, Object value) {
    return Masks.record("production." + TABLE, null, null, schema, value);
  }
}
