package io.mskcdc.smt.mask.method;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Sets a date to the first day of its month or year and the time to midnight. Text with an offset
 * keeps the offset; all else is in UTC. The column keeps its type.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-temporal-types">
 *     MySQL connector, temporal types</a>
 */
final class DateMethod implements MaskMethod {

  static final String NAME = "date";
  private static final String TO = NAME + ".to";
  private static final String YEAR = "year";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that become the first day of their month or year. Dates and timestamps.",
          new ConfigDef()
              .define(
                  TO,
                  Type.STRING,
                  YEAR,
                  ValidString.in("month", YEAR),
                  Importance.LOW,
                  "Whether date sets the first day of the month or of the year."),
          options -> new DateMethod(YEAR.equals(options.get(TO))));

  private static final DateTimeFormatter OFFSET_DATE = DateTimeFormatter.ISO_OFFSET_DATE;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final DateTimeFormatter OFFSET_DATE_TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
  private static final DateTimeFormatter LOCAL_DATE_TIME = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
  // The offset is optional.
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(LOCAL_DATE_TIME)
          .optionalStart()
          .parseLenient()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final boolean toYear;

  private DateMethod(boolean toYear) {
    this.toYear = toYear;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return switch (type) {
      case DAYS ->
          // The first day of the year may be before the smallest value of the type.
          value -> (int) Math.max(Integer.MIN_VALUE, days(((Number) value).longValue()));
      case MILLIS -> value -> floor((Long) value, TimeUnit.MILLISECONDS);
      case MICROS -> value -> floor((Long) value, TimeUnit.MICROSECONDS);
      case NANOS -> value -> floor((Long) value, TimeUnit.NANOSECONDS);
      case CONNECT_DATE, CONNECT_TIMESTAMP ->
          value -> new Date(floor(((Date) value).getTime(), TimeUnit.MILLISECONDS));
      case DATE_TEXT, TIMESTAMP_TEXT, LOCAL_DATE_TEXT, LOCAL_TIMESTAMP_TEXT ->
          value -> floor((String) value);
      // Without a schema, a date can only be recognized by its text.
      case TEXT -> schema == null ? value -> floor((String) value) : null;
      default -> null;
    };
  }

  private LocalDate floor(LocalDate date) {
    return toYear ? date.withDayOfYear(1) : date.withDayOfMonth(1);
  }

  private long days(long epochDay) {
    return floor(LocalDate.ofEpochDay(epochDay)).toEpochDay();
  }

  private long floor(long value, TimeUnit unit) {
    long unitsPerDay = unit.convert(1, TimeUnit.DAYS);
    long day = days(Math.floorDiv(value, unitsPerDay));
    return day < Long.MIN_VALUE / unitsPerDay ? Long.MIN_VALUE : day * unitsPerDay;
  }

  private String floor(String value) {
    try {
      if (value.indexOf('T') < 0) {
        DateTimeFormatter format = value.length() > "2023-11-21".length() ? OFFSET_DATE : DATE;
        TemporalAccessor parsed = format.parse(value);
        LocalDate first = floor(LocalDate.from(parsed));
        return format == DATE
            ? DATE.format(first)
            : OFFSET_DATE.format(first.atStartOfDay(ZoneOffset.from(parsed)).toOffsetDateTime());
      }
      TemporalAccessor parsed = DATE_TIME.parse(value);
      LocalDateTime first = floor(LocalDate.from(parsed)).atStartOfDay();
      return parsed.isSupported(ChronoField.OFFSET_SECONDS)
          ? OFFSET_DATE_TIME.format(first.atOffset(ZoneOffset.from(parsed)))
          : LOCAL_DATE_TIME.format(first);
    } catch (DateTimeException e) {
      // Omit the cause: its message contains the value.
      throw new DataException(
          "date needs a date in ISO 8601, but the text is not one; use redact for columns with other"
              + " text");
    }
  }
}
