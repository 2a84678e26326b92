package io.mskcdc.smt.mask.json;

import io.mskcdc.smt.mask.method.ColumnMask;
import io.mskcdc.smt.mask.method.ColumnType;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/** Masks single values of JSON and writes the results as JSON. */
final class JsonValues {

  // No database has longer numbers, but a short text such as 1e2000000000 means one.
  private static final int MAX_DIGITS = 10_000;
  private static final MaskMethod REDACTION = MaskMethods.removal(false);
  private static final String HEX = "0123456789abcdef";

  private JsonValues() {}

  /** Masks a string. */
  static String ofString(MaskMethod method, String value) {
    return mask(method, ColumnType.TEXT, value);
  }

  /** Masks a number, {@code true}, {@code false} or {@code null}, which stays. */
  static String ofLiteral(MaskMethod method, String text) {
    if (text.equals("null")) {
      return text;
    } else if (text.equals("true") || text.equals("false")) {
      return mask(method, ColumnType.BOOLEAN, Boolean.valueOf(text));
    }
    BigDecimal number = number(text);
    return number == null
        ? ofWhole(method, ColumnType.MAP, text)
        : mask(method, ColumnType.DECIMAL, number);
  }

  private static BigDecimal number(String text) {
    if (text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > MAX_DIGITS ? null : number;
    } catch (NumberFormatException e) {
      // The exponent is out of range.
      return null;
    }
  }

  /**
   * Masks an object, an array or a text that is not JSON.
   *
   * @param text what a token is made of
   */
  static String ofWhole(MaskMethod method, ColumnType type, String text) {
    return mask(method, type, text);
  }

  /** Masks a text that is not JSON, as in a column of text. */
  static Object ofPlainText(MaskMethod method, String text) {
    return masked(method, ColumnType.TEXT, text);
  }

  private static String mask(MaskMethod method, ColumnType type, Object value) {
    return written(masked(method, type, value));
  }

  /** Masks a value. A method that cannot be applied to it is replaced by a redaction. */
  private static Object masked(MaskMethod method, ColumnType type, Object value) {
    ColumnMask mask = method.maskOf(type, null);
    if (mask != null) {
      try {
        return mask.apply(value);
      } catch (DataException e) {
        // For example, date and a text that is not a date.
        return redacted(type, value);
      }
    }
    return redacted(type, value);
  }

  private static Object redacted(ColumnType type, Object value) {
    return REDACTION.maskOf(type, null).apply(value);
  }

  private static String written(Object masked) {
    if (masked == null) {
      return "null";
    } else if (masked instanceof String text) {
      return quoted(text);
    } else if (masked instanceof BigDecimal number) {
      return number.toPlainString();
    } else if (masked instanceof Map) {
      return "{}";
    } else if (masked instanceof List) {
      return "[]";
    }
    return masked.toString();
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || isLoneSurrogate(text, i)) {
        // A converter would replace a lone surrogate by a question mark.
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          json.append(HEX.charAt(c >> shift & 0xf));
        }
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
