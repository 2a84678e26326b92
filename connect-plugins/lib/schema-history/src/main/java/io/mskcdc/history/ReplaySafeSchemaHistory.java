package io.mskcdc.history;

import io.debezium.config.Configuration;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import io.debezium.storage.kafka.history.KafkaSchemaHistory;

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
 * <p>It also sets the level of Debezium's loggers that print values of rows.
 */
public final class ReplaySafeSchemaHistory extends KafkaSchemaHistory {
  @Override
  public void configure(
      Configuration config,
      HistoryRecordComparator comparator,
      SchemaHistoryListener listener,
      boolean useCatalogBeforeSchema) {
    // Of all classes of this plugin, only this one runs before Debezium reads the first row.
    ValueLoggers.silence();
    super.configure(config, new BeforeTheBinlog(comparator), listener, useCatalogBeforeSchema);
  }
}
