package io.mskcdc.dynamodb;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of a table. The task's thread sets them. */
final class TableMetrics implements TableMetricsMBean, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableMetrics.class);

  private volatile long records;
  private volatile boolean snapshotRunning;
  private volatile int shards;
  private volatile long caughtUp = System.currentTimeMillis();
  private ObjectName name;

  TableMetrics(String prefix, String table) {
    try {
      name =
          new ObjectName(
              "io.mskcdc:type=dynamodb,server=%s,table=%s"
                  .formatted(ObjectName.quote(prefix), ObjectName.quote(table)));
      // A task that did not end in time still has it.
      unregister();
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    } catch (JMException e) {
      LOG.warn("The metrics of the table {} cannot be registered: {}", table, e.toString());
    }
  }

  void update(int added, boolean isSnapshotRunning, int shardsRead, long caughtUpTo) {
    records += added;
    snapshotRunning = isSnapshotRunning;
    shards = shardsRead;
    caughtUp = caughtUpTo;
  }

  @Override
  public long getRecords() {
    return records;
  }

  @Override
  public boolean isSnapshotRunning() {
    return snapshotRunning;
  }

  @Override
  public int getShards() {
    return shards;
  }

  @Override
  public long getMillisBehind() {
    return Math.max(0, System.currentTimeMillis() - caughtUp);
  }

  @Override
  public void close() {
    try {
      unregister();
    } catch (JMException e) {
      LOG.warn("Metrics cannot be removed: {}", e.toString());
    }
  }

  private void unregister() throws JMException {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // The usual case.
    }
  }
}
