package io.mskcdc.dynamodb;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The partitions and offsets that Connect stores for a table. Connect finds an offset by the JSON
 * of its partition, so a partition's keys must always have the same order.
 *
 * <ul>
 *   <li>{@code {table}}: {@code {stream, snapshotStarted, caughtUp}}, times in milliseconds, and
 *       {@code snapshot}, true, until the snapshot is done
 *   <li>{@code {segment, table}}, the segment as {@code 0/4}: {@code {done, snapshotStarted}} and
 *       {@code key.NAME}, the last item's key, as type and text like {@code S:a}
 *   <li>{@code {shard, table}}: {@code {sequence, snapshotStarted}}, the last sequence number;
 *       empty if no record of the shard was written whole
 * </ul>
 *
 * <p>What belongs to an earlier snapshot than the table's is ignored.
 */
final class Positions {
  static final String TABLE = "table";
  static final String SEGMENT = "segment";
  static final String SHARD = "shard";

  static final String STREAM = "stream";
  static final String SNAPSHOT_STARTED = "snapshotStarted";
  static final String SNAPSHOT = "snapshot";
  static final String CAUGHT_UP = "caughtUp";
  static final String DONE = "done";
  static final String SEQUENCE = "sequence";
  private static final String KEY = "key.";

  private static final List<Set<String>> PARTITIONS =
      List.of(Set.of(TABLE), Set.of(SEGMENT, TABLE), Set.of(SHARD, TABLE));

  private Positions() {}

  static Map<String, String> ofTable(String table) {
    return new TreeMap<>(Map.of(TABLE, table));
  }

  static Map<String, String> ofSegment(String table, int segment, int segments) {
    return new TreeMap<>(Map.of(TABLE, table, SEGMENT, segment + "/" + segments));
  }

  static Map<String, String> ofShard(String table, String shard) {
    return new TreeMap<>(Map.of(TABLE, table, SHARD, shard));
  }

  static Map<String, Object> sequence(long snapshotStarted, String number) {
    return new TreeMap<>(Map.of(SNAPSHOT_STARTED, snapshotStarted, SEQUENCE, number));
  }

  /** Returns whether a stored position belongs to a snapshot. */
  static boolean isOf(long snapshotStarted, Map<String, Object> position) {
    return position != null
        && position.get(SNAPSHOT_STARTED) instanceof Number started
        && started.longValue() == snapshotStarted;
  }

  static Map<String, Object> segmentDone(long snapshotStarted) {
    return new TreeMap<>(Map.of(SNAPSHOT_STARTED, snapshotStarted, DONE, true));
  }

  /** Returns the position after an item in a segment. */
  static Map<String, Object> afterItem(
      long snapshotStarted, List<String> keys, Map<String, AttributeValue> item) {
    Map<String, Object> position = new TreeMap<>();
    position.put(SNAPSHOT_STARTED, snapshotStarted);
    keys.forEach(name -> position.put(KEY + name, text(item.get(name))));
    return position;
  }

  private static String text(AttributeValue value) {
    return switch (value.type()) {
      case S -> "S:" + value.s();
      case N -> "N:" + value.n();
      default -> "B:" + Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe());
    };
  }

  /** Returns the key of the item that a position is after; null if it is before the first. */
  static Map<String, AttributeValue> keyIn(Map<String, Object> position) {
    Map<String, AttributeValue> key = new HashMap<>();
    position.forEach(
        (name, value) -> {
          if (name.startsWith(KEY)) {
            key.put(name.substring(KEY.length()), attribute((String) value));
          }
        });
    return key.isEmpty() ? null : key;
  }

  private static AttributeValue attribute(String text) {
    String value = text.substring(2);
    return switch (text.charAt(0)) {
      case 'S' -> AttributeValue.fromS(value);
      case 'N' -> AttributeValue.fromN(value);
      default -> AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(value)));
    };
  }

  /**
   * Checks what a user writes with {@code PATCH /connectors/NAME/offsets}.
   *
   * @param offset the new offset, or null to remove it
   * @throws ConnectException if the connector would not understand it
   */
  static void requireValid(Map<String, ?> partition, Map<String, ?> offset) {
    if (!PARTITIONS.contains(partition.keySet())
        || !partition.values().stream().allMatch(String.class::isInstance)) {
      throw new ConnectException(
          "a partition has the keys table, table and segment, or table and shard, with texts as"
              + " values; got "
              + partition.keySet());
    }
    boolean isOfShard =
        partition.containsKey(SHARD)
            && offset != null
            && offset.get(SEQUENCE) instanceof String
            && offset.get(SNAPSHOT_STARTED) instanceof Number
            && offset.size() == 2;
    if (offset != null && !isOfShard) {
      throw new ConnectException(
          "an offset can be removed; that of a shard can also be another one with the keys sequence"
              + " and snapshotStarted");
    }
  }
}
