package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.data;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.inRow;
import static io.mskcdc.smt.MaskedColumn.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.values.CanonicalValue;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The constant for each type. */
class RedactMethodTest {

  private static final long JUNE_15 = 1_718_451_296_789L; // 2024-06-15T11:34:56.789Z

  static Stream<Arguments> results() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(text, "x", "***"),
        Arguments.of(Schema.INT8_SCHEMA, (byte) 5, (byte) 0),
        Arguments.of(Schema.INT16_SCHEMA, (short) 5, (short) 0),
        Arguments.of(Schema.INT32_SCHEMA, 5, 0),
        Arguments.of(Schema.FLOAT32_SCHEMA, 5f, 0f),
        Arguments.of(Schema.FLOAT64_SCHEMA, 5d, 0d),
        Arguments.of(Schema.BOOLEAN_SCHEMA, true, false),
        Arguments.of(Decimal.schema(3), new BigDecimal("1.250"), new BigDecimal("0.000")),
        Arguments.of(Timestamp.SCHEMA, new Date(JUNE_15), new Date(0)),
        Arguments.of(time("IsoDate", text), "2024-06-15Z", "1970-01-01Z"),
        Arguments.of(time("IsoTimestamp", text), "2024-06-15T11:34:56Z", "1970-01-01T00:00:00Z"),
        Arguments.of(time("IsoTime", text), "11:34:56Z", "00:00:00Z"),
        Arguments.of(time("Interval", text), "P1Y", "P0D"),
        Arguments.of(text(CanonicalValue.DATE), "2024-06-15", "1970-01-01"),
        Arguments.of(text(CanonicalValue.DATE_TIME), "2024-06-15T11:34:56", "1970-01-01T00:00:00"),
        Arguments.of(text(CanonicalValue.TIME), "-11:34:56", "00:00:00"),
        Arguments.of(time("Date", Schema.INT32_SCHEMA), 19889, 0),
        Arguments.of(data("Json"), "{\"a\":1}", "{}"),
        Arguments.of(data("Enum"), "a", "***"),
        Arguments.of(
            data("Uuid"),
            "0b0c7a8e-54d4-4b7b-9b1c-3d6b4d0a8a11",
            "00000000-0000-0000-0000-000000000000"),
        Arguments.of(SchemaBuilder.array(text).build(), List.of("a"), List.of()),
        Arguments.of(SchemaBuilder.map(text, text).build(), Map.of("a", "b"), Map.of()));
  }

  private static Schema text(String name) {
    return SchemaBuilder.string().name(name).build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void theResultDependsOnTheType(Schema type, Object value, Object expected) {
    assertThat(inEvent("redact", type, value).get("c")).isEqualTo(expected);
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

    Struct out = (Struct) inRow("redact", schema, value);

    assertThat(Numbers.ofVariableScale(out)).isEqualTo(BigDecimal.ZERO);
  }
}
