package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.event.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Closed masking of random tables with random rules, random lists and records of all kinds. */
class ClosedMaskPropertiesTest {

  // A shorter text may occur in a record by chance.
  private static final int MIN_LENGTH = 7;

  private final List<String> unlistedMethods = List.of("drop", "null", "redact", "hmac");

  /** A table, options that list some of its columns, and its records with headers. */
  private final class Given {
    final RandomTable table;
    final Map<String, String> options;
    final Set<String> clear;
    final List<Struct> rows;
    final List<SourceRecord> records = new ArrayList<>();

    Given(Random random) {
      table = new RandomTable(random);
      RandomMasks masks = new RandomMasks(random, table);
      options = new HashMap<>(masks.options);
      clear = masks.close(random, unlistedMethods.get(random.nextInt(4)));
      options.putAll(masks.options);
      Struct row = table.row();
      Struct changed = table.changed(row);
      rows = List.of(row, changed);
      Events events =
          table.events.withQuery("UPDATE t SET " + RecordText.of(row) + RecordText.of(changed));
      records.add(events.insert(row));
      records.add(events.update(row, changed));
      records.add(events.delete(row));
      records.add(events.tombstone(row));
      records.add(events.truncate());
      records.forEach(record -> addHeaders(random, record, row));
    }

    private void addHeaders(Random random, SourceRecord record, Struct row) {
      for (Field field : row.schema().fields()) {
        Object value = row.getWithoutDefault(field.name());
        if (value != null && random.nextInt(3) == 0) {
          record.headers().add(field.name(), value, field.schema());
          record.headers().add("copy-of-" + field.name(), value, field.schema());
          record.headers().add("schemaless", schemaless(value), null);
        }
      }
      if (random.nextInt(3) == 0) {
        record.headers().add("row", row, row.schema());
        record.headers().add("map", schemaless(row), null);
      }
      if (record.key() != null && random.nextInt(3) == 0) {
        record.headers().add("__debezium.oldkey", table.events.keyOf(row), table.events.key);
      }
    }

    /** Values of columns that are neither clear nor equal to a part of a clear one. */
    Map<String, String> hidden() {
      Map<String, String> hidden = new LinkedHashMap<>();
      String shown =
          rows.stream()
              .flatMap(row -> clear.stream().map(row::getWithoutDefault))
              .map(RecordText::of)
              .collect(Collectors.joining(" "));
      for (Struct row : rows) {
        for (Field field : row.schema().fields()) {
          String text = RecordText.of(row.getWithoutDefault(field.name())).trim();
          if (!clear.contains(field.name())
              && !options.toString().contains("." + field.name())
              && text.length() >= MIN_LENGTH
              && !isEnumeration(field.schema())
              && !shown.contains(text)) {
            hidden.put(field.name() + row.hashCode(), text);
          }
        }
      }
      return hidden;
    }
  }

  private static boolean isEnumeration(Schema schema) {
    return schema.name() != null && schema.name().startsWith("io.debezium.data.Enum");
  }

  private static Object schemaless(Object value) {
    if (!(value instanceof Struct struct)) {
      return value;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (Field field : struct.schema().fields()) {
      map.put(field.name(), schemaless(struct.getWithoutDefault(field.name())));
    }
    return map;
  }

  private static SourceRecord schemaless(SourceRecord record) {
    return record.newRecord(
        record.topic(),
        null,
        null,
        schemaless(record.key()),
        null,
        schemaless(record.value()),
        null,
        record.headers());
  }

  private static List<Transformation<SourceRecord>> transforms(Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    options.forEach((name, value) -> all.put("mask." + name, value));
    all.put("unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone");
    all.put("unwrap.truncate.handling.mode", "pass");
    all.put("unwrap.add.fields", "op,source.query,source.table:table");
    all.put("unwrap.add.headers", "source.query,op");
    Transformation<SourceRecord> mask = new Mask<>();
    mask.configure(options);
    Transformation<SourceRecord> onePass = new UnwrapMaskRoute<>();
    onePass.configure(all);
    return List.of(mask, onePass);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void noPartOfARecordContainsAnUnlistedValue(@ForAll long seed) {
    Given given = new Given(new Random(seed));
    Map<String, String> hidden = given.hidden();
    for (Transformation<SourceRecord> transform : transforms(given.options)) {
      for (SourceRecord record : given.records) {
        for (SourceRecord each : List.of(record, schemaless(record))) {
          SourceRecord out;
          try {
            out = transform.apply(each);
          } catch (DataException e) {
            // A method of a rule does not fit a value without schema.
            assertThat(e).as("%s", given.options).hasMessageContaining("without schema");
            continue;
          }
          String text = out == null ? "" : RecordText.of(out);
          hidden.forEach(
              (column, value) ->
                  assertThat(text).as("%s with %s", column, given.options).doesNotContain(value));
        }
      }
      transform.close();
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void clearColumnsDoNotChange(@ForAll long seed) {
    Given given = new Given(new Random(seed));
    try (Mask<SourceRecord> mask = new Mask<>()) {
      mask.configure(given.options);
      for (SourceRecord record : given.records) {
        record.headers().remove("map").remove("schemaless");
        SourceRecord out = mask.apply(record);
        for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
          Struct row = record.value() == null ? null : ((Struct) record.value()).getStruct(image);
          for (String column : row == null ? Set.<String>of() : given.clear) {
            assertThat(((Struct) out.value()).getStruct(image).getWithoutDefault(column))
                .isSameAs(row.getWithoutDefault(column));
          }
        }
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, tries = 100)
  void aTableThatNoRuleNamesIsWithheld(@ForAll long seed) {
    Given given = new Given(new Random(seed));
    Map<String, String> options = Map.of("clear.columns", "shop.orders.*", "unlisted", "drop");
    for (Transformation<SourceRecord> transform : transforms(options)) {
      for (SourceRecord record : given.records) {
        assertThat(transform.apply(record)).isNull();
        assertThat(transform.apply(schemaless(record))).isNull();
      }
      transform.close();
    }
  }
}
