package io.mskcdc.smt.mask;

import java.util.Map;

/**
 * How a record's key is masked.
 *
 * @param columns the mask for a key that is a struct; null if there is nothing to mask in it
 * @param hidesColumns whether the key has masked columns. True also if the key has no fields but
 *     rules apply to its table, because the key may then hold a masked column.
 * @param isWhole whether the key has no fields and {@link TableMask#wholeKey} masks it
 */
public record KeyMask(StructMask columns, boolean hidesColumns, boolean isWhole) {

  static final KeyMask NONE = new KeyMask(null, false, false);

  /** For a key without fields in closed masking. */
  static final KeyMask WHOLE = new KeyMask(null, true, true);

  /** For a key without fields, or one that is masked as a map. */
  private static final KeyMask WITHOUT_STRUCT = new KeyMask(null, true, false);

  /**
   * @param columns the mask, or null if no column of the key is masked
   */
  static KeyMask ofStruct(StructMask columns) {
    return columns == null ? NONE : new KeyMask(columns, true, false);
  }

  /**
   * @param hasRules whether rules apply to the key's table
   */
  static KeyMask withoutFields(boolean hasRules) {
    return hasRules ? WITHOUT_STRUCT : NONE;
  }

  /** The result of masking a key without schema. */
  public static KeyMask ofMap(Map<?, ?> key, Map<?, ?> masked) {
    return masked.equals(key) ? NONE : WITHOUT_STRUCT;
  }
}
