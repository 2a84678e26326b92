package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.inRow;
import static io.mskcdc.smt.MaskedColumn.options;
import static io.mskcdc.smt.MaskedColumn.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.MaskedColumn;
import io.mskcdc.smt.values.CanonicalValue;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates that are set to the first day of their month or year. */
class DateMethodTest {

  private static final long JUNE_15 = 1_718_451_296_789L; // 2024-06-15T11:34:56.789Z
  private static final long JANUARY_1 = 1_704_067_200_000L;
  private static final Schema ZONED = time("ZonedTimestamp", Schema.STRING_SCHEMA);

  static Stream<Arguments> results() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(time("Date", Schema.INT32_SCHEMA), 19889, 19723),
        Arguments.of(time("Date", Schema.INT32_SCHEMA), -1, -365),
        Arguments.of(time("Timestamp", Schema.INT64_SCHEMA), JUNE_15, JANUARY_1),
        Arguments.of(time("MicroTimestamp", Schema.INT64_SCHEMA), JUNE_15 * 1000, JANUARY_1 * 1000),
        Arguments.of(
            time("NanoTimestamp", Schema.INT64_SCHEMA), JUNE_15 * 1_000_000, JANUARY_1 * 1_000_000),
        Arguments.of(
            time("ZonedTimestamp", text),
            "2024-06-15T11:34:56.789+02:00",
            "2024-01-01T00:00:00+02:00"),
        Arguments.of(time("IsoDate", text), "2024-06-15Z", "2024-01-01Z"),
        Arguments.of(time("IsoDate", text), "2024-06-15", "2024-01-01"),
        Arguments.of(text(CanonicalValue.DATE), "0001-06-15", "0001-01-01"),
        Arguments.of(
            text(CanonicalValue.DATE_TIME), "2024-06-15T11:34:56.100", "2024-01-01T00:00:00"),
        Arguments.of(Timestamp.SCHEMA, new Date(JUNE_15), new Date(JANUARY_1)));
  }

  private static Schema text(String name) {
    return SchemaBuilder.string().name(name).build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void theResultDependsOnTheType(Schema type, Object value, Object expected) {
    assertThat(inEvent("date", type, value).get("c")).isEqualTo(expected);
  }

  static Stream<Arguments> unsupported() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(text, "2024-06-15"),
        Arguments.of(Schema.INT32_SCHEMA, 1),
        Arguments.of(time("Year", Schema.INT32_SCHEMA), 2024),
        Arguments.of(time("MicroTime", Schema.INT64_SCHEMA), 1L),
        Arguments.of(text(CanonicalValue.TIME), "11:34:56"),
        Arguments.of(time("IsoDate", text), "secret-value"),
        Arguments.of(time("IsoTimestamp", text), "secret-value-T"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unsupported")
  void anUnsupportedTypeOrValueIsAnErrorWithoutTheValue(Schema type, Object value) {
    MaskedColumn.assertUnsupported("date", type, value);
  }

  @Test
  void dateToMonthKeepsTheMonth() {
    Map<String, String> options = options("date");
    options.put("date.to", "month");

    assertThat(inEvent(options, time("IsoDate", Schema.STRING_SCHEMA), "2024-06-15Z").get("c"))
        .isEqualTo("2024-06-01Z");
  }

  @Test
  void aMaskedDateDoesNotOverflow() {
    Schema days = time("Date", Schema.INT32_SCHEMA);
    assertThat(inRow("date", days, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    for (String unit : new String[] {"MicroTimestamp", "NanoTimestamp"}) {
      assertThat(inRow("date", time(unit, Schema.INT64_SCHEMA), Long.MIN_VALUE + 1))
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
    assertThat(inRow("date", ZONED, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinity", "-infinity", "0000-00-00", "2023-11-21 18:29:26", ""})
  void theErrorForATextThatIsNoDateNamesTheColumn(String value) {
    assertThatThrownBy(() -> inRow("date", ZONED, value))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("field c")
        .hasMessageContaining("ISO 8601");
  }
}
