package io.mskcdc.local.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value of an attribute. Values are immutable, and equal if DynamoDB holds them to be equal: a
 * number by its value, a set whatever its order.
 *
 * <p>Format: "AttributeValue" in the DynamoDB API Reference; "Item sizes and formats" in the
 * DynamoDB Developer Guide.
 */
sealed interface AttributeValue {
  AttributeValue NULL = new Null();

  /** Returns the type's name in JSON, such as {@code S}. */
  String type();

  /** Returns the size that counts towards the limits of items and pages, in bytes. */
  int size();

  /** A string. */
  record Text(String text) implements AttributeValue {
    @Override
    public String type() {
      return "S";
    }

    @Override
    public int size() {
      return utf8(text).length;
    }
  }

  /**
   * A number.
   *
   * @param text without exponent and superfluous zeros
   */
  record Decimal(String text) implements AttributeValue {
    private static final int MAX_DIGITS = 38;
    private static final int MAX_MAGNITUDE = 125;
    private static final int MIN_MAGNITUDE = -130;

    /** Reads a number and checks its range. */
    static Decimal parse(String text) {
      try {
        return of(new BigDecimal(text));
      } catch (NumberFormatException e) {
        throw DynamoDbErrors.invalid(
            "The parameter cannot be converted to a numeric value"
                + (text.isEmpty() ? "" : ": " + text));
      }
    }

    static Decimal of(BigDecimal value) {
      if (value.signum() == 0) {
        return new Decimal("0");
      }
      long magnitude = (long) value.precision() - value.scale() - 1;
      if (magnitude > MAX_MAGNITUDE) {
        throw DynamoDbErrors.invalid(
            "Number overflow. Attempting to store a number with magnitude larger than supported"
                + " range");
      }
      if (magnitude < MIN_MAGNITUDE) {
        throw DynamoDbErrors.invalid(
            "Number underflow. Attempting to store a number with magnitude smaller than supported"
                + " range");
      }
      BigDecimal stripped = value.stripTrailingZeros();
      if (stripped.precision() > MAX_DIGITS) {
        throw DynamoDbErrors.invalid(
            "Attempting to store more than " + MAX_DIGITS + " significant digits in a Number");
      }
      return new Decimal(stripped.toPlainString());
    }

    BigDecimal value() {
      return new BigDecimal(text);
    }

    @Override
    public String type() {
      return "N";
    }

    @Override
    public int size() {
      BigDecimal value = value().stripTrailingZeros();
      return (value.precision() + 1) / 2 + 1 + (value.signum() < 0 ? 1 : 0);
    }
  }

  /**
   * Bytes.
   *
   * @param base64 padded
   */
  record Binary(String base64) implements AttributeValue {
    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String type() {
      return "B";
    }

    @Override
    public int size() {
      return bytes().length;
    }
  }

  /** True or false. */
  record Bool(boolean value) implements AttributeValue {
    @Override
    public String type() {
      return "BOOL";
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** The value of type NULL. */
  record Null() implements AttributeValue {
    @Override
    public String type() {
      return "NULL";
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /**
   * A set.
   *
   * @param elementType S, N or B
   */
  record SetOf(String elementType, Set<AttributeValue> elements) implements AttributeValue {
    public SetOf {
      elements = Set.copyOf(elements);
    }

    @Override
    public String type() {
      return elementType + "S";
    }

    @Override
    public int size() {
      return elements.stream().mapToInt(AttributeValue::size).sum();
    }
  }

  /** A list. */
  record Sequence(List<AttributeValue> elements) implements AttributeValue {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String type() {
      return "L";
    }

    @Override
    public int size() {
      return 3 + elements.stream().mapToInt(element -> 1 + element.size()).sum();
    }
  }

  /** A map. */
  record Fields(Map<String, AttributeValue> fields) implements AttributeValue {
    public Fields {
      fields = Map.copyOf(fields);
    }

    @Override
    public String type() {
      return "M";
    }

    @Override
    public int size() {
      return 3 + Item.size(fields) + fields.size();
    }
  }

  /**
   * Compares two values of the same type, which must be S, N or B: strings by their bytes in UTF-8,
   * bytes as unsigned.
   */
  static int compare(AttributeValue left, AttributeValue right) {
    if (left instanceof Decimal number) {
      return number.value().compareTo(((Decimal) right).value());
    }
    return Arrays.compareUnsigned(left.bytesToCompare(), right.bytesToCompare());
  }

  /** Returns the bytes of a string or of bytes. */
  default byte[] bytesToCompare() {
    return this instanceof Binary binary ? binary.bytes() : utf8(((Text) this).text());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
