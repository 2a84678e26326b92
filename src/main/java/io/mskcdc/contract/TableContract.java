package io.mskcdc.contract;

import java.util.List;

/**
 * The records of a captured table, as consumers read them; docs/contract.md describes them.
 *
 * @param topic the topic of its records, like {@code production_db.orders}
 * @param database the database's name in MySQL
 * @param table the table's name in MySQL
 * @param columns the columns that leave, in the table's order; dropped ones are absent. A column
 *     with another mask in the key than in the row is listed for each
 * @param metadata the fields that the connector adds to each row, in the row's order
 */
public record TableContract(
    String topic,
    String database,
    String table,
    List<ContractColumn> columns,
    List<RowMetadata> metadata) {
  public TableContract {
    columns = List.copyOf(columns);
    metadata = List.copyOf(metadata);
  }

  /**
   * Returns the columns of the record's key in the table's order; empty for a table without a key.
   * In the text of a key they have the order of the index, but a JSON object has no order. Their
   * form may differ from that in the row: only a key's mask keeps different values apart.
   */
  public List<ContractColumn> key() {
    return columns.stream().filter(ContractColumn::inKey).toList();
  }

  /** Returns the columns of the record's value, in the table's order. */
  public List<ContractColumn> row() {
    return columns.stream().filter(ContractColumn::inRow).toList();
  }

  /** Returns the table as {@code database.table}. */
  public String qualifiedTable() {
    return database + "." + table;
  }
}
