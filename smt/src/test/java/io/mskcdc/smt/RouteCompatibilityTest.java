package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ByLogicalTableRouter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Compares Route with Debezium's ByLogicalTableRouter: equivalent options and the same records give
 * the same results. docs/transforms.md lists the exceptions.
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
    Map<String, String> options = randomOptions(random);
    try (ByLogicalTableRouter<SourceRecord> debezium = debezium(options);
        Route<SourceRecord> route = route(options)) {
      for (int i = 0; i < 4; i++) {
        for (SourceRecord record : records(random, new RandomTable(random))) {
          SourceRecord expected = debezium.apply(record);
          SourceRecord actual = route.apply(record);

          assertThat(actual.keySchema()).as("%s", options).isEqualTo(expected.keySchema());
          assertThat(actual.valueSchema()).as("%s", options).isEqualTo(expected.valueSchema());
          assertThat(actual).as("%s", options).isEqualTo(expected);
        }
      }
    }
  }

  private static Map<String, String> randomOptions(Random random) {
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

  private static ByLogicalTableRouter<SourceRecord> debezium(Map<String, String> options) {
    ByLogicalTableRouter<SourceRecord> debezium = new ByLogicalTableRouter<>();
    debezium.configure(options);
    return debezium;
  }

  /** Route with the equivalent of Debezium's options, as docs/transforms.md describes it. */
  private static Route<SourceRecord> route(Map<String, String> debeziumOptions) {
    Map<String, String> options = new HashMap<>(debeziumOptions);
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

    assertThat(route(to("all")).apply(keyless)).isEqualTo(debezium(to("all")).apply(keyless));
  }

  @Test
  void aFieldThatTheKeyAlreadyHasIsRejectedByBoth() {
    Map<String, String> options = new HashMap<>(to("all"));
    options.put("key.field.name", "id");
    SourceRecord insert = customers.insert(ada);

    assertThatThrownBy(() -> debezium(options).apply(insert)).hasMessageContaining("id");
    assertThatThrownBy(() -> route(options).apply(insert))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the key already has a field id");
  }

  @Test
  void onlyDebeziumRoutesHeartbeatsSchemaChangesTransactionsAndNotifications() {
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Notification")
            .field("id", Schema.STRING_SCHEMA)
            .build();
    SourceRecord notification =
        new SourceRecord(
            Map.of(), Map.of(), "n", null, null, null, schema, new Struct(schema).put("id", "1"));
    for (SourceRecord own :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction(), notification)) {
      assertThat(debezium(to("all")).apply(own).topic()).isEqualTo("all");
      assertThat(route(to("all")).apply(own)).isSameAs(own);
    }
  }

  @Test
  void onlyRouteRenamesTheSchemaOfAnUnwrappedRow() {
    SourceRecord flat;
    try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      unwrap.configure(Map.of());
      flat = unwrap.apply(customers.insert(ada));
    }

    SourceRecord debezium = debezium(to("all")).apply(flat);
    SourceRecord route = route(to("all")).apply(flat);

    assertThat(debezium.valueSchema()).isSameAs(flat.valueSchema());
    assertThat(route.valueSchema().name()).isEqualTo("all.Value");
    assertThat(route.key()).isEqualTo(debezium.key());
  }

  @Test
  void onlyRouteNamesASchemaAfterEachOfItsTopics() {
    Map<String, String> options =
        Map.of("topic.regex", "(.*)\\.customers", "topic.replacement", "$1.all");
    ByLogicalTableRouter<SourceRecord> debezium = debezium(options);
    Route<SourceRecord> route = route(options);
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

      assertThat(debezium.apply(renamed).keySchema().name()).isEqualTo("a.all.Key");
      assertThat(route.apply(renamed).keySchema().name()).isEqualTo(topic + ".all.Key");
      assertThat(route.apply(renamed).valueSchema().name()).isEqualTo(topic + ".all.Envelope");
    }
  }

  @Test
  void onlyRouteAcceptsAKeyWithAnUnsetDefault() {
    Events orders = Events.orders("id", "status");
    SourceRecord insert =
        orders.record(
            new Struct(orders.key).put("id", 1L),
            orders.envelope,
            orders.envelope("c", null, orders.row(Map.of("id", 1L))));

    assertThatThrownBy(() -> debezium(to("all")).apply(insert)).isInstanceOf(DataException.class);
    assertThat(((Struct) route(to("all")).apply(insert).key()).get("status")).isEqualTo("new");
  }

  @Test
  void onlyRouteAcceptsKeysWithoutSchema() {
    SourceRecord record =
        new SourceRecord(
            Map.of(), Map.of(), "a.b", null, null, Map.of("id", 1), null, Map.of("id", 1));

    assertThatThrownBy(() -> debezium(to("all")).apply(record)).isInstanceOf(DataException.class);
    assertThat(route(to("all")).apply(record).key()).isEqualTo(Map.of("id", 1, FIELD, "a.b"));
  }

  @Test
  void onlyRouteRejectsInvalidTopicNames() {
    Map<String, String> nothing = Map.of("topic.regex", "(x?).*", "topic.replacement", "$1");
    SourceRecord insert = customers.insert(ada);

    assertThat(debezium(nothing).apply(insert)).isSameAs(insert);
    assertThat(debezium(to("a b")).apply(insert).topic()).isEqualTo("a b");
    for (Map<String, String> options : List.of(nothing, to("a b"))) {
      assertThatThrownBy(() -> route(options).apply(insert))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("replacement=");
    }
  }

  @Test
  void onlyRouteAcceptsARequiredColumnThatIsNullAndHasADefault() {
    Events orders = Events.orders("id");
    SourceRecord insert = orders.insert(orders.row(Map.of("id", 1L)));

    assertThatThrownBy(() -> debezium(to("all")).apply(insert)).isInstanceOf(DataException.class);
    Struct after = ((Struct) route(to("all")).apply(insert).value()).getStruct("after");
    assertThat(after.getWithoutDefault("status")).isNull();
  }

  @Test
  void onlyRouteAcceptsAKeyThatIsNoStructIfNoFieldIsAdded() {
    Map<String, String> options = new HashMap<>(to("all"));
    options.put("key.enforce.uniqueness", "false");
    SourceRecord insert = customers.insert(ada);
    SourceRecord record =
        insert.newRecord(
            insert.topic(),
            null,
            Schema.STRING_SCHEMA,
            "k",
            insert.valueSchema(),
            insert.value(),
            null);

    assertThatThrownBy(() -> debezium(options).apply(record)).isInstanceOf(DataException.class);
    assertThat(route(options).apply(record).key()).isEqualTo("k");
    assertThatThrownBy(() -> route(to("all")).apply(record)).isInstanceOf(DataException.class);
  }

  @Test
  void aStructKeyWithoutKeySchemaIsTheSameInBoth() {
    SourceRecord insert = customers.insert(ada);
    SourceRecord record =
        insert.newRecord(
            insert.topic(), null, null, insert.key(), insert.valueSchema(), insert.value(), null);

    assertThat(route(to("all")).apply(record)).isEqualTo(debezium(to("all")).apply(record));
  }

  @Test
  void blankKeyOptionsCountAsNotSetInBoth() {
    Map<String, String> options = new HashMap<>(to("all"));
    options.put("key.field.regex", " ");
    options.put("key.field.replacement", "");
    SourceRecord insert = customers.insert(ada);

    assertThat(route(options).apply(insert)).isEqualTo(debezium(options).apply(insert));
  }

  @Test
  void anEmptyReplacementIsRejectedByBoth() {
    Map<String, String> key = new HashMap<>(to("all"));
    key.put("key.field.regex", "(.*)");
    key.put("key.field.replacement", "");
    for (Map<String, String> options : List.of(key, to(""))) {
      assertThatThrownBy(() -> debezium(options)).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> route(options)).isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void onlyRouteRejectsReplacementsThatCannotBeMeant() {
    Map<String, String> blank = to("all ");
    Map<String, String> group = to("$1");
    Map<String, String> unused = new HashMap<>(to("all"));
    unused.put("key.field.replacement", "a");
    for (Map<String, String> options : List.of(blank, group, unused)) {
      assertThatCode(() -> debezium(options)).doesNotThrowAnyException();
      assertThatThrownBy(() -> route(options)).isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void onlyRouteRejectsAnEmptyTableInTheKey() {
    Map<String, String> options = new HashMap<>(to("all"));
    options.put("key.field.regex", "(x?).*");
    options.put("key.field.replacement", "$1");
    SourceRecord insert = customers.insert(ada);

    assertThat(((Struct) debezium(options).apply(insert).key()).get(FIELD)).isEqualTo("");
    assertThatThrownBy(() -> route(options).apply(insert)).isInstanceOf(DataException.class);
  }

  @Test
  void onlyRouteKeepsTheSchemasOfBothImagesAndNullsOfTheEnvelope() {
    Schema other = SchemaBuilder.struct().name("a.Value").field("x", Schema.INT32_SCHEMA).build();
    Schema schema =
        SchemaBuilder.struct()
            .name("a.Envelope")
            .field("before", customers.row)
            .field("after", other)
            .field("note", SchemaBuilder.string().optional().defaultValue("none").build())
            .build();
    Struct event = new Struct(schema).put("after", new Struct(other).put("x", 1));
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "p.d.t", null, null, null, schema, event);

    assertThatThrownBy(() -> debezium(to("all")).apply(record)).isInstanceOf(DataException.class);
    Struct value = (Struct) route(to("all")).apply(record).value();
    assertThat(value.getStruct("after").get("x")).isEqualTo(1);
    assertThat(value.getWithoutDefault("note")).isNull();
  }
}
