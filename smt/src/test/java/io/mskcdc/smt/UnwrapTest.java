package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unset defaults, dropped fields, invalid values, and metadata of events without schema. */
class UnwrapTest {

  private final Events orders =
      new Events(
          "production_db",
          "orders",
          SchemaBuilder.struct()
              .field("id", Schema.INT64_SCHEMA)
              .field("status", SchemaBuilder.string().defaultValue("new").build())
              .field("tags", defaultTags()),
          "id",
          "status");

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void anUnsetRequiredColumnReadsAsItsDefaultAsWithDebezium(String replaces) {
    SourceRecord insert = insert();
    String[] mode = {"delete.tombstone.handling.mode", "rewrite"};

    Struct actual =
        (Struct)
            configured(new Unwrap<>(), mode[0], mode[1], "replace.null.with.default", replaces)
                .apply(insert)
                .value();
    // From Kafka 3.8 on, Debezium's transform fails here with replace.null.with.default=false.
    Struct expected =
        (Struct) configured(new ExtractNewRecordState<>(), mode).apply(insert).value();

    actual.validate();
    for (String column : List.of("id", "status", "tags")) {
      assertThat(actual.get(column)).as(column).isEqualTo(expected.get(column));
    }
  }

  @Test
  void anInsertWithoutBeforeIsUnwrappedAndADeleteIsAnError() {
    ReplaceField<SourceRecord> withoutBefore = new ReplaceField.Value<>();
    withoutBefore.configure(Map.of("exclude", "before"));
    Events customers = Events.customers();
    SourceRecord insert = withoutBefore.apply(customers.insert(Events.customer(customers)));
    SourceRecord delete = withoutBefore.apply(customers.delete(Events.customer(customers)));
    UnwrapMaskRoute<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(Map.of());

    for (Transformation<SourceRecord> unwrap : List.of(configured(new Unwrap<>()), onePass)) {
      assertThat(unwrap.apply(insert))
          .isEqualTo(configured(new ExtractNewRecordState<>()).apply(insert));
      assertThatThrownBy(() -> unwrap.apply(delete))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(customers.topic())
          .hasMessageContaining("no struct before");
    }
  }

