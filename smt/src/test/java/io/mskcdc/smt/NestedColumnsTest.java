package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Columns within structs, arrays and maps. */
class NestedColumnsTest {

  private static final Schema CONTACT =
      SchemaBuilder.struct().optional().field("email", Schema.STRING_SCHEMA).build();
  private static final List<String> PATTERNS =
      List.of(
          "production_db.customers.contacts.email", "production_db.*.contacts.*", "/.*\\.email/");

  private final Struct contact = new Struct(CONTACT).put("email", Masks.EMAIL);

  @Test
  void structsInMapsAreMasked() {
    Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, CONTACT).optional().build();

    for (String pattern : PATTERNS) {
      Map<?, ?> out = (Map<?, ?>) masked(pattern, map, Map.of("home", contact));

      assertThat(((Struct) out.get("home")).get("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
    }
  }

  @Test
  void structsInArraysOfArraysAreMasked() {
    Schema arrays = SchemaBuilder.array(SchemaBuilder.array(CONTACT).build()).build();

    for (String pattern : PATTERNS) {
      List<?> out = (List<?>) masked(pattern, arrays, List.of(Arrays.asList(contact, null)));

      List<?> inner = (List<?>) out.get(0);
      assertThat(((Struct) inner.get(0)).get("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
      assertThat(inner.get(1)).isNull();
    }
  }

  @Test
  void anUnsetColumnIsNullAfterItsDefaultWasRemoved() {
    Schema array = SchemaBuilder.array(CONTACT).defaultValue(List.of(contact)).build();

    for (String pattern : PATTERNS) {
      assertThat(masked(pattern, array, null)).isNull();
    }
  }

  @Test
  void mapsInListsOfListsAreMasked() {
    Map<String, Object> row =
        Map.of("contacts", List.of(List.of(Map.of("email", Masks.EMAIL), "other")));

    SourceRecord out =
        Masks.hmac("production_db.customers.contacts.email").apply(Masks.flat(null, row));

    assertThat(out.value())
        .isEqualTo(
            Map.of(
                "contacts",
                List.of(
                    List.of(
                        Map.of("email", TestKey.hmacHex(Masks.EMAIL)),
                        // It may be what the rule is meant for.
                        TestKey.hmacHex("other")))));
  }

  @Test
  void structsAsKeysOfAMapAreRejected() {
    Schema map = SchemaBuilder.map(CONTACT, Schema.STRING_SCHEMA).build();

    assertThatThrownBy(() -> masked("/.*\\.email/", map, Map.of(contact, "x")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("contacts")
        .hasMessageNotContaining(Masks.EMAIL);
  }

  @Test
  void defaultsWithinAMaskedStructAreRemoved() {
    Schema inner = SchemaBuilder.string().defaultValue("Secretville").build();
    Schema address = SchemaBuilder.struct().optional().field("city", inner).build();
    Schema nested = SchemaBuilder.struct().field("address", address).build();
    Struct value = new Struct(nested).put("address", new Struct(address).put("city", "x"));

    for (String method : List.of("null", "redact")) {
      Schema schema = Masks.row(Masks.TOPIC).field("contacts", nested).build();
      SourceRecord out =
          Masks.of(method + ".columns", "production_db.customers.contacts")
              .apply(Masks.flat(schema, new Struct(schema).put("contacts", value)));

      assertThat(RecordText.of(out)).doesNotContain("Secretville");
      assertThat(defaultOfCity(out.valueSchema())).isNull();
    }
  }

  private static Object defaultOfCity(Schema row) {
    return row.field("contacts")
        .schema()
        .field("address")
        .schema()
        .field("city")
        .schema()
        .defaultValue();
  }

  private static Object masked(String pattern, Schema schema, Object value) {
    Schema row = Masks.row(Masks.TOPIC).field("contacts", schema).build();
    Struct in = new Struct(row);
    if (value != null) {
      in.put("contacts", value);
    }
    Struct out = (Struct) Masks.hmac(pattern).apply(Masks.flat(row, in)).value();
    out.validate();
    return out.get("contacts");
  }

  @Test
  void columnsWithinAHeaderAreMasked() {
    Schema array = SchemaBuilder.array(CONTACT).build();
    Schema row = Masks.row(Masks.TOPIC).field("contacts", array).build();

    for (String pattern : PATTERNS) {
      SourceRecord record = Masks.flat(row, new Struct(row).put("contacts", List.of(contact)));
      record.headers().add("contacts", List.of(contact), array);
      record.headers().add("__before_contacts", List.of(contact), array);

      assertThat(RecordText.of(Masks.hmac(pattern).apply(record))).doesNotContain(Masks.EMAIL);
    }
  }

  @Test
  void columnsWithinAHeaderWithoutSchemaAreMasked() {
    Map<String, Object> map = Map.of("email", Masks.EMAIL);

    for (Object contacts : List.of(map, List.of(map), List.of(List.of(map)))) {
      SourceRecord record = Masks.flat(null, Map.of("contacts", contacts));
      record.headers().add("contacts", contacts, null);
      record.headers().add("rows", List.of(Map.of("contacts", contacts)), null);
      record.headers().add("notes", List.of("x"), null);

      SourceRecord out = Masks.hmac("production_db.customers.contacts.email").apply(record);

      assertThat(RecordText.of(out)).doesNotContain(Masks.EMAIL);
      assertThat(out.headers().lastWithName("notes").value()).isEqualTo(List.of("x"));
    }
  }
}
