package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ByLogicalTableRouter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Debezium's ByLogicalTableRouter and Route, the options of the one written for the other, the same
 * records: the same results, but for the differences that docs/transforms.md lists.
 */
class RouteCompatibilityTest {

  private static final String FIELD = "__dbz__physicalTableIdentifier";
  private static final List<String[]> TOPICS =
      List.of(
          new String[] {"(.*)\\.db\\d\\.table\\d+", "$1.all_tables"},
          new String[] {"(.*)\\.(db\\d)\\.table(\\d)\\d*", "1st-of-$1.$2.$3-merged"},
          new String[] {"production\\.(?<db>[^.]+)\\.(?<table>.*)", "${db}.${table}"},
          new String[] {"(production)(.*)", "$1$2"},
          new String[] {"production\\.db1\\..*", "one"},
          new String[] {"table", "never"});
  private static final List<String[]> KEYS =
      List.of(
          new String[] {"production\\.(.*)\\.(.*)", "$2 of $1"},
          new String[] {"production\\.db1\\.(?<table>.*)", "${table}"},
          new String[] {"db\\d", "never"});

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Property(shrinking = ShrinkingMode.OFF)
  void randomOptionsAndRecordsGiveTheSameResults(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> stockOptions = options(random);
    try (ByLogicalTableRouter<SourceRecord> stock = stock(stockOptions);
        Route<SourceRecord> ours = ours(stockOptions)) {
      for (int i = 0; i < 4; i++) {
        for (SourceRecord record : records(random, new RandomTable(random))) {
          SourceRecord expected = stock.apply(record);
          SourceRecord actual = ours.apply(record);

          assertThat(actual.keySchema()).as("%s", stockOptions).isEqualTo(expected.keySchema());
          assertThat(actual.valueSchema()).as("%s", stockOptions).isEqualTo(expected.valueSchema());
          assertThat(actual).as("%s", stockOptions).isEqualTo(expected);
        }
      }
    }
  }

