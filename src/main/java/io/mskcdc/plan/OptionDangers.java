package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.CLASS_CHANGED;
import static io.mskcdc.plan.DangerCode.COLUMN_LEAVES;
import static io.mskcdc.plan.DangerCode.DATABASE_CHANGED;
import static io.mskcdc.plan.DangerCode.ERRORS_TOLERATED;
import static io.mskcdc.plan.DangerCode.EVENTS_DELAYED;
import static io.mskcdc.plan.DangerCode.EVENTS_DROPPED;
import static io.mskcdc.plan.DangerCode.FORMAT_CHANGED;
import static io.mskcdc.plan.DangerCode.HISTORY_NARROWED;
import static io.mskcdc.plan.DangerCode.HISTORY_TOPIC_CHANGED;
import static io.mskcdc.plan.DangerCode.KEYS_CHANGED;
import static io.mskcdc.plan.DangerCode.OFFSETS_LEFT_BEHIND;
import static io.mskcdc.plan.DangerCode.POSITION_UNCHECKED;
import static io.mskcdc.plan.DangerCode.SERVER_ID_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_MODE_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_ROWS_CHANGED;
import static io.mskcdc.plan.DangerCode.TOPICS_MOVED;
import static io.mskcdc.plan.DangerCode.TOPIC_PREFIX_CHANGED;
import static io.mskcdc.plan.DangerCode.VALUES_EXPOSED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Defaults;
import io.mskcdc.catalog.SourceConnectors;
import java.util.Collections;
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
  private static final String OVERRIDES = "snapshot.select.statement.overrides";
  private static final String HISTORY = "schema.history.internal";

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
    CHANGED.put(KEYS_CHANGED, List.of("key.converter"));
    CHANGED.put(
        FORMAT_CHANGED,
        List.of(
            "value.converter",
            "schema.name.adjustment.mode",
            "decimal.handling.mode",
            "time.precision.mode",
            "binary.handling.mode",
            "bigint.unsigned.handling.mode"));
  }

  /** Options whose every other value has the cost, also where there was none before. */
  private static final Map<DangerCode, List<String>> CHANGED_OR_ADDED = new LinkedHashMap<>();

  static {
    CHANGED_OR_ADDED.put(
        SNAPSHOT_MODE_CHANGED,
        List.of(
            "snapshot.mode.custom.name",
            "snapshot.mode.configuration.based.snapshot.data",
            "snapshot.mode.configuration.based.snapshot.schema",
            "snapshot.mode.configuration.based.start.stream",
            "snapshot.mode.configuration.based.snapshot.on.data.error",
            "snapshot.mode.configuration.based.snapshot.on.schema.error"));
    CHANGED_OR_ADDED.put(
        SNAPSHOT_ROWS_CHANGED, List.of("snapshot.query.mode", "snapshot.query.mode.custom.name"));
    CHANGED_OR_ADDED.put(
        OFFSETS_LEFT_BEHIND, List.of("offsets.storage.topic", "consumer.override.group.id"));
    CHANGED_OR_ADDED.put(
        TOPICS_MOVED,
        List.of(
            "topic.regex",
            "topic.replacement",
            "topic.heartbeat.name",
            "notification.sink.topic.name",
            "producer.override.bootstrap.servers"));
    CHANGED_OR_ADDED.put(
        KEYS_CHANGED,
        List.of(
            "message.key.columns",
            "topic.key.enforce.uniqueness",
            "topic.key.field.name",
            "topic.key.field.regex",
            "topic.key.field.replacement",
            "producer.override.partitioner.class"));
    CHANGED_OR_ADDED.put(EVENTS_DROPPED, List.of("gtid.source.includes", "gtid.source.excludes"));
    CHANGED_OR_ADDED.put(
        FORMAT_CHANGED,
        List.of(
            "converters",
            "field.name.adjustment.mode",
            "enable.time.adjuster",
            "header.converter",
            "datatype.propagate.source.type",
            "database.tinyInt1isBit",
            "database.connectionTimeZone",
            "post.processors",
            "sourceinfo.struct.maker",
            "transaction.metadata.factory"));
  }

  /** Options whose greater numbers have the cost; the default is 0. */
  private static final Map<DangerCode, List<String>> GREATER =
      Map.of(EVENTS_DELAYED, List.of("snapshot.delay.ms", "streaming.delay.ms"));

  /** The options of a converter with which it writes other bytes. */
  private static final List<String> OF_CONVERTERS =
      List.of("schemas.enable", "decimal.format", "replace.null.with.default");

  private static final Set<String> TRUE = Set.of("true");
  private static final Set<String> FALSE = Set.of("false");

  /** Options of which some values have the cost. */
  private static final Map<DangerCode, Map<String, Set<String>>> SOME_VALUES =
      new LinkedHashMap<>();

  static {
    SOME_VALUES.put(
        ERRORS_TOLERATED,
        new TreeMap<>(
            Map.of(
                "errors.tolerance", Set.of("all"),
                "event.processing.failure.handling.mode", Set.of("warn", "skip", "ignore"),
                "event.converting.failure.handling.mode", Set.of("warn", "skip"),
                "event.deserialization.failure.handling.mode", Set.of("warn", "skip", "ignore"),
                "inconsistent.schema.handling.mode", Set.of("warn", "skip"),
                "schema.history.internal.skip.unparseable.ddl", TRUE)));
    SOME_VALUES.put(
        EVENTS_DROPPED,
        new TreeMap<>(
            Map.of(
                "tombstones.on.delete", FALSE,
                "gtid.source.filter.dml.events", TRUE,
                "producer.override.acks", Set.of("0"),
                "producer.override.retries", Set.of("0"),
                "include.schema.changes", FALSE,
                "provide.transaction.metadata", FALSE)));
    SOME_VALUES.put(SNAPSHOT_ROWS_CHANGED, Map.of("snapshot.locking.mode", Set.of("none")));
    SOME_VALUES.put(
        HISTORY_NARROWED,
        new TreeMap<>(
            Map.of(
                "schema.history.internal.store.only.captured.tables.ddl", TRUE,
                "schema.history.internal.store.only.captured.databases.ddl", TRUE)));
    SOME_VALUES.put(
        POSITION_UNCHECKED,
        new TreeMap<>(
            Map.of("internal.log.position.check.enable", FALSE, "gtid.ignore.on.recovery", TRUE)));
    SOME_VALUES.put(
        VALUES_EXPOSED,
        new TreeMap<>(
            Map.of(
                "include.query", TRUE,
                "errors.log.include.messages", TRUE,
                "database.ssl.mode", Set.of("disabled"))));
  }

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
        SNAPSHOT_ROWS_CHANGED,
        "a snapshot reads other rows, or reads them without locks: rows that it leaves out never"
            + " reach the topics");
    COSTS.put(
        OFFSETS_LEFT_BEHIND,
        "the offsets stay in the topic or group used so far: unless the new one holds them, a full"
            + " snapshot starts, or a sink reads its topics again, and every row is written again");
    COSTS.put(
        POSITION_UNCHECKED,
        "the position is not compared with the server's binlogs, or not found by its GTIDs: after a failover or a purge, changes are lost without an error");
    COSTS.put(
        HISTORY_NARROWED,
        "the history has no tables that are not captured: if one of them is captured later,"
            + " the task stops at its first change");
    COSTS.put(
        VALUES_EXPOSED,
        "values leave in clear beside the columns: in the statements of the events or in the"
            + " workers' log, where no mask applies");
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
        EVENTS_DROPPED, "events are left out; consumers keep rows that were changed or deleted");
    COSTS.put(
        EVENTS_DELAYED,
        "after a start, no change is read for this long: if the server deletes its binlog meanwhile,"
            + " changes are lost");
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
    CHANGED_OR_ADDED.forEach(
        (code, keys) ->
            keys.stream()
                .filter(key -> differs(key, wanted, live))
                .forEach(key -> dangers.add(danger(code, key))));
    SOME_VALUES.forEach(
        (code, options) ->
            options.forEach(
                (key, values) -> {
                  if (isNew(key, values, wanted, live)) {
                    dangers.add(danger(code, key));
                  }
                }));
    GREATER.forEach(
        (code, keys) ->
            keys.stream()
                .filter(key -> number(wanted.get(key), 0) > number(live.get(key), 0))
                .forEach(key -> dangers.add(danger(code, key))));
    converter("key.converter", KEYS_CHANGED, wanted, live, dangers);
    converter("value.converter", FORMAT_CHANGED, wanted, live, dangers);
    Set<String> overrides = new TreeSet<>(wanted.keySet());
    overrides.addAll(live.keySet());
    overrides.stream()
        .filter(key -> key.startsWith(OVERRIDES) && differs(key, wanted, live))
        .forEach(key -> dangers.add(danger(SNAPSHOT_ROWS_CHANGED, key)));
    history(wanted, live, dangers);
    Set<String> skipped = new TreeSet<>(CommaList.of(value(wanted, SKIPPED)));
    skipped.removeAll(CommaList.of(value(live, SKIPPED)));
    skipped.retainAll(CHANGES_OF_ROWS);
    if (!skipped.isEmpty()) {
      dangers.add(danger(EVENTS_DROPPED, SKIPPED));
    }
  }

  /** A converter of the worker has the worker's options. */
  private static void converter(
      String converter,
      DangerCode code,
      Map<String, String> wanted,
      Map<String, String> live,
      List<Danger> dangers) {
    if (wanted.containsKey(converter) && wanted.get(converter).equals(live.get(converter))) {
      OF_CONVERTERS.stream()
          .map(option -> converter + "." + option)
          .filter(key -> differs(key, wanted, live))
          .forEach(key -> dangers.add(danger(code, key)));
    }
  }

  /** The history stays where it is if both classes keep it in the same topic. */
  private static void history(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    if (differs(HISTORY, wanted, live) && !(isInKafka(wanted) && isInKafka(live))) {
      dangers.add(danger(HISTORY_TOPIC_CHANGED, HISTORY));
    }
    String servers = HISTORY + ".kafka.bootstrap.servers";
    if (live.containsKey(servers)
        && Collections.disjoint(
            CommaList.of(live.get(servers)), CommaList.of(wanted.get(servers)))) {
      dangers.add(danger(HISTORY_TOPIC_CHANGED, servers));
    }
  }

  private static boolean isInKafka(Map<String, String> config) {
    return SourceConnectors.of(config).flatMap(source -> source.historyTopic(config)).isPresent();
  }

  private static boolean differs(String key, Map<String, String> wanted, Map<String, String> live) {
    String before = live.get(key);
    String after = wanted.get(key);
    if (before == null || after == null) {
      String only = before == null ? after : before;
      return only != null && !Defaults.isDefault(wanted.get("connector.class"), key, only);
    }
    return !before.equals(after);
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

  /** Returns a number, or another one where the text is absent or none. */
  static long number(String text, long otherwise) {
    return text != null && text.strip().matches("-?\\d{1,18}")
        ? Long.parseLong(text.strip())
        : otherwise;
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
