package io.mskcdc.redshift;

import io.mskcdc.contract.ColumnValue;

/**
 * A column of a table in Redshift, and the field of a record that it comes from.
 *
 * @param name its name, folded to lower case
 * @param type its type
 * @param key whether it identifies a row
 * @param source the column of the temporary table that has the field: {@code kafka_row}, or {@code
 *     kafka_key} for a column that only the record's key has
 * @param field the field's name, folded as the column's
 * @param value the form of the field's values
 */
record TargetColumn(
    String name, ColumnType type, boolean key, String source, String field, ColumnValue value) {
  /** The row of a record in the temporary table. */
  static final String ROW = "kafka_row";

  /** The key of a record in the temporary table. */
  static final String KEY = "kafka_key";

  /** Returns the column with a type that holds what it had before too. */
  TargetColumn withType(ColumnType other) {
    return new TargetColumn(name, other, key, source, field, value);
  }

  /** Returns its name in quotes. */
  String quoted() {
    return SqlText.identifier(name);
  }

  /** Returns the path to its field, in a temporary table named {@code r}. */
  String path() {
    return "r." + SqlText.identifier(source) + "." + SqlText.identifier(field);
  }

  /** Returns the expression of its value, in a temporary table named {@code r}. */
  String read() {
    return type.read(value, path());
  }

  /** Returns its definition in a table. */
  String definition() {
    // Redshift cannot make a column nullable later, as MySQL can.
    return quoted() + " " + type.sql() + (key ? " NOT NULL" : "");
  }
}
