package io.mskcdc.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Runs a task as Connect does: stores offsets as JSON under the JSON of their partitions, and
 * starts the task again with them after a kill.
 */
final class TaskRunner implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OFFSET = new TypeReference<>() {};

  /** The records that consumers can read. */
  final List<SourceRecord> written = new ArrayList<>();

  final Map<String, String> offsets = new HashMap<>();

  private final Map<String, String> options;
  private DynamoDbStreamsSourceTask task;

  TaskRunner(Map<String, String> options) {
    this.options = options;
    start();
  }

  private final class StoredOffsets implements OffsetStorageReader {
    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      String stored = offsets.get(json(partition));
      try {
        return stored == null ? null : JSON.readValue(stored, OFFSET);
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
      partitions.forEach(partition -> found.put(partition, offset(partition)));
      return found;
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  void start() {
    DynamoDbStreamsSourceTask started = new DynamoDbStreamsSourceTask();
    task = started;
    started.initialize(
        new SourceTaskContext() {
          @Override
          public Map<String, String> configs() {
            return options;
          }

          @Override
          public OffsetStorageReader offsetStorageReader() {
            return new StoredOffsets();
          }
        });
    started.start(options);
  }

  /** Ends the task without storing anything. */
  void kill() {
    task.stop();
  }

  void restart() {
    kill();
    start();
  }

  /** Returns what the task has next, which nobody has written or acknowledged yet. */
  List<SourceRecord> poll() throws InterruptedException {
    try {
      List<SourceRecord> records = task.poll();
      return records == null ? List.of() : records;
    } catch (RetriableException e) {
      return List.of();
    }
  }

  /** Writes records and their offsets, as one transaction. */
  void commit(List<SourceRecord> records) {
    written.addAll(records);
    store(records);
    records.forEach(record -> task.commitRecord(record, null));
  }

  void store(List<SourceRecord> records) {
    for (SourceRecord record : records) {
      String partition = json(record.sourcePartition());
      if (record.sourceOffset() == null) {
        offsets.remove(partition);
      } else {
        offsets.put(partition, json(record.sourceOffset()));
      }
    }
  }

  void acknowledge(List<SourceRecord> records) {
    records.forEach(record -> task.commitRecord(record, null));
  }

  /** Commits what the task has until a record is as expected. */
  void runUntil(Predicate<SourceRecord> expected) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < end) {
      List<SourceRecord> records = poll();
      commit(records);
      if (records.stream().anyMatch(expected)) {
        return;
      }
    }
    throw new AssertionError("the record did not come");
  }

  /** Returns the records of tables, without heartbeats. */
  List<SourceRecord> rows() {
    return written.stream()
        .filter(record -> !record.topic().startsWith("__debezium-heartbeat"))
        .toList();
  }

  @Override
  public void close() {
    task.stop();
  }
}
