package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * UnwrapMaskRoute gives the same records as Unwrap, Mask and Route in a chain. UnwrapMaskRouteTest
 * has the cases in which only the one pass can give the right result.
 */
class UnwrapMaskRouteEquivalenceTest {

  private static final List<String> MODES =
      List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone");
  private static final List<String> METADATA =
      List.of(
          "op", "source.table", "query", "source.query", "ts_ms", "before.c0", "after.c0:after_c0");

  @Property(shrinking = ShrinkingMode.OFF)
  void theOnePassGivesTheSameAsTheChain(@ForAll long seed) {
    Random random = new Random(seed);
    List<RandomTable> tables = List.of(new RandomTable(random), new RandomTable(random));
    Map<String, String> unwrap = unwrapOptions(random, tables.get(0));
    Map<String, String> mask = maskOptions(random, tables.get(0));
    Map<String, String> route = routeOptions(random, unwrap.get("delete.tombstone.handling.mode"));
    Map<String, String> all = new HashMap<>();
    unwrap.forEach((name, value) -> all.put("unwrap." + name, value));
    mask.forEach((name, value) -> all.put("mask." + name, value));
    route.forEach((name, value) -> all.put("route." + name, value));
    List<Transformation<SourceRecord>> chain = new ArrayList<>();
    chain.add(configured(new Unwrap<>(), unwrap));
    if (!mask.isEmpty()) {
      chain.add(configured(new Mask<>(), mask));
    }
    if (!route.isEmpty()) {
      chain.add(configured(new Route<>(), route));
    }
    Transformation<SourceRecord> onePass = configured(new UnwrapMaskRoute<>(), all);

    for (SourceRecord record : records(random, tables)) {
      Object expected = outcome(chain, record);
      Object actual = outcome(List.of(onePass), record);
      // Only the one pass reads the full row, in which a dropped column exists.
      boolean columnDropped =
          unwrap.containsKey("drop.fields.header.name")
              && String.valueOf(expected).contains("it has no column that");
      // Only the one pass knows before it unwraps that the table is withheld.
      boolean withheld =
          mask.containsKey("unlisted")
              && actual.equals(List.of())
              && String.valueOf(expected).startsWith("Unwrapping a change event");
      if (!columnDropped && !withheld) {
        assertThat(actual).as("%s with %s", record, all).isEqualTo(expected);
      }
    }

    chain.forEach(Transformation::close);
    onePass.close();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void theOnePassConvertsTheSameValuesAsThePartsInTurn(@ForAll long seed) {
    Random random = new Random(seed);
    List<RandomTable> tables = List.of(new RandomTable(random), new RandomTable(random));
    Map<String, String> options = new HashMap<>(Map.of(UnwrapMaskRoute.CANONICAL, "true"));
    unwrapOptions(random, tables.get(0))
        .forEach((name, value) -> options.put("unwrap." + name, value));
    options.remove("unwrap.drop.fields.header.name");
    Map<String, String> inTurn = new HashMap<>(options);
    // No record has the header, but any record might.
    inTurn.put("unwrap.drop.fields.header.name", "none");
    Transformation<SourceRecord> onePass = configured(new UnwrapMaskRoute<>(), options);
    Transformation<SourceRecord> slow = configured(new UnwrapMaskRoute<>(), inTurn);

    for (SourceRecord record : records(random, tables)) {
      assertThat(outcome(List.of(onePass), record))
          .as("%s with %s", record, options)
          .isEqualTo(outcome(List.of(slow), record));
    }

    onePass.close();
    slow.close();
  }

  /** The whole record, also as text because byte arrays are equal by identity, or the error. */
  private static Object outcome(List<Transformation<SourceRecord>> chain, SourceRecord record) {
    SourceRecord out = record;
    try {
      for (Transformation<SourceRecord> transform : chain) {
        if (out != null) {
          out = transform.apply(out);
        }
      }
    } catch (DataException e) {
      return e.getMessage();
    }
    return out == null
        ? List.of()
        : List.of(
            RecordText.of(out),
            Arrays.asList(out.keySchema(), out.key(), out.valueSchema(), out.value()),
            Arrays.asList(out.sourceOffset(), out.timestamp(), out.kafkaPartition()));
  }

  private static Transformation<SourceRecord> configured(
      Transformation<SourceRecord> transform, Map<String, String> options) {
    transform.configure(options);
    return transform;
  }

  private static Map<String, String> unwrapOptions(Random random, RandomTable table) {
    Map<String, String> options = new HashMap<>();
    options.put("delete.tombstone.handling.mode", MODES.get(random.nextInt(MODES.size())));
    boolean scalar = !List.of("point", "variable").contains(table.kind(0));
    if (random.nextBoolean()) {
      options.put("add.fields", METADATA.get(random.nextInt(scalar ? 7 : 5)) + ",source.pos");
    }
    if (random.nextInt(3) == 0) {
      options.put("add.headers", METADATA.get(random.nextInt(scalar ? 7 : 5)));
    }
    if (random.nextBoolean()) {
      options.put("replace.null.with.default", "false");
    }
    if (random.nextInt(3) == 0) {
      options.put("truncate.handling.mode", "pass");
    }
    if (random.nextInt(5) == 0) {
      options.put("drop.fields.header.name", "drops");
    }
    return options;
  }

  private static Map<String, String> maskOptions(Random random, RandomTable table) {
    if (random.nextInt(4) == 0) {
      return Map.of();
    }
    RandomMasks masks = new RandomMasks(random, table);
    if (random.nextBoolean()) {
      masks.close(random, random.nextBoolean() ? "drop" : "hmac");
    }
    return masks.options;
  }

  private static Map<String, String> routeOptions(Random random, String mode) {
    return switch (random.nextInt(7)) {
      case 0 -> Map.of();
      case 1 -> Map.of("regex", "production\\.(.*)", "replacement", "$1");
      case 2 -> Map.of("rules", "table:db1.* -> one.${table}, topic:.*\\.(db\\d)\\.(.*) -> $2.$1");
      case 3 -> Map.of("rules", "table:*.* -> all, heartbeat -> beats", "key.field.name", "from");
      case 4 -> Map.of("rules", "table:*.* -> merged.${database}.all", "rename.schemas", "true");
      // Only the one pass has the row of a delete that became a tombstone.
      case 5 -> Map.of("rules", "table:*.* -> rows" + (mode.contains("to") ? "" : ".${field:id}"));
      default -> Map.of("map", "db0.table1=one", "unmatched", "fail");
    };
  }

  private static List<SourceRecord> records(Random random, List<RandomTable> tables) {
    List<SourceRecord> records = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (RandomTable table : tables) {
        Events events = table.events;
        Struct row = table.row();
        Struct changed = table.changed(row);
        List<SourceRecord> some =
            List.of(
                events.insert(row),
                events.update(row, changed),
                events.delete(changed),
                events.tombstone(changed),
                events.truncate());
        for (SourceRecord record : some) {
          if (events.key != null && random.nextInt(3) == 0) {
            record.headers().add("__debezium.newkey", events.keyOf(row), events.key);
          }
          if (random.nextInt(6) == 0) {
            record
                .headers()
                .add("drops", List.of("c0"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
          }
        }
        records.addAll(some);
      }
      records.addAll(List.of(Events.heartbeat(), Events.transaction(), Events.schemaChange()));
    }
    return records;
  }
}
