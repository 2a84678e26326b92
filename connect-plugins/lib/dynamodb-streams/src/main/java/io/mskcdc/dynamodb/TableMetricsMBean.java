package io.mskcdc.dynamodb;

/** What JMX shows of a table, as {@code io.mskcdc:type=dynamodb,server=PREFIX,table=TABLE}. */
public interface TableMetricsMBean {

  /** Returns the number of records read since the task started, without heartbeats. */
  long getRecords();

  /** Returns whether the snapshot is being taken. */
  boolean isSnapshotRunning();

  /** Returns the number of shards that are being read. */
  int getShards();

  /** Returns the milliseconds since the time up to which Connect has all changes. */
  long getMillisBehind();
}
