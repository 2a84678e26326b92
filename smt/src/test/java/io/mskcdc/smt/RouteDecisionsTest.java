package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic holds records of several kinds and tables; each is routed by its own schemas. */
class RouteDecisionsTest {

  private static final Map<String, String> RULES =
      Map.of("rules", "table:*.* -> rows.${table}, heartbeat -> beats, transaction -> ends");

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeartbeatAndRowsWithOneTopicAndKeySchemaKeepTheirOwnTopics(boolean heartbeatFirst) {
    SourceRecord row = customers.insert(ada);
    SourceRecord beat = with(Events.heartbeat(), row.topic(), row.keySchema(), row.key());

    assertTopics(heartbeatFirst, row, "rows.customers", beat, "beats");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeartbeatAndRowsWithOneTopicAndUnnamedKeysKeepTheirOwnTopics(boolean heartbeatFirst) {
    SourceRecord row =
        with(customers.insert(ada), "production.production_db.customers", null, null);
    SourceRecord beat = with(Events.heartbeat(), row.topic(), null, null);

    assertTopics(heartbeatFirst, row, "rows.customers", beat, "beats");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMapThatEndsATransactionAndRowsWithOneKeySchemaKeepTheirOwnTopics(boolean mapFirst) {
    SourceRecord row = customers.insert(ada);
    Map<String, Object> end = new HashMap<>();
    List.of("status", "id", "event_count", "data_collections", "ts_ms")
        .forEach(name -> end.put(name, null));
    SourceRecord transaction =
        row.newRecord(row.topic(), null, row.keySchema(), row.key(), null, end, null);

    assertTopics(mapFirst, row, "rows.customers", transaction, "ends");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTombstoneFollowsItsRowAfterAHeartbeatWithTheSameKey(boolean tombstoneFirst) {
    SourceRecord tombstone = customers.tombstone(ada);
    SourceRecord beat =
        with(Events.heartbeat(), tombstone.topic(), tombstone.keySchema(), tombstone.key());

    assertTopics(tombstoneFirst, beat, "beats", tombstone, "rows.customers");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfTwoTablesWithOneTopicAndWithoutKeysKeepTheirOwnTopics(boolean secondFirst) {
    Events orders = new Events("production_db", "orders", columns(), new String[0]);
    SourceRecord first = with(customers.insert(ada), "merged", null, null);
    SourceRecord second = with(orders.insert(orders.row(Map.of("id", 1L))), "merged", null, null);

    assertTopics(secondFirst, first, "rows.customers", second, "rows.orders");
  }

  private static SchemaBuilder columns() {
    return SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
  }

  private static SourceRecord with(SourceRecord record, String topic, Schema schema, Object key) {
    return record.newRecord(topic, null, schema, key, record.valueSchema(), record.value(), null);
  }

  private static void assertTopics(
      boolean reversed, SourceRecord one, String topicOfOne, SourceRecord two, String topicOfTwo) {
    Map<String, String> prefixed =
        Map.of(
            "route.rules",
            RULES.get("rules"),
            "unwrap.delete.tombstone.handling.mode",
            "rewrite-with-tombstone");
    try (Transformation<SourceRecord> route = new Route<>();
        Transformation<SourceRecord> onePass = new UnwrapMaskRoute<>()) {
      route.configure(RULES);
      onePass.configure(prefixed);
      for (Transformation<SourceRecord> each : List.of(route, onePass)) {
        for (int round = 0; round < 2; round++) {
          if (reversed) {
            assertThat(each.apply(two).topic()).isEqualTo(topicOfTwo);
          }
          assertThat(each.apply(one).topic()).isEqualTo(topicOfOne);
          assertThat(each.apply(two).topic()).isEqualTo(topicOfTwo);
        }
      }
    }
  }
}
