package io.mskcdc.smt.mask.method;

import org.apache.kafka.connect.data.Schema;

/** The column leaves the row and its schema. */
public final class DropMethod implements MaskMethod {

  @Override
  public String name() {
    return "drop";
  }

  /** What is left where there is a value but no row that it could leave. */
  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return value -> null;
  }
}
