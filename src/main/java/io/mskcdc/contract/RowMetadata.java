package io.mskcdc.contract;

/**
 * A field that the connector adds to each row.
 *
 * @param name its name, like {@code __op}
 * @param value the form of its values
 * @param nullable whether a value may be null
 * @param text a regular expression for its texts; empty if their form is all that is known
 */
public record RowMetadata(String name, ColumnValue value, boolean nullable, String text) {}
