package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.outbox.EventRouter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masking before and behind Debezium's outbox EventRouter. */
class OutboxTest {

  private static final String OUTBOX = "production_db.outbox.";
  private static final String SECRET = "a-clear-value";

  private final Events outbox =
      new Events(
          "production_db",
          "outbox",
          SchemaBuilder.struct()
              .field("id", Schema.STRING_SCHEMA)
              .field("aggregatetype", Schema.STRING_SCHEMA)
              .field("aggregateid", Schema.STRING_SCHEMA)
              .field("type", Schema.STRING_SCHEMA)
              .field("payload", Schema.OPTIONAL_STRING_SCHEMA)
              .field("email", Schema.STRING_SCHEMA),
          "id");

  private SourceRecord insert(String payload) {
    Struct row =
        outbox.row(
            Map.of(
                "id", "e1",
                "aggregatetype", "user",
                "aggregateid", SECRET,
                "type", "UserCreated",
                "email", SECRET));
    return outbox.insert(row.put("payload", payload));
  }

  private static EventRouter<SourceRecord> router(Map<String, String> options) {
    EventRouter<SourceRecord> router = new EventRouter<>();
    router.configure(options);
    return router;
  }

  /** The ways in which an EventRouter is configured. */
  static List<Map<String, String>> routers() {
    String fields = "table.fields.additional.placement";
    return List.of(
        Map.of(),
        Map.of(fields, "email:envelope,type:envelope:eventType"),
        Map.of(fields, "email:header:contact"),
        Map.of("table.expand.json.payload", "true"),
        Map.of("route.topic.replacement", "production.events.${routedByValue}"),
        Map.of("route.tombstone.on.empty.payload", "true"));
  }

  static List<Transformation<SourceRecord>> masks() {
    return List.of(
        Masks.hmac(OUTBOX + "payload"),
        Masks.of("clear.columns", "production_db.customers.*", "unlisted", "drop"),
        OnePass.hmac(
            OUTBOX + "payload", "unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone"));
  }

  @ParameterizedTest
  @MethodSource("routers")
  void behindAnEventRouterTheTaskStops(Map<String, String> options) {
    for (Transformation<SourceRecord> mask : masks()) {
      for (String payload : new String[] {"{\"email\":\"" + SECRET + "\"}", null}) {
        SourceRecord routed = router(options).apply(insert(payload));
        if (routed != null) {
          assertThatThrownBy(() -> mask.apply(routed))
              .as("%s of %s", routed, mask.getClass().getSimpleName())
              .isInstanceOf(DataException.class)
              .hasMessageContaining(routed.topic())
              .hasMessageContaining("put Mask before that transform, such as EventRouter")
              .hasMessageNotContaining(SECRET);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routers")
  void beforeAnEventRouterRulesByTableApply(Map<String, String> options) {
    Mask<SourceRecord> mask =
        Masks.of(
            "hmac.columns",
            OUTBOX + "aggregateid," + OUTBOX + "email",
            "redact.columns",
            OUTBOX + "payload",
            "redact.with",
            "{}");

    SourceRecord routed =
        router(options).apply(mask.apply(insert("{\"email\":\"" + SECRET + "\"}")));

    assertThat(routed.topic()).endsWith(".user");
    assertThat(routed.key()).isEqualTo(TestKey.hmacHex(SECRET));
    assertThat(RecordText.of(routed)).doesNotContain(SECRET);
  }

  @Test
  void theDocumentedOrderMasksTheOutboxAndOtherTables() {
    Mask<SourceRecord> mask =
        Masks.of(
            "unlisted",
            "drop",
            "clear.columns",
            "production_db.customers.id,/.*outbox\\.(id|aggregatetype|type)/",
            "hmac.columns",
            OUTBOX + "aggregateid," + OUTBOX + "payload,production_db.customers.email");
    UnwrapMaskRoute<SourceRecord> cdc =
        OnePass.of("route.regex", "production\\.(.*)", "route.replacement", "$1");
    Events customers = Events.customers();

    SourceRecord event = cdc.apply(router(Map.of()).apply(mask.apply(insert(SECRET))));
    SourceRecord row = cdc.apply(mask.apply(customers.insert(Events.customer(customers))));

    assertThat(event.topic()).isEqualTo("outbox.event.user");
    assertThat(event.value()).isEqualTo(TestKey.hmacHex(SECRET));
    assertThat(RecordText.of(event)).doesNotContain(SECRET);
    assertThat(row.topic()).isEqualTo("production_db.customers");
    assertThat(((Struct) row.value()).getString("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void recordsThatNameTheirTableMayHaveAnotherTopic() {
    Events customers = Events.customers();
    Struct ada = Events.customer(customers);
    Mask<SourceRecord> mask = Masks.hmac("production_db.customers.email");
    for (SourceRecord record : List.of(customers.insert(ada), customers.tombstone(ada))) {
      SourceRecord renamed =
          record.newRecord(
              "people",
              null,
              record.keySchema(),
              record.key(),
              record.valueSchema(),
              record.value(),
              null);

      assertThatCode(() -> mask.apply(renamed)).doesNotThrowAnyException();
    }
  }
}
