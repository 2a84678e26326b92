package io.mskcdc.smt;

import static io.mskcdc.smt.DmsRecords.maps;
import static io.mskcdc.smt.DmsRecords.part;
import static io.mskcdc.smt.DmsRecords.sink;
import static io.mskcdc.smt.DmsRecords.value;
import static io.mskcdc.smt.DmsRecords.withSchema;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other transforms take the events of DmsToEnvelope as they take those of Debezium. */
class DmsToEnvelopeChainTest {

  private static final String TABLE = "production.customers.";

  private static final Map<String, String> CLOSED =
      Map.of(
          "unwrap.delete.tombstone.handling.mode", "rewrite",
          "unwrap.add.fields", "op,source.file,source.pos,transaction.id,transaction.total_order",
          "mask.unlisted", "drop",
          "mask.clear.columns", TABLE + "balance",
          "mask.hmac.columns", TABLE + "id," + TABLE + "email",
          "mask.key.secret", TestKey.BASE64,
          "mask.key.id", "k1",
          "route.rules", "table:production.* -> rows.${table}");

  private static List<Transformation<SinkRecord>> chain(Map<String, String> onePass) {
    return List.of(
        configured(new DmsToEnvelope<>(), Map.of("key.columns", "production.customers:id")),
        configured(new UnwrapMaskRoute<>(), onePass));
  }

  private static <T extends Transformation<SinkRecord>> T configured(
      T transform, Map<String, String> options) {
    transform.configure(options);
    return transform;
  }

  private static SinkRecord apply(List<Transformation<SinkRecord>> chain, SinkRecord record) {
    SinkRecord result = record;
    for (Transformation<SinkRecord> each : chain) {
      result = result == null ? null : each.apply(result);
    }
    return result;
  }

  private static SinkRecord record(String name, boolean schema) {
    return schema ? withSchema(value(name)) : sink(value(name));
  }

