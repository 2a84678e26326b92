package io.mskcdc.smt.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalValueTest {

  private static final String ENUM = "io.debezium.data.Enum";

  static Stream<Arguments> valuesByType() {
    return Stream.of(
        Arguments.of(column("int32", "io.debezium.time.Date", "DATE"), -719_162, "0001-01-01"),
        Arguments.of(
            column("int64", "io.debezium.time.MicroTime", "TIME"), -1_000_000L, "-00:00:01"),
        Arguments.of(
            column("int64", "io.debezium.time.MicroTime", "TIME", "length", "3"),
            3_020_398_999_000L,
            "838:59:58.999"),
        Arguments.of(
            column("int64", "io.debezium.time.Timestamp", "DATETIME"),
            1_709_210_096_000L,
            "2024-02-29T12:34:56"),
        Arguments.of(
            column("int64", "io.debezium.time.Timestamp", "DATETIME", "length", "3"),
            1_709_210_096_100L,
            "2024-02-29T12:34:56.100"),
        Arguments.of(
            column("int64", "io.debezium.time.MicroTimestamp", "DATETIME", "length", "5"),
            1_709_210_096_123_450L,
            "2024-02-29T12:34:56.12345"),
        Arguments.of(
            column("string", "io.debezium.time.ZonedTimestamp", "TIMESTAMP", "length", "6"),
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56.000000Z"),
        Arguments.of(
            column("string", "io.debezium.time.ZonedTimestamp", "TIMESTAMP"),
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56Z"),
        Arguments.of(column("int32", "io.debezium.time.Year", null), 1900, 0),
        Arguments.of(column("int32", "io.debezium.time.Year", null), 1901, 1901),
        Arguments.of(
            Decimal.builder(0), new BigDecimal("18446744073709551615"), "18446744073709551615"),
        Arguments.of(Decimal.builder(7), new BigDecimal("1E-7"), "0.0000001"),
        Arguments.of(column("float32", null, "FLOAT UNSIGNED"), 1.6777216E7f, 1.67772E7f),
        Arguments.of(column("float64", null, "FLOAT", "scale", "3"), (double) 1234.567f, 1234.567),
        Arguments.of(column("boolean", null, "BOOL"), true, (short) 1),
        Arguments.of(column("boolean", null, "BOOLEAN"), false, (short) 0),
        Arguments.of(column("string", "io.debezium.data.Json", null), "[1, 2.0]", "[1,2]"),
        Arguments.of(enumOf("a,b\\,c"), "b\\,c", "b,c"),
        Arguments.of(enumOf("a,b\\,c"), "b,c", "b,c"),
        Arguments.of(enumOf("a\\\\b,c\\\\\\,d"), "a\\\\b", "a\\b"),
        Arguments.of(enumOf("a\\\\b,c\\\\\\,d"), "c\\\\\\,d", "c\\,d"),
        Arguments.of(enumOf("a\\\\b,c\\\\\\,d"), "c\\,d", "c\\,d"),
        Arguments.of(enumOf("a ,b c"), "a ", "a"),
        Arguments.of(enumOf("a ,b c"), "a", "a"),
        Arguments.of(enumOf("a ,b c"), "b c", "b c"),
        Arguments.of(enumOf("a,b\\,  "), "b\\,  ", "b,"),
        Arguments.of(enumOf("a,b\t "), "b\t ", "b\t"),
        Arguments.of(enumOf("a, "), " ", ""),
        Arguments.of(setOf("a\\\\b,c d,e"), "a\\\\b,e", "a\\b,e"),
        Arguments.of(setOf("a ,c d,e"), "a ,c d,e", "a,c d,e"),
        Arguments.of(setOf("a ,e"), "", ""));
  }

  @ParameterizedTest
  @MethodSource("valuesByType")
  void aValueBecomesTheOneOfItsType(SchemaBuilder source, Object value, Object canonical) {
    CanonicalValue conversion = CanonicalValue.of(source.optional().build());

    assertThat(conversion.change().apply(value)).isEqualTo(canonical);
    assertThat(conversion.schema().isOptional()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("valuesByType")
  void theDefaultValueIsConvertedToo(SchemaBuilder source, Object value, Object canonical) {
    Schema schema = CanonicalValue.of(source.defaultValue(value).build()).schema();

    assertThat(schema.defaultValue()).isEqualTo(canonical);
  }

  static final List<SchemaBuilder> UNCHANGED =
      List.of(
          SchemaBuilder.string(),
          SchemaBuilder.int64(),
          SchemaBuilder.bytes(),
          SchemaBuilder.bool(),
          column("boolean", null, "BIT"),
          // Other databases have exact floats of this type, without the parameter.
          SchemaBuilder.float32(),
          SchemaBuilder.float64(),
          column("float64", null, "DOUBLE", "scale", "2"),
          column("float64", null, "FLOAT", "length", "30"),
          enumOf("a,b"),
          enumOf(" a,b c"),
          setOf("a b,c"),
          column("string", "io.debezium.time.IsoDate", null));

  @ParameterizedTest
  @FieldSource("UNCHANGED")
  void otherTypesStayAsTheyAre(SchemaBuilder source) {
    assertThat(CanonicalValue.of(source.build())).isNull();
  }

  @Test
  void withoutThePrecisionTheDigitsOfTheUnitAreWritten() {
    Schema millis = column("int64", "io.debezium.time.Timestamp", null).build();

    assertThat(CanonicalValue.of(millis).change().apply(0L)).isEqualTo("1970-01-01T00:00:00.000");
  }

  @Test
  void theParametersForThisConversionAreRemoved() {
    Schema time =
        column("string", "io.debezium.time.ZonedTimestamp", "TIMESTAMP", "length", "6")
            .parameter("own", "kept")
            .doc("When it happened")
            .build();

    Schema schema = CanonicalValue.of(time).schema();

    assertThat(schema.parameters()).isEqualTo(Map.of("own", "kept"));
    assertThat(schema.name()).isEqualTo("io.debezium.time.ZonedTimestamp");
    assertThat(schema.doc()).isEqualTo("When it happened");
  }

  @Test
  void equalColumnsHaveEqualConversions() {
    valuesByType()
        .map(arguments -> ((SchemaBuilder) arguments.get()[0]).build())
        .forEach(
            schema -> assertThat(CanonicalValue.of(schema)).isEqualTo(CanonicalValue.of(schema)));
  }

  private static SchemaBuilder setOf(String allowed) {
    return SchemaBuilder.string().name("io.debezium.data.EnumSet").parameter("allowed", allowed);
  }

  private static SchemaBuilder enumOf(String allowed) {
    return SchemaBuilder.string().name(ENUM).parameter("allowed", allowed);
  }

  private static SchemaBuilder column(String type, String name, String sourceType, String... more) {
    SchemaBuilder builder = SchemaBuilder.type(Schema.Type.valueOf(type.toUpperCase(Locale.ROOT)));
    builder.name(name);
    if (sourceType != null) {
      builder.parameter("__debezium.source.column.type", sourceType);
    }
    for (int i = 0; i < more.length; i += 2) {
      builder.parameter("__debezium.source.column." + more[i], more[i + 1]);
    }
    return builder;
  }
}
