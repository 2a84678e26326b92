package io.mskcdc.smt.values;

import io.mskcdc.smt.connect.ValueChange;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * How the values of one column get the text or number that they have in a snapshot, in the binlog,
 * in keys and in before images alike.
 *
 * <p>The input is what Debezium's MySQL connector makes with {@code
 * time.precision.mode=adaptive_time_microseconds}. Other modes lose values: {@code isostring} has
 * no negative times, for example.
 *
 * @param schema the schema of the converted column
 * @param change converts a value that is not null
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-data-types">
 *     MySQL connector, data type mappings</a>
 */
public record CanonicalValue(Schema schema, ValueChange change) {

  /** The result always has the class that the converted column's schema requires. */
  @FunctionalInterface
  interface Conversion extends ValueChange {
    @Override
    default boolean alwaysFits() {
      return true;
    }
  }

  /** The names of schemas with text, which have no time zone. */
  public static final String DATE = "io.mskcdc.values.Date";

  public static final String DATE_TIME = "io.mskcdc.values.DateTime";
  public static final String TIME = "io.mskcdc.values.Time";

  // Debezium adds these parameters if datatype.propagate.source.type names the type.
  private static final String SOURCE_PARAMETERS = "__debezium.source.column.";
  private static final String SOURCE_TYPE = SOURCE_PARAMETERS + "type";
  private static final String SOURCE_LENGTH = SOURCE_PARAMETERS + "length";
  private static final String SOURCE_SCALE = SOURCE_PARAMETERS + "scale";
  private static final int MILLIS_DIGITS = 3;
  private static final int MICROS_DIGITS = 6;
  private static final int MICROS_PER_MILLI = 1_000;

  // Conversions without parameters. Records with parameters are equal if their parameters are, so
  // that tables with the same columns share their plans.
  private static final Conversion DATE_TEXT = value -> IsoText.date((Integer) value);
  private static final Conversion JSON_TEXT = value -> JsonText.canonical((String) value);
  private static final Conversion DECIMAL_TEXT = value -> ((BigDecimal) value).toPlainString();
  private static final Conversion SIX_DIGITS = value -> FloatDigits.six((Float) value);
  // The binlog counts years from 1900 and has 0 for the year 0; the year 1900 is no value of YEAR.
  private static final Conversion YEAR_NUMBER =
      value -> (Integer) value == 1900 ? (Integer) 0 : value;
  // A snapshot has a number for BOOL, which is TINYINT(1) there.
  private static final Conversion BOOL_NUMBER =
      value -> (Boolean) value ? (Short) (short) 1 : (Short) (short) 0;

  private record MillisText(int digits) implements Conversion {
    @Override
    public Object apply(Object value) {
      return IsoText.dateTime((Long) value * MICROS_PER_MILLI, digits);
    }
  }

  private record MicrosText(int digits) implements Conversion {
    @Override
    public Object apply(Object value) {
      return IsoText.dateTime((Long) value, digits);
    }
  }

  private record TimeText(int digits) implements Conversion {
    @Override
    public Object apply(Object value) {
      return IsoText.time((Long) value, digits);
    }
  }

  private record UtcText(int digits) implements Conversion {
    @Override
    public Object apply(Object value) {
      return IsoText.utc((String) value, digits);
    }
  }

  private record ScaledFloat(double power) implements Conversion {
    @Override
    public Object apply(Object value) {
      return FloatDigits.scaled((Double) value, power);
    }
  }

  /** Converts a value and masks the result. */
  private record Masked(ValueChange change, ValueChange mask) implements ValueChange {
    @Override
    public Object apply(Object value) {
      return mask.apply(change.apply(value));
    }

    @Override
    public Object constant() {
      return mask.constant();
    }

    @Override
    public boolean alwaysFits() {
      return mask.alwaysFits();
    }
  }

  /**
   * Combines a conversion and a mask, each of which may be null.
   *
   * @return null if both are
   */
  public static ValueChange thenMask(ValueChange change, ValueChange mask) {
    if (change == null || mask == null) {
      return change == null ? mask : change;
    }
    return new Masked(change, mask);
  }

