package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.CLASS_CHANGED;
import static io.mskcdc.plan.DangerCode.COLUMN_LEAVES;
import static io.mskcdc.plan.DangerCode.DATABASE_CHANGED;
import static io.mskcdc.plan.DangerCode.ERRORS_TOLERATED;
import static io.mskcdc.plan.DangerCode.EVENTS_DROPPED;
import static io.mskcdc.plan.DangerCode.FORMAT_CHANGED;
import static io.mskcdc.plan.DangerCode.HISTORY_TOPIC_CHANGED;
import static io.mskcdc.plan.DangerCode.KEYS_CHANGED;
import static io.mskcdc.plan.DangerCode.SERVER_ID_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_MODE_CHANGED;
import static io.mskcdc.plan.DangerCode.TOPICS_MOVED;
import static io.mskcdc.plan.DangerCode.TOPIC_PREFIX_CHANGED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SourceConnectors;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The dangers that follow from single options of the connector. An option that is not written has
 * the connector's default.
 */
final class OptionDangers {
  private static final String SKIPPED = "skipped.operations";
  private static final String SNAPSHOT_MODE = "snapshot.mode";
  private static final Set<String> CHANGES_OF_ROWS = Set.of("c", "u", "d");

  private static final String TOMBSTONES = "tombstones.on.delete";

  /** Options whose every other value has the cost. */
  private static final Map<DangerCode, List<String>> CHANGED = new LinkedHashMap<>();

  static {
    CHANGED.put(SERVER_ID_CHANGED, List.of("database.server.id"));
    CHANGED.put(HISTORY_TOPIC_CHANGED, List.of("schema.history.internal.kafka.topic"));
    CHANGED.put(SNAPSHOT_MODE_CHANGED, List.of(SNAPSHOT_MODE));
    CHANGED.put(TOPIC_PREFIX_CHANGED, List.of("topic.prefix"));
    CHANGED.put(CLASS_CHANGED, List.of("connector.class"));
    CHANGED.put(DATABASE_CHANGED, List.of("database.hostname", "database.port"));
    CHANGED.put(
        TOPICS_MOVED,
        List.of(
            "topic.naming.strategy",
            "topic.delimiter",
            "topic.transaction",
            "topic.heartbeat.prefix"));
    CHANGED.put(KEYS_CHANGED, List.of("message.key.columns", "key.converter"));
    CHANGED.put(EVENTS_DROPPED, List.of("gtid.source.includes", "gtid.source.excludes"));
    CHANGED.put(
        FORMAT_CHANGED,
        List.of(
            "value.converter",
            "schema.name.adjustment.mode",
            "field.name.adjustment.mode",
            "decimal.handling.mode",
            "time.precision.mode",
            "binary.handling.mode",
            "bigint.unsigned.handling.mode",
            "converters"));
  }

  /** Options of which some values have the cost. */
  private static final Map<String, Set<String>> TOLERATING =
      new TreeMap<>(
          Map.of(
              "errors.tolerance", Set.of("all"),
              "event.processing.failure.handling.mode", Set.of("warn", "skip", "ignore"),
              "event.converting.failure.handling.mode", Set.of("warn", "skip"),
              "inconsistent.schema.handling.mode", Set.of("warn", "skip"),
              "schema.history.internal.skip.unparseable.ddl", Set.of("true")));

  /** Defaults of options that the connector passes to its naming strategy unseen. */
  private static final Map<String, String> OF_NAMING =
      Map.of(
          "topic.delimiter", ".",
          "topic.transaction", "transaction",
          "topic.heartbeat.prefix", "__debezium-heartbeat");

  /** Defaults for a class that the catalog does not know. */
  private static final Map<String, String> OF_ANY_CLASS = Map.of(SNAPSHOT_MODE, "initial");

  private static final Map<DangerCode, String> COSTS = new EnumMap<>(DangerCode.class);

  static {
    COSTS.put(
        SERVER_ID_CHANGED,
        "if another replica uses the new id, MySQL disconnects both of them repeatedly");
    COSTS.put(
        HISTORY_TOPIC_CHANGED,
        "the new topic does not hold the tables' history: the connector cannot continue from its"
            + " offset");
    COSTS.put(
        SNAPSHOT_MODE_CHANGED,
        "depending on the mode, the next start reads every table again, or skips new tables");
    COSTS.put(
        TOPIC_PREFIX_CHANGED,
        "the offsets and the schema history belong to the old prefix: a full snapshot starts, and"
            + " every row is written again, to other topics");
    COSTS.put(
        CLASS_CHANGED,
        "the offsets belong to the class that wrote them: the other one reads everything again,"
            + " or does not start");
    COSTS.put(
        DATABASE_CHANGED,
        "the offset is a position in the binlog of the old server: on another one, changes are"
            + " lost or read again, unless both have the same GTIDs");
    COSTS.put(
        TOPICS_MOVED,
        "records go to other topics from now on; consumers of the old topics get nothing more");
    COSTS.put(
        KEYS_CHANGED,
        "a row gets another key: its changes go to another partition, and compaction keeps the"
            + " row of the old key for ever");
    COSTS.put(
        EVENTS_DROPPED,
        "events are not written any more; consumers keep rows that were changed or deleted");
    COSTS.put(
        ERRORS_TOLERATED,
        "an event that cannot be processed is left out, and the connector stays RUNNING");
    COSTS.put(
        FORMAT_CHANGED,
        "values or schemas change for every consumer at once, and a schema registry may refuse"
            + " them");
    COSTS.put(
        COLUMN_LEAVES,
        "these columns are in no record any more, and consumers may write null for them");
  }

  private OptionDangers() {}

  static String cost(DangerCode code) {
    return COSTS.get(code);
  }

  static void add(Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    CHANGED.forEach(
        (code, keys) ->
            keys.stream()
                .filter(key -> value(live, key) != null)
                .filter(key -> !value(live, key).equals(value(wanted, key)))
                .forEach(key -> dangers.add(danger(code, key))));
    TOLERATING.forEach(
        (key, values) -> {
          if (isNew(key, values, wanted, live)) {
            dangers.add(danger(ERRORS_TOLERATED, key));
          }
        });
    if (isNew(TOMBSTONES, Set.of("false"), wanted, live)) {
      dangers.add(danger(EVENTS_DROPPED, TOMBSTONES));
    }
    Set<String> skipped = new TreeSet<>(CommaList.of(value(wanted, SKIPPED)));
    skipped.removeAll(CommaList.of(value(live, SKIPPED)));
    skipped.retainAll(CHANGES_OF_ROWS);
    if (!skipped.isEmpty()) {
      dangers.add(danger(EVENTS_DROPPED, SKIPPED));
    }
  }

  /** Whether an option has one of the values now, and had another value before. */
  private static boolean isNew(
      String key, Set<String> values, Map<String, String> wanted, Map<String, String> live) {
    String now = value(wanted, key);
    String before = value(live, key);
    return now != null
        && values.contains(now.strip().toLowerCase(Locale.ROOT))
        && !(before != null && now.strip().equalsIgnoreCase(before.strip()));
  }

  private static String value(Map<String, String> config, String key) {
    return config.containsKey(key)
        ? config.get(key)
        : SourceConnectors.of(config)
            .map(source -> source.defaults().getOrDefault(key, OF_NAMING.get(key)))
            .orElse(OF_ANY_CLASS.get(key));
  }

  private static Danger danger(DangerCode code, String key) {
    return new Danger(code, key, COSTS.get(code));
  }
}
