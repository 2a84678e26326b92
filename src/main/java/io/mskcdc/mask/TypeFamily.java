package io.mskcdc.mask;

import java.util.Locale;

/** The types of MySQL's columns, as far as masking methods and contents differ. */
enum TypeFamily {
  TEXT,
  /** Text without a limit that a form would have; it may hold anything. */
  FREE_TEXT,
  JSON,
  ENUMERATION,
  DATE,
  TIME,
  NUMBER,
  FLAG,
  BINARY,
  /** Binary data without a small limit; it may hold anything. */
  FREE_BINARY,
  GEOMETRY;

  /**
   * Returns the family of a type.
   *
   * @param type the type as MySQL prints it, like {@code varchar(255)}
   */
  static TypeFamily of(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("tinyint(1)") || lower.equals("bit(1)")) {
      return FLAG;
    }
    return switch (lower.split("[^a-z]", 2)[0]) {
      case "char", "varchar" -> TEXT;
      case "tinytext", "text", "mediumtext", "longtext" -> FREE_TEXT;
      case "json" -> JSON;
      case "enum", "set" -> ENUMERATION;
      case "date", "datetime", "timestamp" -> DATE;
      case "time", "year" -> TIME;
      case "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "float",
          "double",
          "bit" ->
          NUMBER;
      case "binary", "varbinary" -> BINARY;
      case "tinyblob", "blob", "mediumblob", "longblob" -> FREE_BINARY;
      default -> GEOMETRY;
    };
  }

  /** Returns whether Debezium writes a text that is no JSON and no enumeration. */
  boolean isText() {
    return this == TEXT || this == FREE_TEXT;
  }

  /** Returns whether a pattern can name fields within the column. */
  boolean hasFields() {
    return this == JSON || this == GEOMETRY;
  }

  /** Returns whether a column may hold personal data that its name does not suggest. */
  boolean mayHoldAnything() {
    return this == FREE_TEXT || this == JSON || this == FREE_BINARY;
  }
}
