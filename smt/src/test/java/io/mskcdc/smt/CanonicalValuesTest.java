package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.values.CanonicalValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonical values wherever a record of UnwrapMaskRoute has a column. */
class CanonicalValuesTest {

  private static final String CANONICAL = UnwrapMaskRoute.CANONICAL;
  private static final String MODE = "unwrap.delete.tombstone.handling.mode";
  private static final Map<String, Object> SNAPSHOT =
      Map.of("id", BigDecimal.TEN, "seen", "2024-02-29T12:34:56Z", "born", -56613, "kind", "b,c");
  private static final Map<String, Object> BINLOG =
      Map.of(
          "id",
          BigDecimal.TEN,
          "seen",
          "2024-02-29T12:34:56.000Z",
          "born",
          -56613,
          "kind",
          "b\\,c");

  private final Events table =
      new Events(
          "production_db",
          "visits",
          SchemaBuilder.struct()
              .field("id", Decimal.schema(0))
              .field(
                  "seen",
                  SchemaBuilder.string()
                      .name("io.debezium.time.ZonedTimestamp")
                      .parameter("__debezium.source.column.type", "TIMESTAMP")
                      .parameter("__debezium.source.column.length", "3")
                      .build())
              .field(
                  "born",
                  SchemaBuilder.int32().name("io.debezium.time.Date").defaultValue(0).build())
              .field(
                  "kind",
                  SchemaBuilder.string()
                      .name("io.debezium.data.Enum")
                      .parameter("allowed", "a,b\\,c")
                      .build())
              .field("note", Schema.OPTIONAL_STRING_SCHEMA),
          "id",
          "seen",
          "kind");
  private final Struct inSnapshot = table.row(SNAPSHOT);
  private final Struct inBinlog = table.row(BINLOG);

  @Test
  void rowsOfSnapshotAndBinlogAreEqual() {
    UnwrapMaskRoute<SourceRecord> onePass = OnePass.of(CANONICAL, "true");

    SourceRecord snapshot = onePass.apply(table.insert(inSnapshot));
    SourceRecord binlog = onePass.apply(table.insert(inBinlog));

    assertThat(binlog.value()).isEqualTo(snapshot.value());
    assertThat(binlog.key()).isEqualTo(snapshot.key());
    assertThat(valuesOf(snapshot.value()))
        .isEqualTo("[10, 2024-02-29T12:34:56.000Z, 1815-01-01, b,c, null]");
    assertThat(valuesOf(snapshot.key())).isEqualTo("[10, 2024-02-29T12:34:56.000Z, b,c]");
    ((Struct) snapshot.value()).validate();
    ((Struct) snapshot.key()).validate();
  }

  @Test
  void withoutTheOptionNothingIsConverted() {
    SourceRecord out = OnePass.of(MODE, "tombstone").apply(table.insert(inBinlog));

    assertThat(valuesOf(out.value())).isEqualTo(valuesOf(inBinlog));
    assertThat(out.keySchema()).isSameAs(table.key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "drops"})
  void updateDeleteAndTombstoneMeetTheRowOfTheSnapshot(String dropHeader) {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            CANONICAL,
            "true",
            MODE,
            "rewrite-with-tombstone",
            "unwrap.drop.fields.header.name",
            dropHeader);
    SourceRecord row = onePass.apply(table.insert(inSnapshot));

    for (SourceRecord later :
        List.of(
            table.update(inBinlog, inBinlog), table.delete(inBinlog), table.tombstone(inBinlog))) {
      SourceRecord out = onePass.apply(later);

      assertThat(out.key()).isEqualTo(row.key());
      assertThat(out.keySchema()).isEqualTo(row.keySchema());
      if (later.value() != null) {
        assertThat(((Struct) out.value()).get("kind")).isEqualTo("b,c");
        assertThat(((Struct) out.value()).get("seen")).isEqualTo("2024-02-29T12:34:56.000Z");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "drops"})
  void aKeyHasTheTextsOfItsRowThoughItsSchemaHasNoSourceTypes(String dropHeader) {
    Events readings =
        new Events(
            "production_db",
            "readings",
            SchemaBuilder.struct()
                .field("seen", column(SchemaBuilder.string(), "TIMESTAMP", "length", "3"))
                .field("level", column(SchemaBuilder.float32(), "FLOAT", "length", "12")),
            "seen",
            "level");
    Struct snapshot = readings.row(Map.of("seen", "2024-02-29T12:34:56Z", "level", 1.67772E7f));
    Struct binlog = readings.row(Map.of("seen", "2024-02-29T12:34:56.000Z", "level", 1.6777216E7f));
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            CANONICAL,
            "true",
            MODE,
            "rewrite-with-tombstone",
            "unwrap.drop.fields.header.name",
            dropHeader);

