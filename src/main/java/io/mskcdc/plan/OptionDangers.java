package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.CLASS_CHANGED;
import static io.mskcdc.plan.DangerCode.COLUMN_LEAVES;
import static io.mskcdc.plan.DangerCode.DATABASE_CHANGED;
import static io.mskcdc.plan.DangerCode.ERRORS_TOLERATED;
import static io.mskcdc.plan.DangerCode.EVENTS_DROPPED;
import static io.mskcdc.plan.DangerCode.FORMAT_CHANGED;
import static io.mskcdc.plan.DangerCode.KEYS_CHANGED;
import static io.mskcdc.plan.DangerCode.TOPICS_MOVED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SourceConnectors;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The dangers that follow from single options of the connector. An option that is not written has
 * the connector's default.
 */
final class OptionDangers {
  private static final String SKIPPED = "skipped.operations";
  private static final Set<String> CHANGES_OF_ROWS = Set.of("c", "u", "d");

  /** Options whose every other value has the cost. */
  private static final Map<String, DangerCode> CHANGED = new LinkedHashMap<>();

  /** Options of which some values have the cost. */
  private static final Map<String, Set<String>> TOLERATING =
      Map.of(
          "errors.tolerance", Set.of("all"),
          "event.processing.failure.handling.mode", Set.of("warn", "skip", "ignore"),
          "event.converting.failure.handling.mode", Set.of("warn", "skip"),
          "inconsistent.schema.handling.mode", Set.of("warn", "skip"),
          "schema.history.internal.skip.unparseable.ddl", Set.of("true"));

  static {
    CHANGED.put("connector.class", CLASS_CHANGED);
    List.of("database.hostname", "database.port")
        .forEach(key -> CHANGED.put(key, DATABASE_CHANGED));
    List.of(
            "topic.naming.strategy",
            "topic.delimiter",
            "topic.transaction",
            "topic.heartbeat.prefix")
        .forEach(key -> CHANGED.put(key, TOPICS_MOVED));
    List.of("message.key.columns", "key.converter").forEach(key -> CHANGED.put(key, KEYS_CHANGED));
    List.of("gtid.source.includes", "gtid.source.excludes")
        .forEach(key -> CHANGED.put(key, EVENTS_DROPPED));
    List.of(
            "value.converter",
            "schema.name.adjustment.mode",
            "field.name.adjustment.mode",
            "decimal.handling.mode",
            "time.precision.mode",
            "binary.handling.mode",
            "bigint.unsigned.handling.mode",
            "converters")
        .forEach(key -> CHANGED.put(key, FORMAT_CHANGED));
  }

  /** Defaults of options that the connector passes to its naming strategy unseen. */
  private static final Map<String, String> OF_NAMING =
      Map.of(
          "topic.delimiter", ".",
          "topic.transaction", "transaction",
          "topic.heartbeat.prefix", "__debezium-heartbeat");

  private static final Map<DangerCode, String> COSTS =
      Map.of(
          CLASS_CHANGED,
          "the offsets belong to the class that wrote them: the other one reads everything again,"
              + " or does not start",
          DATABASE_CHANGED,
          "the offset is a position in the binlog of the old server: on another one, changes are"
              + " lost or read again, unless both have the same GTIDs",
          TOPICS_MOVED,
          "records go to other topics from now on; consumers of the old topics get nothing more",
          KEYS_CHANGED,
          "a row gets another key: its changes go to another partition, and compaction keeps the"
              + " row of the old key for ever",
          EVENTS_DROPPED,
          "events are not written any more; consumers keep rows that were changed or deleted",
          ERRORS_TOLERATED,
          "an event that cannot be processed is left out, and the connector stays RUNNING",
          FORMAT_CHANGED,
          "values or schemas change for every consumer at once, and a schema registry may refuse"
              + " them",
          COLUMN_LEAVES,
          "these columns are in no record any more, and consumers may write null for them");

  private OptionDangers() {}

  static String cost(DangerCode code) {
    return COSTS.get(code);
  }

  static void add(Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    CHANGED.forEach(
        (key, code) -> {
          String before = value(live, key);
          if (before != null && !before.equals(value(wanted, key))) {
            dangers.add(danger(code, key));
          }
        });
    TOLERATING.entrySet().stream()
        .filter(
            entry -> isNew(entry.getValue(), value(wanted, entry.getKey()), live, entry.getKey()))
        .map(entry -> danger(ERRORS_TOLERATED, entry.getKey()))
        .sorted(Comparator.comparing(Danger::key))
        .forEach(dangers::add);
    if (isNew(
        Set.of("false"), value(wanted, "tombstones.on.delete"), live, "tombstones.on.delete")) {
      dangers.add(danger(EVENTS_DROPPED, "tombstones.on.delete"));
    }
    Set<String> skipped = new TreeSet<>(CommaList.of(value(wanted, SKIPPED)));
    skipped.removeAll(CommaList.of(value(live, SKIPPED)));
    skipped.retainAll(CHANGES_OF_ROWS);
    if (!skipped.isEmpty()) {
      dangers.add(danger(EVENTS_DROPPED, SKIPPED));
    }
    columns(wanted, live, dangers);
  }

  private static void columns(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    String include = "column.include.list";
    Set<String> included = new TreeSet<>(CommaList.of(live.get(include)));
    included.removeAll(CommaList.of(wanted.get(include)));
    if (wanted.containsKey(include) && (!included.isEmpty() || !live.containsKey(include))) {
      dangers.add(danger(COLUMN_LEAVES, include));
    }
    String exclude = "column.exclude.list";
    Set<String> excluded = new TreeSet<>(CommaList.of(wanted.get(exclude)));
    excluded.removeAll(CommaList.of(live.get(exclude)));
    if (!excluded.isEmpty()) {
      dangers.add(danger(COLUMN_LEAVES, exclude));
    }
  }

  private static boolean isNew(
      Set<String> values, String wanted, Map<String, String> live, String key) {
    return wanted != null
        && values.contains(wanted.toLowerCase(Locale.ROOT))
        && !wanted.equalsIgnoreCase(value(live, key));
  }

  private static String value(Map<String, String> config, String key) {
    String written = config.get(key);
    return written != null
        ? written.strip()
        : SourceConnectors.of(config)
            .map(source -> source.defaults().getOrDefault(key, OF_NAMING.get(key)))
            .orElse(null);
  }

  private static Danger danger(DangerCode code, String key) {
    return new Danger(code, key, COSTS.get(code));
  }
}
