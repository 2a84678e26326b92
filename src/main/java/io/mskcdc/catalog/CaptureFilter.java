package io.mskcdc.catalog;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.mskcdc.database.Column;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which tables and columns a source connector captures. */
public interface CaptureFilter {
  /** Returns whether changes of a table become records. */
  boolean hasTable(String database, String table);

  /**
   * Returns the columns of the captured tables by {@code database.table}, sorted by that name.
   *
   * @param columns all columns of the database
   */
  default SortedMap<String, List<Column>> tables(List<Column> columns) {
    return columns.stream()
        .filter(column -> hasTable(column.database(), column.table()))
        .collect(groupingBy(Column::qualifiedTable, TreeMap::new, toList()));
  }

  /** Returns whether the rows of a captured table have a column. */
  boolean hasColumn(Column column);

  /**
   * Returns the names of the columns that make up the records' keys. A key may have columns that
   * the rows do not have.
   *
   * @param columns all columns of one table
   */
  Set<String> keyOf(List<Column> columns);
}
