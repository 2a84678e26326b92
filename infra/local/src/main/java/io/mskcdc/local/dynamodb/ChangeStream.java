package io.mskcdc.local.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream of a table. Each record is in the open shard that has the hash of its key, so the
 * records of a key move only from a shard to its children.
 */
final class ChangeStream {
  /** How long records are kept. */
  static final Duration RETENTION = Duration.ofHours(24);

  /** How many records are kept; the oldest are trimmed earlier than on AWS. */
  static final int MAX_RECORDS = 1_000_000;

  private static final Duration SHARD_LIFETIME = Duration.ofHours(4);

  private final String arn;
  private final String table;
  private final KeySchema schema;
  private final StreamView view;
  private final Instant created;
  private final int maxRecords;
  private final Map<String, Shard> shards = new LinkedHashMap<>();
  private Instant disabled;
  private long nextNumber;
  private long lastShardTime;

  /**
   * @param partitions how many shards the stream begins with
   */
  ChangeStream(
      String arn,
      String table,
      KeySchema schema,
      StreamView view,
      int partitions,
      Instant now,
      int maxRecords) {
    this.arn = arn;
    this.table = table;
    this.schema = schema;
    this.view = view;
    this.created = now;
    this.maxRecords = maxRecords;
    HashRange.parts(partitions).forEach(range -> open(null, range, now));
  }

  private Shard open(Shard parent, HashRange range, Instant now) {
    // The number in an ID is a time. It must grow, so that parents are listed before children.
    lastShardTime = Math.max(lastShardTime + 1, now.toEpochMilli());
    String id =
        "shardId-%020d-%08x".formatted(lastShardTime, (int) (range.first() >>> Integer.SIZE));
    Shard shard = new Shard(id, parent == null ? null : parent.id(), range, now, nextNumber++);
    shards.put(id, shard);
    return shard;
  }

  String arn() {
    return arn;
  }

  String label() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  String region() {
    return arn.split(":", -1)[3];
  }

  String table() {
    return table;
  }

  KeySchema schema() {
    return schema;
  }

  StreamView view() {
    return view;
  }

  Instant created() {
    return created;
  }

  boolean isEnabled() {
    return disabled == null;
  }

  /** Returns all shards, parents before children. */
  List<Shard> shards() {
    return List.copyOf(shards.values());
  }

  List<Shard> openShards() {
    return shards.values().stream().filter(Shard::isOpen).toList();
  }

  Optional<Shard> shard(String id) {
    return Optional.ofNullable(shards.get(id));
  }

  /** Returns the position after all records so far. */
  long end() {
    return nextNumber;
  }

  /** Adds the record of a change; see {@link ChangeRecord}. */
  void append(Instant now, ItemKey key, Item before, Item after, boolean expired) {
    Shard shard =
        shards.values().stream()
            .filter(candidate -> candidate.isOpen() && candidate.range().contains(key.hash()))
            .findFirst()
            .orElseThrow();
    shard.append(new ChangeRecord(nextNumber++, now, key, before, after, expired));
    if (shards.values().stream().mapToInt(Shard::recordCount).sum() > maxRecords) {
      // A tenth at once, so that few writes pay for it.
      long number = nextNumber - maxRecords + maxRecords / 10;
      shards.values().forEach(each -> each.trimBelow(number));
    }
  }

  /** Closes a shard and opens one child with the same keys. */
  Shard roll(Shard shard, Instant now) {
    return replace(shard, List.of(shard.range()), now).get(0);
  }

  /** Closes a shard and opens two children, each with half of the keys. */
  List<Shard> split(Shard shard, Instant now) {
    return replace(shard, shard.range().halves(), now);
  }

  private List<Shard> replace(Shard shard, List<HashRange> ranges, Instant now) {
    shard.close(now, nextNumber++);
    List<Shard> children = new ArrayList<>();
    ranges.forEach(range -> children.add(open(shard, range, now)));
    return children;
  }

  /** Closes all shards. Their records stay readable until they are trimmed. */
  void disable(Instant now) {
    disabled = now;
    openShards().forEach(shard -> shard.close(now, nextNumber++));
  }

  /**
   * Rolls and trims what its age requires.
   *
   * @return whether it rolled a shard
   */
  boolean age(Instant now) {
    List<Shard> due =
        openShards().stream()
            .filter(shard -> shard.created().plus(SHARD_LIFETIME).isBefore(now))
            .toList();
    due.forEach(shard -> roll(shard, now));
    trimBefore(now.minus(RETENTION));
    return !due.isEmpty();
  }

  /** Trims the records that are older than a time, and the closed shards without records. */
  void trimBefore(Instant time) {
    shards.values().forEach(shard -> shard.trimBefore(time));
    shards.values().removeIf(shard -> shard.isGone(time));
  }

  /** Returns whether the stream was disabled and its records are no longer kept. */
  boolean isGone(Instant now) {
    return !isEnabled() && disabled.plus(RETENTION).isBefore(now);
  }
}
