package io.mskcdc.dynamodb;

import io.mskcdc.dynamodb.item.AttributeValues;
import io.mskcdc.dynamodb.item.ItemChange;
import io.mskcdc.dynamodb.item.UnknownItemException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Makes a table's records: change events in the form of Debezium's, without schemas. Their {@code
 * source} has {@code connector, name, db, table, ts_ms, snapshot, shard, sequence, ttl}.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/mysql.html">Debezium,
 *     change event values</a>
 */
final class ChangeEvents {
  private final SourceOptions options;
  private final SourceTable table;
  private final String topic;

  ChangeEvents(SourceOptions options, SourceTable table) {
    this.options = options;
    this.table = table;
    this.topic = options.topicOf(table.name());
  }

  /** Returns the event of an item that the snapshot read. */
  SourceRecord read(
      Map<String, AttributeValue> item,
      long time,
      Map<String, String> partition,
      Map<String, Object> offset) {
    Map<String, Object> source = source(time, "true", null, null, false);
    Map<String, Object> row = known(() -> AttributeValues.row(item));
    Map<String, Object> event = event("r", null, row, source, time);
    return record(AttributeValues.key(table.keys(), item), event, time, partition, offset);
  }

  /** Returns the event of a change. */
  SourceRecord changed(
      Record record, String shard, Map<String, String> partition, Map<String, Object> offset) {
    ItemChange change = known(() -> ItemChange.of(record));
    Map<String, Object> source =
        source(change.time(), "false", shard, change.sequence(), change.isExpired());
    return record(
        AttributeValues.key(table.keys(), change.key()),
        event(change.op(), change.before(), change.after(), source, change.time()),
        change.time(),
        partition,
        offset);
  }

  /** Returns the tombstone that follows a delete, for compacted topics. */
  SourceRecord tombstone(Record record, Map<String, String> partition, Map<String, Object> offset) {
    return record(
        AttributeValues.key(table.keys(), record.dynamodb().keys()),
        null,
        record.dynamodb().approximateCreationDateTime().toEpochMilli(),
        partition,
        offset);
  }

  /** Returns a record that only stores an offset, or with null removes it. */
  SourceRecord heartbeat(long time, Map<String, String> partition, Map<String, Object> offset) {
    return new SourceRecord(
        partition,
        offset,
        options.heartbeatTopic(),
        null,
        null,
        Map.of("serverName", options.topicPrefix()),
        null,
        new HashMap<>(Map.of("ts_ms", time)),
        time);
  }

  private static <T> T known(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnknownItemException e) {
      throw SourceErrors.of(SourceErrors.REQUEST_REFUSED, e.getMessage(), "use a newer plugin");
    }
  }

  /** All events have the same fields, so that a transform may copy any of them. */
  private Map<String, Object> source(
      long time, String snapshot, String shard, String sequence, boolean isExpired) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("connector", "dynamodb");
    source.put("name", options.topicPrefix());
    source.put("db", SourceOptions.DATABASE);
    source.put("table", table.name());
    source.put("ts_ms", time);
    source.put("snapshot", snapshot);
    source.put("shard", shard);
    source.put("sequence", sequence);
    source.put("ttl", isExpired);
    return source;
  }

  private static Map<String, Object> event(
      String op,
      Map<String, Object> before,
      Map<String, Object> after,
      Map<String, Object> source,
      long time) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("before", before);
    event.put("after", after);
    event.put("source", source);
    event.put("op", op);
    event.put("ts_ms", time);
    return event;
  }

  private SourceRecord record(
      Map<String, Object> key,
      Map<String, Object> value,
      long time,
      Map<String, String> partition,
      Map<String, Object> offset) {
    return new SourceRecord(partition, offset, topic, null, null, key, null, value, time);
  }
}
