package io.mskcdc.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values are those of docs/topics.md. */
class RowTest {
  private static Row row(String json) throws Exception {
    return ChangeReader.read(
            new KafkaRecord(
                "shop.orders-0",
                new ObjectMapper()
                    .readTree(
                        new MskEvent()
                            .add(
                                "shop.orders",
                                0,
                                1,
                                "{}",
                                json.replaceFirst("}$", ",\"__deleted\":\"false\"}"))
                            .toString())
                    .at("/records/shop.orders-0/0")))
        .row();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        value("-128", Row::integer, -128L),
        value("9223372036854775807", Row::integer, Long.MAX_VALUE),
        value("\"18446744073709551615\"", Row::decimal, new BigDecimal("18446744073709551615")),
        value("\"12345678.90\"", Row::decimal, new BigDecimal("12345678.90")),
        value("1.67772E7", Row::floating, 1.67772E7),
        value("0.1", Row::decimal, new BigDecimal("0.1")),
        value("1", Row::bool, true),
        value("false", Row::bool, false),
        value("\"2024-02-29\"", Row::date, LocalDate.of(2024, 2, 29)),
        value("\"0001-01-01\"", Row::date, LocalDate.of(1, 1, 1)),
        value("\"-838:59:59\"", Row::time, Duration.parse("PT-838H-59M-59S")),
        value("\"00:00:01.5\"", Row::time, Duration.ofMillis(1500)),
        value(
            "\"2024-02-29T12:34:56.100\"",
            Row::dateTime,
            LocalDateTime.of(2024, 2, 29, 12, 34, 56, 100_000_000)),
        value(
            "\"2024-02-29T12:34:56.100Z\"",
            Row::timestamp,
            Instant.parse("2024-02-29T12:34:56.100Z")),
        value("\"AQIDBA==\"", Row::bytes, new byte[] {1, 2, 3, 4}),
        value("\"{\\\"a\\\":1.5}\"", Row::text, "{\"a\":1.5}"));
  }

  private static <T> Arguments value(String json, BiFunction<Row, String, T> reading, T value) {
    return Arguments.of(json, reading, value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsReadAsItsType(String json, BiFunction<Row, String, Object> reading, Object value)
      throws Exception {
    assertThat(reading.apply(row("{\"c\":" + json + "}"), "c")).isEqualTo(value);
  }

  static List<BiFunction<Row, String, Object>> readings() {
    return List.of(
        Row::integer,
        Row::decimal,
        Row::floating,
        Row::bool,
        Row::date,
        Row::time,
        Row::dateTime,
        Row::timestamp);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void nullIsNullAndAnotherFormIsRefusedWithoutTheValue(BiFunction<Row, String, Object> reading)
      throws Exception {
    assertThat(reading.apply(row("{\"c\":null}"), "c")).isNull();
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> reading.apply(row("{\"c\":\"secret value\"}"), "c"))
        .withMessageStartingWith("lambda-column-form: the column c is not ")
        .satisfies(e -> assertThat(e).hasNoCause())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void anAbsentColumnIsNotANull() throws Exception {
    Row row = row("{\"c\":null}");

    assertThat(row.has("c")).isTrue();
    assertThat(row.has("d")).isFalse();
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> row.text("d"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("lambda-column-absent"));
  }

  @Test
  void aNumberKeepsItsDigitsInJson() throws Exception {
    Row row = row("{\"c\":1.10,\"d\":12345678901234567890.5}");

    assertThat(row.toJson().toString()).startsWith("{\"c\":1.10,\"d\":12345678901234567890.5,");
  }
}