  /**
   * Finds the conversion for a column.
   *
   * @return null if the column's values are canonical
   */
  public static CanonicalValue of(Schema source) {
    String name = source.name();
    if (name == null) {
      return ofType(source);
    }
    return switch (name) {
      case Decimal.LOGICAL_NAME -> text(source, null, DECIMAL_TEXT);
      case "io.debezium.time.Date" -> text(source, DATE, DATE_TEXT);
      case "io.debezium.time.MicroTime" ->
          text(source, TIME, new TimeText(digits(source, MICROS_DIGITS)));
      case "io.debezium.time.Timestamp" ->
          text(source, DATE_TIME, new MillisText(digits(source, MILLIS_DIGITS)));
      case "io.debezium.time.MicroTimestamp" ->
          text(source, DATE_TIME, new MicrosText(digits(source, MICROS_DIGITS)));
      case "io.debezium.time.ZonedTimestamp" ->
          same(source, new UtcText(digits(source, MICROS_DIGITS)));
      case "io.debezium.time.Year" -> same(source, YEAR_NUMBER);
      case "io.debezium.data.Json" -> same(source, JSON_TEXT);
      case "io.debezium.data.Enum" -> enumeration(source, false);
      case "io.debezium.data.EnumSet" -> enumeration(source, true);
      default -> null;
    };
  }

  private static CanonicalValue ofType(Schema source) {
    String type = parameter(source, SOURCE_TYPE);
    if (type == null) {
      return null;
    }
    return switch (source.type()) {
      case FLOAT32 -> type.startsWith("FLOAT") ? same(source, SIX_DIGITS) : null;
      case FLOAT64 -> scaledFloat(source, type);
      case BOOLEAN ->
          type.startsWith("BOOL") ? changed(source, SchemaBuilder.int16(), BOOL_NUMBER) : null;
      default -> null;
    };
  }

  /** A FLOAT(M,D) is the double of a float, which has more digits than the column. */
  private static CanonicalValue scaledFloat(Schema source, String type) {
    String scale = parameter(source, SOURCE_SCALE);
    if (scale == null || !type.startsWith("FLOAT")) {
      return null;
    }
    int digits = Integer.parseInt(scale);
    return digits > FloatDigits.MAX_SCALE
        ? null
        : same(source, new ScaledFloat(Math.pow(10, digits)));
  }

  private static CanonicalValue enumeration(Schema source, boolean set) {
    EnumText text = EnumText.of(source, set);
    return text == null ? null : same(source, text);
  }

  private static int digits(Schema source, int ofUnit) {
    if (parameter(source, SOURCE_TYPE) == null) {
      return ofUnit;
    }
    String length = parameter(source, SOURCE_LENGTH);
    return length == null ? 0 : Math.min(Integer.parseInt(length), MICROS_DIGITS);
  }

  private static String parameter(Schema source, String name) {
    return source.parameters() == null ? null : source.parameters().get(name);
  }

  private static CanonicalValue text(Schema source, String name, Conversion change) {
    return changed(source, SchemaBuilder.string().name(name), change);
  }

  private static CanonicalValue same(Schema source, Conversion change) {
    SchemaBuilder builder =
        new SchemaBuilder(source.type()).name(source.name()).version(source.version());
    if (source.parameters() != null) {
      source
          .parameters()
          .forEach(
              (name, value) -> {
                if (!name.startsWith(SOURCE_PARAMETERS)) {
                  builder.parameter(name, value);
                }
              });
    }
    return changed(source, builder, change);
  }

  private static CanonicalValue changed(Schema source, SchemaBuilder builder, Conversion change) {
    builder.doc(source.doc());
    if (source.isOptional()) {
      builder.optional();
    }
    if (source.defaultValue() != null) {
      builder.defaultValue(change.apply(source.defaultValue()));
    }
    return new CanonicalValue(builder.build(), change);
  }
}
