package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** A sink that reads JSON without schemas gets the same results as a source with schemas. */
class SchemalessSinkTest {

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);
  private final Map<String, String> options =
      Map.ofEntries(
          Map.entry("unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone"),
          Map.entry("unwrap.add.fields", "op,source.table,transaction.id"),
          Map.entry("unwrap.replace.null.with.default", "false"),
          Map.entry("mask.key.secret", TestKey.BASE64),
          Map.entry("mask.key.id", "k1"),
          Map.entry(
              "mask.hmac.columns", "production_db.customers.email,production_db.customers.id"),
          Map.entry("mask.drop.columns", "production_db.customers.phone"),
          Map.entry("route.regex", "production\\.(.*)"),
          Map.entry("route.replacement", "$1"));

  @Test
  void anInsertGivesTheSameRowAsWithSchema() {
    SourceRecord record = customers.insert(ada);
    SinkRecord out = this.<SinkRecord>onePass(options).apply(sink(record));
    SourceRecord expected = this.<SourceRecord>onePass(options).apply(record);

    Map<String, Object> row = map(out.value());
    assertThat(row).isEqualTo(map(json(expected.valueSchema(), expected.value())));
    assertThat(map(out.key())).isEqualTo(Map.of("id", TestKey.hmacHex("7")));
    assertThat(row)
        .containsEntry("__deleted", "false")
        .containsEntry("__source_table", "customers")
        .containsEntry("email", TestKey.hmacHex("ada@example.org"))
        .doesNotContainKey("phone");
    assertThat(out.topic()).isEqualTo("production_db.customers");
  }

  @Test
  void aDeleteAndItsTombstoneHaveTheSameKeyAndTopic() {
    Transformation<SinkRecord> onePass = onePass(options);
    SinkRecord deleted = onePass.apply(sink(customers.delete(ada)));
    SinkRecord tombstone = onePass.apply(sink(customers.tombstone(ada)));

    assertThat(map(deleted.value())).containsEntry("__deleted", "true");
    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.key()).isEqualTo(deleted.key());
    assertThat(tombstone.topic()).isEqualTo(deleted.topic());
  }

  @Test
  void anEnvelopeIsMaskedBeforeItIsUnwrapped() {
    Mask<SinkRecord> mask = new Mask<>();
    mask.configure(Map.of("redact.columns", "production_db.customers.email"));

    SinkRecord out =
        mask.apply(sink(customers.withQuery("SELECT 'ada@example.org'").update(ada, ada)));

    assertThat(out.value().toString()).doesNotContain("ada@example.org");
    assertThat(map(map(out.value()).get("after"))).containsEntry("email", "***");
  }

  @Test
  void aHeartbeatIsNotChanged() {
    SinkRecord heartbeat = sink(Events.heartbeat());

    assertThat(this.<SinkRecord>onePass(options).apply(heartbeat)).isSameAs(heartbeat);
  }

  @Test
  void aMetadataFieldThatTheEventLacksIsAnError() {
    Map<String, String> wrong = new HashMap<>(options);
    wrong.put("unwrap.add.fields", "source.nothing");

    assertThatThrownBy(() -> this.<SinkRecord>onePass(wrong).apply(sink(customers.insert(ada))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("source.nothing");
  }

  private <R extends org.apache.kafka.connect.connector.ConnectRecord<R>> Transformation<R> onePass(
      Map<String, String> some) {
    Transformation<R> transform = new UnwrapMaskRoute<>();
    transform.configure(some);
    return transform;
  }

  private static SinkRecord sink(SourceRecord record) {
    return new SinkRecord(
        record.topic(),
        0,
        null,
        json(record.keySchema(), record.key()),
        null,
        json(record.valueSchema(), record.value()),
        1,
        null,
        TimestampType.NO_TIMESTAMP_TYPE);
  }

  private static Object json(Schema schema, Object value) {
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(
          Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
      return converter.toConnectData("t", converter.fromConnectData("t", schema, value)).value();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
