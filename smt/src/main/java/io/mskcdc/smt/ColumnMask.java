package io.mskcdc.smt;

/** Makes a masked value out of a column's value. It is never asked about null, which stays null. */
@FunctionalInterface
interface ColumnMask {

  /**
   * @param value the clear value, not null; it is not changed
   * @throws org.apache.kafka.connect.errors.DataException if the value cannot be masked; the
   *     message does not hold the value
   */
  Object mask(Object value);
}
