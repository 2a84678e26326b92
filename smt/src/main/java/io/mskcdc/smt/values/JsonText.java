package io.mskcdc.smt.values;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes JSON text without blanks and each number in one spelling.
 *
 * <p>A snapshot has the text that MySQL prints, with blanks and the shortest digits of a double.
 * The binlog's text has no blanks and all digits of a double: {@code 1e-7} has 73. Strings and the
 * order of members are the same in both and are copied.
 */
final class JsonText {

  // Any decimal of 15 digits is the shortest text of a double.
  private static final int SAFE_DIGITS = 15;
  // Integers of up to 18 digits have one spelling only.
  private static final int PLAIN_INTEGER = 18;
  // Numbers below and above get an exponent, as in JavaScript.
  private static final int SMALLEST_PLAIN_EXPONENT = -7;
  private static final int LARGEST_PLAIN_EXPONENT = 20;

  private JsonText() {}

  /** Returns the same object if nothing changes. */
  static String canonical(String json) {
    StringBuilder text = null;
    int copied = 0;
    int i = 0;
    int length = json.length();
    while (i < length) {
      char c = json.charAt(i);
      int end = i + 1;
      String changed = null;
      if (c == '"') {
        end = endOfString(json, i);
      } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        changed = "";
      } else if (c == '-' || c >= '0' && c <= '9') {
        end = endOfNumber(json, i);
        changed = number(json, i, end);
      }
      if (changed != null) {
        text = text == null ? new StringBuilder(length) : text;
        text.append(json, copied, i).append(changed);
        copied = end;
      }
      i = end;
    }
    return text == null ? json : text.append(json, copied, length).toString();
  }

  private static int endOfString(String json, int start) {
    int i = start + 1;
    while (i < json.length()) {
      char c = json.charAt(i++);
      if (c == '"') {
        return i;
      }
      if (c == '\\') {
        i++;
      }
    }
    return json.length();
  }

  private static int endOfNumber(String json, int start) {
    int i = start + 1;
    while (i < json.length() && "0123456789.eE+-".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the canonical spelling of a number, or null if it has that spelling. */
  private static String number(String json, int start, int end) {
    boolean integer = true;
    for (int i = start + 1; i < end; i++) {
      char c = json.charAt(i);
      integer &= c >= '0' && c <= '9';
    }
    if (integer && end - start <= PLAIN_INTEGER) {
      return null;
    }
    String token = json.substring(start, end);
    String canonical;
    try {
      canonical = number(token);
    } catch (NumberFormatException e) {
      return null;
    }
    return canonical.equals(token) ? null : canonical;
  }

  private static String number(String token) {
    BigDecimal number = new BigDecimal(token);
    if (number.signum() == 0) {
      // Only a double has a negative zero.
      return token.charAt(0) == '-' ? "-0.0" : "0";
    }
    boolean hasExponent = token.indexOf('e') >= 0 || token.indexOf('E') >= 0;
    double value = hasExponent ? number.doubleValue() : 0;
    if (hasExponent && value != 0 && Double.isFinite(value)) {
      // MySQL writes an exponent for a double only. An integer needs all its digits, because
      // without the exponent it looks like an exact one.
      number = new BigDecimal(value);
    }
    number = shortest(number.stripTrailingZeros());
    int exponent = exponentOf(number);
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent <= LARGEST_PLAIN_EXPONENT) {
      return number.toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    return (number.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() == 1 ? "" : "." + digits.substring(1))
        + "e"
        + exponent;
  }

  private static int exponentOf(BigDecimal number) {
    return number.precision() - number.scale() - 1;
  }

  /**
   * Returns the shortest decimal for the same double. Keeps decimals that are no double, and
   * integers, which may be exact.
   *
   * @param number without trailing zeros
   */
  private static BigDecimal shortest(BigDecimal number) {
    boolean integer = number.scale() <= 0 && exponentOf(number) <= LARGEST_PLAIN_EXPONENT;
    if (integer || number.precision() <= SAFE_DIGITS) {
      return number;
    }
    double value = number.doubleValue();
    if (Double.isInfinite(value) || new BigDecimal(value).compareTo(number) != 0) {
      return number;
    }
    int digits = SAFE_DIGITS;
    BigDecimal rounded = rounded(number, digits);
    while (rounded.doubleValue() != value) {
      rounded = rounded(number, ++digits);
    }
    return rounded.stripTrailingZeros();
  }

  private static BigDecimal rounded(BigDecimal number, int digits) {
    return number.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }
}
