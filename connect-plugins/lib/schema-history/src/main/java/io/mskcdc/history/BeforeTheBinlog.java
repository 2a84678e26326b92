package io.mskcdc.history;

import io.debezium.connector.mysql.gtid.MySqlGtidSet;
import io.debezium.document.Document;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;

/**
 * Selects the records of a schema history that precede the first transaction which the binlog
 * brings after a restart.
 */
final class BeforeTheBinlog extends HistoryRecordComparator {
  private static final String POSITION = "position";
  private static final String GTIDS = "gtids";

  // Set while a snapshot runs. The binlog does not bring the statements of a snapshot.
  private static final String SNAPSHOT = "snapshot";

  private final HistoryRecordComparator debezium;

  /**
   * @param debezium the comparator of Debezium's connector
   */
  BeforeTheBinlog(HistoryRecordComparator debezium) {
    this.debezium = debezium;
  }

  @Override
  public boolean isAtOrBefore(HistoryRecord recorded, HistoryRecord offset) {
    return debezium.isAtOrBefore(recorded, offset)
        && !isOfBlockingSnapshot(recorded.document())
        && !comesAgain(recorded.document(), offset.document());
  }

  // A blocking snapshot reads columns as they are now, and stores them under the position that the
  // connector has reached. The binlog brings rows between the two with older columns.
  private static boolean isOfBlockingSnapshot(Document recorded) {
    return "BLOCKING".equals(recorded.getDocument(POSITION).getString(SNAPSHOT));
  }

  // The binlog starts with the first transaction that is not in the offset's GTID set. A statement
  // stored under that set is this transaction or part of it. Debezium repeats it even where the
  // offset skips events of the transaction, because it skips rows only. Without GTIDs the position
  // of a statement is its end, so that the binlog starts behind it.
  private static boolean comesAgain(Document recorded, Document offset) {
    Document position = recorded.getDocument(POSITION);
    String before = position.getString(GTIDS);
    String start = offset.getDocument(POSITION).getString(GTIDS);
    return before != null
        && start != null
        && !position.has(SNAPSHOT)
        && new MySqlGtidSet(before).equals(new MySqlGtidSet(start));
  }
}
