package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three transforms with the options of connector-configs/mysql-cdc.json. */
class MysqlCdcChainTest {

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);
  private final List<Transformation<SourceRecord>> chain =
      List.of(
          configured(
              new Unwrap<>(),
              Map.of(
                  "delete.tombstone.handling.mode",
                  "rewrite-with-tombstone",
                  "add.fields",
                  "op,source.ts_ms,source.gtid,source.file,source.pos,source.row",
                  "replace.null.with.default",
                  "false")),
          configured(
              new Mask<>(),
              Map.of(
                  "key.secret", TestKey.BASE64,
                  "key.id", "k1",
                  "hmac.columns", "production_db.customers.email",
                  "format.columns", "production_db.customers.phone",
                  "partial.columns", "production_db.customers.card_number",
                  "partial.keep.last", "4",
                  "date.columns", "production_db.customers.date_of_birth",
                  "date.to", "year")),
          configured(
              new Route<>(),
              Map.of("regex", "([^.]+)\\.([^.]+)\\.([^.]+)", "replacement", "$2.$3")));

  @AfterEach
  void close() {
    chain.forEach(Transformation::close);
  }

  @Test
  void anInsertBecomesAMaskedFlatRow() {
    SourceRecord out = apply(customers.insert(ada));

    assertThat(out.topic()).isEqualTo("production_db.customers");
    assertThat(out.key()).isEqualTo(customers.keyOf(ada));
    assertThat(out.keySchema()).isSameAs(customers.key);
    Map<String, Object> row = values(out);
    assertThat((String) row.remove("phone"))
        .matches("\\+\\d\\d \\d\\d \\d{4} \\d{4}")
        .isNotEqualTo("+44 20 7946 0958");
    assertThat(row)
        .isEqualTo(
            nullable(
                "id", 7L,
                "name", "Ada",
                "email", TestKey.hmacHex("ada@example.org"),
                "card_number", "************1111",
                "date_of_birth", "1815-01-01Z",
                "country", null,
                "__deleted", "false",
                "__op", "c",
                "__source_ts_ms", Events.TS_MS - 5,
                "__source_gtid", "3e11fa47-71ca-11e1-9e33-c80aa9429562:23",
                "__source_file", "binlog.000002",
                "__source_pos", 4242L,
                "__source_row", 0));
  }

  @Test
  void theSchemaStatesTheMaskingMethod() {
    Schema schema = apply(customers.insert(ada)).valueSchema();

    assertThat(schema.name()).isEqualTo("production.production_db.customers.Value");
    assertThat(schema.field("email").schema().parameters())
        .isEqualTo(Map.of("mskcdc.mask.method", "hmac", "mskcdc.mask.key.id", "k1"));
    assertThat(schema.field("date_of_birth").schema().name()).isEqualTo("io.debezium.time.IsoDate");
    assertThat(schema.field("date_of_birth").schema().parameters())
        .isEqualTo(Map.of("mskcdc.mask.method", "date"));
    assertThat(schema.field("name").schema()).isSameAs(Schema.STRING_SCHEMA);
  }

  @Test
  void theSchemaIsTheSameObjectForEachRow() {
    Schema first = apply(customers.insert(ada)).valueSchema();

    assertThat(apply(customers.insert(ada)).valueSchema()).isSameAs(first);
    assertThat(apply(customers.delete(ada)).valueSchema()).isSameAs(first);
  }

  @Test
  void anUpdateBecomesItsAfterImage() {
    Struct renamed = Events.customer(customers).put("name", "Ada L.");

    Map<String, Object> row = values(apply(customers.update(ada, renamed)));

    assertThat(row).containsEntry("name", "Ada L.").containsEntry("__op", "u");
    assertThat(row).containsEntry("email", TestKey.hmacHex("ada@example.org"));
  }

  @Test
  void aDeleteBecomesItsMaskedBeforeImageAndATombstoneFollows() {
    SourceRecord deleted = apply(customers.delete(ada));
    SourceRecord tombstone = apply(customers.tombstone(ada));

    assertThat(values(deleted))
        .containsEntry("__deleted", "true")
        .containsEntry("__op", "d")
        .containsEntry("card_number", "************1111");
    assertThat(tombstone.topic()).isEqualTo(deleted.topic());
    assertThat(tombstone.key()).isEqualTo(deleted.key());
    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.valueSchema()).isNull();
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);
      assertThat(converter.fromConnectData("t", tombstone.valueSchema(), tombstone.value()))
          .isNull();
    }
  }

  @Test
  void aKeyChangeKeepsBothKeysInTheHeaders() {
    Struct moved = Events.customer(customers).put("id", 8L);
    SourceRecord delete = customers.delete(ada);
    delete.headers().add("__debezium.newkey", customers.keyOf(moved), customers.key);
    SourceRecord insert = customers.insert(moved);
    insert.headers().add("__debezium.oldkey", customers.keyOf(ada), customers.key);

    assertThat(apply(delete).headers().lastWithName("__debezium.newkey").value())
        .isEqualTo(customers.keyOf(moved));
    assertThat(apply(insert).headers().lastWithName("__debezium.oldkey").value())
        .isEqualTo(customers.keyOf(ada));
  }

  @Test
  void heartbeatsSchemaChangesAndTransactionsAreNotChanged() {
    for (SourceRecord record :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      assertThat(apply(record)).isSameAs(record);
    }
  }

  @Test
  void nullStaysNull() {
    Struct sparse = customers.row(Map.of("id", 9L, "name", "Bo", "email", "b@example.org"));

    assertThat(values(apply(customers.insert(sparse))))
        .containsEntry("phone", null)
        .containsEntry("card_number", null)
        .containsEntry("date_of_birth", null)
        .containsEntry("country", null);
  }

  @Test
  void theInputIsNotChanged() {
    SourceRecord record = customers.insert(ada);

    SourceRecord first = apply(record);
    SourceRecord second = apply(record);

    assertThat(second).isEqualTo(first);
    assertThat(record).isEqualTo(customers.insert(Events.customer(customers)));
  }

  private SourceRecord apply(SourceRecord record) {
    SourceRecord out = record;
    for (Transformation<SourceRecord> transform : chain) {
      out = transform.apply(out);
    }
    return out;
  }

  private static Transformation<SourceRecord> configured(
      Transformation<SourceRecord> transform, Map<String, String> options) {
    transform.configure(options);
    return transform;
  }

  private static Map<String, Object> values(SourceRecord record) {
    Struct struct = (Struct) record.value();
    struct.validate();
    Map<String, Object> values = new HashMap<>();
    for (Field field : struct.schema().fields()) {
      values.put(field.name(), struct.getWithoutDefault(field.name()));
    }
    return values;
  }

  private static Map<String, Object> nullable(Object... pairs) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
