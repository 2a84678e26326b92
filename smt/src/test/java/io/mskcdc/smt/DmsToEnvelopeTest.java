package io.mskcdc.smt;

import static io.mskcdc.smt.DmsRecords.maps;
import static io.mskcdc.smt.DmsRecords.part;
import static io.mskcdc.smt.DmsRecords.sink;
import static io.mskcdc.smt.DmsRecords.struct;
import static io.mskcdc.smt.DmsRecords.value;
import static io.mskcdc.smt.DmsRecords.withSchema;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.event.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of AWS DMS become change events, with schemas and without. */
class DmsToEnvelopeTest {

  private static final Map<String, String> KEYS =
      Map.of("key.columns", "production.customers:id;production.items:order_id,line");

  /** How a converter hands on the record. */
  enum Form {
    MAP(DmsRecords::sink),
    STRUCT(DmsRecords::withSchema),
    BYTES(DmsRecords::bytes);

    final Function<Map<String, Object>, SinkRecord> record;

    Form(Function<Map<String, Object>, SinkRecord> record) {
      this.record = record;
    }
  }

  private static DmsToEnvelope<SinkRecord> transform(Map<String, String> options) {
    DmsToEnvelope<SinkRecord> transform = new DmsToEnvelope<>();
    transform.configure(options);
    return transform;
  }

  private static SinkRecord converted(Form form, Map<String, Object> value) {
    return transform(KEYS).apply(form.record.apply(value));
  }

  @ParameterizedTest
  @EnumSource
  void aLoadedRowIsAnEventOfASnapshot(Form form) {
    SinkRecord event = converted(form, value("load"));

    assertThat(maps(event.value()))
        .isEqualTo(
            row(
                "before",
                null,
                "after",
                row("id", 7L, "name", "Ada", "email", "ada@example.org", "balance", 12.5),
                "source",
                row(
                    "connector", "dms",
                    "name", "dms",
                    "ts_ms", millis("2026-03-01T08:30:00.195Z"),
                    "snapshot", "true",
                    "db", "production",
                    "table", "customers",
                    "file", null,
                    "pos", null),
                "transaction",
                null,
                "op",
                "r",
                "ts_ms",
                millis("2026-03-01T08:30:00.195Z")));
  }

  @ParameterizedTest
  @EnumSource
  void anInsertHasTheBinlogPositionAndTheTransactionThatDmsIncludes(Form form) {
    SinkRecord event = converted(form, value("insert"));

    assertThat(part(maps(event.value()), "source"))
        .containsEntry("file", "mysql-bin-changelog.002171")
        .containsEntry("pos", 36912271L)
        .containsEntry("snapshot", "false")
        .containsEntry("ts_ms", millis("2026-03-01T08:30:59Z"));
    assertThat(part(maps(event.value()), "transaction"))
        .isEqualTo(row("id", "215426970434175", "total_order", 3L));
    assertThat(maps(event.value()))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("op", "c")
        .containsEntry("ts_ms", millis("2026-03-01T08:31:00.195Z"))
        .containsEntry("before", null);
    assertThat(part(maps(event.value()), "after")).containsEntry("phone", null);
  }

  @ParameterizedTest
  @EnumSource
  void anInsertWithTheDefaultSettingsHasNoPositionAndNoTransaction(Form form) {
    SinkRecord event = converted(form, value("insert-default-settings"));

    assertThat(part(maps(event.value()), "source")).containsEntry("file", null);
    assertThat(part(maps(event.value()), "transaction")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "00000B84/98000108.1.00000B84/98000080",
    "00000028:00000330:0001",
    "mysql-bin-changelog.002171",
    "mysql-bin-changelog.002171:x",
    "''"
  })
  void aPositionOfAnotherFormIsLeftOut(String position) {
    SinkRecord event = converted(Form.MAP, value("insert", "stream-position", position));

    assertThat(part(event.value(), "source"))
        .containsEntry("file", null)
        .containsEntry("pos", null);
  }