  private static Map<String, String> options(Random random) {
    String[] topic = TOPICS.get(random.nextInt(TOPICS.size()));
    Map<String, String> options = new HashMap<>();
    options.put("topic.regex", topic[0]);
    options.put("topic.replacement", topic[1]);
    if (random.nextBoolean()) {
      options.put("key.enforce.uniqueness", String.valueOf(random.nextBoolean()));
    }
    if (random.nextBoolean()) {
      options.put("key.field.name", "shard");
    }
    if (random.nextBoolean()) {
      String[] key = KEYS.get(random.nextInt(KEYS.size()));
      options.put("key.field.regex", key[0]);
      options.put("key.field.replacement", key[1]);
    }
    if (random.nextInt(4) != 0) {
      List<String> modes = List.of("none", "avro", "avro_unicode");
      options.put("schema.name.adjustment.mode", modes.get(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      options.put("logical.table.cache.size", "1");
    }
    return options;
  }

  private static List<SourceRecord> records(Random random, RandomTable table) {
    Struct row = table.row();
    Struct changed = table.changed(row);
    Events events = table.events;
    List<SourceRecord> records =
        List.of(
            events.insert(row),
            events.update(row, changed),
            events.delete(changed),
            events.tombstone(changed),
            events.truncate());
    for (SourceRecord record : records) {
      if (random.nextBoolean()) {
        record.headers().addString("kept", "as it is");
      }
    }
    return records;
  }

  private static ByLogicalTableRouter<SourceRecord> stock(Map<String, String> options) {
    ByLogicalTableRouter<SourceRecord> stock = new ByLogicalTableRouter<>();
    stock.configure(options);
    return stock;
  }

  /** Route with the stock options, as docs/transforms.md says to write them. */
  private static Route<SourceRecord> ours(Map<String, String> stock) {
    Map<String, String> options = new HashMap<>(stock);
    options.put("regex", options.remove("topic.regex"));
    options.put("replacement", options.remove("topic.replacement"));
    options.put("rename.schemas", "true");
    options.remove("logical.table.cache.size");
    options.putIfAbsent("key.field.name", FIELD);
    if ("false".equals(options.remove("key.enforce.uniqueness"))) {
      options.remove("key.field.name");
    }
    Route<SourceRecord> route = new Route<>();
    route.configure(options);
    return route;
  }

  private static Map<String, String> to(String topic) {
    return Map.of("topic.regex", ".*", "topic.replacement", topic);
  }

  @Test
  void theSchemaOfANullKeyIsRemovedByBoth() {
    SourceRecord insert = customers.insert(ada);
    SourceRecord keyless =
        insert.newRecord(
            insert.topic(), null, customers.key, null, insert.valueSchema(), insert.value(), null);

    assertThat(ours(to("all")).apply(keyless)).isEqualTo(stock(to("all")).apply(keyless));
  }

  @Test
  void aFieldThatTheKeyAlreadyHasIsRejectedByBoth() {
    Map<String, String> options = new HashMap<>(to("all"));
    options.put("key.field.name", "id");
    SourceRecord insert = customers.insert(ada);

    assertThatThrownBy(() -> stock(options).apply(insert)).hasMessageContaining("id");
    assertThatThrownBy(() -> ours(options).apply(insert))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the key has a field id already");
  }

  @Test
  void onlyDebeziumRoutesHeartbeatsSchemaChangesAndTransactions() {
    for (SourceRecord own :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      assertThat(stock(to("all")).apply(own).topic()).isEqualTo("all");
      assertThat(ours(to("all")).apply(own)).isSameAs(own);
    }
  }

  @Test
  void onlyRouteRenamesTheSchemaOfAnUnwrappedRow() {
    SourceRecord flat;
    try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      unwrap.configure(Map.of());
      flat = unwrap.apply(customers.insert(ada));
    }

    SourceRecord stock = stock(to("all")).apply(flat);
    SourceRecord ours = ours(to("all")).apply(flat);

    assertThat(stock.valueSchema()).isSameAs(flat.valueSchema());
    assertThat(ours.valueSchema().name()).isEqualTo("all.Value");
    assertThat(ours.key()).isEqualTo(stock.key());
  }

  @Test
  void onlyRouteNamesASchemaAfterEachOfItsTopics() {
    Map<String, String> options =
        Map.of("topic.regex", "(.*)\\.customers", "topic.replacement", "$1.all");
    ByLogicalTableRouter<SourceRecord> stock = stock(options);
    Route<SourceRecord> ours = ours(options);
    for (String topic : List.of("a", "b")) {
      SourceRecord in = customers.insert(ada);
      SourceRecord renamed =
          in.newRecord(
              topic + ".customers",
              null,
              in.keySchema(),
              in.key(),
              in.valueSchema(),
              in.value(),
              null);

      assertThat(stock.apply(renamed).keySchema().name()).isEqualTo("a.all.Key");
      assertThat(ours.apply(renamed).keySchema().name()).isEqualTo(topic + ".all.Key");
      assertThat(ours.apply(renamed).valueSchema().name()).isEqualTo(topic + ".all.Envelope");
    }
  }

  @Test
  void onlyRouteAcceptsAKeyWithAnUnsetDefault() {
    Events orders =
        new Events(
            "production_db",
            "orders",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("status", SchemaBuilder.string().defaultValue("new").build()),
            "id",
            "status");
    SourceRecord insert =
        orders.record(
            new Struct(orders.key).put("id", 1L),
            orders.envelope,
            orders.envelope("c", null, orders.row(Map.of("id", 1L))));

    assertThatThrownBy(() -> stock(to("all")).apply(insert)).isInstanceOf(DataException.class);
    assertThat(((Struct) ours(to("all")).apply(insert).key()).get("status")).isEqualTo("new");
  }

  @Test
  void onlyRouteAcceptsKeysWithoutSchema() {
    SourceRecord record =
        new SourceRecord(
            Map.of(), Map.of(), "a.b", null, null, Map.of("id", 1), null, Map.of("id", 1));

    assertThatThrownBy(() -> stock(to("all")).apply(record)).isInstanceOf(DataException.class);
    assertThat(ours(to("all")).apply(record).key()).isEqualTo(Map.of("id", 1, FIELD, "a.b"));
  }

  @Test
  void onlyRouteRejectsInvalidTopicNames() {
    Map<String, String> nothing = Map.of("topic.regex", "(x?).*", "topic.replacement", "$1");
    SourceRecord insert = customers.insert(ada);

    assertThat(stock(nothing).apply(insert)).isSameAs(insert);
    assertThat(stock(to("a b")).apply(insert).topic()).isEqualTo("a b");
    for (Map<String, String> options : List.of(nothing, to("a b"))) {
      assertThatThrownBy(() -> ours(options).apply(insert))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("replacement=");
    }
  }
}
