package io.mskcdc.smt.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The kind of a record of Debezium. The transforms work on rows, change events and tombstones, all
 * of which are ROW. The other kinds pass unchanged by default.
 *
 * <p>The kind follows from the schemas' names (see Debezium's SchemaFactory). Without schemas, it
 * follows from the fields of the value and the topic's prefix.
 */
public enum RecordKind {
  ROW,
  HEARTBEAT,
  SCHEMA_CHANGE,
  TRANSACTION,
  NOTIFICATION;

  private static final String HEARTBEAT_TOPIC_PREFIX = "__debezium-heartbeat";
  private static final Set<String> TRANSACTION_FIELDS =
      Set.of("status", "id", "event_count", "data_collections", "ts_ms");
  private static final Set<String> NOTIFICATION_FIELDS =
      Set.of("id", "aggregate_type", "type", "timestamp");
  private static final String NOTIFICATION_DATA = "additional_data";

  public static RecordKind of(ConnectRecord<?> record) {
    RecordKind kind = of(record.valueSchema());
    if (kind == ROW) {
      kind = of(record.keySchema());
    }
    if (kind == ROW && !(record.value() instanceof Struct)) {
      kind = ofShape(record.topic(), record.value());
    }
    return kind;
  }

  public static RecordKind of(Schema schema) {
    String name = schema == null ? null : schema.name();
    if (name == null) {
      return ROW;
    }
    if (name.endsWith("io.debezium.connector.common.Heartbeat")
        || name.endsWith("io.debezium.connector.common.ServerNameKey")) {
      return HEARTBEAT;
    }
    if (name.endsWith(".SchemaChangeValue") || name.endsWith(".SchemaChangeKey")) {
      return SCHEMA_CHANGE;
    }
    if (name.endsWith("io.debezium.connector.common.TransactionMetadataValue")
        || name.endsWith("io.debezium.connector.common.TransactionMetadataKey")) {
      return TRANSACTION;
    }
    if (name.endsWith("io.debezium.connector.common.Notification")
        || name.endsWith("io.debezium.connector.common.NotificationKey")) {
      return NOTIFICATION;
    }
    return ROW;
  }

  private static RecordKind ofShape(String topic, Object value) {
    if (topic != null && topic.startsWith(HEARTBEAT_TOPIC_PREFIX)) {
      return HEARTBEAT;
    }
    if (value instanceof Map<?, ?> map) {
      // A table may have these columns, but is unlikely to have a nested source as well.
      if (map.containsKey("tableChanges")
          && map.containsKey("ddl")
          && map.containsKey("databaseName")
          && map.get(Envelope.SOURCE) instanceof Map<?, ?>
          && !Envelope.is(map)) {
        return SCHEMA_CHANGE;
      }
      // The number of events and the tables are null at the transaction's begin. A row with these
      // columns holds no list.
      if (map.keySet().equals(TRANSACTION_FIELDS)
          && (map.get("data_collections") instanceof List<?>
              || map.get("data_collections") == null && map.get("event_count") == null)) {
        return TRANSACTION;
      }
      // A topic with a dot names a database, so the value may be a table's row.
      if (topic != null
          && topic.indexOf('.') < 0
          && map.keySet().containsAll(NOTIFICATION_FIELDS)
          && map.size()
              == NOTIFICATION_FIELDS.size() + (map.containsKey(NOTIFICATION_DATA) ? 1 : 0)) {
        return NOTIFICATION;
      }
    }
    return ROW;
  }
}
