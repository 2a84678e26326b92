package io.mskcdc.contract;

/**
 * A column as consumers read it.
 *
 * @param name the field's name in the record
 * @param type the type as MySQL prints it, like {@code varchar(255)}
 * @param value the form of its values, after the mask
 * @param nullable whether a value may be null
 * @param inKey whether it is in the record's key
 * @param inRow whether it is in the record's value; a key may have columns that the row lacks
 * @param mask the method that masks it, like {@code hmac}, or {@link #WITHIN}; empty for a column
 *     in clear
 * @param maskedText a regular expression for the texts that the mask writes; empty if their form is
 *     all that is known
 */
public record ContractColumn(
    String name,
    String type,
    ColumnValue value,
    boolean nullable,
    boolean inKey,
    boolean inRow,
    String mask,
    String maskedText) {

  /** The mask of a column in whose JSON some values are masked. */
  static final String WITHIN = "within";

  /** Returns whether a mask changes its values. */
  public boolean masked() {
    return !mask.isEmpty();
  }
}
