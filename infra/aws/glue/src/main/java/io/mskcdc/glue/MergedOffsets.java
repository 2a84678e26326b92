package io.mskcdc.glue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The last merged offset of each partition. A merged table has them in the summary of the snapshot
 * that the merge commits, so that rows and offsets change together. If compaction and expiry remove
 * all such snapshots, a merge begins with the oldest change, which gives the same rows.
 */
final class MergedOffsets {
  /** The key in the summary. The value is like {@code 0:1041,1:998}. */
  static final String PROPERTY = "mskcdc.merged-offsets";

  private final SortedMap<Integer, Long> offsets;

  private MergedOffsets(SortedMap<Integer, Long> offsets) {
    this.offsets = offsets;
  }

  /**
   * Reads the value of a summary.
   *
   * @throws IllegalArgumentException for another text
   */
  static MergedOffsets parse(String text) {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    if (!text.isEmpty()) {
      for (String entry : text.split(",", -1)) {
        String[] parts = entry.split(":", -1);
        if (parts.length != 2) {
          throw new IllegalArgumentException("not partition:offset: " + entry);
        }
        offsets.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
      }
    }
    return new MergedOffsets(offsets);
  }

  /** Returns the offsets of the last merge into a table; none before the first. */
  static MergedOffsets of(Table merged) {
    return last(merged, snapshot -> true).orElseGet(() -> parse(""));
  }

  /** Returns the offsets of the last merge that was at or before a time; none if none was. */
  static MergedOffsets before(Table merged, Instant time) {
    return last(merged, snapshot -> snapshot.timestampMillis() <= time.toEpochMilli())
        .orElseGet(() -> parse(""));
  }

  private static Optional<MergedOffsets> last(Table merged, Predicate<Snapshot> condition) {
    return Snapshots.last(
            merged,
            snapshot -> snapshot.summary().containsKey(PROPERTY) && condition.test(snapshot))
        .map(snapshot -> parse(snapshot.summary().get(PROPERTY)));
  }

  /** Returns these offsets with later ones of some partitions. */
  MergedOffsets with(Map<Integer, Long> later) {
    SortedMap<Integer, Long> all = new TreeMap<>(offsets);
    later.forEach((partition, offset) -> all.merge(partition, offset, Math::max));
    return new MergedOffsets(all);
  }

  /** Returns whether no partition has an offset. */
  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** Returns the value for a summary. */
  String text() {
    return offsets.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** Returns a condition for the changes after these offsets. */
  String after() {
    if (isEmpty()) {
      return "TRUE";
    }
    String others =
        offsets.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return condition(">") + " OR `__partition` NOT IN (" + others + ")";
  }

  /** Returns a condition for the changes up to these offsets. */
  String upTo() {
    return isEmpty() ? "FALSE" : condition("<=");
  }

  private String condition(String comparison) {
    return offsets.entrySet().stream()
        .map(
            entry ->
                "(`__partition` = %d AND `__offset` %s %d)"
                    .formatted(entry.getKey(), comparison, entry.getValue()))
        .collect(Collectors.joining(" OR "));
  }
}
