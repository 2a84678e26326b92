package io.mskcdc.smt.connect;

import java.util.function.UnaryOperator;

/** Makes the new value of a field from the old one, which is not null. */
@FunctionalInterface
public interface ValueChange extends UnaryOperator<Object> {

  /** The immutable value that replaces every value, or null if the new value depends on the old. */
  default Object constant() {
    return null;
  }

  /**
   * Whether each new value has the class that the changed field's schema requires. It is then
   * written without validation.
   */
  default boolean alwaysFits() {
    return false;
  }
}
