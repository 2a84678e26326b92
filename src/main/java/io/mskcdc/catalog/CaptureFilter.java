package io.mskcdc.catalog;

import io.mskcdc.database.Column;
import java.util.List;
import java.util.Set;

/** Which tables and columns a source connector captures. */
public interface CaptureFilter {
  /** Returns whether changes of a table become records. */
  boolean hasTable(String database, String table);

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
