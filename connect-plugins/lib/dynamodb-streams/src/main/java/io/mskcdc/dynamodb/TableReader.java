package io.mskcdc.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one table: all its items, and then its stream. */
final class TableReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private final SourceOptions options;
  private final AwsClients aws;
  private final SourceTable table;
  private final ChangeEvents events;
  private final Acknowledgements acknowledgements;
  private final PageThreads threads;
  private final OffsetStorageReader offsets;
  private final Map<String, String> partition;
  private final TableMetrics metrics;
  private final long snapshotStarted;

  /** Null once every item is acknowledged. */
  private Snapshot snapshot;

  /** A snapshot whose offsets Connect still has; otherwise null. */
  private Snapshot read;

  /** Null during the snapshot. */
  private StreamReader stream;

  private boolean isDoneSent;
  private long nextHeartbeat = System.nanoTime();

  /**
   * Goes on where Connect's offsets say; without offsets, begins with a snapshot.
   *
   * @throws ConnectException if the table or its stream does not fit, or if changes were lost
   */
  TableReader(
      SourceOptions options,
      AwsClients aws,
      String name,
      Acknowledgements acknowledgements,
      PageThreads threads,
      OffsetStorageReader offsets) {
    this.options = options;
    this.aws = aws;
    this.table = SourceTable.describe(aws, name);
    this.events = new ChangeEvents(options, table);
    this.acknowledgements = acknowledgements;
    this.threads = threads;
    this.offsets = offsets;
    this.partition = Positions.ofTable(name);
    Map<String, Object> position = offsets.offset(partition);
    boolean isDone = position != null && !position.containsKey(Positions.SNAPSHOT);
    boolean isOfStream = position != null && table.stream().equals(position.get(Positions.STREAM));
    if (isDone && !isOfStream) {
      throw SourceErrors.of(
          SourceErrors.STREAM_REPLACED,
          "the table "
              + name
              + " has another stream than the one that was read, "
              + position.get(Positions.STREAM)
              + "; changes between the two are lost",
          SourceErrors.NEW_SNAPSHOT);
    }
    if (isDone) {
      snapshotStarted = time(position, Positions.SNAPSHOT_STARTED);
      openStream(time(position, Positions.CAUGHT_UP));
    } else {
      snapshotStarted =
          isOfStream ? time(position, Positions.SNAPSHOT_STARTED) : System.currentTimeMillis();
      snapshot =
          new Snapshot(
              aws,
              table,
              events,
              acknowledgements,
              snapshotStarted,
              options.snapshotSegments(),
              threads,
              offsets);
      LOG.info("Reading the items of the table {}, and then its stream {}", name, table.stream());
    }
    metrics = new TableMetrics(options.topicPrefix(), name);
  }

  private static long time(Map<String, Object> position, String key) {
    return ((Number) position.get(key)).longValue();
  }

  private void openStream(long caughtUp) {
    stream =
        new StreamReader(
            aws, table, events, acknowledgements, snapshotStarted, caughtUp, threads, offsets);
    LOG.info("Reading the stream of the table {}", table.name());
  }

  /** Adds what has been read since the last call, and a heartbeat if one is due. */
  void read(List<SourceRecord> into) {
    int before = into.size();
    if (snapshot != null && snapshot.isDone()) {
      read = snapshot;
      snapshot = null;
      openStream(snapshotStarted);
      nextHeartbeat = System.nanoTime();
    }
    if (System.nanoTime() - nextHeartbeat >= 0) {
      nextHeartbeat = System.nanoTime() + options.heartbeatInterval().toNanos();
      heartbeat(into);
    }
    int heartbeats = into.size() - before;
    if (snapshot != null) {
      snapshot.read(into);
    } else {
      stream.read(into);
    }
    metrics.update(
        into.size() - before - heartbeats,
        snapshot != null,
        stream == null ? 0 : stream.openShards(),
        stream == null ? snapshotStarted : stream.caughtUp());
  }

  private void heartbeat(List<SourceRecord> into) {
    boolean isDoneStored = read != null && isDoneSent && acknowledgements.isComplete(partition);
    Map<String, Object> offset = new TreeMap<>();
    offset.put(Positions.STREAM, table.stream());
    offset.put(Positions.SNAPSHOT_STARTED, snapshotStarted);
    if (stream == null) {
      offset.put(Positions.SNAPSHOT, true);
    }
    offset.put(Positions.CAUGHT_UP, stream == null ? snapshotStarted : stream.caughtUp());
    acknowledgements.sent(partition);
    into.add(events.heartbeat(System.currentTimeMillis(), partition, offset));
    if (stream != null) {
      stream.forget(into);
    }
    // Not before Connect has the heartbeat that says that the snapshot is done.
    if (isDoneStored) {
      read.forget(into);
      read = null;
    }
    isDoneSent = stream != null;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
