package io.mskcdc.contract;

import io.mskcdc.contract.ColumnValue.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a column's values after a masking method. docs/transforms.md describes the methods.
 *
 * @param value the form
 * @param text a regular expression for the texts that the method writes; empty if the form is all
 *     that is known
 */
record MaskedValue(ColumnValue value, String text) {
  /**
   * Returns the form; empty if the method cannot be applied to the type, so that the task stops.
   *
   * @param method the method's name, other than {@code drop}
   * @param options the options of Mask, without prefix
   */
  static Optional<MaskedValue> of(
      String method, MySqlType type, ColumnValue clear, Map<String, String> options) {
    return Optional.ofNullable(
        switch (method) {
          case "hmac" -> hmac(options);
          case "null" -> new MaskedValue(clear, "");
          case "redact" -> redacted(type, clear, options.getOrDefault("redact.with", "***"));
          case "partial" -> type.isPlainText() ? partial(clear, options) : null;
          case "format" -> type.isPlainText() ? new MaskedValue(text(clear), "") : null;
          case "date" -> date(clear, options.getOrDefault("date.to", "year").equals("year"));
          case "bucket" -> bucket(type, clear, options);
          default -> null;
        });
  }

  private static MaskedValue hmac(Map<String, String> options) {
    boolean hex = options.getOrDefault("hmac.encoding", "hex").equals("hex");
    int all = hex ? 64 : 43;
    int wanted = number(options, "hmac.length");
    int length = wanted == 0 ? all : Math.min(wanted, all);
    return new MaskedValue(
        ColumnValue.of(Kind.TEXT, length),
        "^" + (hex ? "[0-9a-f]" : "[A-Za-z0-9+/]") + "{" + length + "}$");
  }

  /** The constants have no fraction, whatever the precision of the column is. */
  private static MaskedValue redacted(MySqlType type, ColumnValue clear, String with) {
    if (type.isPlainText() || !type.members().isEmpty()) {
      return new MaskedValue(
          ColumnValue.of(Kind.TEXT, with.codePointCount(0, with.length())), exactly(with));
    }
    return switch (clear.kind()) {
      case DATE -> new MaskedValue(clear, exactly("1970-01-01"));
      case TIME -> new MaskedValue(ColumnValue.of(Kind.TIME), exactly("00:00:00"));
      case DATE_TIME ->
          new MaskedValue(ColumnValue.of(Kind.DATE_TIME), exactly("1970-01-01T00:00:00"));
      case TIMESTAMP ->
          new MaskedValue(ColumnValue.of(Kind.TIMESTAMP), exactly("1970-01-01T00:00:00Z"));
      case JSON_TEXT -> new MaskedValue(clear, exactly("{}"));
      case BASE64 -> new MaskedValue(clear, "^$");
      default -> new MaskedValue(clear, "");
    };
  }

  private static String exactly(String text) {
    return "^" + Patterns.literal(text) + "$";
  }

  /** A text that is not longer than what is kept becomes asterisks. */
  private static MaskedValue partial(ColumnValue clear, Map<String, String> options) {
    return new MaskedValue(
        text(clear),
        "^(\\**|[\\s\\S]{%d}\\*+[\\s\\S]{%d})$"
            .formatted(
                number(options, "partial.keep.first"), number(options, "partial.keep.last")));
  }

  /** A number whose characters are replaced is a text: its value is not in the type's range. */
  private static ColumnValue text(ColumnValue clear) {
    return switch (clear.kind()) {
      case UNSIGNED_BIGINT -> ColumnValue.of(Kind.TEXT, 20);
      case DECIMAL -> {
        int digits = Math.max(clear.precision(), clear.scale() + 1);
        yield ColumnValue.of(Kind.TEXT, 1 + digits + (clear.scale() > 0 ? 1 : 0));
      }
      default -> clear;
    };
  }

  /** The first day of the month or year, at midnight without a fraction. */
  private static MaskedValue date(ColumnValue clear, boolean toYear) {
    String day = "^\\d{4}-" + (toYear ? "01" : Patterns.MONTH) + "-01";
    return switch (clear.kind()) {
      case DATE -> new MaskedValue(clear, day + "$");
      case DATE_TIME -> new MaskedValue(ColumnValue.of(Kind.DATE_TIME), day + "T00:00:00$");
      case TIMESTAMP -> new MaskedValue(ColumnValue.of(Kind.TIMESTAMP), day + "T00:00:00Z$");
      default -> null;
    };
  }

  /** Rounding down may leave the type's range below, unless it has no negative numbers. */
  private static MaskedValue bucket(
      MySqlType type, ColumnValue clear, Map<String, String> options) {
    ColumnValue rounded =
        switch (clear.kind()) {
          // Debezium writes TINYINT as 16 bits, and so are the rounded values.
          case INTEGER -> ColumnValue.of(Kind.INTEGER, Math.max(clear.precision(), 16));
          case YEAR -> ColumnValue.of(Kind.INTEGER, 16);
          case FLOAT, DOUBLE, UNSIGNED_BIGINT -> clear;
          case DECIMAL -> {
            int whole = clear.precision() - clear.scale();
            int most =
                type.unsigned()
                    ? whole
                    : Math.max(whole, options.getOrDefault("bucket.size", "").strip().length()) + 1;
            yield new ColumnValue(Kind.DECIMAL, most + clear.scale(), clear.scale());
          }
          case TEXT -> type.isPlainText() ? ColumnValue.of(Kind.TEXT) : null;
          default -> null;
        };
    return rounded == null ? null : new MaskedValue(rounded, "");
  }

  private static int number(Map<String, String> options, String name) {
    return Integer.parseInt(options.getOrDefault(name, "0").strip());
  }
}
