package io.mskcdc.contract;

/**
 * The form of a value in JSON, as docs/topics.md lists it.
 *
 * @param kind the form
 * @param precision what the kind counts: see {@link Kind}; 0 for a kind that counts nothing
 * @param scale the digits after the decimal point of a {@link Kind#DECIMAL}; otherwise 0
 */
public record ColumnValue(Kind kind, int precision, int scale) {

  /** The forms of values. */
  public enum Kind {
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A signed whole number that fits into {@code precision} bits: 8, 16, 32 or 64. */
    INTEGER,
    /** A whole number from 0 to 2^64-1, as text. */
    UNSIGNED_BIGINT,
    /**
     * A decimal number as text, with {@code precision} digits, {@code scale} of them a fraction.
     */
    DECIMAL,
    /** A number with the range of a 32-bit float, of six digits. */
    FLOAT,
    /** A number with the range and digits of a 64-bit float. */
    DOUBLE,
    /** Text: {@code 2024-02-29}. */
    DATE,
    /** Text: {@code -838:59:59}, with {@code precision} digits of a fraction. */
    TIME,
    /** Text without a zone: {@code 2024-02-29T12:34:56.100}, with {@code precision} digits. */
    DATE_TIME,
    /** Text in UTC: {@code 2024-02-29T12:34:56.100Z}, with {@code precision} digits. */
    TIMESTAMP,
    /** A number: 0, or 1901 to 2155. */
    YEAR,
    /** Text of at most {@code precision} characters; 0 for no limit. */
    TEXT,
    /** Base64 of at most {@code precision} bytes; 0 for no limit. */
    BASE64,
    /** Text that is a JSON document. */
    JSON_TEXT,
    /** An object with {@code wkb} in base64 and {@code srid}. */
    GEOMETRY
  }

  /** Returns a form that counts nothing. */
  static ColumnValue of(Kind kind) {
    return new ColumnValue(kind, 0, 0);
  }

  /** Returns a form that counts bits, digits, characters or bytes. */
  static ColumnValue of(Kind kind, int precision) {
    return new ColumnValue(kind, precision, 0);
  }
}