  @Test
  void aKeyWithAnUnsetDefaultLosesTheFieldsThatAHeaderLists() {
    SourceRecord insert = insert();
    insert.headers().add("drops", List.of("id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());

    SourceRecord out =
        configured(
                new Unwrap<>(),
                "drop.fields.header.name",
                "drops",
                "drop.fields.from.key",
                "true",
                "drop.fields.keep.schema.compatible",
                "false",
                "replace.null.with.default",
                "false")
            .apply(insert);

    assertThat(((Struct) out.key()).getWithoutDefault("status")).isNull();
    assertThat(out.keySchema().field("id")).isNull();
  }

  @Test
  void aKeySchemaWithoutDroppedFieldsIsBuiltOnce() {
    Transformation<SourceRecord> unwrap = dropping("false");
    SourceRecord[] inserts = {insert(), insert()};
    Schema[] left = new Schema[2];

    for (int i = 0; i < 2; i++) {
      inserts[i]
          .headers()
          .add("drops", List.of("id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
      left[i] = unwrap.apply(inserts[i]).keySchema();
    }

    assertThat(left[1]).as("the same object, for the caches of converters").isSameAs(left[0]);
  }

  @ParameterizedTest
  @CsvSource({"true, 'id', 'id,note'", "true, 'note', 'id'", "false, 'id', 'note'"})
  void withCompatibleSchemasOnlyOptionalFieldsOfAKeyAreDropped(
      boolean compatibly, String dropped, String left) {
    Events notes =
        new Events(
            "production_db",
            "notes",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA),
            "id",
            "note");
    SourceRecord insert = notes.insert(notes.row(Map.of("id", 1L, "note", "x")));
    insert.headers().add("drops", List.of(dropped), SchemaBuilder.array(Schema.STRING_SCHEMA));

    SourceRecord out = dropping(String.valueOf(compatibly)).apply(insert);

    assertThat(out.keySchema().name()).isEqualTo(notes.key.name());
    assertThat(out.keySchema().fields()).extracting(Field::name).containsExactly(left.split(","));
    for (String name : left.split(",")) {
      assertThat(((Struct) out.key()).get(name)).isEqualTo(((Struct) insert.key()).get(name));
    }
  }

  @Test
  void listedEntriesOfAMapKeyAreDropped() {
    Map<String, Object> event = new HashMap<>();
    event.put("after", Map.of("id", 1, "note", "x"));
    event.put("op", "c");
    event.put("source", Map.of("db", "production_db", "table", "orders"));
    SourceRecord record =
        new SourceRecord(
            Map.of(), Map.of(), "t", null, null, Map.of("id", 1, "note", "x"), null, event);
    record.headers().add("drops", List.of("note"), SchemaBuilder.array(Schema.STRING_SCHEMA));

    SourceRecord out = dropping("true").apply(record);

    assertThat(out.key()).isEqualTo(Map.of("id", 1));
    assertThat(out.value()).isEqualTo(Map.of("id", 1));
  }

  @Test
  void aKeyThatIsNoStructIsNotChanged() {
    SourceRecord insert = insert();
    SourceRecord withoutStructKey =
        insert.newRecord(
            insert.topic(),
            null,
            Schema.INT64_SCHEMA,
            1L,
            insert.valueSchema(),
            insert.value(),
            0L);
    withoutStructKey
        .headers()
        .add("drops", List.of("tags"), SchemaBuilder.array(Schema.STRING_SCHEMA));

    SourceRecord out = dropping("false").apply(withoutStructKey);

    assertThat(out.key()).isEqualTo(1L);
    assertThat(out.keySchema()).isSameAs(Schema.INT64_SCHEMA);
    assertThat(out.valueSchema().field("tags")).isNull();
  }

  private static Transformation<SourceRecord> dropping(String compatibly) {
    return configured(
        new Unwrap<>(),
        "drop.fields.header.name",
        "drops",
        "drop.fields.from.key",
        "true",
        "drop.fields.keep.schema.compatible",
        compatibly);
  }

  @Test
  void aTombstoneLosesItsValueSchemaAndGetsTheHeaderOp() {
    SourceRecord real = orders.tombstone(orders.row(Map.of("id", 1L, "status", "paid")));
    SourceRecord withValueSchema =
        real.newRecord(real.topic(), null, real.keySchema(), real.key(), orders.envelope, null, 1L);
    String[] mode = {"delete.tombstone.handling.mode", "rewrite-with-tombstone"};

    assertThat(configured(new Unwrap<>(), mode).apply(real)).isSameAs(real);
    SourceRecord out = configured(new Unwrap<>(), mode).apply(withValueSchema);
    assertThat(out.valueSchema()).isNull();
    assertThat(out.key()).isEqualTo(real.key());
    out =
        configured(new Unwrap<>(), mode[0], mode[1], "add.headers", "op,source.table").apply(real);
    assertThat(out.headers()).extracting(Header::key).containsExactly("__op");
    assertThat(out.headers().lastWithName("__op").value()).isEqualTo("d");
    assertThat(real.headers()).isEmpty();
  }

  @Test
  void theErrorForAMissingRequiredValueNamesTheColumn() {
    Events events =
        new Events(
            "production_db", "t", SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA));
    Struct envelope = new Struct(events.envelope).put("op", "c").put("source", events.source());
    Struct row = new Struct(events.row).put("email", "x");
    envelope.put("after", row);
    SourceRecord record = events.record(null, events.envelope, envelope);
    StructValues.set(row, "email", null);

    assertThatThrownBy(() -> configured(new Unwrap<>()).apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("field email")
        .hasMessageNotContaining("\"null\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "source", "before.address"})
  void addingAWholeMapAsMetadataIsRejected(String entry) {
    Map<String, Object> event = new HashMap<>();
    event.put("before", Map.of("address", Map.of("city", "London")));
    event.put("after", Map.of("id", 1));
    event.put("op", "u");
    event.put("source", Map.of("db", "production_db", "table", "orders"));
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "orders", null, null, null, null, event);

    for (String option : List.of("add.fields", "add.headers")) {
      assertThatThrownBy(() -> configured(new Unwrap<>(), option, entry).apply(record))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(option + " names the struct " + entry)
          .hasMessageNotContaining("London");
    }
  }

  private SourceRecord insert() {
    return orders.record(
        new Struct(orders.key).put("id", 1L),
        orders.envelope,
        orders.envelope("c", null, orders.row(Map.of("id", 1L))));
  }

  private static Schema defaultTags() {
    return SchemaBuilder.array(Schema.STRING_SCHEMA).defaultValue(List.of("a")).build();
  }

  private static Transformation<SourceRecord> configured(
      Transformation<SourceRecord> transform, String... pairs) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    transform.configure(options);
    return transform;
  }
}
