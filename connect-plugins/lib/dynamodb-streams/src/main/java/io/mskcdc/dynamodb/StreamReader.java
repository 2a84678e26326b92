package io.mskcdc.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/**
 * Reads a stream. A shard is read once every record of its parent is acknowledged, because the
 * changes of a key move from a shard to its children, and a restart must not send an older state
 * after a newer one.
 */
final class StreamReader {
  // The clocks of the worker and of AWS may differ, and the scan may lag.
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final long LIST_INTERVAL = Duration.ofSeconds(5).toNanos();

  private final AwsClients aws;
  private final SourceTable table;
  private final ChangeEvents events;
  private final Acknowledgements acknowledgements;
  private final long snapshotStarted;
  private final PageThreads threads;
  private final OffsetStorageReader offsets;
  private final PageRequests<List<Shard>> lists;

  private final Map<String, ShardReader> active = new LinkedHashMap<>();
  private final Set<String> finished = new HashSet<>();

  /** The offsets that Connect had at the start, by shard; null before the first list. */
  private Map<String, Map<String, Object>> stored;

  private Map<String, Shard> listed = Map.of();

  /** Finished shards whose offset Connect still has. */
  private final Set<String> kept = new HashSet<>();

  private long caughtUp;

  /**
   * @param caughtUp the time up to which everything was read, in milliseconds
   */
  StreamReader(
      AwsClients aws,
      SourceTable table,
      ChangeEvents events,
      Acknowledgements acknowledgements,
      long snapshotStarted,
      long caughtUp,
      PageThreads threads,
      OffsetStorageReader offsets) {
    this.aws = aws;
    this.table = table;
    this.events = events;
    this.acknowledgements = acknowledgements;
    this.snapshotStarted = snapshotStarted;
    this.caughtUp = caughtUp;
    this.threads = threads;
    this.offsets = offsets;
    this.lists = new PageRequests<>(threads, "the list of shards of the table " + table.name());
  }

  /** Adds what has been read since the last call. */
  void read(List<SourceRecord> into) {
    lists.next(this::list).ifPresent(this::use);
    for (Map.Entry<String, ShardReader> entry : active.entrySet()) {
      Shard shard = listed.get(entry.getKey());
      boolean isOpen = shard != null && shard.sequenceNumberRange().endingSequenceNumber() == null;
      entry.getValue().read(into, isOpen);
    }
    boolean hasFinished =
        active.entrySet().removeIf(entry -> entry.getValue().isFinished() && finish(entry));
    if (hasFinished) {
      // Its children can begin now.
      lists.pauseFor(0);
    }
  }

  private boolean finish(Map.Entry<String, ShardReader> entry) {
    finished.add(entry.getKey());
    if (hasOffset(entry.getKey())) {
      kept.add(entry.getKey());
    }
    return true;
  }

  private List<Shard> list() {
    List<Shard> shards = new ArrayList<>();
    String last = null;
    do {
      String start = last;
      StreamDescription page =
          aws.streams()
              .describeStream(r -> r.streamArn(table.stream()).exclusiveStartShardId(start))
              .streamDescription();
      shards.addAll(page.shards());
      last = page.lastEvaluatedShardId();
    } while (last != null);
    return shards;
  }

  private void use(List<Shard> shards) {
    lists.pauseFor(LIST_INTERVAL);
    listed =
        shards.stream()
            .collect(
                Collectors.toMap(
                    Shard::shardId, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    if (stored == null) {
      begin();
    }
    finished.retainAll(listed.keySet());
    listed.values().stream().filter(this::canBegin).map(Shard::shardId).forEach(this::open);
  }

  /** Finds out which shards were read before: those with an offset, and their ancestors. */
  private void begin() {
    Map<Map<String, String>, String> partitions = new HashMap<>();
    listed.keySet().forEach(id -> partitions.put(Positions.ofShard(table.name(), id), id));
    stored = new HashMap<>();
    offsets
        .offsets(partitions.keySet())
        .forEach(
            (partition, offset) -> {
              if (Positions.isOf(snapshotStarted, offset)) {
                stored.put(partitions.get(partition), offset);
              }
            });
    for (String id : stored.keySet()) {
      for (String parent = parentOf(id); parent != null; parent = parentOf(parent)) {
        finished.add(parent);
        if (stored.containsKey(parent)) {
          kept.add(parent);
        }
      }
    }
    requireNoGap();
  }

  /** Returns a shard's parent; null if it has none or the parent was trimmed. */
  private String parentOf(String id) {
    String parent = listed.get(id).parentShardId();
    return listed.containsKey(parent) ? parent : null;
  }

  /**
   * After more than a day, a shard that nobody has read may follow shards that were trimmed unread.
   */
  private void requireNoGap() {
    boolean isUnknown =
        listed.isEmpty()
            || listed.keySet().stream()
                .anyMatch(
                    id ->
                        parentOf(id) == null && !stored.containsKey(id) && !finished.contains(id));
    Instant now = Instant.now();
    if (isUnknown && Instant.ofEpochMilli(caughtUp).plus(ShardReader.RETENTION).isBefore(now)) {
      throw SourceErrors.of(
          SourceErrors.RECORDS_TRIMMED,
          "the stream of the table "
              + table.name()
              + " was read up to "
              + Instant.ofEpochMilli(caughtUp)
              + ", and DynamoDB keeps records for 24 hours; later changes may be lost",
          SourceErrors.NEW_SNAPSHOT);
    }
  }

  private boolean canBegin(Shard shard) {
    String parent = shard.parentShardId();
    return !active.containsKey(shard.shardId())
        && !finished.contains(shard.shardId())
        && !active.containsKey(parent)
        && (!listed.containsKey(parent) || finished.contains(parent));
  }

  private void open(String id) {
    active.put(
        id,
        new ShardReader(
            aws,
            table,
            events,
            acknowledgements,
            id,
            stored.get(id),
            snapshotStarted,
            Instant.ofEpochMilli(snapshotStarted).minus(MARGIN),
            caughtUp,
            threads));
  }

  /** Returns the time up to which Connect has all changes, in milliseconds. */
  long caughtUp() {
    active.values().stream()
        .mapToLong(ShardReader::reached)
        .min()
        .ifPresent(least -> caughtUp = Math.max(caughtUp, least));
    return caughtUp;
  }

  /**
   * Adds the records that remove the offsets of finished shards. The offset of a child is then
   * enough to know that its parent was read.
   */
  void forget(List<SourceRecord> into) {
    Set<String> unneeded = new HashSet<>(kept);
    // Only listed shards are looked up after a restart.
    unneeded.removeAll(listed.keySet());
    listed.values().stream()
        .filter(child -> kept.contains(child.parentShardId()) && hasOffset(child.shardId()))
        .forEach(child -> unneeded.add(child.parentShardId()));
    for (String shard : unneeded) {
      kept.remove(shard);
      Map<String, String> partition = Positions.ofShard(table.name(), shard);
      acknowledgements.forget(partition);
      into.add(events.heartbeat(System.currentTimeMillis(), partition, null));
    }
  }

  private boolean hasOffset(String shard) {
    return stored.containsKey(shard)
        || acknowledgements.hasBegun(Positions.ofShard(table.name(), shard));
  }

  int openShards() {
    return active.size();
  }
}
