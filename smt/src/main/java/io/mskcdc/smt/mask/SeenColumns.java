package io.mskcdc.smt.mask;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that were seen in rows of one table. They decide whether a header may be a copy of a
 * column.
 */
final class SeenColumns {

  // Without a schema, a row's keys may be data. No table has so many columns.
  private static final int MAX_COLUMNS = 10_000;

  private final Set<String> names = new HashSet<>();
  private boolean complete;

  void add(String column) {
    if (names.size() < MAX_COLUMNS) {
      names.add(column.toLowerCase(Locale.ROOT));
    }
  }

  /** All columns of a full row were added. */
  void rowComplete() {
    complete = true;
  }

  /** Whether a column of this name was seen. */
  boolean has(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether the table may have a column of this name; true until a full row was seen. */
  boolean mayHave(String name) {
    return !complete || names.size() >= MAX_COLUMNS || has(name);
  }

  /** Changes whenever the result of {@link #mayHave} may change. */
  int version() {
    return names.size() + (complete ? 1 : 0);
  }
}
