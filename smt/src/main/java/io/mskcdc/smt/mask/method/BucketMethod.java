package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Rounds a number down to a multiple of the bucket's size. Type and scale stay. A decimal that
 * arrives as text is rounded as one.
 */
public final class BucketMethod implements MaskMethod {

  // No database's numbers have more digits; a text may say 1e2000000000 in a few characters.
  private static final int MOST_DIGITS = 10_000;

  private final long size;

  public BucketMethod(long size) {
    this.size = size;
  }

  @Override
  public String name() {
    return "bucket";
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return switch (type) {
      case INTEGER, YEAR -> value -> round((Number) value);
      case FLOATING -> value -> roundFloating((Number) value);
      case DECIMAL -> value -> round((BigDecimal) value);
      case VARIABLE_DECIMAL -> value -> round((Struct) value, schema);
      case TEXT -> value -> round((String) value);
      default -> null;
    };
  }

  private Number round(Number value) {
    long number = value.longValue();
    long remainder = Math.floorMod(number, size);
    // The lowest bucket may begin below what the type can hold.
    long smallest = Numbers.smallest(value);
    return Numbers.of(number < smallest + remainder ? smallest : number - remainder, value);
  }

  private Number roundFloating(Number value) {
    double rounded = Math.floor(value.doubleValue() / size) * size;
    if (value instanceof Float) {
      return (float) rounded;
    }
    return rounded;
  }

  private BigDecimal round(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MOST_DIGITS || value.precision() > MOST_DIGITS) {
      throw new DataException("bucket needs a number of %d digits or less".formatted(MOST_DIGITS));
    }
    BigDecimal divisor = BigDecimal.valueOf(size);
    BigDecimal rounded = value.divide(divisor, 0, RoundingMode.FLOOR).multiply(divisor);
    // A negative scale counts in tens or more, of which the bucket may be no multiple.
    return rounded.setScale(value.scale(), RoundingMode.FLOOR);
  }

  private Struct round(Struct value, Schema schema) {
    BigDecimal rounded = round(Numbers.ofVariableScale(value));
    return new Struct(schema)
        .put("scale", rounded.scale())
        .put("value", rounded.unscaledValue().toByteArray());
  }

  private String round(String value) {
    BigDecimal number;
    if (value.length() > 2 * MOST_DIGITS) {
      throw new DataException("bucket needs a number, and the text is too long for one");
    }
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException e) {
      // Without the cause, whose message may hold the value.
      throw new DataException("bucket needs a number, and the text is none");
    }
    return round(number).toPlainString();
  }
}
