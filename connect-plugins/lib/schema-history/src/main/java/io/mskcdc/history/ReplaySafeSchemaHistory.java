package io.mskcdc.history;

import io.debezium.config.Configuration;
import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.function.Predicates;
import io.debezium.relational.TableId;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import io.debezium.storage.kafka.history.KafkaSchemaHistory;
import java.util.regex.Pattern;

/**
 * Debezium's schema history in Kafka. After a restart it applies only those DDL statements that the
 * binlog does not bring again.
 *
 * <p>On a server with GTIDs, Debezium stores a DDL statement and the offset after it under the same
 * GTID set: the set before the statement. Its own schema history then applies the statement, and
 * the binlog brings it a second time. A repeated {@code RENAME TABLE a TO tmp, b TO a, tmp TO b}
 * assigns the columns of one table to the rows of the other, masked columns included. A repeated
 * {@code RENAME COLUMN} ends the task.
 *
 * <p>It also stops the task at {@link MisreadStatements}, and sets the level of Debezium's loggers
 * that print values of rows.
 */
public final class ReplaySafeSchemaHistory extends KafkaSchemaHistory {
  private MisreadStatements misread;

  @Override
  public void configure(
      Configuration config,
      HistoryRecordComparator comparator,
      SchemaHistoryListener listener,
      boolean useCatalogBeforeSchema) {
    // Of all classes of this plugin, only this one runs before Debezium reads the first row.
    ValueLoggers.silence();
    String filter = config.getString(DDL_FILTER);
    misread =
        new MisreadStatements(
            filter == null
                ? ddl -> false
                : Predicates.includes(filter, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    super.configure(config, new BeforeTheBinlog(comparator), listener, useCatalogBeforeSchema);
  }

  // Runs before the rows that follow a statement, and an exception stops the task. The statement is
  // not stored then, so that a restart stops at it again.
  @Override
  protected void storeRecord(HistoryRecord record) {
    String ddl = record.document().getString("ddl");
    if (ddl != null) {
      misread.refuse(ddl);
    }
    Array changes = record.document().getArray("tableChanges");
    if (changes != null) {
      changes.streamValues().forEach(change -> refuseSource(change.asDocument()));
    }
    super.storeRecord(record);
  }

  private void refuseSource(Document change) {
    String from = change.getString("previousId");
    if (from != null) {
      misread.refuseSource(TableId.parse(from), TableId.parse(change.getString("id")));
    }
  }
}
