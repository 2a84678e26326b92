package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** Removes the column from the row and its schema. */
final class DropMethod implements MaskMethod {

  static final String NAME = "drop";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that are removed from the row and its schema. Any type.",
          options -> new DropMethod());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean dropsField() {
    return true;
  }

  @Override
  public boolean makesOptional() {
    return true;
  }

  /** The mask for a value outside a row, such as a header, which cannot be removed. */
  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return value -> null;
  }
}
