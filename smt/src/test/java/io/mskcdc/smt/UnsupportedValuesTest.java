package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.SetSchemaMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values without recognisable columns, and values that look like Debezium's own records. */
class UnsupportedValuesTest {

  private static final String JSON = "{\"email\":\"ada@example.org\"}";
  private static final byte[] BYTES = JSON.getBytes(StandardCharsets.UTF_8);

  @Test
  void textBytesOrAListOfATableWithRulesIsRejected() {
    for (String pattern :
        List.of("production_db.customers.email", "*.*.email", "/production_db\\..*\\.email/")) {
      Mask<SourceRecord> mask = Masks.hmac(pattern);

      assertRejected(mask, Masks.flat(Schema.STRING_SCHEMA, JSON));
      assertRejected(mask, Masks.flat(Schema.BYTES_SCHEMA, BYTES));
      assertRejected(mask, Masks.flat(null, JSON));
      assertRejected(mask, Masks.flat(null, List.of(JSON)));
    }
  }

  @Test
  void textOfOtherTablesAndHeartbeatsIsAccepted() {
    SourceRecord heartbeat =
        Masks.record("__debezium-heartbeat.production", null, null, Schema.STRING_SCHEMA, "{}");
    SourceRecord other = Masks.flat(Schema.STRING_SCHEMA, JSON);

    assertThat(Masks.hmac("*.*.email").apply(heartbeat)).isSameAs(heartbeat);
    for (String pattern : List.of("production_db.users.email", "/db\\.customers\\.email/")) {
      assertThat(Masks.hmac(pattern).apply(other)).isSameAs(other);
    }
  }

  @Test
  void imagesThatAreTextAreRejected() {
    Schema json = SchemaBuilder.string().name("io.debezium.data.Json").optional().build();
    Schema schema =
        SchemaBuilder.struct()
            .name(Masks.TOPIC + ".Envelope")
            .field("before", json)
            .field("after", json)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct envelope = new Struct(schema).put("after", JSON).put("op", "c");
    Map<String, Object> source = Map.of("db", "production_db", "table", "customers");
    Mask<SourceRecord> mask = Masks.hmac("production_db.customers.email");

    assertRejected(mask, Masks.flat(schema, envelope));
    assertRejected(mask, Masks.flat(null, Map.of("op", "c", "after", JSON, "source", source)));
    assertThat(Masks.hmac("production_db.users.email").apply(Masks.flat(schema, envelope)).value())
        .isSameAs(envelope);
  }

