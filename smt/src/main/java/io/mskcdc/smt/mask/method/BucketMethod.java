package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.connect.PrefixedOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Rounds a number down to a multiple of the bucket size. The column keeps its type and scale. Text
 * is parsed and written as a decimal.
 */
final class BucketMethod implements MaskMethod {

  static final String NAME = "bucket";
  private static final String SIZE = NAME + ".size";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that are rounded down to a multiple of bucket.size. Numbers, and decimals as"
              + " text.",
          new ConfigDef()
              .define(
                  SIZE,
                  Type.LONG,
                  null,
                  BucketMethod::requireSize,
                  Importance.LOW,
                  "The size of the buckets, 2 or more. Required with bucket.columns."),
          BucketMethod::from);

  // No database has longer numbers, but a short text such as 1e2000000000 means one.
  private static final int MAX_DIGITS = 10_000;

  private final long size;

  private BucketMethod(long size) {
    this.size = size;
  }

  private static BucketMethod from(PrefixedOptions options) {
    if (options.get(SIZE) instanceof Long size) {
      return new BucketMethod(size);
    }
    throw new ConfigException(
        "%s needs %s, 2 or more"
            .formatted(
                options.fullName(MethodDefinition.columnsOption(NAME)), options.fullName(SIZE)));
  }

  private static void requireSize(String option, Object value) {
    // With a size of 1, the result would be the number itself.
    if (value != null && (Long) value < 2) {
      throw new ConfigException(option, value, "must be 2 or more");
    }
  }

  @Override
  public String name() {
    return NAME;
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
    if (value instanceof BigInteger big) {
      return big.subtract(big.mod(BigInteger.valueOf(size)));
    }
    long number = value.longValue();
    long remainder = Math.floorMod(number, size);
    // The lowest bucket may begin below the smallest value of the type.
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
    if (Math.abs((long) value.scale()) > MAX_DIGITS || value.precision() > MAX_DIGITS) {
      throw new DataException("bucket needs a number of %d digits or less".formatted(MAX_DIGITS));
    }
    BigDecimal divisor = BigDecimal.valueOf(size);
    BigDecimal rounded = value.divide(divisor, 0, RoundingMode.FLOOR).multiply(divisor);
    // A negative scale counts in tens or more. The rounded value may be no multiple of that unit.
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
    if (value.length() > 2 * MAX_DIGITS) {
      throw new DataException("bucket needs a number, but the text is too long");
    }
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException e) {
      // Omit the cause: its message may contain the value.
      throw new DataException("bucket needs a number, but the text is not one");
    }
    return round(number).toPlainString();
  }
}
