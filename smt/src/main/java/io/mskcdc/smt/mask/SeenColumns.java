package io.mskcdc.smt.mask;

import java.util.HashSet;
import java.util.Set;

/** The columns that the rows of one table were seen to have: what else might a header's name be? */
public final class SeenColumns {

  // No table has so many; without schema, a row's keys may be data.
  private static final int MOST = 10_000;

  private final Set<String> names = new HashSet<>();
  private boolean row;

  void add(String column) {
    if (names.size() < MOST) {
      names.add(column);
    }
  }

  /** A whole row was seen: what was not added by now is none of its columns. */
  void sawRow() {
    row = true;
  }

  /** Whether a name may be a column's: while that cannot be told, it may. */
  boolean mayHave(String name) {
    return !row || names.size() >= MOST || names.contains(name);
  }

  /** Changes whenever an answer may have. */
  public int version() {
    return names.size() + (row ? 1 : 0);
  }
}
