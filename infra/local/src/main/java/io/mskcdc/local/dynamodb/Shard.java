package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A shard: the records of the keys in a range of hashes, until it is closed. */
final class Shard {
  private final String id;
  private final String parent;
  private final HashRange range;
  private final Instant created;
  private final long first;
  private final List<ChangeRecord> records = new ArrayList<>();
  private Instant closed;
  private long last;
  private long horizon;

  /**
   * @param parent null for a shard that a new stream has
   * @param first the number at which the shard begins; no record has it
   */
  Shard(String id, String parent, HashRange range, Instant created, long first) {
    this.id = id;
    this.parent = parent;
    this.range = range;
    this.created = created;
    this.first = first;
    this.horizon = first;
  }

  /** The page of records that begins at a position, and the position after it. */
  record Slice(List<ChangeRecord> records, long next) {}

  String id() {
    return id;
  }

  String parent() {
    return parent;
  }

  HashRange range() {
    return range;
  }

  Instant created() {
    return created;
  }

  boolean isOpen() {
    return closed == null;
  }

  int recordCount() {
    return records.size();
  }

  void append(ChangeRecord record) {
    records.add(record);
  }

  /**
   * Closes the shard.
   *
   * @param number the number at which it ends; no record has it
   */
  void close(Instant now, long number) {
    closed = now;
    last = number;
  }

  /** Returns whether a number lies between the beginning and the end of the shard. */
  boolean contains(long number, long latest) {
    return number >= first && number <= (isOpen() ? latest : last);
  }

  /** Returns the position of the oldest record that is not trimmed. */
  long horizon() {
    return horizon;
  }

  /** Returns whether a reader at {@code position} has read all records of a closed shard. */
  boolean endsBefore(long position) {
    return !isOpen() && (records.isEmpty() || lastRecord() < position);
  }

  private long lastRecord() {
    return records.get(records.size() - 1).number();
  }

  /** Returns the records from a position on, up to limits of which the first record is exempt. */
  Slice read(long position, int maxRecords, int maxBytes, ChangeStream stream) {
    int from = indexOf(position);
    int to = from;
    int bytes = 0;
    while (to < records.size() && to - from < maxRecords) {
      bytes += records.get(to).size(stream);
      if (to > from && bytes > maxBytes) {
        break;
      }
      to++;
    }
    List<ChangeRecord> slice = List.copyOf(records.subList(from, to));
    return new Slice(slice, slice.isEmpty() ? position : slice.get(slice.size() - 1).number() + 1);
  }

  // The index of the first record at or after a position.
  private int indexOf(long position) {
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (records.get(middle).number() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Deletes the records below a number. */
  void trimBelow(long number) {
    int count = indexOf(number);
    if (count > 0) {
      horizon = records.get(count - 1).number() + 1;
      records.subList(0, count).clear();
    }
  }

  /** Deletes the records that are older than a time. */
  void trimBefore(Instant time) {
    int count = 0;
    while (count < records.size() && records.get(count).created().isBefore(time)) {
      count++;
    }
    if (count > 0) {
      trimBelow(records.get(count - 1).number() + 1);
    }
  }

  /** Returns whether the shard is closed, was so before a time, and has no records any more. */
  boolean isGone(Instant time) {
    return !isOpen() && records.isEmpty() && closed.isBefore(time);
  }

  /** Writes the shard as DescribeStream returns it. */
  ObjectNode write() {
    ObjectNode shard = Json.object().put("ShardId", id);
    ObjectNode numbers =
        shard
            .putObject("SequenceNumberRange")
            .put("StartingSequenceNumber", SequenceNumber.text(first));
    if (!isOpen()) {
      numbers.put("EndingSequenceNumber", SequenceNumber.text(last));
    }
    if (parent != null) {
      shard.put("ParentShardId", parent);
    }
    return shard;
  }
}
