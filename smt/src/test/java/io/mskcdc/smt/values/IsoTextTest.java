package io.mskcdc.smt.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01",
    "-1, 1969-12-31",
    "19782, 2024-02-29",
    "19783, 2024-03-01",
    "-56613, 1815-01-01",
    "-719162, 0001-01-01",
    "-719528, 0000-01-01",
    "-719529, -0001-12-31",
    "2932896, 9999-12-31",
    "2932897, +10000-01-01"
  })
  void aDateHasFourDigitsOfTheYear(int days, String text) {
    assertThat(IsoText.date(days)).isEqualTo(text);
  }

  @Property
  void everyDateIsThatOfTheCalendar(@ForAll @IntRange(min = -719_528, max = 2_932_896) int days) {
    assertThat(IsoText.date(days)).isEqualTo(LocalDate.ofEpochDay(days).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1970-01-01T00:00:00",
    "-1, 6, 1969-12-31T23:59:59.999999",
    "1709210096100000, 0, 2024-02-29T12:34:56",
    "1709210096100000, 1, 2024-02-29T12:34:56.1",
    "1709210096100000, 3, 2024-02-29T12:34:56.100",
    "1709210096000000, 6, 2024-02-29T12:34:56.000000",
    "253402300799999999, 6, 9999-12-31T23:59:59.999999",
    "-62135596799999999, 6, 0001-01-01T00:00:00.000001",
    "253402300800000000, 0, +10000-01-01T00:00:00"
  })
  void aDateTimeHasTheDigitsOfItsColumn(long micros, int digits, String text) {
    assertThat(IsoText.dateTime(micros, digits)).isEqualTo(text);
  }

  @Property
  void everyDateTimeIsThatOfTheCalendar(
      @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L)
          long micros,
      @ForAll @IntRange(max = 6) int digits) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1_000,
            ZoneOffset.UTC);

    assertThat(IsoText.dateTime(micros, digits)).isEqualTo(formatter(digits).format(time));
  }

  private static DateTimeFormatter formatter(int digits) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss");
    return digits == 0
        ? builder.toFormatter()
        : builder.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true).toFormatter();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 00:00:00",
    "-1000000, 0, -00:00:01",
    "-5400000000, 0, -01:30:00",
    "86400000000, 0, 24:00:00",
    "3020399000000, 0, 838:59:59",
    "-3020399000000, 0, -838:59:59",
    "3020398999999, 6, 838:59:58.999999",
    "-3020398999999, 6, -838:59:58.999999",
    "-360610500000, 1, -100:10:10.5",
    "1, 6, 00:00:00.000001",
    "-45296700000, 2, -12:34:56.70",
    "359999000000, 0, 99:59:59"
  })
  void aTimeIsWhatMySqlPrints(long micros, int digits, String text) {
    assertThat(IsoText.time(micros, digits)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T12:34:56Z, 0, 2024-02-29T12:34:56Z",
    "2024-02-29T12:34:56Z, 6, 2024-02-29T12:34:56.000000Z",
    "2024-02-29T12:34:56.12Z, 3, 2024-02-29T12:34:56.120Z",
    "2024-02-29T12:34:56.120Z, 3, 2024-02-29T12:34:56.120Z",
    "2024-02-29T12:34:56.120Z, 0, 2024-02-29T12:34:56Z",
    "2024-02-29T12:34:56.123456Z, 3, 2024-02-29T12:34:56.123Z",
    "2024-02-29T12:34:56.12+02:00, 3, 2024-02-29T12:34:56.12+02:00",
    "'', 3, ''"
  })
  void aTimestampInUtcHasTheDigitsOfItsColumn(String text, int digits, String canonical) {
    assertThat(IsoText.utc(text, digits)).isEqualTo(canonical);
  }
}
