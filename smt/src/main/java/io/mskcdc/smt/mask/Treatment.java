package io.mskcdc.smt.mask;

import io.mskcdc.smt.mask.method.MaskMethod;

/**
 * How a column or header is treated.
 *
 * @param method the method that masks it; null if it is clear, or if unlisted columns pass or fail
 * @param pattern the pattern that decided; null if no pattern matches
 */
record Treatment(ColumnDecisions.Kind kind, MaskMethod method, ColumnPattern pattern) {

  static final Treatment METADATA = new Treatment(ColumnDecisions.Kind.CLEAR, null, null);

  boolean isUnlisted() {
    return kind == ColumnDecisions.Kind.UNLISTED;
  }
}
