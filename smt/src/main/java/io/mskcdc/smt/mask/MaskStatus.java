package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.event.TableName;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what closed masking withheld or treated as unlisted: each name once in the log, and all
 * of them in the MBean {@code io.mskcdc:type=mask,server=<topic prefix>,id=<number>}. It never
 * shows a value.
 *
 * <p>Connect's thread writes and threads of JMX read.
 */
public final class MaskStatus implements MaskStatusMXBean, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MaskStatus.class);
  // Without a schema, the names may be data.
  private static final int MAX_COLUMNS = 10_000;

  private final Map<String, AtomicLong> withheld = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> unlisted = new ConcurrentHashMap<>();
  private ObjectName registered;

  /** Returns the counter of a table's dropped records. */
  AtomicLong withheld(TableName table) {
    AtomicLong counter = withheld.get(table.toString());
    if (counter != null) {
      return counter;
    }
    LOG.warn(
        "Table {} is withheld: no rule names a column of it, so its records are dropped. Add its"
            + " columns to clear.columns or to the columns of a method, or exclude the table.",
        table);
    counter = new AtomicLong();
    if (withheld.size() < BoundedMap.TABLES) {
      withheld.put(table.toString(), counter);
    }
    register(table.prefix());
    return counter;
  }

  /** Reports columns that no rule names and that therefore do not pass in clear. */
  void unlisted(TableName table, Set<String> columns, String treatment) {
    if (columns.isEmpty() || unlisted.size() >= BoundedMap.TABLES) {
      return;
    }
    Set<String> names =
        unlisted.computeIfAbsent(table.toString(), any -> new ConcurrentSkipListSet<>());
    if (names.size() < MAX_COLUMNS && names.addAll(columns)) {
      LOG.warn(
          "Table {}: no rule names {}, so unlisted={} applies. Add them to clear.columns or to the"
              + " columns of a method.",
          table,
          columns,
          treatment);
      register(table.prefix());
    }
  }

  private void register(String prefix) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    // Several tasks run in one worker; each takes the next free number.
    for (int id = 1; registered == null; id++) {
      try {
        ObjectName name =
            new ObjectName(
                "io.mskcdc:type=mask,server=%s,id=%d".formatted(ObjectName.quote(prefix), id));
        server.registerMBean(this, name);
        registered = name;
      } catch (InstanceAlreadyExistsException e) {
        continue;
      } catch (JMException e) {
        LOG.warn("The MBean of Mask cannot be registered: {}", e.toString());
        return;
      }
    }
  }

  @Override
  public Map<String, Long> getWithheldRecords() {
    Map<String, Long> records = new TreeMap<>();
    withheld.forEach((table, counter) -> records.put(table, counter.get()));
    return records;
  }

  @Override
  public Map<String, String[]> getUnlistedColumns() {
    Map<String, String[]> columns = new TreeMap<>();
    unlisted.forEach((table, names) -> columns.put(table, names.toArray(String[]::new)));
    return columns;
  }

  /** Removes the MBean. */
  @Override
  public void close() {
    if (registered != null) {
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
      } catch (JMException e) {
        LOG.warn("The MBean of Mask cannot be removed: {}", e.toString());
      }
      registered = null;
    }
  }
}
