package io.mskcdc.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.chaos.Ledger.Change;
import io.mskcdc.local.chaos.Ledger.Comparison;
import io.mskcdc.local.chaos.Ledger.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ledger finds between committed changes and delivered records. */
class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void everyChangeDeliveredOnceIsComplete() {
    commit(upsert(1, 100), keyless(2), upsert(3, 101));
    commit(new Change(Kind.DELETE, 4, 100, 1), upsert(5, 102));
    deliver("c", 100, 1);
    ledger.deliver("c", null, 2);
    deliver("c", 101, 3);
    deliver("d", 100, 1);
    deliver("c", 102, 5);

    Comparison comparison = ledger.compare();

    assertThat(comparison.isComplete()).isTrue();
    assertThat(comparison.committed()).isEqualTo(5);
    assertThat(comparison.duplicates()).isZero();
  }

  @Test
  void aLostUpdateIsMissingEvenIfALaterOneArrives() {
    commit(upsert(1, 100));
    commit(upsert(2, 100));
    commit(upsert(3, 100));
    deliver("c", 100, 1);
    deliver("u", 100, 3);

    assertThat(ledger.compare().examples()).containsExactly("missing: change 2");
  }

  @Test
  void aLostDeleteIsMissingAndLeavesAWrongRow() {
    commit(upsert(1, 100));
    commit(new Change(Kind.DELETE, 2, 100, 1), upsert(3, 101));
    deliver("c", 100, 1);
    deliver("c", 101, 3);

    assertThat(ledger.compare().examples())
        .containsExactly(
            "missing: delete 2 of the row of change 1",
            "wrong: row 100 is deleted, its record is of change 1");
  }

  @Test
  void aLostRowOfTheTableWithoutAKeyIsMissing() {
    commit(keyless(1), upsert(2, 100));
    deliver("c", 100, 2);

    assertThat(ledger.compare().missing()).isEqualTo(1);
  }

  @Test
  void recordsOfTheSameChangeAreDuplicates() {
    commit(upsert(1, 100));
    commit(new Change(Kind.DELETE, 2, 100, 1), upsert(3, 101));
    for (int time = 0; time < 2; time++) {
      deliver("c", 100, 1);
      deliver("d", 100, 1);
      deliver("c", 101, 3);
    }

    assertThat(ledger.compare().duplicates()).isEqualTo(3);
    assertThat(ledger.compare().isComplete()).isTrue();
  }

  @Test
  void anOldRecordAfterTheNewestOneIsWrong() {
    commit(upsert(1, 100));
    commit(upsert(2, 100));
    deliver("c", 100, 1);
    deliver("u", 100, 2);
    deliver("c", 100, 1);

    assertThat(ledger.compare().wrongRows()).isEqualTo(1);
  }

  @Test
  void aSnapshotReplacesTheChangesBeforeItsPosition() {
    commit(upsert(1, 100));
    commit(upsert(2, 100), upsert(3, 101));
    commit(upsert(4, 102));
    deliver("r", 100, 2);
    deliver("r", 101, 3);
    ledger.endSnapshot();

    assertThat(ledger.compare().examples())
        .containsExactly("missing: change 4", "wrong: row 102 is of change 4, its record of null");
  }

  @Test
  void aRowDeletedBetweenTwoSnapshotsIsStaleAndNotMissing() {
    commit(upsert(1, 100), upsert(2, 101));
    deliver("r", 100, 1);
    commit(upsert(3, 100), upsert(4, 101));
    commit(new Change(Kind.DELETE, 5, 100, 3), upsert(6, 101));
    deliver("r", 101, 6);
    ledger.endSnapshot();

    Comparison comparison = ledger.compare();

    assertThat(comparison.staleRows()).isEqualTo(1);
    assertThat(comparison.isComplete()).isTrue();
  }

  @Test
  void aSnapshotThatBeginsAgainHidesNoLostChange() {
    commit(upsert(1, 100));
    deliver("r", 100, 1);
    ledger.endSnapshot();
    commit(upsert(2, 100));
    commit(upsert(3, 100));
    deliver("r", 100, 3);

    Comparison comparison = ledger.compare();

    assertThat(comparison.lateSnapshotRows()).isEqualTo(1);
    assertThat(comparison.missing()).isEqualTo(2);
  }

  @Test
  void aClearValueIsNotComplete() {
    ledger.deliverInClear("topic-0 offset 7");

    assertThat(ledger.compare().isComplete()).isFalse();
    assertThat(ledger.compare().examples()).containsExactly("in clear: topic-0 offset 7");
  }

  private void commit(Change... changes) {
    ledger.commit(List.of(changes));
  }

  private void deliver(String operation, int id, int number) {
    ledger.deliver(operation, id, number);
  }

  private static Change upsert(int number, int id) {
    return new Change(Kind.UPSERT, number, id, 0);
  }

  private static Change keyless(int number) {
    return new Change(Kind.KEYLESS, number, 0, 0);
  }
}