  @Test
  void flattenedEventsAreRejected() {
    Events customers = Events.customers();
    Flatten<SourceRecord> flatten = new Flatten.Value<>();
    flatten.configure(Map.of());
    SourceRecord flat = flatten.apply(customers.insert(Events.customer(customers)));

    for (String pattern : List.of("production_db.customers.email", "*.*.email")) {
      assertRejected(Masks.hmac(pattern), flat);
    }
    assertThat(Masks.hmac("production_db.users.email").apply(flat).value()).isSameAs(flat.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"production_db.customers.email", "*.*.email", "/.*\\.email/"})
  void anEnvelopeWithARenamedSchemaIsMasked(String pattern) {
    Events customers = Events.customers();
    SetSchemaMetadata<SourceRecord> rename = new SetSchemaMetadata.Value<>();
    rename.configure(Map.of("schema.name", "Envelope"));
    Struct row = Events.customer(customers);

    SourceRecord out = Masks.hmac(pattern).apply(rename.apply(customers.update(row, row)));

    assertThat(RecordText.of(out))
        .doesNotContain(Masks.EMAIL)
        .contains(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void aRowWithColumnsOpAndAfterIsMaskedAsARow() {
    Schema after = SchemaBuilder.struct().field("x", Schema.STRING_SCHEMA).build();
    SchemaBuilder columns = Masks.row(Masks.TOPIC).field("op", Schema.STRING_SCHEMA);
    Schema schema = columns.field("after", after).field("email", Schema.STRING_SCHEMA).build();
    Struct row =
        new Struct(schema)
            .put("op", "c")
            .put("after", new Struct(after).put("x", "y"))
            .put("email", Masks.EMAIL);

    SourceRecord out = Masks.hmac("*.*.email").apply(Masks.flat(schema, row));

    assertThat(((Struct) out.value()).get("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void aMapThatMayBeARowOrAnEventIsMaskedAsBoth() {
    Map<String, Object> row =
        Map.of("op", "c", "after", Map.of("email", Masks.EMAIL), "email", Masks.EMAIL);

    SourceRecord out = Masks.hmac("production_db.customers.email").apply(Masks.flat(null, row));

    assertThat(out.value().toString()).doesNotContain(Masks.EMAIL);
    assertThat(out.value())
        .isEqualTo(
            Map.of(
                "op", "c",
                "after", Map.of("email", TestKey.hmacHex(Masks.EMAIL)),
                "email", TestKey.hmacHex(Masks.EMAIL)));
  }

  @Test
  void anEnvelopeWithoutSourceIsMasked() {
    Map<String, Object> envelope = Map.of("op", "c", "after", Map.of("email", Masks.EMAIL));

    SourceRecord out =
        Masks.hmac("production_db.customers.email").apply(Masks.flat(null, envelope));

    assertThat(out.value())
        .isEqualTo(Map.of("op", "c", "after", Map.of("email", TestKey.hmacHex(Masks.EMAIL))));
  }

  @Test
  void aTableWithDatabaseAndSchemaIsMatchedByEither() {
    Map<String, Object> source = Map.of("db", "shop", "schema", "public", "table", "users");
    Map<String, Object> envelope =
        Map.of("op", "c", "after", Map.of("email", Masks.EMAIL), "source", source);

    for (String pattern : List.of("shop.users.email", "public.users.email")) {
      assertThat(RecordText.of(Masks.hmac(pattern).apply(Masks.flat(null, envelope))))
          .doesNotContain(Masks.EMAIL);
    }
  }

  @Test
  void aRowWithTheColumnsOfASchemaChangeIsMasked() {
    Map<String, Object> row = Map.of("ddl", Masks.EMAIL, "tableChanges", "1");
    Map<String, Object> change =
        Map.of("ddl", "ALTER", "tableChanges", List.of(), "databaseName", "d", "source", Map.of());
    Mask<SourceRecord> mask = Masks.hmac("production_db.customers.ddl");

    assertThat(RecordText.of(mask.apply(Masks.flat(null, row)))).doesNotContain(Masks.EMAIL);
    assertThat(mask.apply(Masks.flat(null, change)).value()).isSameAs(change);
  }

  @Test
  void aNotificationWithoutKeysIsNotChanged() {
    Map<String, Object> notification = new HashMap<>();
    notification.put("id", "1");
    notification.put("type", "COMPLETED");
    notification.put("aggregate_type", "Initial Snapshot");
    notification.put("timestamp", 1L);
    Mask<SourceRecord> mask = Masks.hmac("/production_db\\..*\\.(email|id)/");

    for (int i = 0; i < 2; i++) {
      SourceRecord record = Masks.record("notifications", null, null, null, notification);
      assertThat(mask.apply(record)).isSameAs(record);
      notification.put("additional_data", Map.of("a", "b"));
    }
  }

  @Test
  void theKeysInANotificationAreMaskedIfTheTableHasRules() {
    Map<String, String> data =
        Map.of(
            "current_collection_in_progress", "production_db.customers",
            "maximum_key", "zoe@example.org",
            "last_processed_key", Masks.EMAIL);
    Schema schema =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Notification")
            .field("id", Schema.STRING_SCHEMA)
            .field("aggregate_type", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field(
                "additional_data",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).optional().build())
            .field("timestamp", Schema.INT64_SCHEMA)
            .build();
    Struct struct =
        new Struct(schema)
            .put("id", "1")
            .put("aggregate_type", "Incremental Snapshot")
            .put("type", "IN_PROGRESS")
            .put("additional_data", data)
            .put("timestamp", 1L);
    Map<String, Object> map = new HashMap<>();
    schema.fields().forEach(field -> map.put(field.name(), struct.get(field)));

    for (SourceRecord record :
        List.of(
            Masks.record("notifications", null, null, schema, struct),
            Masks.record("notifications", null, null, null, map))) {
      for (String pattern : List.of("production_db.customers.email", "/.*\\.email/")) {
        SourceRecord out = Masks.hmac(pattern).apply(record);

        assertThat(out.topic()).isEqualTo(record.topic());
        assertThat(out.valueSchema()).isSameAs(record.valueSchema());
        assertThat(RecordText.of(out))
            .contains("IN_PROGRESS")
            .doesNotContain(Masks.EMAIL)
            .doesNotContain("zoe");
        assertThat(RecordText.of(record)).contains(Masks.EMAIL);
      }
      assertThat(Masks.hmac("production_db.users.email").apply(record)).isSameAs(record);
    }
  }

  @Test
  void defaultsAreMaskedInTheSchemaOfANullValue() {
    Schema schema =
        SchemaBuilder.struct()
            .name(Masks.TOPIC + ".Value")
            .optional()
            .field("email", SchemaBuilder.string().defaultValue(Masks.EMAIL).build())
            .build();

    SourceRecord out = Masks.hmac("production_db.customers.email").apply(Masks.flat(schema, null));

    assertThat(out.value()).isNull();
    assertThat(RecordText.of(out)).doesNotContain(Masks.EMAIL);
  }

  @Test
  void aDeleteIsRejectedIfItsTombstoneCouldNotBeMaskedAlike() {
    Map<String, Object> delete = new HashMap<>();
    delete.put("before", Map.of("email", Masks.EMAIL));
    delete.put("after", null);
    delete.put("op", "d");
    delete.put("source", Map.of("db", "production_db", "table", "users"));
    Map<String, Object> key = Map.of("email", Masks.EMAIL);
    Mask<SourceRecord> mask = Masks.hmac("production_db.users.email");

    String topic = "production.production_db.users";
    SourceRecord out = mask.apply(Masks.record(topic, null, key, null, delete));
    SourceRecord tombstone = mask.apply(Masks.record(topic, null, key, null, null));

    assertThat(tombstone.key()).isEqualTo(out.key()).isNotEqualTo(key);
    assertThatThrownBy(() -> mask.apply(Masks.record("v2.people", null, key, null, delete)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.users")
        .hasMessageContaining("v2.people")
        .hasMessageNotContaining(Masks.EMAIL);
  }

  @Test
  void aRowIsRejectedIfItsTombstoneCouldNotBeMaskedAlike() {
    Schema schema = Masks.row(Masks.TOPIC).field("email", Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put("email", Masks.EMAIL);
    Map<String, Object> key = Map.of("email", Masks.EMAIL);
    Mask<SourceRecord> mask = Masks.hmac("production_db.customers.email");

    assertRejected(mask, Masks.record("v2.people", null, key, schema, row));
    assertThat(mask.apply(Masks.record("customers", null, key, schema, row)).key())
        .isEqualTo(mask.apply(Masks.record("customers", null, key, null, null)).key())
        .isNotEqualTo(key);
  }

  @Test
  void aMapKeyWithSchemaIsRejected() {
    Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
    SourceRecord record =
        Masks.record(Masks.TOPIC, map, Map.of("email", Masks.EMAIL), null, Map.of("id", 1));

    assertRejected(Masks.hmac("production_db.customers.email"), record);
    assertThat(Masks.hmac("production_db.users.email").apply(record).key()).isSameAs(record.key());
  }

  private static void assertRejected(Mask<SourceRecord> mask, SourceRecord record) {
    assertThatThrownBy(() -> mask.apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageNotContaining(Masks.EMAIL);
  }
}
