package io.mskcdc.dynamodb;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the records that Connect has and has not acknowledged yet, by partition. The producer's
 * thread acknowledges.
 */
final class Acknowledgements {
  private final Map<Map<String, ?>, AtomicLong> pending = new ConcurrentHashMap<>();
  private final Map<Map<String, ?>, Boolean> begun = new ConcurrentHashMap<>();

  void sent(Map<String, ?> partition) {
    pending.computeIfAbsent(partition, each -> new AtomicLong()).incrementAndGet();
  }

  void acknowledged(Map<String, ?> partition) {
    AtomicLong count = pending.get(partition);
    if (count != null) {
      count.decrementAndGet();
      begun.put(partition, true);
    }
  }

  /** Returns whether Connect has acknowledged all records of a partition. */
  boolean isComplete(Map<String, ?> partition) {
    AtomicLong count = pending.get(partition);
    return count == null || count.get() == 0;
  }

  /** Returns whether Connect has acknowledged a record of a partition. */
  boolean hasBegun(Map<String, ?> partition) {
    return begun.containsKey(partition);
  }

  void forget(Map<String, ?> partition) {
    pending.remove(partition);
    begun.remove(partition);
  }
}
