package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, the map of tables, targets, and the topics of tombstones. */
class RouteTest {

  private static final String BY_NAME = "table:*.* -> c_${field:name}";

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Test
  void aTombstoneWhoseRowWasNotSeenKeepsItsTopic() {
    SourceRecord tombstone = customers.tombstone(ada);

    assertThat(route("rules", BY_NAME).apply(tombstone)).isSameAs(tombstone);
  }

  @Test
  void aTombstoneWhoseRowWasNotSeenFailsWithUnmatchedFail() {
    Route<SourceRecord> route = route("rules", BY_NAME, "unmatched", "fail");

    assertThatThrownBy(() -> route.apply(customers.tombstone(ada)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(BY_NAME)
        .hasMessageContaining("unmatched=fail");
  }

  @Test
  void aTombstoneGetsTheTopicOfItsRow() {
    Route<SourceRecord> route = route("rules", BY_NAME);

    route.apply(customers.insert(ada));

    assertThat(route.apply(customers.tombstone(ada)).topic()).isEqualTo("c_Ada");
  }

  @Test
  void theTopicsOfTheLastTenThousandKeysAreCached() {
    Route<SourceRecord> route = route("rules", BY_NAME);
    SourceRecord tombstone = customers.tombstone(ada);

    route.apply(customers.insert(ada));
    for (long id = 10; id < 10_009; id++) {
      route.apply(customers.insert(Events.customer(customers).put("id", id)));
    }
    assertThat(route.apply(tombstone).topic()).isEqualTo("c_Ada");

    route.apply(customers.insert(Events.customer(customers).put("id", 8L)));
    assertThat(route.apply(tombstone)).isSameAs(tombstone);
  }

  @Test
  void aTombstoneWithTheTargetsHeaderIsRoutedWithoutItsRow() {
    SourceRecord tombstone = customers.tombstone(ada);
    tombstone.headers().addString("region", "eu");

    assertThat(route("rules", "table:*.* -> ${header:region}").apply(tombstone).topic())
        .isEqualTo("eu");
  }

  @Test
  void renamingSchemasKeepsAnUnsetDefaultUnset() {
    Events orders = Events.orders("id", "status");
    Struct row = orders.row(Map.of("id", 1L));

    SourceRecord out =
        route("regex", ".*", "replacement", "x", "rename.schemas", "true")
            .apply(
                orders.record(
                    new Struct(orders.key).put("id", 1L),
                    orders.envelope,
                    orders.envelope("c", null, row)));

    assertThat(((Struct) out.key()).getWithoutDefault("status")).isNull();
    assertThat(((Struct) out.value()).getStruct("after").getWithoutDefault("status")).isNull();
    ((Struct) out.value()).validate();
  }

  @Test
  void theMapMatchesTablesInAnyCase() {
    assertThat(route("map", "Production_DB.Customers=x").apply(customers.insert(ada)).topic())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=x", "a=x", ".b=x", "a.=x", "a.*=x", "a.b", "a.b="})
  void anEntryOfTheMapWithoutDatabaseTableOrTopicIsRejected(String entry) {
    assertRejected("configuration map", "map", entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-> x",
        "keyless:a -> x",
        "topic:a x",
        "table:a.b.c -> x",
        "table:.b -> x",
        "table:a. -> x"
      })
  void aRuleWithoutAValidMatchOrTargetIsRejected(String rule) {
    assertRejected("must be topic:regex -> target", "rules", rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table:a.b -> $1", "table:a.b -> ${group}", "topic:(a) -> ${group}"})
  void aTargetWithAnUnknownGroupIsRejected(String rule) {
    assertRejected("no group", "rules", rule);
  }

  @Test
  void aTargetMayUseNumberedAndNamedGroups() {
    SourceRecord out =
        route("rules", "topic:(\\w+)\\.(?<db>\\w+)\\.(.*) -> $3-${db}-$1-${prefix}")
            .apply(customers.insert(ada));

    assertThat(out.topic()).isEqualTo("customers-production_db-production-production");
  }

  @Test
  void aMapEntryWithOneLetterNamesMatches() {
    Events ab = new Events("a", "b", SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA));

    assertThat(route("map", "a.b=x").apply(ab.insert(ab.row(Map.of("id", 1L)))).topic())
        .isEqualTo("x");
  }

  @Test
  void theTableComesFromTheKeySchemaElseTheValueSchemaElseTheTopic() {
    SourceRecord insert = customers.insert(ada);
    SourceRecord keyless =
        insert.newRecord("a.b.c", null, null, null, insert.valueSchema(), insert.value(), null);
    SourceRecord schemaless = Masks.record("a.b.c", null, null, null, Map.of("id", 1));
    SourceRecord unnamedKey =
        insert.newRecord(
            "a.b.c",
            null,
            SchemaBuilder.struct().build(),
            null,
            insert.valueSchema(),
            insert.value(),
            null);

    Route<SourceRecord> route = route("rules", "table:*.* -> ${database}-${table}");
    assertThat(route.apply(insert).topic()).isEqualTo("production_db-customers");
    assertThat(route.apply(keyless).topic()).isEqualTo("production_db-customers");
    assertThat(route.apply(unnamedKey).topic()).isEqualTo("production_db-customers");
    assertThat(route.apply(schemaless).topic()).isEqualTo("b-c");
  }

  @Test
  void recordsOfOneTopicAreRoutedByTheirOwnTables() {
    Events orders =
        new Events(
            "production_db", "orders", SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA));
    Route<SourceRecord> route = route("map", "production_db.customers=c,production_db.orders=o");

    for (int i = 0; i < 3; i++) {
      assertThat(route.apply(to("shared", customers.insert(ada))).topic()).isEqualTo("c");
      assertThat(route.apply(to("shared", orders.insert(orders.row(Map.of("id", 1L))))).topic())
          .isEqualTo("o");
      assertThat(route.apply(to("shared", Events.heartbeat())).topic()).isEqualTo("shared");
    }
  }

  @Test
  void tablesWithTheSameKeySchemaAreRoutedApart() {
    Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
    Events orders =
        new Events(
            "production_db", "orders", SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA));
    Route<SourceRecord> route = route("rules", "table:*.* -> ${table}");

    for (SourceRecord r :
        List.of(customers.insert(ada), orders.insert(orders.row(Map.of("id", 1L))))) {
      SourceRecord out =
          route.apply(r.newRecord("shared", null, uuid, "x", r.valueSchema(), r.value(), null));

      assertThat(r.topic()).endsWith("." + out.topic());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "heartbeat -> beats, __debezium-heartbeat.production, beats",
    "transaction -> tx.${topic}, production.x.transaction, tx.production.x.transaction",
    "schema-change -> ddl, production.production_db.customers, ddl"
  })
  void aRuleForAKindOfRecordAppliesToThatKindOnly(String rule, String topic, String target) {
    Route<SourceRecord> route =
        route("rules", rule, "rename.schemas", "true", "key.field.name", "from");

    for (SourceRecord own :
        List.of(Events.heartbeat(), Events.transaction(), Events.schemaChange())) {
      SourceRecord out = route.apply(own);

      assertThat(out.topic()).isEqualTo(own.topic().equals(topic) ? target : own.topic());
      assertThat(out.key()).isSameAs(own.key());
      assertThat(out.valueSchema()).isSameAs(own.valueSchema());
    }
    assertThat(route.apply(customers.insert(ada)).topic()).isEqualTo(customers.topic());
  }

  @Test
  void rowsWithoutAKeyGoToTheTopicOfTheKeylessRule() {
    SourceRecord keyed = customers.insert(ada);
    Route<SourceRecord> route =
        route("rules", "keyless -> ${database}.${table}.append,topic:.*\\.(.*)\\.(.*) -> $1.$2");

    // The table loses its key and gets it back, under the same topic and value schema.
    for (SourceRecord without : List.of(withoutKey(keyed, null), withoutKey(keyed, keyed))) {
      assertThat(route.apply(keyed).topic()).isEqualTo("production_db.customers");
      assertThat(route.apply(without).topic()).isEqualTo("production_db.customers.append");
      assertThat(route.apply(customers.tombstone(ada)).topic())
          .isEqualTo("production_db.customers");
    }
    assertThat(route.apply(Events.heartbeat()).topic()).isEqualTo(Events.heartbeat().topic());
    assertThat(route.apply(Masks.record("a.b.c", null, null, null, Map.of("id", 1))).topic())
        .isEqualTo("b.c.append");
    assertThat(route.apply(Masks.record("a.b.c", null, Map.of("id", 1), null, null)).topic())
        .isEqualTo("b.c");
  }

  @Test
  void aRowWithoutAKeyThatOnlyTheKeylessRuleMatchesFailsNotWithUnmatchedFail() {
    SourceRecord keyed = customers.insert(ada);
    Route<SourceRecord> route = route("rules", "keyless -> k", "unmatched", "fail");

    assertThat(route.apply(withoutKey(keyed, null)).topic()).isEqualTo("k");
    assertThatThrownBy(() -> route.apply(keyed))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unmatched=fail");
  }

  /** Returns the row without its key, and with the key's schema of another record. */
  private static SourceRecord withoutKey(SourceRecord r, SourceRecord schemaOf) {
    return r.newRecord(
        r.topic(),
        null,
        schemaOf == null ? null : schemaOf.keySchema(),
        null,
        r.valueSchema(),
        r.value(),
        null);
  }

  private static SourceRecord to(String topic, SourceRecord r) {
    return r.newRecord(
        topic, null, r.keySchema(), r.key(), r.valueSchema(), r.value(), r.timestamp());
  }

  @Test
  void aKeyThatIsNoStructIsAnErrorOnlyWithKeyFieldName() {
    SourceRecord record = Masks.record("a.b.c", Schema.INT64_SCHEMA, 1L, null, Map.of("id", 1));
    String[] all = {"regex", ".*", "replacement", "x", "rename.schemas", "true"};

    assertThat(route(all).apply(record).key()).isEqualTo(1L);
    assertThat(route(all).apply(record).keySchema()).isSameAs(Schema.INT64_SCHEMA);
    assertThatThrownBy(
            () -> route("regex", ".*", "replacement", "x", "key.field.name", "from").apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.b.c")
        .hasMessageContaining("from");
  }

  @Test
  void aTableTwiceInTheMapIsRejected() {
    assertRejected("second entry", "map", "a.b=x,A.B=y");
  }

  @Test
  void aBackslashAtTheEndOfAReplacementIsRejected() {
    assertRejected("backslash", "regex", "(.*)", "replacement", "x$1\\");
  }

  @Test
  void aTooLargeGroupNumberIsRejected() {
    assertRejected("99999999999 is no group", "rules", "topic:(.*) -> x$99999999999");
  }

  private static void assertRejected(String message, String... pairs) {
    assertThatThrownBy(() -> route(pairs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static Route<SourceRecord> route(String... pairs) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    Route<SourceRecord> route = new Route<>();
    route.configure(options);
    return route;
  }
}
