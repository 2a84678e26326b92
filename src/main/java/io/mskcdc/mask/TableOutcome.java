package io.mskcdc.mask;

import io.mskcdc.mask.ColumnOutcome.Kind;
import java.util.List;

/**
 * What happens to the columns of a captured table.
 *
 * @param name the table as {@code database.table}
 * @param columns the columns, in the table's order
 */
public record TableOutcome(String name, List<ColumnOutcome> columns) {
  public TableOutcome {
    columns = List.copyOf(columns);
  }

  /** Returns whether all records are dropped because no rule names the table. */
  public boolean isWithheld() {
    return columns.stream().allMatch(column -> column.treatment().equals(MaskChain.WITHHOLD));
  }

  /** Returns the columns of a kind. */
  public List<ColumnOutcome> of(Kind kind) {
    return columns.stream().filter(column -> column.kind() == kind).toList();
  }
}
