package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.event.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/** Properties of Mask that hold for random tables, random rules for them, and all records. */
class MaskPropertiesTest {

  // A shorter text may occur in a record by chance.
  private static final int MIN_LENGTH = 7;

  /** A table, its masks, and records of all kinds that hold the row's values in all places. */
  private static final class Given {
    final RandomTable table;
    final RandomMasks masks;
    final List<SourceRecord> records = new ArrayList<>();
    final List<Struct> rows;

    Given(long seed) {
      Random random = new Random(seed);
      table = new RandomTable(random);
      masks = new RandomMasks(random, table);
      Struct row = table.row();
      Struct changed = table.changed(row);
      rows = List.of(row, changed);
      Events events =
          table.events.withQuery("UPDATE t SET " + RecordText.of(row) + RecordText.of(changed));
      records.addAll(
          List.of(
              events.insert(row),
              events.update(row, changed),
              events.delete(row),
              events.tombstone(row)));
      try (Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
        unwrap.configure(
            Map.of(
                "delete.tombstone.handling.mode",
                "rewrite-with-tombstone",
                "replace.null.with.default",
                "false",
                "add.fields",
                "op,source.query,before.c0,after.c0",
                "add.headers",
                "source.query,before.c0"));
        if (List.of("point", "variable").contains(table.kind(0))) {
          unwrap.configure(Map.of("add.fields", "query", "add.headers", "query"));
        }
        for (SourceRecord record : List.copyOf(records)) {
          SourceRecord flat = unwrap.apply(record);
          if (flat != null) {
            records.add(flat);
          }
        }
      }
      for (SourceRecord record : records) {
        if (events.key != null && random.nextBoolean()) {
          record.headers().add("__debezium.oldkey", events.keyOf(row), events.key);
        }
      }
    }

    Mask<SourceRecord> mask() {
      Mask<SourceRecord> mask = new Mask<>();
      mask.configure(masks.options);
      return mask;
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void noPartOfARecordContainsAMaskedValue(@ForAll long seed) {
    Given given = new Given(seed);
    try (Mask<SourceRecord> mask = given.mask()) {
      for (SourceRecord record : given.records) {
        String out = RecordText.of(mask.apply(record));
        for (String column : given.masks.methods.keySet()) {
          for (Struct row : given.rows) {
            Object clear = row.getWithoutDefault(column);
            if (!isAmbiguous(given, column, clear)) {
              assertThat(out)
                  .as("%s of %s", column, given.masks.options)
                  .doesNotContain(textOf(clear));
            }
          }
        }
      }
    }
  }

  /**
   * Whether a value may occur in the output although it was masked. A bucket or a date may equal
   * its result. A short text or a value of an ENUM may come from another column.
   */
  private static boolean isAmbiguous(Given given, String column, Object clear) {
    String method = given.masks.methods.get(column);
    String schema = given.table.events.row.field(column).schema().name();
    return clear == null
        || textOf(clear).length() < MIN_LENGTH
        || method.equals("bucket")
        || method.equals("date")
        || "io.debezium.data.Enum".equals(schema) && given.table.count("enum") > 1
        || "io.debezium.data.EnumSet".equals(schema) && given.table.count("set") > 1;
  }

  private static String textOf(Object value) {
    return RecordText.of(value).trim();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void onlyMaskedColumnsChange(@ForAll long seed) {
    Given given = new Given(seed);
    try (Mask<SourceRecord> mask = given.mask()) {
      for (SourceRecord record : given.records) {
        SourceRecord out = mask.apply(record);
        assertThat(out.topic()).isEqualTo(record.topic());
        assertThat(out.timestamp()).isEqualTo(record.timestamp());
        assertThat(out.headers().size()).isEqualTo(record.headers().size());
        assertThat(out.value() == null).isEqualTo(record.value() == null);
        if (record.value() instanceof Struct in) {
          compare(given, in, (Struct) out.value());
        }
        if (record.key() instanceof Struct key && !given.masks.methods.containsKey("id")) {
          assertThat(out.key()).isSameAs(key);
        }
      }
    }
  }

  private static void compare(Given given, Struct in, Struct out) {
    if (Envelope.is(in.schema())) {
      for (String image : List.of("before", "after")) {
        if (in.getStruct(image) != null) {
          compare(given, in.getStruct(image), out.getStruct(image));
        }
      }
      for (String same : List.of("op", "ts_ms", "transaction")) {
        assertThat(out.get(same)).isEqualTo(in.get(same));
      }
      assertThat(out.getStruct("source").get("pos")).isEqualTo(in.getStruct("source").get("pos"));
      return;
    }
    for (Field field : in.schema().fields()) {
      String method = given.masks.methods.get(field.name());
      if ("drop".equals(method)) {
        assertThat(out.schema().field(field.name())).isNull();
      } else if (method == null && !field.name().startsWith("__")) {
        assertThat(out.getWithoutDefault(field.name()))
            .isSameAs(in.getWithoutDefault(field.name()));
        assertThat(out.schema().field(field.name()).schema()).isSameAs(field.schema());
      } else if (method != null && in.getWithoutDefault(field.name()) == null) {
        assertThat(out.getWithoutDefault(field.name())).isNull();
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void maskingIsRepeatableAndDoesNotChangeTheInput(@ForAll long seed) {
    Given given = new Given(seed);
    try (Mask<SourceRecord> mask = given.mask()) {
      for (SourceRecord record : given.records) {
        String before = RecordText.of(record);
        SourceRecord first = mask.apply(record);

        assertThat(mask.apply(record)).isEqualTo(first);
        assertThat(RecordText.of(record)).isEqualTo(before);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void theOutputIsValidAndSurvivesAJsonRoundTrip(@ForAll long seed) {
    Given given = new Given(seed);
    try (Mask<SourceRecord> mask = given.mask();
        JsonConverter schemaless = converter(false);
        JsonConverter withSchema = converter(true)) {
      for (SourceRecord record : given.records) {
        SourceRecord out = mask.apply(record);
        roundTrip(withSchema, out.valueSchema(), out.value());
        roundTrip(withSchema, out.keySchema(), out.key());
        roundTrip(schemaless, out.valueSchema(), out.value());
      }
    }
  }

  private static void roundTrip(JsonConverter converter, Schema schema, Object value) {
    if (value == null) {
      return;
    }
    ((Struct) value).validate();
    byte[] json = converter.fromConnectData("t", schema, value);
    SchemaAndValue back = converter.toConnectData("t", json);
    if (back.schema() == null) {
      assertThat((Map<?, ?>) back.value()).hasSameSizeAs(((Struct) value).schema().fields());
    } else {
      assertThat(back.schema()).isEqualTo(schema);
      assertThat(converter.fromConnectData("t", back.schema(), back.value())).isEqualTo(json);
    }
  }

  private static JsonConverter converter(boolean schemas) {
    JsonConverter converter = new JsonConverter();
    converter.configure(
        Map.of("schemas.enable", String.valueOf(schemas), "replace.null.with.default", "false"),
        false);
    return converter;
  }
}
