package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** Nothing is left of a value; the column becomes optional. */
public final class NullMethod implements MaskMethod {

  @Override
  public String name() {
    return "null";
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return value -> null;
  }
}
