package io.mskcdc.smt;

import org.apache.kafka.connect.data.Schema;

/** Nothing is left of a value; the column becomes optional. */
final class NullMask implements MaskMethod {

  @Override
  public String name() {
    return "null";
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return value -> null;
  }
}
