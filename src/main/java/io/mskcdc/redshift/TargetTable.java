package io.mskcdc.redshift;

import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.RowMetadata;
import io.mskcdc.contract.TableContract;
import java.util.ArrayList;
import java.util.List;

/**
 * A table in Redshift, and the topic that it is made from.
 *
 * @param topic the topic
 * @param database the database's name in MySQL
 * @param table the table's name in MySQL
 * @param schema its schema
 * @param name its name in the schema
 * @param columns its columns, in their order
 * @param hasMixedCase whether a field of the records has upper-case letters
 */
record TargetTable(
    String topic,
    String database,
    String table,
    String schema,
    String name,
    List<TargetColumn> columns,
    boolean hasMixedCase) {
  /** The field that marks the last row of a key as deleted, with the text true or false. */
  static final String DELETED = "__deleted";

  /** What comes before the name of a column that only the key of a record has. */
  private static final String KEY_PREFIX = "__key_";

  TargetTable {
    columns = List.copyOf(columns);
  }

  /**
   * Returns the table for a contract.
   *
   * @param schema its schema
   */
  static TargetTable of(TableContract contract, String schema) {
    List<TargetColumn> columns = new ArrayList<>();
    for (ContractColumn column : contract.columns()) {
      String field = SqlText.folded(column.name());
      columns.add(
          new TargetColumn(
              column.inRow() ? field : KEY_PREFIX + field,
              ColumnType.of(column.value()),
              column.inKey(),
              column.inRow() ? TargetColumn.ROW : TargetColumn.KEY,
              field,
              column.value()));
    }
    boolean hasKey = !contract.key().isEmpty();
    for (RowMetadata field : contract.metadata()) {
      // The rows of a table with a key are those that are not deleted.
      if (!hasKey || !field.name().equals(DELETED)) {
        String name = SqlText.folded(field.name());
        columns.add(
            new TargetColumn(
                name, ColumnType.of(field.value()), false, TargetColumn.ROW, name, field.value()));
      }
    }
    return new TargetTable(
        contract.topic(),
        contract.database(),
        contract.table(),
        schema,
        SqlText.folded(contract.table()),
        columns,
        contract.columns().stream().anyMatch(TargetTable::isMixedCase));
  }

  private static boolean isMixedCase(ContractColumn column) {
    return !SqlText.folded(column.name()).equals(column.name());
  }

  /** Returns the columns of its key; none for a table whose records are only appended. */
  List<TargetColumn> key() {
    return columns.stream().filter(TargetColumn::key).toList();
  }

  /** Returns whether its records are appended, because the table in MySQL has no key. */
  boolean isAppended() {
    return key().isEmpty();
  }

  /** Returns whether a field is in the key of its records only. */
  boolean readsKey() {
    return columns.stream().anyMatch(column -> column.source().equals(TargetColumn.KEY));
  }

  /** Returns the table in MySQL as {@code database.table}. */
  String source() {
    return database + "." + table;
  }

  /** Returns its name in quotes, with its schema. */
  String qualified() {
    return SqlText.qualified(schema, name);
  }

  /** Returns the common part of the names of its view and its procedure. */
  String label() {
    return schema + "__" + name;
  }

  /** Returns the table with other columns. */
  TargetTable withColumns(List<TargetColumn> other) {
    return new TargetTable(topic, database, table, schema, name, other, hasMixedCase);
  }
}