  @ParameterizedTest
  @CsvSource({
    "load, r, false",
    "load, r, true",
    "insert, c, false",
    "insert, c, true",
    "update-before-image, u, false",
    "update-before-image, u, true",
    "update-before-columns, u, false",
    "update-before-columns, u, true"
  })
  void aClosedMaskLetsListedColumnsPassOnly(String name, String op, boolean schema) {
    SinkRecord row = apply(chain(CLOSED), record(name, schema));

    assertThat(RecordText.of(row)).doesNotContain("Ada", "ada@example");
    Map<?, ?> columns = (Map<?, ?>) maps(row.value());
    assertThat(columns.get("id")).isEqualTo(TestKey.hmacHex("7"));
    assertThat(columns.get("email").toString()).hasSize(64);
    assertThat(columns.get("balance")).isIn(12.5, 11.5);
    assertThat(columns.containsKey("name")).isFalse();
    assertThat(columns.get("__op")).isEqualTo(op);
    assertThat(columns.get("__deleted")).isEqualTo("false");
    assertThat(maps(row.key())).isEqualTo(Map.of("id", TestKey.hmacHex("7")));
    assertThat(row.topic()).isEqualTo("rows.customers");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeleteIsItsMaskedRowWithTheMarkOfADelete(boolean schema) {
    SinkRecord row = apply(chain(CLOSED), record("delete", schema));

    assertThat(part(Map.of("row", maps(row.value())), "row").get("__deleted")).isEqualTo("true");
    assertThat(RecordText.of(row)).doesNotContain("ada@example");
    assertThat(maps(row.key())).isEqualTo(Map.of("id", TestKey.hmacHex("7")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeleteIsItsOwnTombstoneInTheDefaultMode(boolean schema) {
    Map<String, String> options = new HashMap<>(CLOSED);
    options.remove("unwrap.delete.tombstone.handling.mode");

    SinkRecord row = apply(chain(options), record("insert", schema));
    SinkRecord tombstone = apply(chain(options), record("delete", schema));

    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.valueSchema()).isNull();
    assertThat(maps(tombstone.key())).isEqualTo(maps(row.key()));
    assertThat(tombstone.topic()).isEqualTo(row.topic());
  }

  @Test
  void bothImagesOfAnEventAreMaskedAlike() {
    SinkRecord event =
        apply(
            List.of(
                chain(CLOSED).get(0),
                configured(
                    new Mask<>(),
                    Map.of(
                        "unlisted",
                        "redact",
                        "clear.columns",
                        TABLE + "balance",
                        "hmac.columns",
                        TABLE + "id," + TABLE + "email",
                        "key.secret",
                        TestKey.BASE64,
                        "key.id",
                        "k1"))),
            sink(value("update-before-image")));

    assertThat(RecordText.of(event)).doesNotContain("Ada", "ada@example");
    assertThat(part(event.value(), "before"))
        .containsEntry("email", TestKey.hmacHex("ada@example.org"))
        .containsEntry("name", "***");
    assertThat(part(event.value(), "after"))
        .containsEntry("email", TestKey.hmacHex("ada@example.com"))
        .containsEntry("name", "***");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void separateTransformsGiveTheSameRow(boolean schema) {
    List<Transformation<SinkRecord>> separate =
        List.of(
            chain(CLOSED).get(0),
            configured(new Unwrap<>(), options("unwrap.")),
            configured(new Mask<>(), options("mask.")),
            configured(new Route<>(), options("route.")));
    for (String name : List.of("load", "insert", "update-before-image", "delete")) {
      SinkRecord row = apply(separate, record(name, schema));
      SinkRecord expected = apply(chain(CLOSED), record(name, schema));

      assertThat(maps(row.value())).isEqualTo(maps(expected.value()));
      assertThat(maps(row.key())).isEqualTo(maps(expected.key()));
      assertThat(row.topic()).isEqualTo(expected.topic());
    }
  }

  private static Map<String, String> options(String prefix) {
    Map<String, String> options = new HashMap<>();
    CLOSED.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            options.put(name.substring(prefix.length()), value);
          }
        });
    return options;
  }

  @Test
  void keysAndTextsHaveTheTokensOfDebeziumsEvents() {
    Events customers =
        new Events(
            "production",
            "customers",
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("email", Schema.STRING_SCHEMA),
            "id");
    UnwrapMaskRoute<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(CLOSED);
    SourceRecord ofDebezium =
        onePass.apply(
            customers.insert(customers.row(Map.of("id", 7L, "email", "ada@example.org"))));

    SinkRecord ofDms = apply(chain(CLOSED), record("insert", true));

    assertThat(maps(ofDms.key())).isEqualTo(maps(ofDebezium.key()));
    assertThat(ofDms.topic()).isEqualTo(ofDebezium.topic());
    assertThat(((Map<?, ?>) maps(ofDms.value())).get("email"))
        .isEqualTo(((Map<?, ?>) maps(ofDebezium.value())).get("email"));
  }

  @Test
  void aClosedMaskWithholdsTablesAndControlRecordsThatNoRuleNames() {
    List<Transformation<SinkRecord>> chain =
        List.of(
            configured(
                new DmsToEnvelope<>(),
                Map.of("key.columns", "production.other:id", "control.topic", "dms-control")),
            chain(CLOSED).get(1));

    assertThat(apply(chain, sink(value("insert", "table-name", "other")))).isNull();
    assertThat(apply(chain, sink(value("create-table")))).isNull();
  }

  @Test
  void aFieldThatDmsDoesNotIncludeIsNullInTheRow() {
    SinkRecord load = apply(chain(CLOSED), record("load", false));
    SinkRecord insert = apply(chain(CLOSED), record("insert", false));

    assertThat(part(Map.of("row", load.value()), "row"))
        .containsEntry("__source_pos", null)
        .containsEntry("__transaction_id", null);
    assertThat(part(Map.of("row", insert.value()), "row"))
        .containsEntry("__source_pos", 36912271L)
        .containsEntry("__source_file", "mysql-bin-changelog.002171")
        .containsEntry("__transaction_total_order", 3L);
  }

  @Test
  void aRecordOfMirrorMakerBecomesAMaskedJsonRow() {
    DmsToEnvelope<SourceRecord> dms = new DmsToEnvelope<>();
    dms.configure(Map.of("key.columns", "production.customers:id"));
    UnwrapMaskRoute<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(CLOSED);
    Map<String, Object> partition = Map.of("cluster", "raw", "topic", "dms", "partition", 1);
    SourceRecord mirrored =
        new SourceRecord(
            partition,
            Map.of("offset", 7L),
            "raw.dms",
            1,
            Schema.OPTIONAL_BYTES_SCHEMA,
            new byte[] {7},
            Schema.BYTES_SCHEMA,
            DmsRecords.bytes(value("update-before-image")).value());

    SourceRecord row = onePass.apply(dms.apply(mirrored));

    assertThat(json(row.value()))
        .contains("\"balance\":11.5", TestKey.hmacHex("7"))
        .doesNotContain("Ada", "ada@example");
    assertThat(json(row.key())).isEqualTo("{\"id\":\"" + TestKey.hmacHex("7") + "\"}");
    assertThat(row.kafkaPartition()).isNull();
    assertThat(row.sourcePartition()).isEqualTo(partition);
  }

  private static String json(Object value) {
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);
      return new String(converter.fromConnectData("t", null, value), UTF_8);
    }
  }

  @Test
  void tasksDoNotShareWhatTheyRemember() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Object>> runs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String column = i % 2 == 0 ? "id" : "name";
        runs.add(() -> keyAfter(column));
      }
      List<Future<Object>> keys = tasks.invokeAll(runs);
      for (int i = 0; i < keys.size(); i++) {
        assertThat(keys.get(i).get())
            .isEqualTo(i % 2 == 0 ? Map.of("id", 7L) : Map.of("name", "Ada"));
      }
    } finally {
      tasks.shutdownNow();
    }
    try (DmsToEnvelope<SinkRecord> fresh = configured(new DmsToEnvelope<>(), Map.of())) {
      assertThatThrownBy(() -> fresh.apply(sink(value("insert"))))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("dms-key-unknown: ");
    }
  }

  /** Converts records in a task of its own whose control record names a column as key. */
  private static Object keyAfter(String column) {
    Map<String, Object> control = value("create-table");
    part(part(control, "control"), "table-def").put("primary-key", List.of(column));
    try (DmsToEnvelope<SinkRecord> task = configured(new DmsToEnvelope<>(), Map.of())) {
      task.apply(sink(control));
      Object key = null;
      for (int i = 0; i < 200; i++) {
        key = maps(task.apply(record("insert", i % 2 == 0)).key());
      }
      return key;
    }
  }
}
