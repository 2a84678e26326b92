package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debezium's headers with the former and the new key of a row, in all forms they may have. */
class MaskedKeyHeadersTest {

  private static final String JSON = "{\"email\":\"ada@example.org\"}";
  private static final Map<String, String> KEY = Map.of("email", Masks.EMAIL);

  private final Events users =
      new Events(
          "production_db",
          "users",
          SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA),
          "email");
  private final Mask<SourceRecord> mask = Masks.hmac("production_db.users.email");

  @Test
  void aStructOfAnyNameIsMasked() {
    for (String name : new String[] {null, "key", "production.production_db.users.Key"}) {
      Schema schema =
          SchemaBuilder.struct().name(name).field("email", Schema.STRING_SCHEMA).build();

      SourceRecord out =
          mask.apply(withHeader(schema, new Struct(schema).put("email", Masks.EMAIL)));

      Struct key = (Struct) out.headers().lastWithName("__debezium.oldkey").value();
      assertThat(key.get("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
    }
  }

  @Test
  void aMapIsMaskedWithSchemaAndWithout() {
    Schema schema = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();

    for (Schema each : new Schema[] {schema, null}) {
      SourceRecord out = mask.apply(withHeader(each, KEY));

      assertThat(out.headers().lastWithName("__debezium.oldkey").value())
          .isEqualTo(Map.of("email", TestKey.hmacHex(Masks.EMAIL)));
    }
  }

  @Test
  void aKeyThatSimpleHeaderConverterReadIsMasked() throws IOException {
    Struct key = users.keyOf(users.row(KEY));
    SchemaAndValue read;
    try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
      byte[] bytes = converter.fromConnectHeader("t", "__debezium.oldkey", key.schema(), key);
      read = converter.toConnectHeader("t", "__debezium.oldkey", bytes);
    }

    assertThat(RecordText.of(mask.apply(withHeader(read.schema(), read.value()))))
        .doesNotContain(Masks.EMAIL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__debezium.oldkey", "__debezium.newkey"})
  void textIsRejectedIfTheKeyHasAMaskedColumn(String name) {
    SourceRecord withSchema = users.insert(users.row(Map.of("email", "new@example.org")));
    withSchema.headers().addString(name, JSON);
    SourceRecord schemaless = schemaless();
    schemaless.headers().add(name, JSON, null);
    SourceRecord wrapped = schemaless();
    wrapped.headers().add(name, Map.of("payload", KEY), null);
    SourceRecord withoutKey = Masks.record(users.topic(), null, null, null, KEY);
    withoutKey.headers().add(name, JSON, null);

    for (SourceRecord each : new SourceRecord[] {withSchema, schemaless, wrapped, withoutKey}) {
      assertThatThrownBy(() -> mask.apply(each))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("production_db.users")
          .hasMessageContaining(name)
          .hasMessageNotContaining(Masks.EMAIL);
    }
  }

  @Test
  void textIsAcceptedIfTheKeyHasNoMaskedColumn() {
    Events customers = Events.customers();
    SourceRecord record = customers.insert(Events.customer(customers));
    record.headers().addString("__debezium.oldkey", "{\"id\":6}");

    SourceRecord out = Masks.hmac("production_db.customers.email").apply(record);

    assertThat(out.headers().lastWithName("__debezium.oldkey").value()).isEqualTo("{\"id\":6}");
  }

  private SourceRecord schemaless() {
    return Masks.record(
        users.topic(),
        null,
        Map.of("email", "new@example.org"),
        null,
        Map.of("email", "new@example.org"));
  }

  private SourceRecord withHeader(Schema schema, Object value) {
    SourceRecord record = users.insert(users.row(Map.of("email", "new@example.org")));
    record.headers().add("__debezium.oldkey", value, schema);
    return record;
  }
}
