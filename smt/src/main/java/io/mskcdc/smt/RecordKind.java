package io.mskcdc.smt;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;

/**
 * What Debezium wrote a record for. Rows are what the transforms work on; the rest is Debezium's
 * own and passes untouched.
 *
 * <p>Told from the names of the schemas (Debezium's SchemaFactory), and without schemas from the
 * record's shape and the topic's prefix.
 */
enum RecordKind {
  ROW,
  HEARTBEAT,
  SCHEMA_CHANGE,
  TRANSACTION,
  NOTIFICATION;

  private static final String HEARTBEAT_TOPIC_PREFIX = "__debezium-heartbeat";
  private static final Set<String> TRANSACTION_FIELDS =
      Set.of("status", "id", "event_count", "data_collections", "ts_ms");

  static RecordKind of(ConnectRecord<?> record) {
    RecordKind kind = of(record.valueSchema());
    if (kind == ROW) {
      kind = of(record.keySchema());
    }
    if (kind == ROW && record.valueSchema() == null) {
      kind = ofShape(record.topic(), record.value());
    }
    return kind;
  }

  static RecordKind of(Schema schema) {
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
      if (map.containsKey("tableChanges") && map.containsKey("ddl") && !Envelope.is(map)) {
        return SCHEMA_CHANGE;
      }
      if (map.keySet().equals(TRANSACTION_FIELDS)) {
        return TRANSACTION;
      }
    }
    return ROW;
  }
}
