package io.mskcdc.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads all items of a table, in segments that are scanned at the same time. The scan need not be
 * consistent, which would cost twice as much: the stream is read from before its start.
 */
final class Snapshot {
  private final AwsClients aws;
  private final SourceTable table;
  private final ChangeEvents events;
  private final Acknowledgements acknowledgements;
  private final long started;
  private final List<Segment> segments = new ArrayList<>();

  private final class Segment {
    private final int number;
    private final Map<String, String> partition;
    private final PageRequests<ScanResponse> pages;
    private Map<String, AttributeValue> last;
    private boolean isRead;

    Segment(int number, int of, PageThreads threads) {
      this.number = number;
      this.partition = Positions.ofSegment(table.name(), number, of);
      this.pages =
          new PageRequests<>(threads, "segment " + number + " of the table " + table.name());
    }

    /** Goes on after the last item that was written, if it is of this snapshot. */
    void resume(Map<String, Object> position) {
      if (Positions.isOf(started, position)) {
        isRead = position.containsKey(Positions.DONE);
        last = Positions.keyIn(position);
      }
    }

    private ScanResponse scan(Map<String, AttributeValue> after) {
      return aws.tables()
          .scan(
              request ->
                  request
                      .tableName(table.name())
                      .segment(number)
                      .totalSegments(segments.size())
                      .exclusiveStartKey(after));
    }

    void read(List<SourceRecord> into) {
      Map<String, AttributeValue> after = last;
      Optional<ScanResponse> page = isRead ? Optional.empty() : pages.next(() -> scan(after));
      if (page.isEmpty()) {
        return;
      }
      long now = System.currentTimeMillis();
      for (Map<String, AttributeValue> item : page.get().items()) {
        Map<String, Object> position = Positions.afterItem(started, table.keys(), item);
        add(events.read(item, now, partition, position), into);
      }
      last = page.get().hasLastEvaluatedKey() ? page.get().lastEvaluatedKey() : null;
      isRead = last == null;
      if (isRead) {
        add(events.heartbeat(now, partition, Positions.segmentDone(started)), into);
      }
    }

    private void add(SourceRecord record, List<SourceRecord> into) {
      acknowledgements.sent(partition);
      into.add(record);
    }
  }

  /**
   * @param started the time of the snapshot's start, in milliseconds, also if it is resumed
   */
  Snapshot(
      AwsClients aws,
      SourceTable table,
      ChangeEvents events,
      Acknowledgements acknowledgements,
      long started,
      int segmentCount,
      PageThreads threads,
      OffsetStorageReader offsets) {
    this.aws = aws;
    this.table = table;
    this.events = events;
    this.acknowledgements = acknowledgements;
    this.started = started;
    for (int i = 0; i < segmentCount; i++) {
      segments.add(new Segment(i, segmentCount, threads));
    }
    segments.forEach(segment -> segment.resume(offsets.offset(segment.partition)));
  }

  /** Adds what has been read since the last call. */
  void read(List<SourceRecord> into) {
    segments.forEach(segment -> segment.read(into));
  }

  /** Returns whether Connect has acknowledged every item. */
  boolean isDone() {
    return segments.stream()
        .allMatch(segment -> segment.isRead && acknowledgements.isComplete(segment.partition));
  }

  /** Adds the records that remove the offsets of the segments. */
  void forget(List<SourceRecord> into) {
    segments.forEach(
        segment -> into.add(events.heartbeat(System.currentTimeMillis(), segment.partition, null)));
  }
}
