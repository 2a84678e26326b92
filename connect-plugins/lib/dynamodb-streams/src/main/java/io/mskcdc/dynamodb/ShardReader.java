package io.mskcdc.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** Reads one shard of a stream from a position to its end. */
final class ShardReader {
  /** How long AWS keeps records. */
  static final Duration RETENTION = Duration.ofHours(24);

  private static final long IDLE_PAUSE = Duration.ofMillis(250).toNanos();
  private static final String BEFORE_THE_FIRST = "";

  private final AwsClients aws;
  private final SourceTable table;
  private final ChangeEvents events;
  private final Acknowledgements acknowledgements;
  private final String shard;
  private final Map<String, String> partition;
  private final long snapshotStarted;
  private final Instant horizon;
  private final PageRequests<Page> pages;

  /** The last record that was read; null at the beginning. */
  private String position;

  private String iterator;
  private boolean isRead;
  private long reached;
  private long reachedWhenAcknowledged;

  /**
   * What a request for records gave.
   *
   * @param next the iterator of the next page; null at the end of a closed shard, and if the
   *     iterator of this page had expired
   * @param requested the time of the request in milliseconds
   */
  private record Page(List<Record> records, String next, boolean isExpired, long requested) {}

  /**
   * @param stored the offset that Connect has; null if it has none
   * @param horizon changes before this time are in the snapshot
   * @param reached the time up to which everything was read before this shard, in milliseconds
   */
  ShardReader(
      AwsClients aws,
      SourceTable table,
      ChangeEvents events,
      Acknowledgements acknowledgements,
      String shard,
      Map<String, Object> stored,
      long snapshotStarted,
      Instant horizon,
      long reached,
      PageThreads threads) {
    this.aws = aws;
    this.table = table;
    this.events = events;
    this.acknowledgements = acknowledgements;
    this.shard = shard;
    this.partition = Positions.ofShard(table.name(), shard);
    this.snapshotStarted = snapshotStarted;
    this.horizon = horizon;
    this.reached = reached;
    this.reachedWhenAcknowledged = reached;
    this.pages =
        new PageRequests<>(threads, "the shard " + shard + " of the table " + table.name());
    if (stored != null && !BEFORE_THE_FIRST.equals(stored.get(Positions.SEQUENCE))) {
      position = (String) stored.get(Positions.SEQUENCE);
    }
  }

  /**
   * Adds what has been read since the last call.
   *
   * @param isOpen whether the shard was open when the shards were listed last
   */
  void read(List<SourceRecord> into, boolean isOpen) {
    if (isRead) {
      return;
    }
    String from = iterator;
    String after = position;
    Optional<Page> read = pages.next(() -> request(from, after));
    if (read.isEmpty()) {
      return;
    }
    Page page = read.get();
    for (Record record : page.records()) {
      if (!record.dynamodb().approximateCreationDateTime().isBefore(horizon)) {
        add(record, into);
      }
      position = record.dynamodb().sequenceNumber();
      reached = record.dynamodb().approximateCreationDateTime().toEpochMilli();
    }
    iterator = page.next();
    isRead = page.next() == null && !page.isExpired();
    if (page.records().isEmpty()) {
      pages.pauseFor(IDLE_PAUSE);
      if (isOpen && page.next() != null) {
        reached = page.requested();
      }
    }
  }

  /**
   * The offset of a delete is the one before it: its tombstone follows, and only both together are
   * the change.
   */
  private void add(Record record, List<SourceRecord> into) {
    Map<String, Object> here = offset(record.dynamodb().sequenceNumber());
    if (record.eventName() == OperationType.REMOVE) {
      Map<String, Object> before = offset(position == null ? BEFORE_THE_FIRST : position);
      into.add(events.changed(record, shard, partition, before));
      into.add(events.tombstone(record, partition, here));
      acknowledgements.sent(partition);
    } else {
      into.add(events.changed(record, shard, partition, here));
    }
    acknowledgements.sent(partition);
  }

  private Map<String, Object> offset(String number) {
    return Positions.sequence(snapshotStarted, number);
  }

  private Page request(String from, String after) {
    long requested = System.currentTimeMillis();
    try {
      String start = from == null ? iteratorAfter(after) : from;
      GetRecordsResponse response = aws.streams().getRecords(r -> r.shardIterator(start));
      return new Page(response.records(), response.nextShardIterator(), false, requested);
    } catch (ExpiredIteratorException e) {
      return new Page(List.of(), null, true, requested);
    } catch (TrimmedDataAccessException e) {
      requireBeforeHorizon(after, requested);
      return new Page(List.of(), null, true, requested);
    } catch (ResourceNotFoundException e) {
      requireBeforeHorizon(after, requested);
      return new Page(List.of(), null, false, requested);
    }
  }

  private String iteratorAfter(String number) {
    return aws.streams()
        .getShardIterator(
            request -> {
              request.streamArn(table.stream()).shardId(shard);
              if (number == null) {
                request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
              } else {
                request
                    .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .sequenceNumber(number);
              }
            })
        .shardIterator();
  }

  /** What was trimmed does not matter if nobody has read the shard and the snapshot is newer. */
  private void requireBeforeHorizon(String after, long now) {
    if (after != null || Instant.ofEpochMilli(now).minus(RETENTION).isAfter(horizon)) {
      throw SourceErrors.of(
          SourceErrors.RECORDS_TRIMMED,
          "DynamoDB no longer has records of the shard "
              + shard
              + " of the table "
              + table.name()
              + " that were not read, because they are older than 24 hours; changes since "
              + Instant.ofEpochMilli(reachedWhenAcknowledged)
              + " are lost",
          SourceErrors.NEW_SNAPSHOT);
    }
  }

  /** Returns whether the shard is closed, read to its end, and all its records acknowledged. */
  boolean isFinished() {
    return isRead && acknowledgements.isComplete(partition);
  }

  /** Returns the time up to which Connect has all changes of the shard, in milliseconds. */
  long reached() {
    if (acknowledgements.isComplete(partition)) {
      reachedWhenAcknowledged = reached;
    }
    return reachedWhenAcknowledged;
  }
}
