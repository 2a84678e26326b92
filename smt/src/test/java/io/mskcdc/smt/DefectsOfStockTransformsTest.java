package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases that the transforms of Kafka and Debezium get wrong, run by Connect's own operator. */
class DefectsOfStockTransformsTest {

  private static final Map<String, String> KEY =
      Map.of("key.secret", TestKey.BASE64, "key.id", "k1");

  private final ConnectOperator operator = new ConnectOperator();
  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void aTombstoneIsWrittenAsNull() {
    for (String mode : List.of("tombstone", "delete-to-tombstone")) {
      SourceRecord out =
          operator.apply(
              unwrap(Map.of("delete.tombstone.handling.mode", mode)), customers.delete(ada));

      for (String schemas : List.of("true", "false")) {
        try (JsonConverter converter = new JsonConverter()) {
          converter.configure(Map.of("schemas.enable", schemas), false);
          assertThat(converter.fromConnectData("t", out.valueSchema(), out.value())).isNull();
        }
      }
    }
  }

  @Test
  void maskAcceptsDeletesAndTombstones() {
    Transformation<SourceRecord> mask = mask("redact.columns", "production_db.customers.email");
    SourceRecord deleted = operator.apply(unwrap(Map.of()), customers.delete(ada));

    assertThat(operator.apply(mask, deleted).value()).isNull();
    assertThat(operator.apply(mask, customers.tombstone(ada)).value()).isNull();
  }

  @Test
  void anEnvelopeIsMaskedInBothImages() {
    SourceRecord out =
        operator.apply(
            mask("redact.columns", "production_db.customers.email"), customers.update(ada, ada));

    Struct envelope = (Struct) out.value();
    assertThat(envelope.getStruct("before").get("email")).isEqualTo("***");
    assertThat(envelope.getStruct("after").get("email")).isEqualTo("***");
    assertThat(envelope.getStruct("after").get("name")).isEqualTo("Ada");
  }

  @Test
  void aMisspeltColumnStopsTheTask() {
    Transformation<SourceRecord> mask = mask("redact.columns", "production_db.customers.emial");

    assertThatThrownBy(() -> operator.apply(mask, customers.insert(ada)))
        .isInstanceOf(ConnectException.class)
        .rootCause()
        .hasMessageContaining("production_db.customers.emial")
        .hasMessageContaining("redact.columns")
        .hasMessageNotContaining("ada@");
  }

  @Test
  void nullIsNotReplacedByTheColumnsDefault() {
    SourceRecord flat =
        operator.apply(
            unwrap(Map.of("add.fields", "op")), customers.insert(ada.put("phone", null)));
    Struct out =
        (Struct)
            operator
                .apply(
                    mask(
                        "redact.columns",
                        "production_db.customers.country,production_db.customers.phone"),
                    flat)
                .value();

    assertThat(out.getWithoutDefault("country")).isNull();
    assertThat(out.getWithoutDefault("phone")).isNull();
  }

