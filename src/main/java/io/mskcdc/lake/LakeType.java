package io.mskcdc.lake;

import io.mskcdc.contract.ColumnValue;

/**
 * Types of Spark SQL for the forms of values. Iceberg's sink converts the texts of JSON to them.
 *
 * @see <a href="https://iceberg.apache.org/docs/1.10.0/spark-getting-started/#type-compatibility">
 *     Iceberg, type compatibility of Spark</a>
 */
final class LakeType {
  /** The most digits of a decimal in Iceberg. */
  private static final int MAX_DIGITS = 38;

  private static final String STRING = "STRING";

  private LakeType() {}

  /** Returns the type for a form. A form whose values do not fit into a type is a text. */
  static String of(ColumnValue value) {
    return switch (value.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> value.precision() <= 32 ? "INT" : "BIGINT";
      case UNSIGNED_BIGINT -> "DECIMAL(20,0)";
      case DECIMAL ->
          value.precision() <= MAX_DIGITS
              ? "DECIMAL(" + value.precision() + "," + value.scale() + ")"
              : STRING;
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case DATE_TIME -> "TIMESTAMP_NTZ";
      case TIMESTAMP -> "TIMESTAMP";
      case YEAR -> "INT";
      case BASE64 -> "BINARY";
      // MySQL's TIME goes from -838:59:59 to 838:59:59, and Spark has no time of day.
      case TIME, TEXT, JSON_TEXT, GEOMETRY -> STRING;
    };
  }
}