  @ParameterizedTest
  @CsvSource({
    "update-before-image, MAP",
    "update-before-image, STRUCT",
    "update-before-image, BYTES",
    "update-before-columns, MAP",
    "update-before-columns, STRUCT",
    "update-before-columns, BYTES"
  })
  void anUpdateHasBothImages(String name, Form form) {
    SinkRecord event = converted(form, value(name));

    assertThat(part(maps(event.value()), "before"))
        .isEqualTo(row("id", 7L, "name", "Ada", "email", "ada@example.org", "balance", 12.5));
    assertThat(part(maps(event.value()), "after"))
        .isEqualTo(row("id", 7L, "name", "Ada", "email", "ada@example.com", "balance", 11.5));
    assertThat(((Map<?, ?>) maps(event.value())).get("op")).isEqualTo("u");
  }

  @Test
  void anUpdateMayHaveNoBeforeImageOrTheKeyOnly() {
    Map<String, Object> without = value("update-before-image");
    without.remove("before-image");
    Map<String, Object> keyOnly = value("update-before-image");
    keyOnly.put("before-image", row("id", 6L));

    assertThat(part(converted(Form.MAP, without).value(), "before")).isNull();
    assertThat(part(converted(Form.MAP, keyOnly).value(), "before")).isEqualTo(row("id", 6L));
    assertThat(converted(Form.MAP, keyOnly).key()).isEqualTo(row("id", 7L));
  }

  @Test
  void theBeforeImageHasTheConfiguredNames() {
    Map<String, Object> field = value("update-before-image");
    field.put("old", field.remove("before-image"));
    Map<String, Object> columns = value("update-before-image");
    columns.remove("before-image");
    part(columns, "data").put("old_email", "ada@example.org");
    part(columns, "data").put("old_", "a column of the table");
    DmsToEnvelope<SinkRecord> transform =
        transform(
            Map.of(
                "key.columns", "production.customers:id",
                "before.image.field", "old",
                "before.image.prefix", "old_"));

    assertThat(part(transform.apply(sink(field)).value(), "before"))
        .containsEntry("email", "ada@example.org");
    SinkRecord event = transform.apply(sink(columns));
    assertThat(part(event.value(), "before")).isEqualTo(row("email", "ada@example.org"));
    assertThat(part(event.value(), "after"))
        .containsEntry("old_", "a column of the table")
        .doesNotContainKey("old_email");
  }

