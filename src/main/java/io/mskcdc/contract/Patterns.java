package io.mskcdc.contract;

/** Regular expressions in the dialect of JSON Schema, ECMA-262, which Java reads alike. */
final class Patterns {
  static final String MONTH = "(0[1-9]|1[0-2])";
  static final String DATE = "\\d{4}-" + MONTH + "-(0[1-9]|[12]\\d|3[01])";
  private static final String TIME_OF_DAY = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d";

  private Patterns() {}

  /** Returns an expression that matches a text only. */
  static String literal(String text) {
    return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0");
  }

  /** Returns an expression for the fraction of a second. */
  static String fraction(int digits) {
    return digits == 0 ? "" : "\\.\\d{" + digits + "}";
  }

  /** Returns an expression for a date and time without a zone. */
  static String dateTime(int digits) {
    return DATE + "T" + TIME_OF_DAY + fraction(digits);
  }

  /** Returns an expression for a decimal number with exactly the digits of its scale. */
  static String decimal(int precision, int scale, boolean unsigned) {
    int whole = precision - scale;
    return (unsigned ? "" : "-?")
        + (whole > 1 ? "(0|[1-9]\\d{0," + (whole - 1) + "})" : whole == 1 ? "\\d" : "0")
        + fraction(scale);
  }
}
