package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Headers that hold a row or an event, of the record's table or of another one. */
class RowsInHeadersTest {

  private static final String ORDERS = "production.production_db.orders";
  private static final String SECRET = "a-clear-value";

  private static SourceRecord customer() {
    Schema schema = Masks.row(Masks.TOPIC).field("note", Schema.STRING_SCHEMA).build();
    return Masks.flat(schema, new Struct(schema).put("note", "x"));
  }

  private static Struct row(String table, String column) {
    Schema schema = Masks.row(table).field(column, Schema.STRING_SCHEMA).build();
    return new Struct(schema).put(column, SECRET);
  }

  private static SchemaAndValue masked(Mask<SourceRecord> mask, Struct header) {
    return masked(mask, header.schema(), header);
  }

  private static SchemaAndValue masked(Mask<SourceRecord> mask, Schema schema, Object header) {
    SourceRecord record = customer();
    record.headers().add("other", header, schema);
    var out = mask.apply(record).headers().lastWithName("other");
    return new SchemaAndValue(out.schema(), out.value());
  }

  private static Map<Object, Object> event(String table, Map<String, Object> after) {
    Map<Object, Object> source = new LinkedHashMap<>();
    source.put("db", "production_db");
    source.put("table", table);
    source.put("query", "UPDATE " + table + " SET note = '" + SECRET + "'");
    Map<Object, Object> event = new LinkedHashMap<>();
    event.put("before", null);
    event.put("after", after);
    event.put("source", source);
    event.put("op", "u");
    return event;
  }

  @Test
  void aRowOfAnotherTableIsMaskedByTheRulesOfThatTable() {
    Mask<SourceRecord> mask = Masks.of("redact.columns", "production_db.orders.note");

    Struct out = (Struct) masked(mask, row(ORDERS, "note")).value();

    assertThat(out.getString("note")).isEqualTo("***");
  }

  @Test
  void aColumnThatIsClearInOneTableIsNotClearInAnother() {
    Mask<SourceRecord> mask =
        Masks.of("clear.columns", "*.customers.note,*.orders.id", "unlisted", "drop");

    Struct out = (Struct) masked(mask, row(ORDERS, "note")).value();

    assertThat(out.schema().fields()).isEmpty();
  }

  @Test
  void aRowOfAWithheldTableIsRemoved() {
    Mask<SourceRecord> mask = Masks.of("clear.columns", "*.customers.note", "unlisted", "drop");

    assertThat(masked(mask, row(ORDERS, "note")).value()).isNull();
    assertThat(masked(mask, null, event("orders", Map.of("note", SECRET))).value()).isNull();
  }

