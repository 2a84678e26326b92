package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** A way to mask columns. */
public interface MaskMethod {

  /** The name it has in the options and in the schema of what it masked. */
  String name();

  /** Whether what comes out depends on the secret key. */
  default boolean isKeyed() {
    return false;
  }

  /** Whether different values stay different, so that a record's key may be masked with it. */
  default boolean keepsKeysApart() {
    return false;
  }

  /** Whether a column of this type becomes plain text, without the name of its former type. */
  default boolean yieldsText(ColumnType type) {
    return false;
  }

  /**
   * The mask for one column.
   *
   * @param type what the column holds
   * @param schema its schema, or null if the record has none
   * @return null if the method cannot be applied to columns of this type
   */
  ColumnMask maskOf(ColumnType type, Schema schema);
}
