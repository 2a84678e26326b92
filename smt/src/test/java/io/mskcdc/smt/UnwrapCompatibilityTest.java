package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Compares Unwrap with Debezium's ExtractNewRecordState: the same options and records give the same
 * results. docs/transforms.md lists the exceptions.
 */
class UnwrapCompatibilityTest {

  private static final List<String> MODES =
      List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone");
  private static final List<String> METADATA =
      List.of(
          "op",
          "ts_ms",
          "table",
          "source.db",
          "source.ts_ms:at",
          "snapshot",
          "transaction.id",
          "total_order:nth",
          "source.gtid");

  private static final List<String> DROPPED =
      List.of("c0", "c1", "c2", "c3", "id", "C0", "nothing", "__op", "m_op", "op", "c0.c1");

  @Property(shrinking = ShrinkingMode.OFF)
  void randomOptionsAndRecordsGiveTheSameResults(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = new RandomTable(random);
    Map<String, String> options = options(random, table);
    boolean comparesDefaults = !options.containsKey("replace.null.with.default");

    try (Transformation<SourceRecord> debezium = new ExtractNewRecordState<>();
        Unwrap<SourceRecord> unwrap = new Unwrap<>()) {
      debezium.configure(options);
      unwrap.configure(options);
      boolean keepsCompatible = !"false".equals(options.get("drop.fields.keep.schema.compatible"));
      for (SourceRecord record : records(random, table, keepsCompatible)) {
        SourceRecord before = copy(record);
        SourceRecord actual = unwrap.apply(record);
        assertThat(record).as("the input, after %s", options).isEqualTo(before);
        SourceRecord expected = debezium.apply(record);
        assertSame(expected, actual, comparesDefaults, options.toString());
      }
    }
  }

  private static void assertSame(
      SourceRecord expected, SourceRecord actual, boolean comparesDefaults, String options) {
    if (expected == null || actual == null) {
      assertThat(actual).as(options).isEqualTo(expected);
      return;
    }
    assertThat(actual.topic()).as(options).isEqualTo(expected.topic());
    assertThat(actual.keySchema()).as(options).isEqualTo(expected.keySchema());
    assertThat(actual.key()).as(options).isEqualTo(expected.key());
    assertThat(actual.headers()).as(options).isEqualTo(expected.headers());
    if (expected.value() == null) {
      assertThat(actual.value()).as(options).isNull();
      assertThat(actual.valueSchema()).as("no value schema, %s", options).isNull();
      return;
    }
    assertThat(actual.valueSchema()).as(options).isEqualTo(expected.valueSchema());
    if (comparesDefaults) {
      assertThat(actual.value()).as(options).isEqualTo(expected.value());
    } else {
      // On Kafka 3.7 Debezium's transform ignores the option and reads defaults for nulls.
      assertThat(withDefaults(actual)).as(options).isEqualTo(withDefaults(expected));
    }
  }

  private static Struct withDefaults(SourceRecord record) {
    Struct struct = (Struct) record.value();
    Struct copy = new Struct(struct.schema());
    for (Field field : struct.schema().fields()) {
      copy.put(field, struct.get(field));
    }
    return copy;
  }

  private static Map<String, String> options(Random random, RandomTable table) {
    Map<String, String> options = new HashMap<>();
    if (random.nextInt(6) != 0) {
      options.put("delete.tombstone.handling.mode", MODES.get(random.nextInt(MODES.size())));
    }
    if (random.nextBoolean()) {
      options.put("add.fields", some(random));
    }
    if (random.nextInt(3) == 0) {
      options.put("add.fields.prefix", "m_");
    }
    if (random.nextBoolean()) {
      options.put("add.headers", some(random));
    }
    if (random.nextInt(3) == 0) {
      options.put("add.headers.prefix", "");
    }
    if (random.nextInt(3) == 0) {
      options.put("replace.null.with.default", "false");
    }
    if (random.nextInt(3) == 0) {
      options.put("drop.fields.header.name", "drops");
      options.put("drop.fields.from.key", String.valueOf(random.nextBoolean()));
      options.put("drop.fields.keep.schema.compatible", String.valueOf(random.nextBoolean()));
    }
    // With the option, null is not a topic. On Kafka 3.7 Debezium's transform reads the default.
    if (random.nextInt(4) == 0 && !options.containsKey("replace.null.with.default")) {
      table.events.row.fields().stream()
          .filter(field -> field.schema().type() == Schema.Type.STRING)
          .findFirst()
          .ifPresent(field -> options.put("route.by.field", field.name()));
    }
    return options;
  }

  private static String some(Random random) {
    List<String> names = new ArrayList<>(METADATA);
    java.util.Collections.shuffle(names, random);
    return String.join(",", names.subList(0, 1 + random.nextInt(3)));
  }

  /** Returns a list for the header, with names that occur twice or nowhere, and nulls. */
  private static List<String> dropped(Random random, boolean keepsCompatible) {
    List<String> names = new ArrayList<>(DROPPED);
    names.add(null);
    if (keepsCompatible) {
      // Difference 10.
      names.addAll(List.of(" c0", "c0,c1", ""));
    }
    List<String> dropped = new ArrayList<>();
    for (int count = random.nextInt(5); count > 0; count--) {
      dropped.add(names.get(random.nextInt(names.size())));
    }
    return dropped;
  }

  private static List<SourceRecord> records(
      Random random, RandomTable table, boolean keepsCompatible) {
    Struct row = table.row();
    Struct changed = table.changed(row);
    Events events = table.events;
    List<SourceRecord> records =
        List.of(
            events.insert(row),
            events.update(row, changed),
            events.delete(changed),
            events.tombstone(changed),
            events.insert(changed),
            events.truncate(),
            Events.heartbeat(),
            Events.transaction(),
            Events.schemaChange());
    for (SourceRecord record : records) {
      if (random.nextBoolean()) {
        record.headers().addString("kept", "as it is");
      }
      // Debezium's transform fails on the missing schema of a tombstone with this header.
      if (record.value() instanceof Struct value
          && value.schema().field("after") != null
          && value.get("after") != null
          && random.nextBoolean()) {
        record
            .headers()
            .add(
                "drops",
                dropped(random, keepsCompatible),
                SchemaBuilder.array(Schema.STRING_SCHEMA).build());
      }
    }
    return records;
  }

  private static SourceRecord copy(SourceRecord record) {
    SourceRecord copy =
        record.newRecord(
            record.topic(),
            record.kafkaPartition(),
            record.keySchema(),
            record.key(),
            record.valueSchema(),
            record.value(),
            record.timestamp());
    for (Header header : record.headers()) {
      assertThat(copy.headers()).contains(header);
    }
    return copy;
  }
}
