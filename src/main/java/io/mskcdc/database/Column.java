package io.mskcdc.database;

/**
 * A column of a table.
 *
 * @param database the database's name
 * @param table the table's name
 * @param name the column's name
 * @param type the type as the database prints it, like {@code varchar(255)} or {@code int unsigned}
 * @param nullable whether it may hold null
 * @param position its position in the table, from 1
 * @param inPrimaryKey whether it belongs to the primary key, or in a table without one to the
 *     unique key that takes its place
 * @param generation the expression that its value is computed from; empty for a plain column
 * @param invisible whether {@code SELECT *} leaves it out; the change log has it
 */
public record Column(
    String database,
    String table,
    String name,
    String type,
    boolean nullable,
    int position,
    boolean inPrimaryKey,
    String generation,
    boolean invisible) {

  /** Returns the table as {@code database.table}. */
  public String qualifiedTable() {
    return database + "." + table;
  }

  /** Returns whether the database computes its value. */
  public boolean isGenerated() {
    return !generation.isEmpty();
  }
}