  @Test
  void withoutAPrefixSuchColumnsBelongToTheTable() {
    Map<String, Object> value = value("insert");
    part(value, "data").put("BI_score", 5L);
    DmsToEnvelope<SinkRecord> transform =
        transform(Map.of("key.columns", "production.customers:id", "before.image.prefix", ""));

    assertThat(part(transform.apply(sink(value)).value(), "after")).containsEntry("BI_score", 5L);
    assertThatThrownBy(() -> transform(KEYS).apply(sink(value)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("dms-before-unexpected: ")
        .hasMessageContaining("score")
        .hasMessageContaining("before.image.prefix");
  }

  @ParameterizedTest
  @EnumSource
  void aDeleteHasTheColumnsThatDmsSent(Form form) {
    SinkRecord event = converted(form, value("delete"));

    assertThat(part(maps(event.value()), "before"))
        .isEqualTo(row("id", 7L, "email", "ada@example.org"));
    assertThat(part(maps(event.value()), "after")).isNull();
    assertThat(((Map<?, ?>) maps(event.value())).get("op")).isEqualTo("d");
    assertThat(maps(event.key())).isEqualTo(row("id", 7L));
  }

  @Test
  void aDeleteTakesColumnsThatOnlyItsBeforeImageHas() {
    Map<String, Object> value = value("delete");
    value.put("data", row("BI_id", 7L, "email", null, "BI_email", "ada@example.org"));

    SinkRecord event = converted(Form.MAP, value);

    assertThat(part(event.value(), "before")).isEqualTo(row("id", 7L, "email", "ada@example.org"));
  }

  @ParameterizedTest
  @EnumSource
  void keyAndTopicAreThoseOfTheTable(Form form) {
    Map<String, Object> value = value("insert", "table-name", "items");
    value.put("data", row("line", 2L, "order_id", 5L, "article", "pen"));

    SinkRecord event = converted(form, value);

    assertThat(event.topic()).isEqualTo("dms.production.items");
    assertThat(maps(event.key())).isEqualTo(row("order_id", 5L, "line", 2L));
    assertThat(((Map<?, ?>) maps(event.key())).keySet().toString()).isEqualTo("[order_id, line]");
    assertThat(event.kafkaOffset()).isEqualTo(41);
    assertThat(event.timestamp()).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void charactersThatATopicMayNotContainBecomeUnderscores() {
    DmsToEnvelope<SinkRecord> transform = transform(Map.of("key.columns", "production.my $t:id"));

    SinkRecord event = transform.apply(sink(value("insert", "table-name", "my $t")));

    assertThat(event.topic()).isEqualTo("dms.production.my__t");
    assertThat(part(event.value(), "source")).containsEntry("table", "my $t");
  }

  @Test
  void schemasHaveTheNamesOfDebeziumAndAreMadeOnce() {
    DmsToEnvelope<SinkRecord> transform = transform(KEYS);

    SinkRecord first = transform.apply(withSchema(value("insert")));
    SinkRecord second = transform.apply(withSchema(value("insert")));

    assertThat(first.valueSchema().name()).isEqualTo("dms.production.customers.Envelope");
    assertThat(first.keySchema().name()).isEqualTo("dms.production.customers.Key");
    assertThat(first.keySchema().field("id").schema().isOptional()).isFalse();
    assertThat(Envelope.hasShape(first.valueSchema())).isTrue();
    assertThat(first.valueSchema().field("after").schema().name())
        .isEqualTo("dms.production.customers.Value");
    assertThat(second.valueSchema()).isSameAs(first.valueSchema());
    assertThat(second.keySchema()).isSameAs(first.keySchema());
    ((Struct) first.value()).validate();
  }

  @Test
  void tablesWithTheSameColumnsHaveSchemasOfTheirOwn() {
    DmsToEnvelope<SinkRecord> transform =
        transform(Map.of("key.columns", "production.customers:id;production.clients:id,name"));

    SinkRecord customer = transform.apply(withSchema(value("insert")));
    SinkRecord client = transform.apply(withSchema(value("insert", "table-name", "clients")));

    assertThat(client.valueSchema().name()).isEqualTo("dms.production.clients.Envelope");
    assertThat(maps(client.key())).isEqualTo(row("id", 7L, "name", "Ada"));
    assertThat(maps(customer.key())).isEqualTo(row("id", 7L));
  }

  @Test
  void aColumnWithADefaultStaysNull() {
    Schema data =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("country", SchemaBuilder.string().optional().defaultValue("US").build())
            .build();
    Struct metadata = struct(part(value("insert"), "metadata"));
    Schema schema =
        SchemaBuilder.struct().field("data", data).field("metadata", metadata.schema()).build();
    Struct value =
        new Struct(schema)
            .put("data", new Struct(data).put("id", 7L).put("country", null))
            .put("metadata", metadata);
    SinkRecord record = new SinkRecord("dms", 0, null, null, schema, value, 0);

    Struct after = ((Struct) transform(KEYS).apply(record).value()).getStruct("after");

    assertThat(after.get("country")).isNull();
  }

  @Test
  void aSourceConnectorWritesToThePartitionOfTheNewKey() {
    DmsToEnvelope<SourceRecord> transform = new DmsToEnvelope<>();
    transform.configure(KEYS);
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "dms", 2, null, "old", null, value("insert"));

    assertThat(transform.apply(record).kafkaPartition()).isNull();
    assertThat(transform(KEYS).apply(sink(value("insert"))).kafkaPartition()).isEqualTo(2);
  }

  @Test
  void theInputIsNotChangedAndHeadersAreKept() {
    SinkRecord record = sink(value("update-before-columns"));
    record.headers().addString("trace", "t1");

    SinkRecord event = transform(KEYS).apply(record);

    assertThat(record.value()).isEqualTo(value("update-before-columns"));
    assertThat(record.topic()).isEqualTo("dms");
    assertThat(event.headers().lastWithName("trace").value()).isEqualTo("t1");
  }

  @Test
  void controlRecordsAreDropped() {
    assertThat(transform(KEYS).apply(sink(value("create-table")))).isNull();
    assertThat(transform(KEYS).apply(sink(value("create-table-of-dms")))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create-table",
        "rename-table",
        "drop-table",
        "change-columns",
        "add-column",
        "drop-column",
        "rename-column",
        "column-type-change"
      })
  void controlRecordsGoUnchangedToTheirTopic(String operation) {
    SinkRecord record = sink(value("create-table", "operation", operation));

    SinkRecord control = transform(Map.of("control.topic", "dms-control")).apply(record);

    assertThat(control.topic()).isEqualTo("dms-control");
    assertThat(control.value()).isSameAs(record.value());
    assertThat(control.key()).isEqualTo(record.key());
  }

  @ParameterizedTest
  @EnumSource
  void theKeyComesFromAControlRecord(Form form) {
    DmsToEnvelope<SinkRecord> transform = transform(Map.of());
    transform.apply(form.record.apply(value("create-table")));

    SinkRecord event = transform.apply(form.record.apply(value("insert")));

    assertThat(maps(event.key())).isEqualTo(row("id", 7L));
  }

  @Test
  void anOptionForTheKeyWinsOverAControlRecord() {
    DmsToEnvelope<SinkRecord> transform =
        transform(Map.of("key.columns", "production.customers:email"));
    transform.apply(sink(value("create-table")));

    assertThat(transform.apply(sink(value("insert"))).key())
        .isEqualTo(row("email", "ada@example.org"));
  }

  @Test
  void aColumnThatDmsLeavesOutIsNullIfAControlRecordNamesIt() {
    DmsToEnvelope<SinkRecord> transform = transform(KEYS);
    SinkRecord before = transform.apply(sink(value("insert-default-settings")));
    transform.apply(sink(value("create-table")));
    SinkRecord after = transform.apply(sink(value("insert-default-settings")));
    transform.apply(sink(value("add-column")));
    SinkRecord later = transform.apply(sink(value("insert-default-settings")));

    assertThat(part(before.value(), "after")).isEqualTo(row("id", 7L, "name", "Ada"));
    assertThat(part(after.value(), "after"))
        .isEqualTo(row("id", 7L, "name", "Ada", "email", null, "phone", null, "balance", null));
    assertThat(part(later.value(), "after")).containsEntry("country", null);
  }

  @Test
  void aColumnThatABeforeImageLacksIsNotNull() {
    DmsToEnvelope<SinkRecord> transform = transform(KEYS);
    transform.apply(sink(value("create-table")));

    SinkRecord delete = transform.apply(sink(value("delete")));
    SinkRecord update = transform.apply(sink(value("update-before-image")));

    assertThat(part(delete.value(), "before")).containsOnlyKeys("id", "email");
    assertThat(part(update.value(), "before")).doesNotContainKey("phone");
    assertThat(part(update.value(), "after")).containsEntry("phone", null);
  }

  @Test
  void aDefinitionWithColumnsOfTheBeforeImageAddsNoneOfThem() {
    Map<String, Object> control = value("create-table");
    part(part(part(control, "control"), "table-def"), "columns").put("BI_id", Map.of());
    DmsToEnvelope<SinkRecord> transform = transform(KEYS);
    transform.apply(sink(control));

    assertThat(part(transform.apply(sink(value("insert"))).value(), "after"))
        .doesNotContainKeys("BI_id");
  }

  @ParameterizedTest
  @CsvSource({
    "drop-table, true, false",
    "drop-table, false, false",
    "rename-table, false, false",
    "create-table, false, false",
    "add-column, false, true",
    "change-columns, false, true"
  })
  void aControlRecordThatReplacesATableForgetsItsKey(
      String operation, boolean details, boolean keyIsKnown) {
    DmsToEnvelope<SinkRecord> transform = transform(Map.of());
    transform.apply(sink(value("create-table")));
    Map<String, Object> control = value("create-table", "operation", operation);
    if (!details) {
      control.remove("control");
    }
    transform.apply(sink(control));

    SinkRecord insert = sink(value("insert-default-settings"));
    if (keyIsKnown) {
      // The columns are not known any more, so none is added.
      assertThat(part(transform.apply(insert).value(), "after")).containsOnlyKeys("id", "name");
    } else {
      assertThatThrownBy(() -> transform.apply(insert)).hasMessageStartingWith("dms-key-unknown: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"production.customers.7", "7"})
  void theKeyIsTheColumnThatIsThePartitionValue(String partition) {
    DmsToEnvelope<SinkRecord> transform = transform(Map.of());

    SinkRecord load = transform.apply(sink(value("load", "partition-key-value", partition)));
    SinkRecord insert = transform.apply(sink(value("insert")));

    assertThat(load.key()).isEqualTo(row("id", 7L));
    assertThat(insert.key()).as("the next record does not need it").isEqualTo(row("id", 7L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"production.customers.7.Ada", "production.customers.ada@example.org", "8"})
  void aPartitionValueThatIsNotOneColumnIsAnError(String partition) {
    SinkRecord record = sink(value("load", "partition-key-value", partition));

    assertThatThrownBy(() -> transform(Map.of()).apply(record))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "dms-key-unknown: converting topic dms, table production.customers: the primary key is"
                + " not known: the partition value does not show which columns it consists of; add"
                + " production.customers:<column> to key.columns");
  }

  @Test
  void aPartitionValueThatTwoColumnsHaveIsAnError() {
    Map<String, Object> value = value("load");
    part(value, "data").put("visits", 7L);

    assertThatThrownBy(() -> transform(Map.of()).apply(sink(value)))
        .hasMessageStartingWith("dms-key-unknown: ");
  }

  @Test
  void aPartitionValueThatContradictsAFormerOneIsAnError() {
    DmsToEnvelope<SinkRecord> transform = transform(Map.of());
    transform.apply(sink(value("load")));

    assertThatThrownBy(
            () -> transform.apply(sink(value("load", "partition-key-value", "production.x.5"))))
        .hasMessageStartingWith("dms-key-unknown: ")
        .hasMessageContaining("contradicts the column id");
  }

  @Test
  void aTableWithoutKeyIsAnError() {
    Map<String, Object> control = value("create-table");
    part(part(control, "control"), "table-def").put("primary-key", List.of());
    DmsToEnvelope<SinkRecord> transform = transform(Map.of());
    transform.apply(sink(control));

    assertThatThrownBy(() -> transform.apply(sink(value("insert"))))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("dms-key-unknown: ")
        .hasMessageContaining("production.customers:<column>");
  }

  static Stream<Arguments> keyValues() {
    return Stream.of(
        Arguments.of(null, "dms-key-incomplete: ", "key.columns"),
        Arguments.of(1.2345678901234568e19, "dms-key-inexact: ", "UseLargeIntegerValue=true"),
        Arguments.of(1.5f, "dms-key-inexact: ", "UseLargeIntegerValue=true"));
  }

  @ParameterizedTest
  @MethodSource("keyValues")
  void aKeyWithoutAnExactValueIsAnError(Object key, String code, String nextStep) {
    Map<String, Object> value = value("insert");
    part(value, "data").put("id", key);

    assertThatThrownBy(() -> transform(KEYS).apply(sink(value)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(code)
        .hasMessageContaining("production.customers")
        .hasMessageContaining("column id")
        .hasMessageContaining(nextStep)
        .hasMessageNotContaining("1.2");
  }

  @Test
  void aFloatingPointNumberInAnotherColumnPasses() {
    Map<String, Object> value = value("insert");
    part(value, "data").put("balance", 1.2345678901234568e19);

    assertThat(part(converted(Form.MAP, value).value(), "after"))
        .containsEntry("balance", 1.2345678901234568e19);
  }

  static Stream<Arguments> invalidValues() {
    Map<String, Object> noData = value("insert");
    noData.remove("data");
    Map<String, Object> noMetadata = value("insert");
    noMetadata.remove("metadata");
    Map<String, Object> emptyDelete = value("delete");
    emptyDelete.put("data", row());
    Map<String, Object> textImage = value("update-before-image");
    textImage.put("before-image", "secret-text");
    Map<String, Object> textKey = value("create-table");
    part(part(textKey, "control"), "table-def").put("primary-key", "secret-text");
    Map<String, Object> numbersKey = value("create-table");
    part(part(numbersKey, "control"), "table-def").put("primary-key", List.of(5L));
    return Stream.of(
        Arguments.of(null, "null"),
        Arguments.of("secret-text", "String"),
        Arguments.of("secret-text".getBytes(UTF_8), "not a JSON object"),
        Arguments.of(List.of("secret-text"), "neither a struct nor a map"),
        Arguments.of(Map.of(), "no metadata"),
        Arguments.of(noData, "no data"),
        Arguments.of(noMetadata, "no metadata"),
        Arguments.of(Map.of("metadata", "secret-text"), "metadata is not a map"),
        Arguments.of(emptyDelete, "no columns"),
        Arguments.of(textImage, "before-image is not a map"),
        Arguments.of(textKey, "primary-key is not a list"),
        Arguments.of(numbersKey, "primary-key is not a list"),
        Arguments.of(value("insert", "record-type", null), "no record-type"),
        Arguments.of(value("insert", "record-type", "secret-text"), "neither data nor control"),
        Arguments.of(value("insert", "operation", null), "no operation"),
        Arguments.of(value("insert", "operation", 5L), "operation is not a text"),
        Arguments.of(value("insert", "schema-name", null), "no schema-name"),
        Arguments.of(value("insert", "schema-name", ""), "no schema-name"),
        Arguments.of(value("insert", "table-name", null), "no table-name"),
        Arguments.of(value("insert", "timestamp", null), "no timestamp"),
        Arguments.of(value("insert", "timestamp", "secret-text"), "timestamp is not a time"),
        Arguments.of(value("insert", "timestamp", 5L), "timestamp is not a text"),
        Arguments.of(value("insert", "commit-timestamp", "2026-03-01"), "is not a time"),
        Arguments.of(value("insert", "stream-position", 5L), "stream-position is not a text"),
        Arguments.of(value("insert", "transaction-id", 5.5), "transaction-id is not an integer"),
        Arguments.of(
            value("insert", "transaction-record-id", "secret-text"),
            "transaction-record-id is not an integer"));
  }

  @ParameterizedTest
  @MethodSource("invalidValues")
  void aValueThatIsNoRecordOfDmsIsAnError(Object value, String problem) {
    assertThatThrownBy(() -> transform(KEYS).apply(sink(value)))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageStartingWith("dms-record-invalid: converting topic dms: ")
        .hasMessageContaining(problem)
        .hasMessageContaining("schemas.enable=false")
        .hasMessageNotContaining("secret-text");
  }

  @Test
  void aChangeEventOfDebeziumIsNoRecordOfDms() {
    Events customers = Events.customers();
    DmsToEnvelope<SourceRecord> transform = new DmsToEnvelope<>();
    transform.configure(KEYS);

    assertThatThrownBy(() -> transform.apply(customers.insert(Events.customer(customers))))
        .hasMessageStartingWith("dms-record-invalid: ")
        .hasMessageContaining("predicate");
  }

  @Test
  void aStructOfAnotherSchemaIsAnError() {
    SinkRecord record = withSchema(value("insert"));
    SinkRecord other =
        record.newRecord(
            "dms", 0, null, null, withSchema(value("load")).valueSchema(), record.value(), 0L);

    assertThatThrownBy(() -> transform(KEYS).apply(other)).isInstanceOf(DataException.class);
  }

  @Test
  void imagesWhoseColumnHasTwoTypesAreAnError() {
    Map<String, Object> value = value("update-before-columns");
    part(value, "data").put("balance", 11L);

    assertThatThrownBy(() -> transform(KEYS).apply(withSchema(value)))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageStartingWith("dms-record-invalid: ")
        .hasMessageContaining("column balance has two types");
    assertThat(part(converted(Form.MAP, value).value(), "after")).containsEntry("balance", 11L);
  }

  @ParameterizedTest
  @CsvSource({"insert, truncate", "insert, add-column", "create-table, insert"})
  void anUnknownOperationIsAnError(String name, String operation) {
    assertThatThrownBy(() -> transform(KEYS).apply(sink(value(name, "operation", operation))))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageStartingWith("dms-operation-unknown: ")
        .hasMessageContaining("production.customers")
        .hasMessageContaining("predicate");
  }

  @Test
  void theDocumentListsEachErrorCode() throws IOException {
    String errors = Files.readString(Path.of("src/main/java/io/mskcdc/smt/dms/DmsErrors.java"));
    List<String> codes =
        Pattern.compile("\"(dms-[a-z-]+)\"")
            .matcher(errors)
            .results()
            .map((MatchResult code) -> code.group(1))
            .toList();

    assertThat(codes).hasSizeGreaterThan(4);
    assertThat(Path.of("src/test/resources/transforms-doc/dms.md"))
        .content()
        .contains(codes.stream().map(code -> "| `" + code + "` |").toList());
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }
}
