package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed masking: what no rule names does not leave in clear. */
class ClosedMaskTest {

  private static final String TABLE = "production_db.customers.";
  private static final String LISTED = TABLE + "id," + TABLE + "name";
  private static final String SECRET = "a-clear-value";

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  private static Mask<SourceRecord> closed(String... options) {
    List<String> all = new ArrayList<>(List.of("clear.columns", LISTED, "unlisted", "drop"));
    all.addAll(List.of(options));
    return Masks.of(all.toArray(String[]::new));
  }

  private static Mask<SourceRecord> withoutKey(Map<String, String> options) {
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(options);
    return mask;
  }

  private static List<String> fields(Object struct) {
    return ((Struct) struct).schema().fields().stream().map(Field::name).toList();
  }

  @Test
  void unlistedColumnsAreDroppedFromBothImages() {
    Struct value = (Struct) closed().apply(customers.update(ada, ada)).value();

    assertThat(fields(value.get("before"))).containsExactly("id", "name");
    assertThat(fields(value.get("after"))).containsExactly("id", "name");
    assertThat(value.getStruct("source").getString("table")).isEqualTo("customers");
    assertThat(value.getString("op")).isEqualTo("u");
  }

  @Test
  void unlistedColumnsAreDroppedFromMaps() {
    Map<Object, Object> row = new LinkedHashMap<>(Map.of("id", 7L, "name", "Ada", "email", SECRET));

    assertThat(closed().apply(Masks.flat(null, row)).value())
        .isEqualTo(Map.of("id", 7L, "name", "Ada"));
  }

