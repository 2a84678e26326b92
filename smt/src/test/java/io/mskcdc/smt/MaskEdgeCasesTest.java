package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.mask.method.Numbers;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rare or huge values, and values that do not fit the type of their column. */
class MaskEdgeCasesTest {

  private static final String COLUMN = "production_db.customers.c";
  private static final Schema ZONED = time(SchemaBuilder.string(), "ZonedTimestamp");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "①②③④⑤⑥⑦",
        "ⅫⅨⅧⅦⅥⅣⅢ",
        "½²³¼¹⁴⁵",
        "🐱🐶🐭🐹🐰🦊🐻",
        "कितिकिति",
        "e\u0301e\u0301e\u0301",
        "a€£a₿"
      })
  void formatReplacesSymbolsAndCombinedCharacters(String value) {
    String out = (String) masked("format", Schema.STRING_SCHEMA, value);

    assertThat(out).matches("[a-z0-9]+").hasSize(value.codePointCount(0, value.length()));
    for (int character : value.codePoints().filter(each -> each >= 0x80).toArray()) {
      assertThat(out).doesNotContain(Character.toString(character));
    }
  }

  @Test
  void formatKeepsPunctuationAndSpaces() {
    assertThat((String) masked("format", Schema.STRING_SCHEMA, "+44 (0) 20·7946—0958\u00a0x/y@z。"))
        .matches("\\+\\d\\d \\(\\d\\) \\d\\d·\\d{4}—\\d{4}\u00a0[a-z]/[a-z]@[a-z]。");
  }

  @Test
  void aRedactedVariableScaleDecimalIsZero() {
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();
    Struct value = new Struct(schema).put("scale", 1).put("value", new byte[] {5});

    Struct out = (Struct) masked("redact", schema, value);

    assertThat(Numbers.ofVariableScale(out)).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void aMaskedDateDoesNotOverflow() {
    Schema days = time(SchemaBuilder.int32(), "Date");
    assertThat(masked("date", days, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    for (String unit : new String[] {"MicroTimestamp", "NanoTimestamp"}) {
      assertThat(masked("date", time(SchemaBuilder.int64(), unit), Long.MIN_VALUE + 1))
          .isEqualTo(Long.MIN_VALUE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2023-11-21T18:29:26, 2023-01-01T00:00:00",
    "2023-11-21T18:29:26.123456, 2023-01-01T00:00:00",
    "2023-11-21T18:29:26Z, 2023-01-01T00:00:00Z",
    "2023-11-21T18:29:26+05:30, 2023-01-01T00:00:00+05:30"
  })
  void dateKeepsTheOffsetOfATimestamp(String value, String expected) {
    assertThat(masked("date", ZONED, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinity", "-infinity", "0000-00-00", "2023-11-21 18:29:26", ""})
  void theErrorForATextThatIsNoDateNamesTheColumn(String value) {
    assertThatThrownBy(() -> masked("date", ZONED, value))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("field c")
        .hasMessageContaining("ISO 8601");
  }

  /** Computing with such a number would allocate megabytes and take seconds. */
  @ParameterizedTest
  @ValueSource(strings = {"1e8000000", "1e-2147483647", "-1e2147483647"})
  void bucketRefusesTextWithTooManyDigitsBeforeItComputesWithIt(String value) {
    Mask<SourceRecord> mask = Masks.of("bucket.columns", COLUMN, "bucket.size", "10");
    SourceRecord record = record(Schema.STRING_SCHEMA, value);
    mask.apply(record(Schema.STRING_SCHEMA, "1e3"));

    long bytes =
        AllocatedBytes.of(
            () ->
                assertThatThrownBy(() -> mask.apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("field c")
                    .hasMessageContaining("digits")
                    .hasMessageNotContaining(value));
    assertThat(bytes).isLessThan(1_000_000);
  }

  @Test
  void bucketAcceptsTenThousandDigits() {
    String most = "1".repeat(10_000);

    assertThat(masked("bucket", Schema.STRING_SCHEMA, most)).isEqualTo(most.substring(1) + "0");
    assertThatThrownBy(() -> masked("bucket", Schema.STRING_SCHEMA, most + "1"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("10000 digits");
  }

  @Test
  void partialMasksAShortTextCompletely() {
    Struct out =
        (Struct)
            Masks.of(
                    "partial.columns", COLUMN,
                    "partial.keep.first", "2147483647",
                    "partial.keep.last", "1")
                .apply(record(Schema.STRING_SCHEMA, "abc"))
                .value();

    assertThat(out.get("c")).isEqualTo("***");
  }

  @Test
  void anUnsetRequiredColumnKeepsItsDefault() {
    Schema status = SchemaBuilder.string().defaultValue("new").build();
    Schema email = SchemaBuilder.string().defaultValue("x@example.org").build();
    Schema schema =
        Masks.row(Masks.TOPIC)
            .field("id", Schema.INT64_SCHEMA)
            .field("status", status)
            .field("email", email)
            .build();

    Struct out =
        (Struct)
            Masks.hmac("production_db.customers.email")
                .apply(Masks.flat(schema, new Struct(schema).put("id", 1L)))
                .value();

    out.validate();
    assertThat(out.getWithoutDefault("status")).isNull();
    assertThat(out.get("status")).isEqualTo("new");
    assertThat(out.get("email")).isEqualTo(TestKey.hmacHex("x@example.org"));
  }

  private static Schema time(SchemaBuilder type, String name) {
    return type.name("io.debezium.time." + name).build();
  }

  private static Object masked(String method, Schema schema, Object value) {
    Struct out =
        (Struct)
            Masks.of(method + ".columns", COLUMN, "bucket.size", "10")
                .apply(record(schema, value))
                .value();
    out.validate();
    return out.get("c");
  }

  /** A flat row whose only column is {@value COLUMN}. */
  private static SourceRecord record(Schema column, Object value) {
    Schema row = Masks.row(Masks.TOPIC).field("c", column).build();
    return Masks.flat(row, new Struct(row).put("c", value));
  }
}
