package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** A way to mask columns. {@link MaskMethods} lists all of them. */
public interface MaskMethod {

  /** The name in the option {@code <name>.columns} and in the schemas of masked columns. */
  String name();

  /** Whether the result depends on the secret key. */
  default boolean isKeyed() {
    return false;
  }

  /** Whether different values get different results, so that it may mask a record's key. */
  default boolean isInjective() {
    return false;
  }

  /** Whether the column is removed from the row and its schema. */
  default boolean dropsField() {
    return false;
  }

  /** Whether the result may be null, so that the masked column is optional. */
  default boolean makesOptional() {
    return false;
  }

  /** Whether a column of this type becomes a plain string, without the name of its former type. */
  default boolean producesString(ColumnType type) {
    return false;
  }

  /**
   * Returns the mask for one column.
   *
   * @param type the type of the column
   * @param schema the schema of the masked column, or null if the record has none
   * @return null if the method cannot be applied to columns of this type
   */
  ColumnMask maskOf(ColumnType type, Schema schema);
}