    SourceRecord inserted = onePass.apply(withPlainKey(readings.insert(snapshot)));
    SourceRecord deleted = onePass.apply(withPlainKey(readings.delete(binlog)));
    SourceRecord tombstone = onePass.apply(withPlainKey(readings.tombstone(binlog)));

    assertThat(valuesOf(inserted.key())).isEqualTo("[2024-02-29T12:34:56.000Z, 1.67772E7]");
    assertThat(deleted.key()).isEqualTo(inserted.key());
    assertThat(tombstone.key()).isEqualTo(inserted.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "drops"})
  void allKeysOfATableShareOneSchemaObject(String dropHeader) {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(CANONICAL, "true", "unwrap.drop.fields.header.name", dropHeader);

    SourceRecord first = onePass.apply(table.insert(inSnapshot));
    SourceRecord second = onePass.apply(table.insert(inBinlog));

    // Converters cache by schema object, and a schema that is compiled for each record costs more
    // than the record.
    assertThat(second.keySchema()).isSameAs(first.keySchema());
  }

  private static Schema column(SchemaBuilder type, String sourceType, String name, String value) {
    if (sourceType.equals("TIMESTAMP")) {
      type.name("io.debezium.time.ZonedTimestamp");
    }
    return type.parameter("__debezium.source.column.type", sourceType)
        .parameter("__debezium.source.column." + name, value)
        .build();
  }

  /** Debezium describes the types of columns in the schema of rows only. */
  private static SourceRecord withPlainKey(SourceRecord record) {
    Struct key = (Struct) record.key();
    SchemaBuilder builder = SchemaBuilder.struct().name(key.schema().name());
    for (Field field : key.schema().fields()) {
      builder.field(
          field.name(),
          new SchemaBuilder(field.schema().type()).name(field.schema().name()).build());
    }
    Struct plain = new Struct(builder.build());
    key.schema().fields().forEach(field -> plain.put(field.name(), key.get(field)));
    return record.newRecord(
        record.topic(),
        null,
        plain.schema(),
        plain,
        record.valueSchema(),
        record.value(),
        record.timestamp());
  }

  @Test
  void theOnePassGivesTheSameAsTheThreePartsInTurn() {
    String[] options = {
      CANONICAL,
      "true",
      MODE,
      "rewrite-with-tombstone",
      "unwrap.add.fields",
      "op,before.seen,after.born:birth",
      "unwrap.add.headers",
      "before.id,after.kind",
      "mask.key.secret",
      TestKey.BASE64,
      "mask.key.id",
      "k1",
      "mask.hmac.columns",
      "*.*.id,*.*.kind",
      "mask.date.columns",
      "*.*.born"
    };
    UnwrapMaskRoute<SourceRecord> onePass = OnePass.of(options);
    String[] inTurn = Arrays.copyOf(options, options.length + 2);
    inTurn[options.length] = "unwrap.drop.fields.header.name";
    inTurn[options.length + 1] = "drops";
    UnwrapMaskRoute<SourceRecord> slow = OnePass.of(inTurn);

    for (SourceRecord record : records()) {
      SourceRecord expected = slow.apply(record);

      SourceRecord actual = onePass.apply(record);

      assertThat(RecordText.of(actual)).isEqualTo(RecordText.of(expected));
      assertThat(actual.keySchema()).isEqualTo(expected.keySchema());
      assertThat(actual.valueSchema()).isEqualTo(expected.valueSchema());
      assertThat(actual.value()).isEqualTo(expected.value());
    }
  }

  private List<SourceRecord> records() {
    Struct moved = table.row(BINLOG).put("id", BigDecimal.ONE);
    SourceRecord delete = table.delete(inBinlog);
    delete.headers().add("__debezium.newkey", table.keyOf(moved), table.key);
    SourceRecord insert = table.insert(moved);
    insert.headers().add("__debezium.oldkey", table.keyOf(inBinlog), table.key);
    return List.of(
        table.insert(inSnapshot),
        table.update(inSnapshot, inBinlog),
        delete,
        table.tombstone(inBinlog),
        insert);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "drops"})
  void theHeadersOfAChangedKeyAreConverted(String dropHeader) {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(CANONICAL, "true", "unwrap.drop.fields.header.name", dropHeader);
    SourceRecord row = onePass.apply(table.insert(inSnapshot));
    SourceRecord insert = table.insert(inBinlog);
    insert.headers().add("other", "x", Schema.STRING_SCHEMA);
    insert.headers().add("__debezium.oldkey", table.keyOf(inBinlog), table.key);

    SourceRecord out = onePass.apply(insert);

    assertThat(out.headers().lastWithName("__debezium.oldkey").value()).isEqualTo(row.key());
    assertThat(out.headers().lastWithName("other").value()).isEqualTo("x");
    assertThat(insert.headers().lastWithName("__debezium.oldkey").value())
        .isEqualTo(table.keyOf(inBinlog));
  }

  @Test
  void copiesOfColumnsAreConverted() {
    SourceRecord out =
        OnePass.of(
                CANONICAL,
                "true",
                "unwrap.add.fields",
                "before.born,source.ts_ms",
                "unwrap.add.headers",
                "before.kind")
            .apply(table.update(inBinlog, inBinlog));

    assertThat(((Struct) out.value()).get("__before_born")).isEqualTo("1815-01-01");
    assertThat(((Struct) out.value()).get("__source_ts_ms")).isEqualTo(Events.TS_MS - 5);
    assertThat(out.headers().lastWithName("__before_kind").value()).isEqualTo("b,c");
  }

  @Test
  void masksGetCanonicalValues() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.of(
            CANONICAL,
            "true",
            "mask.key.secret",
            TestKey.BASE64,
            "mask.key.id",
            "k1",
            "mask.hmac.columns",
            "*.visits.seen,*.visits.kind",
            "mask.date.columns",
            "*.visits.born",
            "mask.bucket.columns",
            "*.shops.id",
            "mask.bucket.size",
            "1000");

    SourceRecord snapshot = onePass.apply(table.insert(inSnapshot));
    SourceRecord binlog = onePass.apply(table.insert(inBinlog));

    assertThat(binlog.key()).isEqualTo(snapshot.key());
    assertThat(binlog.value()).isEqualTo(snapshot.value());
    assertThat(((Struct) binlog.value()).get("kind")).isEqualTo(TestKey.hmacHex("b,c"));
    assertThat(((Struct) binlog.value()).get("born")).isEqualTo("1815-01-01");
  }

  @Test
  void aNumberAsTextIsRoundedToItsBucket() {
    Events shops =
        new Events(
            "production_db",
            "shops",
            SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("size", Decimal.schema(0)),
            "id");

    SourceRecord out =
        OnePass.of(
                CANONICAL,
                "true",
                "mask.bucket.columns",
                "*.shops.size",
                "mask.bucket.size",
                "1000")
            .apply(
                shops.insert(
                    shops.row(Map.of("id", 1, "size", new BigDecimal("18446744073709551615")))));

    assertThat(((Struct) out.value()).get("size")).isEqualTo("18446744073709551000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aDefaultIsConvertedWhereItReplacesNull(String replaces) {
    Map<String, Object> values = new HashMap<>(BINLOG);
    values.remove("born");
    Struct row = table.row(values);
    SourceRecord out =
        OnePass.of(CANONICAL, "true", MODE, "rewrite", "unwrap.replace.null.with.default", replaces)
            .apply(table.insert(row));

    Struct written = (Struct) out.value();
    assertThat(written.getWithoutDefault("born"))
        .isEqualTo(Boolean.parseBoolean(replaces) ? "1970-01-01" : null);
    assertThat(written.schema().field("born").schema().defaultValue()).isEqualTo("1970-01-01");
    assertThat(written.schema().field("born").schema().name()).isEqualTo(CanonicalValue.DATE);
  }

  @Test
  void otherRecordsOfDebeziumAreNotChanged() {
    UnwrapMaskRoute<SourceRecord> onePass = OnePass.of(CANONICAL, "true");

    for (SourceRecord record :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      assertThat(onePass.apply(record)).isSameAs(record);
    }
  }

  @Test
  void theInputIsNotChanged() {
    SourceRecord record = table.update(inBinlog, inBinlog);

    OnePass.of(CANONICAL, "true").apply(record);

    assertThat(record).isEqualTo(table.update(table.row(BINLOG), table.row(BINLOG)));
  }

  private static String valuesOf(Object struct) {
    return ((Struct) struct)
        .schema().fields().stream()
            .map(Field::name)
            .map(((Struct) struct)::getWithoutDefault)
            .toList()
            .toString();
  }
}