  @Test
  void aColumnAddedLaterIsUnlisted() {
    Mask<SourceRecord> mask = closed();
    Schema before = Masks.row(Masks.TOPIC).field("id", Schema.INT64_SCHEMA).build();
    Schema after =
        Masks.row(Masks.TOPIC)
            .field("id", Schema.INT64_SCHEMA)
            .field("nickname", SchemaBuilder.string().defaultValue(SECRET).build())
            .build();

    mask.apply(Masks.flat(before, new Struct(before).put("id", 7L)));
    SourceRecord out = mask.apply(Masks.flat(after, new Struct(after).put("id", 7L)));

    assertThat(RecordText.of(out)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order lines", "order$lines", "production_db.order_lines"})
  void aTableWithTheAdjustedNameOfAListedOneIsWithheldWithItsTombstones(String name) {
    Events listed = orderLines();
    Events other = orderLines();
    Struct row = listed.row(Map.of("sku", SECRET));
    String clear = "production_db.order_lines.*";
    for (Transformation<SourceRecord> mask :
        List.of(
            closed("clear.columns", clear),
            OnePass.of("mask.clear.columns", clear, "mask.unlisted", "drop"),
            OnePass.of(
                "mask.clear.columns",
                clear,
                "mask.unlisted",
                "drop",
                "unwrap.drop.fields.header.name",
                "drops"))) {
      SourceRecord tombstone = other.tombstone(row);

      assertThat(mask.apply(named(name, other.insert(row)))).isNull();
      assertThat(mask.apply(named(name, other.delete(row)))).isNull();
      assertThat(mask.apply(tombstone)).isNull();
      assertThat(mask.apply(listed.insert(row))).isNotNull();
    }
  }

  private static Events orderLines() {
    return new Events(
        "production_db",
        "order_lines",
        SchemaBuilder.struct().field("sku", Schema.STRING_SCHEMA),
        "sku");
  }

  /** Debezium replaces characters in the schemas' names, but not in the source. */
  private static SourceRecord named(String table, SourceRecord event) {
    ((Struct) event.value()).getStruct("source").put("table", table);
    return event;
  }

  @Test
  void aColumnWithTheNameOfAnAddedHeaderIsUnlisted() {
    Events table =
        new Events(
            "production_db",
            "customers",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("__op", Schema.OPTIONAL_STRING_SCHEMA),
            "id");
    SourceRecord out =
        OnePass.of(
                "unwrap.add.headers",
                "op",
                "mask.clear.columns",
                TABLE + "id",
                "mask.unlisted",
                "drop")
            .apply(table.insert(table.row(Map.of("id", 7L, "__op", SECRET))));

    assertThat(RecordText.of(out)).doesNotContain(SECRET);
    assertThat(out.headers().lastWithName("__op").value()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"__version", "__before_id", "__source_anything"})
  void aColumnOfTheKeyIsNeverMetadata(String column) {
    Events table =
        new Events(
            "production_db",
            "customers",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field(column, Schema.STRING_SCHEMA),
            "id",
            column);

    SourceRecord out =
        closed("key.secret", TestKey.BASE64, "key.id", "k1")
            .apply(table.insert(table.row(Map.of("id", 7L, column, SECRET))));

    assertThat(RecordText.of(out)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {TABLE + "*", "/production_db\\.customers\\..*/"})
  void aWildcardListsAHeaderOnlyIfTheTableHasAColumnOfItsName(String clear) {
    Mask<SourceRecord> mask = closed("clear.columns", clear);
    SourceRecord insert = customers.insert(ada);
    insert.headers().addString("contact", SECRET).addString("Country", "GB");

    SourceRecord out = mask.apply(insert);

    assertThat(RecordText.of(out)).doesNotContain(SECRET);
    assertThat(out.headers().lastWithName("Country").value()).isEqualTo("GB");
  }

  @Test
  void unlistedColumnsStopTheTask() {
    assertThatThrownBy(() -> closed("unlisted", "fail").apply(customers.insert(ada)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Masking table production_db.customers: no rule names column email, and unlisted=fail;"
                + " add it to clear.columns or to the columns of a method");
  }

  @Test
  void aMethodThatDoesNotFitAnUnlistedColumnStopsTheTask() {
    Schema schema =
        Masks.row(Masks.TOPIC)
            .field("id", Schema.INT64_SCHEMA)
            .field("points", Schema.INT64_SCHEMA)
            .build();
    Struct row = new Struct(schema).put("id", 1L).put("points", 12345678L);

    assertThatThrownBy(
            () ->
                closed("unlisted", "partial", "partial.keep.last", "1")
                    .apply(Masks.flat(schema, row)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("points")
        .hasMessageContaining("no rule names the column");
  }

  @Test
  void anUnlistedColumnOfTheKeyIsMaskedWithHmac() {
    for (SourceRecord record :
        List.of(customers.insert(ada), customers.delete(ada), customers.tombstone(ada))) {
      SourceRecord out = closed("clear.columns", TABLE + "name").apply(record);

      assertThat(((Struct) out.key()).get("id")).isEqualTo(TestKey.hmacHex("7"));
    }
  }

  @Test
  void anUnlistedColumnOfTheKeyNeedsAKey() {
    Mask<SourceRecord> mask =
        withoutKey(Map.of("clear.columns", TABLE + "name", "unlisted", "drop"));

    for (SourceRecord record : List.of(customers.insert(ada), customers.tombstone(ada))) {
      assertThatThrownBy(() -> mask.apply(record))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("column id")
          .hasMessageContaining("key.secret");
    }
  }

  @Test
  void aKeyWithoutFieldsIsMaskedAsAWhole() {
    Mask<SourceRecord> mask = closed();
    for (Schema schema : new Schema[] {null, Schema.STRING_SCHEMA}) {
      SourceRecord row =
          Masks.record(
              Masks.TOPIC, schema, SECRET, customers.insert(ada).valueSchema(), envelope());
      SourceRecord tombstone = Masks.record(Masks.TOPIC, schema, SECRET, null, null);

      assertThat(mask.apply(row).key()).isEqualTo(TestKey.hmacHex(SECRET));
      assertThat(mask.apply(tombstone).key()).isEqualTo(TestKey.hmacHex(SECRET));
      assertThat(onePass().apply(row).key()).isEqualTo(TestKey.hmacHex(SECRET));
      assertThat(onePass().apply(tombstone).key()).isEqualTo(TestKey.hmacHex(SECRET));
    }
  }

  private Object envelope() {
    return customers.insert(ada).value();
  }

  private UnwrapMaskRoute<SourceRecord> onePass() {
    return OnePass.of(
        "unwrap.delete.tombstone.handling.mode",
        "rewrite-with-tombstone",
        "unwrap.truncate.handling.mode",
        "pass",
        "unwrap.add.fields",
        "op,source.table:from",
        "unwrap.add.headers",
        "op",
        "mask.key.secret",
        TestKey.BASE64,
        "mask.key.id",
        "k1",
        "mask.clear.columns",
        LISTED,
        "mask.unlisted",
        "drop");
  }

  @Test
  void metadataIsClear() {
    SourceRecord out = onePass().apply(customers.delete(ada));

    Struct row = (Struct) out.value();
    assertThat(fields(row)).containsExactly("id", "name", "__deleted", "__op", "__from");
    assertThat(row.getString("__deleted")).isEqualTo("true");
    assertThat(row.getString("__from")).isEqualTo("customers");
    assertThat(out.headers().lastWithName("__op").value()).isEqualTo("d");
  }

  @Test
  void aCopyOfAnUnlistedColumnIsUnlisted() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            "unwrap.add.fields",
            "before.email:was,before.name:former",
            "unwrap.add.headers",
            "after.email:is",
            "mask.clear.columns",
            LISTED,
            "mask.unlisted",
            "drop");

    SourceRecord out = onePass.apply(customers.update(ada, ada));

    assertThat(fields(out.value())).containsExactly("id", "name", "__former");
    assertThat(RecordText.of(out)).doesNotContain(Masks.EMAIL);
  }

  @Test
  void aMaskingRuleWinsOverAClearPattern() {
    Mask<SourceRecord> mask =
        closed("clear.columns", TABLE + "*", "redact.columns", TABLE + "email");

    Struct after = ((Struct) mask.apply(customers.insert(ada)).value()).getStruct("after");

    assertThat(after.getString("email")).isEqualTo("***");
    assertThat(after.getString("phone")).isEqualTo(ada.getString("phone"));
  }

  @Test
  void aTableThatNoRuleNamesIsWithheld() {
    Events other =
        new Events(
            "production_db",
            "customers_copy",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("email", Schema.STRING_SCHEMA),
            "id");
    Struct row = other.row(Map.of("id", 7L, "email", SECRET));
    List<SourceRecord> records =
        List.of(
            other.insert(row),
            other.update(row, row),
            other.delete(row),
            other.tombstone(row),
            other.truncate(),
            Masks.record("production.production_db.customers_copy", null, "k", null, "text"),
            Masks.record("production.production_db.copy", null, null, null, Map.of("a", SECRET)),
            Masks.record("production.production_db.copy", null, Map.of("a", SECRET), null, null));
    List<Transformation<SourceRecord>> transforms = List.of(closed(), onePass());
    for (Transformation<SourceRecord> transform : transforms) {
      for (SourceRecord record : records) {
        assertThat(transform.apply(record)).as("%s", record).isNull();
      }
      assertThat(transform.apply(customers.insert(ada))).isNotNull();
      transform.close();
    }
  }

  @Test
  void aTableThatNoRuleNamesStopsTheTask() {
    for (SourceRecord record : List.of(customers.insert(ada), customers.tombstone(ada))) {
      assertThatThrownBy(
              () ->
                  closed(
                          "clear.columns",
                          "production_db.orders.*",
                          "unlisted.tables",
                          "fail",
                          "unlisted",
                          "null")
                      .apply(record))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("production_db.customers: no rule names a column of it")
          .hasMessageContaining("exclude the table");
    }
  }

  @Test
  void aTableThatNoRuleNamesIsTreatedByItsColumns() {
    SourceRecord out =
        closed("clear.columns", "production_db.orders.*", "unlisted.tables", "columns")
            .apply(customers.insert(ada));

    assertThat(fields(((Struct) out.value()).get("after"))).isEmpty();
    assertThat(((Struct) out.key()).get("id")).isEqualTo(TestKey.hmacHex("7"));
  }

  @Test
  void otherRecordsOfDebeziumPass() {
    for (SourceRecord record :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      assertThat(closed().apply(record)).isSameAs(record);
      assertThat(onePass().apply(record).value()).isEqualTo(record.value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "contact"})
  void aHeaderThatNoRuleNamesIsUnlisted(String name) {
    for (SourceRecord record : List.of(customers.insert(ada), customers.tombstone(ada))) {
      record.headers().addString(name, SECRET);
      record.headers().add("map", Map.of("email", SECRET, "name", "Ada"), null);
      record
          .headers()
          .add("list", List.of(SECRET), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
      record.headers().addString("name", "Ada");
      record.headers().addString("__debezium.context.taskId", "0");
      Schema struct =
          SchemaBuilder.struct()
              .field("email", Schema.STRING_SCHEMA)
              .field("name", Schema.STRING_SCHEMA)
              .build();
      record
          .headers()
          .add("struct", new Struct(struct).put("email", SECRET).put("name", "Ada"), struct);
      record.headers().add("row", ada, customers.row);
      record.headers().add("event", envelope(), customers.envelope);

      SourceRecord out = closed().apply(record);

      assertThat(RecordText.of(out)).doesNotContain(SECRET).doesNotContain(Masks.EMAIL);
      assertThat(out.headers().lastWithName("name").value()).isEqualTo("Ada");
      assertThat(out.headers().lastWithName("__debezium.context.taskId").value()).isEqualTo("0");
      assertThat(out.headers().lastWithName("map").value()).isEqualTo(Map.of("name", "Ada"));
      assertThat(fields(out.headers().lastWithName("struct").value())).containsExactly("name");
    }
  }

  @Test
  void aListedHeaderIsClear() {
    SourceRecord record = customers.insert(ada);
    record.headers().addString("traceparent", "00-abc");
    Schema origin = SchemaBuilder.struct().field("host", Schema.STRING_SCHEMA).build();
    record.headers().add("origin", new Struct(origin).put("host", "a"), origin);

    SourceRecord out =
        closed("clear.columns", LISTED + ",*.*.traceparent,*.*.origin").apply(record);

    assertThat(out.headers().lastWithName("traceparent").value()).isEqualTo("00-abc");
    assertThat(out.headers().lastWithName("origin").value())
        .isEqualTo(new Struct(origin).put("host", "a"));
  }

  @Test
  void headersWithKeysAreMaskedLikeTheKey() {
    SourceRecord record = customers.insert(ada);
    record.headers().add("__debezium.oldkey", customers.keyOf(ada), customers.key);

    SourceRecord out = closed("clear.columns", TABLE + "name").apply(record);

    assertThat(out.headers().lastWithName("__debezium.oldkey").value()).isEqualTo(out.key());
  }

  @Test
  void aListedColumnCoversItsFieldsAndARuleMayNameOneOfThem() {
    Schema address =
        SchemaBuilder.struct()
            .field("city", Schema.STRING_SCHEMA)
            .field("street", Schema.STRING_SCHEMA)
            .build();
    Schema schema =
        Masks.row(Masks.TOPIC)
            .field("covered", address)
            .field("masked", address)
            .field("entered", address)
            .field("unlisted", address)
            .build();
    Struct home = new Struct(address).put("city", "London").put("street", SECRET);
    Struct row = new Struct(schema);
    schema.fields().forEach(field -> row.put(field, home));
    Mask<SourceRecord> mask =
        Masks.of(
            "unlisted",
            "drop",
            "clear.columns",
            TABLE + "covered," + TABLE + "masked," + TABLE + "entered.city",
            "redact.columns",
            TABLE + "masked.street");

    Struct out = (Struct) mask.apply(Masks.flat(schema, row)).value();

    assertThat(fields(out)).containsExactly("covered", "masked", "entered");
    assertThat(out.get("covered")).isEqualTo(home);
    assertThat(out.getStruct("masked").getString("street")).isEqualTo("***");
    assertThat(out.getStruct("masked").getString("city")).isEqualTo("London");
    assertThat(fields(out.get("entered"))).containsExactly("city");

    Map<String, Object> map = Map.of("city", "London", "street", SECRET);
    Map<String, Object> maps =
        Map.of("covered", map, "masked", map, "entered", map, "unlisted", map);
    assertThat(mask.apply(Masks.flat(null, maps)).value())
        .isEqualTo(
            Map.of(
                "covered",
                map,
                "masked",
                Map.of("city", "London", "street", "***"),
                "entered",
                Map.of("city", "London")));
  }

  @Test
  void aColumnWhoseNameBeginsLikeAListedOneIsUnlisted() {
    Schema schema =
        Masks.row(Masks.TOPIC)
            .field("name", Schema.STRING_SCHEMA)
            .field("name.private", Schema.STRING_SCHEMA)
            .field("__before_name", Schema.STRING_SCHEMA)
            .build();
    Struct row =
        new Struct(schema)
            .put("name", "Ada")
            .put("name.private", SECRET)
            .put("__before_name", SECRET);

    assertThat(RecordText.of(onePass().apply(Masks.flat(schema, row)))).doesNotContain(SECRET);
  }

  @Test
  void fieldsThatAnotherTransformAddedToAnEventAreUnlisted() {
    Schema schema =
        SchemaBuilder.struct()
            .name(customers.envelope.name())
            .field("after", customers.row)
            .field("source", Events.SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .build();
    Struct event =
        new Struct(schema)
            .put("after", ada)
            .put("source", customers.source())
            .put("op", "c")
            .put("email", SECRET);

    Struct out =
        (Struct) closed().apply(Masks.record(Masks.TOPIC, null, null, schema, event)).value();

    assertThat(fields(out)).containsExactly("after", "source", "op");
  }

  @Test
  void aHelperTableIsMaskedAsItsOriginal() {
    Events ghost =
        new Events(
            "production_db",
            "_customers_gho",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("email", Schema.STRING_SCHEMA)
                .field("nickname", Schema.STRING_SCHEMA),
            "id");
    Struct row = ghost.row(Map.of("id", 7L, "email", SECRET, "nickname", SECRET));
    Mask<SourceRecord> mask = closed("hmac.columns", TABLE + "email");

    Struct after = ((Struct) mask.apply(ghost.insert(row)).value()).getStruct("after");

    assertThat(fields(after)).containsExactly("id", "email");
    assertThat(after.getString("email")).isEqualTo(TestKey.hmacHex(SECRET));
    assertThat(mask.apply(ghost.tombstone(row)).key()).isEqualTo(ghost.keyOf(row));
    assertThat(closed("helper.tables", "false").apply(ghost.insert(row))).isNull();
  }

  @Test
  void aHelperTableNeedsNoColumnOfItsOriginal() {
    Events changelog =
        new Events(
            "production_db",
            "_customers_ghc",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("hint", Schema.STRING_SCHEMA),
            "id");
    Struct row = changelog.row(Map.of("id", 7L, "hint", "x"));
    Mask<SourceRecord> open = Masks.hmac(TABLE + "email");

    assertThatCode(() -> open.apply(changelog.insert(row))).doesNotThrowAnyException();
  }

  @Test
  void aRuleOfItsOwnWinsForAHelperTable() {
    Schema schema =
        Masks.row("production.production_db._customers_new")
            .field("email", Schema.STRING_SCHEMA)
            .build();
    Mask<SourceRecord> mask =
        Masks.of(
            "hmac.columns",
            TABLE + "email",
            "redact.columns",
            "production_db._customers_new.email");

    Struct out =
        (Struct) mask.apply(Masks.flat(schema, new Struct(schema).put("email", SECRET))).value();

    assertThat(out.getString("email")).isEqualTo("***");
  }

  @Test
  void aRowWhoseTombstoneWouldBeWithheldStopsTheTask() {
    Schema renamed =
        SchemaBuilder.struct()
            .name("production.production_db.people.Key")
            .field("id", Schema.INT64_SCHEMA)
            .build();
    SourceRecord record =
        Masks.record(
            Masks.TOPIC,
            renamed,
            new Struct(renamed).put("id", 7L),
            customers.envelope,
            envelope());

    assertThatThrownBy(() -> closed().apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production.production_db.people.Key");
  }

  @Test
  void aMapWhoseTombstoneWouldBeWithheldStopsTheTask() {
    Map<String, Object> event =
        Map.of(
            "op",
            "c",
            "source",
            Map.of("db", "production_db", "table", "customers"),
            "after",
            Map.of("id", 7L));
    SourceRecord record = Masks.record("people", null, Map.of("id", 7L), null, event);

    assertThatThrownBy(
            () -> closed("clear.columns", "production_db.customers.*,other.*.x").apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("tombstones");
  }
}
