package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/** Unwrapping JSON without schema gives the same JSON as unwrapping the event with its schema. */
class SchemalessUnwrapTest {

  private static final List<String> MODES =
      List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone");

  @Property(shrinking = ShrinkingMode.OFF)
  void aJsonEventWithoutSchemaGivesTheSameRow(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = new RandomTable(random);
    Map<String, String> options = options(random, table);
    try (Unwrap<SourceRecord> withSchema = new Unwrap<>();
        Unwrap<SourceRecord> schemaless = new Unwrap<>();
        JsonConverter converter = new JsonConverter()) {
      converter.configure(
          Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
      withSchema.configure(options);
      schemaless.configure(options);
      for (SourceRecord record : records(random, table)) {
        SourceRecord expected = withSchema.apply(record);
        SourceRecord actual = schemaless.apply(withoutSchemas(converter, record));

        assertThat(actual == null).as("%s", options).isEqualTo(expected == null);
        if (expected != null) {
          SourceRecord json = withoutSchemas(converter, expected);
          assertThat(actual.topic()).as("%s", options).isEqualTo(json.topic());
          assertThat(actual.key()).as("%s", options).isEqualTo(json.key());
          assertThat(actual.value()).as("%s", options).isEqualTo(json.value());
          assertThat(headers(actual)).as("%s", options).isEqualTo(headers(expected));
        }
      }
    }
  }

  private static Map<String, String> options(Random random, RandomTable table) {
    Map<String, String> options = new HashMap<>();
    options.put("replace.null.with.default", "false");
    options.put("delete.tombstone.handling.mode", MODES.get(random.nextInt(MODES.size())));
    if (random.nextBoolean()) {
      options.put("add.fields", "op,source.table,ts_ms:at,transaction.id");
    }
    if (random.nextBoolean()) {
      options.put("add.headers", "op,source.ts_ms");
    }
    if (random.nextBoolean()) {
      options.put("truncate.handling.mode", "pass");
    }
    if (random.nextInt(3) == 0) {
      options.put("drop.fields.header.name", "drops");
      options.put("drop.fields.from.key", String.valueOf(random.nextBoolean()));
      options.put("drop.fields.keep.schema.compatible", "false");
    }
    if (random.nextInt(3) == 0) {
      table.events.row.fields().stream()
          .filter(field -> field.schema().type() == Schema.Type.STRING)
          .findFirst()
          .ifPresent(field -> options.put("route.by.field", field.name()));
    }
    return options;
  }

  private static List<SourceRecord> records(Random random, RandomTable table) {
    Struct row = table.row();
    Struct changed = table.changed(row);
    Events events = table.events;
    List<SourceRecord> records =
        new ArrayList<>(
            List.of(
                events.insert(row),
                events.update(row, changed),
                events.delete(changed),
                events.tombstone(changed),
                events.truncate()));
    for (SourceRecord record : records) {
      if (record.value() != null && random.nextBoolean()) {
        record
            .headers()
            .add("drops", List.of("c0", "id", "__op"), SchemaBuilder.array(Schema.STRING_SCHEMA));
      }
    }
    return records;
  }

  private static SourceRecord withoutSchemas(JsonConverter converter, SourceRecord record) {
    SourceRecord json =
        record.newRecord(
            record.topic(),
            record.kafkaPartition(),
            null,
            json(converter, record.keySchema(), record.key()),
            null,
            record.value() == null ? null : json(converter, record.valueSchema(), record.value()),
            record.timestamp());
    return json;
  }

  private static Object json(JsonConverter converter, Schema schema, Object value) {
    return converter.toConnectData("t", converter.fromConnectData("t", schema, value)).value();
  }

  private static List<List<Object>> headers(SourceRecord record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(SchemalessUnwrapTest::pair)
        .toList();
  }

  private static List<Object> pair(Header header) {
    return List.of(header.key(), header.value());
  }
}
