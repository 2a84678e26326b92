package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** The topics that UnwrapMaskRoute gives to rows, deletes and tombstones. */
class UnwrapMaskRouteTopicsTest {

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Test
  void routingByAMaskedColumnIsAnError() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac("production_db.customers.email", "unwrap.route.by.field", "email");

    assertThatThrownBy(() -> onePass.apply(customers.insert(ada)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production.production_db.customers")
        .hasMessageContaining("column email")
        .hasMessageContaining("unwrap.route.by.field")
        .hasMessageNotContaining(Masks.EMAIL);
  }

  @Test
  void routingByAMaskedColumnWithoutSchemaIsAnError() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac("production_db.users.email", "unwrap.route.by.field", "email");

    assertThatThrownBy(
            () -> onePass.apply(OnePass.schemaless("c", null, Map.of("email", Masks.EMAIL))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column email");
  }

  @Test
  void routingByAColumnThatIsNotMaskedWorks() {
    SourceRecord out =
        OnePass.hmac("production_db.customers.email", "unwrap.route.by.field", "name")
            .apply(customers.insert(ada));

    assertThat(out.topic()).isEqualTo("Ada");
    assertThat(((Struct) out.value()).get("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void aRoutedRowAndItsTombstoneHaveTheSameMaskedKey() {
    Map<String, Object> key = Map.of("email", Masks.EMAIL);
    Map<String, Object> event = new HashMap<>();
    event.put("after", Map.of("email", Masks.EMAIL, "region", "eu"));
    event.put("op", "c");
    event.put("source", Map.of("db", "production_db", "table", "customers"));
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac(
            "production_db.customers.email",
            "unwrap.route.by.field",
            "region",
            "unwrap.delete.tombstone.handling.mode",
            "rewrite-with-tombstone");

    SourceRecord out = onePass.apply(Masks.record(Masks.TOPIC, null, key, null, event));
    SourceRecord tombstone = onePass.apply(Masks.record(Masks.TOPIC, null, key, null, null));

    assertThat(out.topic()).isEqualTo("eu");
    assertThat(tombstone.key()).isEqualTo(out.key()).isNotEqualTo(key);
  }

  @Test
  void aTargetWithAMaskedColumnContainsTheMaskedValue() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac(
            "production_db.customers.email", "route.rules", "table:*.* -> by_${field:email}");

    assertThat(onePass.apply(customers.insert(ada)).topic())
        .isEqualTo("by_" + TestKey.hmacHex(Masks.EMAIL));
    assertThat(onePass.apply(customers.delete(ada)).topic())
        .isEqualTo("by_" + TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void aDeleteIsRoutedByItsBeforeImage() {
    SourceRecord out =
        OnePass.of("route.rules", "table:*.* -> c_${field:name}").apply(customers.delete(ada));

    assertThat(out.topic()).isEqualTo("c_Ada");
    assertThat(out.value()).isNull();
    assertThat(out.valueSchema()).isNull();
  }

  @Test
  void aDeleteRoutedByAHeaderIsNotMasked() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            "route.rules", "table:*.* -> ${header:region}",
            "mask.date.columns", "production_db.customers.date_of_birth");
    // Masking this text as a date would fail. The tombstone does not need the row.
    Struct infinite = Events.customer(customers).put("date_of_birth", "infinity");
    SourceRecord delete = customers.delete(infinite);
    delete.headers().addString("region", "eu");

    SourceRecord out = onePass.apply(delete);

    assertThat(out.topic()).isEqualTo("eu");
    assertThat(out.value()).isNull();
  }

  @Test
  void aDeleteWithoutSchemaIsRoutedByItsBeforeImage() {
    SourceRecord out =
        OnePass.of("route.rules", "topic:.* -> c_${field:email}")
            .apply(OnePass.schemaless("d", Map.of("email", "ada"), null));

    assertThat(out.topic()).isEqualTo("c_ada");
    assertThat(out.value()).isNull();
  }

  @Test
  void aDeleteWhoseBeforeImageLacksTheColumnGetsTheTopicOfItsRow() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of("route.rules", "table:*.* -> c_${field:phone}");
    Struct row = Events.customer(customers).put("phone", "1");
    Struct partial = Events.customer(customers).put("phone", null);

    onePass.apply(customers.insert(row));

    assertThat(onePass.apply(customers.delete(partial)).topic()).isEqualTo("c_1");
  }

  @Test
  void anUnmatchedTopicFailsEachTimeItOccurs() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            "route.regex", "a\\.(.*)", "route.replacement", "A$1", "route.unmatched", "fail");
    SourceRecord matched = to("a.x");
    SourceRecord unmatched = to("b.x");

    assertThat(onePass.apply(matched).topic()).isEqualTo("Ax");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> onePass.apply(unmatched))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("b.x");
    }
  }

  @Test
  void aTableThatLosesItsKeyAndGetsItBackChangesItsTopic() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of("route.rules", "keyless -> ${table}.append,table:*.* -> ${table}");
    SourceRecord keyed = customers.insert(ada);

    // The second record without a key still has the key's schema, as a truncate has.
    for (Schema schema : Arrays.asList(null, keyed.keySchema())) {
      SourceRecord keyless =
          keyed.newRecord(
              keyed.topic(), null, schema, null, keyed.valueSchema(), keyed.value(), 0L);

      for (int i = 0; i < 2; i++) {
        assertThat(onePass.apply(keyed).topic()).isEqualTo("customers");
        assertThat(onePass.apply(keyless).topic()).isEqualTo("customers.append");
      }
    }
  }

  private SourceRecord to(String topic) {
    SourceRecord r = customers.insert(ada);
    return r.newRecord(
        topic, null, r.keySchema(), r.key(), r.valueSchema(), r.value(), r.timestamp());
  }
}
