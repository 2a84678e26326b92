package io.mskcdc.local.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes that were committed and the records that were delivered.
 *
 * <p>Each change has a number, in the order of commits. An insert or update writes its number into
 * the row. A delete is identified by the number in the row that it deletes.
 */
public final class Ledger {
  private static final int EXAMPLES = 20;

  private final BitSet upserts = new BitSet();
  private final BitSet keyless = new BitSet();
  private final Map<Integer, Integer> deletes = new HashMap<>();
  private final Map<Integer, Integer> rows = new HashMap<>();
  private final Map<Integer, Integer> deletedRows = new HashMap<>();
  private int newest;

  private final Map<Integer, Integer> deliveredUpserts = new HashMap<>();
  private final Map<Integer, Integer> deliveredDeletes = new HashMap<>();
  private final BitSet snapshot = new BitSet();
  private final Map<Integer, Integer> deliveredRows = new HashMap<>();
  private int snapshotEnd = -1;
  private boolean snapshotOver;
  private long lateSnapshotRows;
  private long records;
  private final List<String> inClear = new ArrayList<>();
  private long clearRecords;

  /**
   * A change of a row.
   *
   * @param kind what happens to the row
   * @param number the number of the change
   * @param id the row's key
   * @param previous the number in the row before a delete
   */
  record Change(Kind kind, int number, int id, int previous) {}

  /** The kinds of changes. */
  enum Kind {
    UPSERT,
    DELETE,
    /** An insert into the table without a primary key. */
    KEYLESS
  }

  /**
   * The difference between committed changes and delivered records.
   *
   * @param committed the number of row changes
   * @param delivered the number of records, without tombstones
   * @param missing changes that no record contains
   * @param duplicates records of a change that was delivered before
   * @param wrongRows rows of which the last record differs from the table
   * @param staleRows rows that an interrupted snapshot delivered, and that were deleted before the
   *     next one began
   * @param lateSnapshotRows rows that a snapshot read after the first one had ended
   * @param clearRecords records with a value that a mask should have replaced
   * @param examples the first missing changes, wrong rows and positions of clear records
   */
  public record Comparison(
      long committed,
      long delivered,
      long missing,
      long duplicates,
      long wrongRows,
      long staleRows,
      long lateSnapshotRows,
      long clearRecords,
      List<String> examples) {
    public Comparison {
      examples = List.copyOf(examples);
    }

    /** Returns whether nothing is missing, wrong or in clear. */
    public boolean isComplete() {
      return missing == 0 && wrongRows == 0 && clearRecords == 0;
    }
  }

  /** Records the changes of a committed transaction. */
  synchronized void commit(List<Change> changes) {
    for (Change change : changes) {
      switch (change.kind()) {
        case UPSERT -> {
          upserts.set(change.number());
          rows.put(change.id(), change.number());
        }
        case DELETE -> {
          deletes.put(change.previous(), change.number());
          rows.remove(change.id());
          deletedRows.put(change.id(), change.number());
        }
        case KEYLESS -> {
          upserts.set(change.number());
          keyless.set(change.number());
        }
      }
      newest = Math.max(newest, change.number());
    }
  }

  /** Returns the number of the newest committed change. */
  synchronized int newest() {
    return newest;
  }

  /** Returns the number of committed row changes. */
  synchronized long committed() {
    return upserts.cardinality() + deletes.size();
  }

  /** Returns whether the insert or update with this number was delivered. */
  synchronized boolean isDelivered(int number) {
    return deliveredUpserts.containsKey(number) || snapshot.get(number);
  }

  /** Returns whether changes were delivered, which follow the snapshot. */
  synchronized boolean isStreaming() {
    return !deliveredUpserts.isEmpty();
  }

  /** Returns the number of delivered records. */
  synchronized long records() {
    return records;
  }

  /** Returns the number of rows that snapshots have delivered. */
  synchronized int snapshotRows() {
    return snapshot.cardinality();
  }

  /** Marks the end of the snapshot: from now on each change needs a record of its own. */
  synchronized void endSnapshot() {
    snapshotOver = true;
  }

  /**
   * Records a delivered record.
   *
   * @param operation c, u, d or r
   * @param id the row's key; null in the table without a key
   * @param number the number in the row
   */
  synchronized void deliver(String operation, Integer id, int number) {
    records++;
    switch (operation) {
      case "d" -> deliveredDeletes.merge(number, 1, Integer::sum);
      case "r" -> deliverSnapshotRow(id, number);
      default -> deliveredUpserts.merge(number, 1, Integer::sum);
    }
    if (id != null && operation.equals("d")) {
      deliveredRows.remove(id);
    } else if (id != null) {
      deliveredRows.put(id, number);
    }
  }

  private void deliverSnapshotRow(Integer id, int number) {
    if (snapshotOver) {
      lateSnapshotRows++;
      return;
    }
    snapshot.set(number);
    if (id != null) {
      // Each transaction ends with a row of the table with a key: this is the snapshot's position.
      snapshotEnd = Math.max(snapshotEnd, number);
    }
  }

  /** Records that a record holds a value that a mask should have replaced. */
  synchronized void deliverInClear(String position) {
    clearRecords++;
    if (inClear.size() < EXAMPLES) {
      inClear.add("in clear: " + position);
    }
  }

  /** Compares both sides. */
  public synchronized Comparison compare() {
    List<String> missing = missing();
    Set<Integer> stale = new HashSet<>(deliveredRows.keySet());
    stale.removeAll(rows.keySet());
    // Their delete is before the position of the snapshot that was completed.
    stale.removeIf(id -> deletedRows.getOrDefault(id, newest) > snapshotEnd);
    List<String> wrong = wrongRows(stale);
    List<String> examples = new ArrayList<>();
    missing.stream().limit(EXAMPLES).forEach(examples::add);
    wrong.stream().limit(EXAMPLES).forEach(examples::add);
    examples.addAll(inClear);
    return new Comparison(
        upserts.cardinality() + deletes.size(),
        records,
        missing.size(),
        repeated(deliveredUpserts) + repeated(deliveredDeletes),
        wrong.size(),
        stale.size(),
        lateSnapshotRows,
        clearRecords,
        examples);
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    upserts.stream()
        .filter(number -> !deliveredUpserts.containsKey(number))
        // A snapshot shows the rows as they are at its position, not the changes before.
        .filter(number -> number > snapshotEnd || keyless.get(number) && !snapshot.get(number))
        .forEach(number -> missing.add("missing: change " + number));
    deletes.forEach(
        (deleted, number) -> {
          if (number > snapshotEnd && !deliveredDeletes.containsKey(deleted)) {
            missing.add("missing: delete " + number + " of the row of change " + deleted);
          }
        });
    return missing;
  }

  private List<String> wrongRows(Set<Integer> stale) {
    List<String> wrong = new ArrayList<>();
    rows.forEach(
        (id, number) -> {
          Integer last = deliveredRows.get(id);
          if (!number.equals(last)) {
            wrong.add("wrong: row " + id + " is of change " + number + ", its record of " + last);
          }
        });
    deliveredRows.forEach(
        (id, number) -> {
          if (!rows.containsKey(id) && !stale.contains(id)) {
            wrong.add("wrong: row " + id + " is deleted, its record is of change " + number);
          }
        });
    return wrong;
  }

  private static long repeated(Map<Integer, Integer> delivered) {
    return delivered.values().stream().mapToLong(times -> times - 1L).sum();
  }
}