  @Test
  void aRowOfATableThatNoRuleNamesStopsTheTaskIfSoConfigured() {
    Mask<SourceRecord> mask =
        Masks.of(
            "clear.columns", "*.customers.note", "unlisted", "drop", "unlisted.tables", "fail");

    assertThatThrownBy(() -> masked(mask, row(ORDERS, "note")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("orders");
  }

  @Test
  void aKeyOfAnotherTableIsMaskedByTheRulesOfThatTable() {
    Schema schema =
        SchemaBuilder.struct().name(ORDERS + ".Key").field("code", Schema.STRING_SCHEMA).build();
    Mask<SourceRecord> mask = Masks.of("hmac.columns", "production_db.orders.code");

    Struct out = (Struct) masked(mask, new Struct(schema).put("code", SECRET)).value();

    assertThat(out.getString("code")).isNotEqualTo(SECRET);
  }

  @Test
  void theSourceNamesTheTableOfAnEvent() {
    Events customers = Events.customers();
    Struct event = (Struct) customers.insert(Events.customer(customers)).value();
    Schema orders = Masks.row(ORDERS).field("email", Schema.STRING_SCHEMA).build();
    SourceRecord order =
        Masks.record(ORDERS, null, null, orders, new Struct(orders).put("email", ""));
    order.headers().add("event", event, event.schema());

    SourceRecord out = Masks.of("redact.columns", "production_db.customers.email").apply(order);

    Struct masked = (Struct) out.headers().lastWithName("event").value();
    assertThat(masked.getStruct("after").getString("email")).isEqualTo("***");
  }

  @Test
  void anEventAsAMapIsMaskedAsAnEvent() {
    Mask<SourceRecord> mask = Masks.of("redact.columns", "*.orders.note");

    for (String table : List.of("orders", "customers")) {
      Map<?, ?> out =
          (Map<?, ?>) masked(mask, null, event(table, Map.of("note", SECRET, "id", 7))).value();

      assertThat(((Map<?, ?>) out.get("source")).get("query")).isNull();
      assertThat(((Map<?, ?>) out.get("after")).get("note"))
          .isEqualTo(table.equals("orders") ? "***" : SECRET);
      assertThat(((Map<?, ?>) out.get("after")).get("id")).isEqualTo(7);
    }
  }

  @Test
  void anEventWithoutNameIsMaskedAsAnEventOfTheRecordsTable() {
    Schema row = SchemaBuilder.struct().optional().field("note", Schema.STRING_SCHEMA).build();
    Schema event =
        SchemaBuilder.struct().field("after", row).field("op", Schema.STRING_SCHEMA).build();
    Struct value =
        new Struct(event).put("op", "c").put("after", new Struct(row).put("note", SECRET));

    Struct out = (Struct) masked(Masks.of("redact.columns", "*.customers.note"), value).value();

    assertThat(out.getStruct("after").getString("note")).isEqualTo("***");
  }

  @Test
  void aStructOfClearColumnsPassesClosedMasking() {
    Mask<SourceRecord> mask = Masks.of("clear.columns", "*.customers.note", "unlisted", "drop");
    Schema schema = SchemaBuilder.struct().field("note", Schema.STRING_SCHEMA).build();
    Struct header = new Struct(schema).put("note", "x");

    assertThat(masked(mask, header).value()).isEqualTo(header);
    assertThat(masked(mask, SchemaBuilder.array(schema).build(), List.of(header)).value())
        .isEqualTo(List.of(header));
  }

  @Test
  void columnsWithTheNamesOfAnEventsFieldsAreColumns() {
    Schema shape =
        SchemaBuilder.struct().optional().field("wkb", Schema.OPTIONAL_BYTES_SCHEMA).build();
    Schema schema =
        Masks.row(Masks.TOPIC).field("before", shape).field("op", Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put("op", SECRET);

    Struct out =
        (Struct)
            Masks.of("redact.columns", "*.customers.op").apply(Masks.flat(schema, row)).value();

    assertThat(out.getString("op")).isEqualTo("***");
  }

  @Test
  void theDefaultOfAKeyWithoutFieldsIsMasked() {
    Schema key = SchemaBuilder.string().optional().defaultValue(SECRET).build();
    SourceRecord row = customer();
    SourceRecord record = Masks.record(Masks.TOPIC, key, null, row.valueSchema(), row.value());

    SourceRecord out =
        Masks.of("clear.columns", "*.customers.note", "unlisted", "hmac").apply(record);

    assertThat(out.key()).isNull();
    assertThat(String.valueOf(out.keySchema().defaultValue())).doesNotContain(SECRET);
  }

  @Test
  void fieldsWithinAKeyMustBeMaskedUnderBothNamesOfTheTable() {
    Schema part =
        SchemaBuilder.struct()
            .field("code", Schema.STRING_SCHEMA)
            .field("mail", Schema.STRING_SCHEMA)
            .build();
    Schema key = SchemaBuilder.struct().name(ORDERS + ".Key").field("part", part).build();
    Struct value =
        new Struct(key).put("part", new Struct(part).put("code", SECRET).put("mail", SECRET));
    SourceRecord row = customer();
    Mask<SourceRecord> mask =
        Masks.of("hmac.columns", "*.customers.part.*,*.orders.part.code,*.customers.note");

    assertThatThrownBy(
            () -> mask.apply(Masks.record(Masks.TOPIC, key, value, row.valueSchema(), row.value())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("key");
  }
}