  @Test
  void decimalsIntegersAndBytesAreMaskedAndConverted() {
    Events prices =
        new Events(
            "shop",
            "prices",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("price", Decimal.builder(4).build())
                .field("count", Schema.INT64_SCHEMA)
                .field("blob", Schema.BYTES_SCHEMA),
            "id");
    Struct row =
        prices.row(
            Map.of(
                "id",
                1L,
                "price",
                new BigDecimal("19.9900"),
                "count",
                12L,
                "blob",
                new byte[] {1, 2}));
    SourceRecord out =
        operator.apply(
            mask("redact.columns", "shop.prices.price,shop.prices.count,shop.prices.blob"),
            operator.apply(unwrap(Map.of()), prices.insert(row)));

    Struct masked = (Struct) out.value();
    assertThat(masked.get("price")).isEqualTo(new BigDecimal("0.0000"));
    assertThat(masked.get("count")).isEqualTo(0L);
    assertThat((byte[]) masked.get("blob")).isEmpty();
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "true"), false);
      assertThat(converter.fromConnectData("t", out.valueSchema(), masked)).isNotEmpty();
    }
  }

  @Test
  void aMaskedNumberIsMaskedInValueKeyAndSchema() {
    SourceRecord out =
        operator.apply(mask("hmac.columns", "production_db.customers.id"), customers.insert(ada));

    Struct after = ((Struct) out.value()).getStruct("after");
    assertThat(after.get("id")).isEqualTo(TestKey.hmacHex("7"));
    assertThat(after.schema().field("id").schema().type()).isEqualTo(Schema.Type.STRING);
    assertThat(((Struct) out.key()).get("id")).isEqualTo(TestKey.hmacHex("7"));
  }

  @Test
  void anHmacIsCutOnlyIfConfigured() {
    assertThat(maskedEmail(Map.of())).isEqualTo(TestKey.hmacHex("ada@example.org")).hasSize(64);
    assertThat(maskedEmail(Map.of("hmac.length", "20"))).hasSize(20);
  }

  @Test
  void theDefaultValueOfASchemaIsMasked() {
    SourceRecord out =
        operator.apply(
            mask("redact.columns", "production_db.customers.country"), customers.insert(ada));

    Schema country = out.valueSchema().field("after").schema().field("country").schema();
    assertThat(country.defaultValue()).isEqualTo("***");
  }

  @Test
  void applyingTwiceAddsHeadersOnce() {
    SourceRecord record = customers.insert(ada);
    Transformation<SourceRecord> unwrap = unwrap(Map.of("add.headers", "op,source.table"));

    operator.apply(unwrap, record);
    SourceRecord second = operator.apply(unwrap, record);

    assertThat(record.headers()).isEmpty();
    assertThat(second.headers()).hasSize(2);
  }

  @Test
  void theErrorNamesAnInvalidEntryOfAddFields() {
    for (String name : List.of("nothing", "nowhere.op", "source.nothing", "source")) {
      assertThatThrownBy(
              () -> operator.apply(unwrap(Map.of("add.fields", name)), customers.insert(ada)))
          .rootCause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("add.fields")
          .hasMessageContaining(name);
    }
  }

  @Test
  void theSchemasOfThousandsOfTablesAreBuiltOnce() {
    Transformation<SourceRecord> unwrap = unwrap(Map.of("add.fields", "op"));
    Map<String, Schema> first = new HashMap<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3000; i++) {
        Events table =
            new Events("shop", "t" + i, SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA));
        SourceRecord out = operator.apply(unwrap, table.insert(table.row(Map.of("id", 1L))));
        Schema seen = first.putIfAbsent(table.table, out.valueSchema());
        // In the second round the schemas are equal but new objects, as from a sink's converter.
        assertThat(out.valueSchema()).isSameAs(seen == null ? out.valueSchema() : seen);
      }
    }
  }

  @Test
  void heartbeatsSchemaChangesAndTransactionsAreNotRouted() {
    Transformation<SourceRecord> route =
        configured(
            new Route<>(), Map.of("regex", ".*", "replacement", "all", "key.field.name", "from"));

    for (SourceRecord record :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      assertThat(operator.apply(route, record)).isSameAs(record);
    }
  }

  @Test
  void aTombstoneGetsTheTopicOfItsRow() {
    Transformation<SourceRecord> route =
        configured(new Route<>(), Map.of("rules", "table:*.* -> rows.${field:country}"));
    ada.put("country", "GB");

    String row = operator.apply(route, customers.delete(ada)).topic();

    assertThat(row).isEqualTo("rows.GB");
    assertThat(operator.apply(route, customers.tombstone(ada)).topic()).isEqualTo(row);
  }

  @Test
  void noErrorIsRetriableBecauseConnectWouldDropTheRow() {
    Transformation<SourceRecord> mask = mask("date.columns", "production_db.customers.name");

    assertThatThrownBy(() -> operator.apply(mask, customers.insert(ada)))
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .rootCause()
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("customers")
        .hasMessageContaining("name")
        .hasMessageContaining("date");
  }

  @Test
  void theHeadersOfAKeyChangeAreMasked() {
    SourceRecord record = customers.insert(ada);
    record.headers().add("__debezium.oldkey", customers.keyOf(ada), customers.key);
    record.headers().add("email", "ada@example.org", Schema.STRING_SCHEMA);

    SourceRecord out =
        operator.apply(
            mask("hmac.columns", "production_db.customers.id,production_db.customers.email"),
            record);

    assertThat(((Struct) out.headers().lastWithName("__debezium.oldkey").value()).get("id"))
        .isEqualTo(TestKey.hmacHex("7"));
    assertThat(out.headers().lastWithName("email").value())
        .isEqualTo(TestKey.hmacHex("ada@example.org"));
  }

  @Test
  void theQueryIsRemoved() {
    SourceRecord out =
        operator.apply(
            mask("redact.columns", "production_db.customers.email"),
            customers.withQuery("UPDATE customers SET email = 'ada@example.org'").insert(ada));

    assertThat(((Struct) out.value()).getStruct("source").get("query")).isNull();
    assertThat(RecordText.of(out)).doesNotContain("ada@example.org");
  }

  @Test
  void methodsThatCouldMergeKeysAreRejectedOnKeys() {
    for (String method : List.of("null", "redact", "drop")) {
      assertThatThrownBy(
              () ->
                  operator.apply(
                      mask(method + ".columns", "production_db.customers.id"),
                      customers.insert(ada)))
          .rootCause()
          .isInstanceOf(DataException.class)
          .hasMessageContaining("key")
          .hasMessageContaining(method);
    }
    Map<String, String> cut = new HashMap<>(KEY);
    cut.put("hmac.columns", "production_db.customers.id");
    cut.put("hmac.length", "31");
    Transformation<SourceRecord> mask = configured(new Mask<>(), cut);
    assertThatThrownBy(() -> operator.apply(mask, customers.insert(ada)))
        .rootCause()
        .hasMessageContaining("hmac");
  }

  @Test
  void twoMethodsForOneColumnAreAnErrorThatNamesBoth() {
    Transformation<SourceRecord> mask =
        configured(
            new Mask<>(),
            Map.of(
                "null.columns", "production_db.*.email",
                "redact.columns", "production_db.customers.*"));

    assertThatThrownBy(() -> operator.apply(mask, customers.insert(ada)))
        .rootCause()
        .hasMessageContaining("null.columns")
        .hasMessageContaining("redact.columns")
        .hasMessageContaining("email");
  }

  private String maskedEmail(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(KEY);
    options.put("hmac.columns", "production_db.customers.email");
    options.putAll(more);
    SourceRecord out = operator.apply(configured(new Mask<>(), options), customers.insert(ada));
    String token = ((Struct) out.value()).getStruct("after").getString("email");
    assertThat(token.getBytes(StandardCharsets.US_ASCII)).hasSize(token.length());
    return token;
  }

  private static Transformation<SourceRecord> unwrap(Map<String, String> options) {
    return configured(new Unwrap<>(), options);
  }

  private static Transformation<SourceRecord> mask(String option, String columns) {
    Map<String, String> options = new HashMap<>(KEY);
    options.put(option, columns);
    return configured(new Mask<>(), options);
  }

  private static Transformation<SourceRecord> configured(
      Transformation<SourceRecord> transform, Map<String, String> options) {
    transform.configure(options);
    return transform;
  }
}
