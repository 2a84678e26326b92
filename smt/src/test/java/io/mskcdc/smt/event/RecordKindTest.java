package io.mskcdc.smt.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.Events;
import io.mskcdc.smt.Masks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How rows differ from heartbeats, schema changes, transactions and notifications. */
class RecordKindTest {

  private static final Map<String, Object> TRANSACTION =
      Map.of(
          "status",
          "END",
          "id",
          "1",
          "event_count",
          1L,
          "data_collections",
          List.of(),
          "ts_ms",
          1L);
  private static final Map<String, Object> NOTIFICATION =
      Map.of("id", "1", "aggregate_type", "Initial Snapshot", "type", "STARTED", "timestamp", 1L);
  private static final Map<String, Object> SCHEMA_CHANGE =
      Map.of("source", Map.of(), "databaseName", "d", "ddl", "ALTER", "tableChanges", List.of());

  private static Map<String, Object> transactionLikeRow() {
    Map<String, Object> row = new HashMap<>(TRANSACTION);
    row.put("data_collections", "orders");
    return row;
  }

  static Stream<Arguments> records() {
    Events customers = Events.customers();
    Struct ada = Events.customer(customers);
    return Stream.of(
        Arguments.of(RecordKind.ROW, customers.insert(ada)),
        Arguments.of(RecordKind.ROW, customers.tombstone(ada)),
        Arguments.of(RecordKind.ROW, without("a.b.c", Map.of("id", 1))),
        Arguments.of(RecordKind.ROW, without("a.b.c", null)),
        Arguments.of(RecordKind.ROW, without(null, null)),
        Arguments.of(RecordKind.HEARTBEAT, Events.heartbeat()),
        Arguments.of(RecordKind.HEARTBEAT, keyOf(Events.heartbeat())),
        Arguments.of(RecordKind.HEARTBEAT, without("__debezium-heartbeat.p", Map.of("ts_ms", 1))),
        Arguments.of(RecordKind.SCHEMA_CHANGE, Events.schemaChange()),
        Arguments.of(RecordKind.SCHEMA_CHANGE, keyOf(Events.schemaChange())),
        Arguments.of(RecordKind.SCHEMA_CHANGE, without("p", SCHEMA_CHANGE)),
        Arguments.of(RecordKind.TRANSACTION, Events.transaction()),
        Arguments.of(RecordKind.TRANSACTION, keyOf(Events.transaction())),
        Arguments.of(RecordKind.TRANSACTION, without("p.transaction", TRANSACTION)),
        Arguments.of(RecordKind.ROW, without("p.shop.jobs", transactionLikeRow())),
        Arguments.of(RecordKind.NOTIFICATION, notification("Notification")),
        Arguments.of(RecordKind.NOTIFICATION, notification("NotificationKey")),
        Arguments.of(RecordKind.NOTIFICATION, without("notifications", NOTIFICATION)),
        Arguments.of(
            RecordKind.NOTIFICATION,
            without("notifications", with(NOTIFICATION, "additional_data", Map.of()))),
        Arguments.of(RecordKind.ROW, without("a.notifications", NOTIFICATION)),
        Arguments.of(RecordKind.ROW, without("notifications", with(NOTIFICATION, "email", "x"))),
        Arguments.of(RecordKind.ROW, without("p.transaction", with(TRANSACTION, "email", "x"))),
        Arguments.of(RecordKind.ROW, without("p", with(SCHEMA_CHANGE, "source", "text"))),
        Arguments.of(
            RecordKind.ROW,
            without("p", with(with(SCHEMA_CHANGE, "op", "c"), "after", Map.of("ddl", "x")))));
  }

  @ParameterizedTest
  @MethodSource("records")
  void theKindFollowsFromSchemasValueAndTopic(RecordKind kind, SourceRecord record) {
    assertThat(RecordKind.of(record)).isEqualTo(kind);
  }

  private static SourceRecord without(String topic, Object value) {
    return Masks.record(topic, null, null, null, value);
  }

  private static SourceRecord keyOf(SourceRecord record) {
    return Masks.record("t", record.keySchema(), record.key(), null, null);
  }

  private static SourceRecord notification(String name) {
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common." + name)
            .field("id", Schema.STRING_SCHEMA)
            .build();
    return Masks.record("t", null, null, schema, new Struct(schema).put("id", "1"));
  }

  private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
    Map<String, Object> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }
}
