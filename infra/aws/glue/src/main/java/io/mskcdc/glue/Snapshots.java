package io.mskcdc.glue;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** The snapshots from which the current one of a table came. */
final class Snapshots {
  private Snapshots() {}

  /** Returns the last that meets a condition; empty if none does. */
  static Optional<Snapshot> last(Table table, Predicate<Snapshot> condition) {
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null && !condition.test(snapshot)) {
      snapshot = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }
    return Optional.ofNullable(snapshot);
  }
}
