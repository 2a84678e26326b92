package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** Replaces each value by null; the column becomes optional. */
final class NullMethod implements MaskMethod {

  static final String NAME = "null";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME, "Columns that become null and optional. Any type.", options -> new NullMethod());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean makesOptional() {
    return true;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return value -> null;
  }
}
