package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.COLUMN;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.inRow;
import static io.mskcdc.smt.MaskedColumn.record;
import static io.mskcdc.smt.MaskedColumn.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.AllocatedBytes;
import io.mskcdc.smt.Mask;
import io.mskcdc.smt.MaskedColumn;
import io.mskcdc.smt.Masks;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are rounded down. */
class BucketMethodTest {

  static Stream<Arguments> results() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(Schema.INT32_SCHEMA, 129, 120),
        Arguments.of(Schema.INT32_SCHEMA, -1, -10),
        Arguments.of(Schema.INT64_SCHEMA, 120L, 120L),
        Arguments.of(Schema.INT64_SCHEMA, Long.MIN_VALUE, Long.MIN_VALUE),
        Arguments.of(Schema.INT8_SCHEMA, (byte) -128, (byte) -128),
        Arguments.of(Schema.INT16_SCHEMA, (short) -32768, (short) -32768),
        Arguments.of(Schema.FLOAT32_SCHEMA, 19.5f, 10f),
        Arguments.of(Schema.FLOAT64_SCHEMA, -0.5, -10.0),
        Arguments.of(Decimal.schema(2), new BigDecimal("1234.56"), new BigDecimal("1230.00")),
        Arguments.of(text, "1234.56", "1230.00"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void theResultDependsOnTheType(Schema type, Object value, Object expected) {
    assertThat(inEvent("bucket", type, value).get("c")).isEqualTo(expected);
  }

  static Stream<Arguments> unsupported() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(time("Date", Schema.INT32_SCHEMA), 1),
        Arguments.of(Schema.BOOLEAN_SCHEMA, true),
        Arguments.of(Schema.BYTES_SCHEMA, new byte[0]),
        Arguments.of(text, "secret-value"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unsupported")
  void anUnsupportedTypeOrValueIsAnErrorWithoutTheValue(Schema type, Object value) {
    MaskedColumn.assertUnsupported("bucket", type, value);
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

    assertThat(inRow("bucket", Schema.STRING_SCHEMA, most)).isEqualTo(most.substring(1) + "0");
    assertThatThrownBy(() -> inRow("bucket", Schema.STRING_SCHEMA, most + "1"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("10000 digits");
  }

  @Test
  void aBucketSizeOfOneIsRejected() {
    assertThatThrownBy(() -> Masks.of("bucket.columns", "db.t.c", "bucket.size", "1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bucket.size")
        .hasMessageContaining("2 or more");
  }
}
