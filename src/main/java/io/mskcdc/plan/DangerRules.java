package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.BUNDLE_CHANGED;
import static io.mskcdc.plan.DangerCode.COLUMN_LEAVES;
import static io.mskcdc.plan.DangerCode.CONNECTOR_RENAMED;
import static io.mskcdc.plan.DangerCode.ERRORS_TOLERATED;
import static io.mskcdc.plan.DangerCode.EVENTS_DROPPED;
import static io.mskcdc.plan.DangerCode.HISTORY_NARROWED;
import static io.mskcdc.plan.DangerCode.MASK_REMOVED;
import static io.mskcdc.plan.DangerCode.OFFSETS_LEFT_BEHIND;
import static io.mskcdc.plan.DangerCode.POSITION_UNCHECKED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_MODE_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_ROWS_CHANGED;
import static io.mskcdc.plan.DangerCode.TABLE_LEAVES;
import static io.mskcdc.plan.DangerCode.VALUES_EXPOSED;
import static io.mskcdc.plan.DangerCode.VALUES_TRUNCATED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.runtime.LiveConnector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the dangers of a change. Each rule compares a live with a wanted configuration. */
final class DangerRules {
  private static final String PREFIX = "topic.prefix";
  private static final String CLASS = "connector.class";
  private static final String SNAPSHOT_MODE = "snapshot.mode";

  /** Codes of dangers that a value has, whatever it was before. */
  private static final Set<DangerCode> OF_VALUES =
      EnumSet.of(
          ERRORS_TOLERATED,
          EVENTS_DROPPED,
          HISTORY_NARROWED,
          POSITION_UNCHECKED,
          SNAPSHOT_ROWS_CHANGED,
          VALUES_EXPOSED);

  /** Nobody misses these events who never had them. */
  private static final Set<String> ONLY_MISSED =
      Set.of("include.schema.changes", "provide.transaction.metadata");

  /** The modes that read all rows once and then follow the changes. */
  private static final Set<String> READS_ALL = Set.of("initial", "when_needed");

  private static final String SNAPSHOT_LIST = "snapshot.include.collection.list";
  static final String TRUNCATE = "column.truncate.to.";

  private DangerRules() {}

  /** Returns the dangers of an update. A key has its old name in a connector of Debezium 1. */
  static List<Danger> ofUpdate(Map<String, String> wanted, Map<String, String> running) {
    Map<String, String> live = RenamedKeys.current(running);
    List<Danger> dangers = new ArrayList<>();
    otherBundle(wanted, live).ifPresent(dangers::add);
    OptionDangers.add(wanted, live, dangers);
    RetentionDangers.add(wanted, live, dangers);
    SinkDangers.add(wanted, live, dangers);
    for (String kind : List.of("table", "database")) {
      leaving(kind, wanted, live).forEach((key, names) -> dangers.add(tableLeaves(key, names)));
    }
    leaving("column", wanted, live)
        .forEach(
            (key, names) ->
                dangers.add(new Danger(COLUMN_LEAVES, key, OptionDangers.cost(COLUMN_LEAVES))));
    if (wanted.containsKey(SNAPSHOT_LIST)
        && !leftOut(SNAPSHOT_LIST, "table", wanted, live).isEmpty()) {
      dangers.add(
          new Danger(
              SNAPSHOT_ROWS_CHANGED,
              SNAPSHOT_LIST,
              "a snapshot reads no rows of "
                  + String.join(", ", leftOut(SNAPSHOT_LIST, "table", wanted, live))));
    }
    truncated(wanted, live)
        .forEach((key, cost) -> dangers.add(new Danger(VALUES_TRUNCATED, key, cost)));
    masks(wanted, live, dangers);
    WeakerMasks.addDangers(wanted, live, dangers);
    ClosedMasks.addDangers(wanted, live, dangers);
    TransformDangers.add(wanted, live, dangers);
    return dangers;
  }

  private static Optional<Danger> otherBundle(
      Map<String, String> wanted, Map<String, String> live) {
    String owner = live.get(RenderedConnector.LABEL_KEY);
    return owner == null || owner.equals(wanted.get(RenderedConnector.LABEL_KEY))
        ? Optional.empty()
        : Optional.of(
            new Danger(
                BUNDLE_CHANGED,
                RenderedConnector.LABEL_KEY,
                "the connector belongs to "
                    + owner
                    + ", which goes on applying its own configuration; after the change, the --prune of"
                    + " one bundle may delete what the other one lists"));
  }

  /**
   * Returns the dangers of values, which a new connector has too: what differs from the defaults,
   * except what costs only as a change.
   */
  static List<Danger> ofValues(Map<String, String> wanted) {
    Map<String, String> defaults = new HashMap<>();
    Optional.ofNullable(wanted.get(CLASS)).ifPresent(type -> defaults.put(CLASS, type));
    List<Danger> dangers =
        new ArrayList<>(
            ofUpdate(wanted, defaults).stream()
                .filter(danger -> OF_VALUES.contains(danger.code()))
                .filter(danger -> !ONLY_MISSED.contains(danger.key()))
                .toList());
    String mode = wanted.getOrDefault(SNAPSHOT_MODE, "initial").strip();
    if (!READS_ALL.contains(mode)) {
      dangers.add(
          new Danger(
              SNAPSHOT_MODE_CHANGED,
              SNAPSHOT_MODE,
              "a new connector in this mode does not read the rows that exist, reads them again at each"
                  + " start, or does not follow the changes"));
    }
    return dangers;
  }

  /** Returns the dangers of a creation, which may be a live connector under another name. */
  static List<Danger> ofCreation(
      RenderedConnector wanted, Collection<LiveConnector> live, Set<String> listed) {
    return Stream.concat(renamed(wanted, live, listed), ofValues(wanted.config()).stream())
        .toList();
  }

  private static Stream<Danger> renamed(
      RenderedConnector wanted, Collection<LiveConnector> live, Set<String> listed) {
    String prefix = wanted.config().get(PREFIX);
    return live.stream()
        .filter(
            other ->
                prefix != null && prefix.equals(RenamedKeys.current(other.config()).get(PREFIX)))
        .filter(other -> !listed.contains(other.name()))
        .map(
            other ->
                new Danger(
                    CONNECTOR_RENAMED,
                    "name",
                    "the live connector "
                        + other.name()
                        + " writes the same topics; its offsets stay under its name: a full"
                        + " snapshot starts, and while both run every change is written twice"));
  }

  /**
   * Returns the danger that a connector on its own workers loses its offsets. Without a topic in
   * the worker configuration, the next connector of this name reads a new topic.
   *
   * @param replaced whether the connector is deleted and created again
   */
  static Optional<Danger> ofOffsetTopic(
      boolean replaced, Optional<WorkerSettings> wanted, Optional<WorkerSettings> live) {
    Optional<String> before = live.flatMap(WorkerSettings::offsetTopic);
    Optional<String> after = wanted.flatMap(WorkerSettings::offsetTopic);
    if (before.equals(after) && !(replaced && after.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Danger(
            OFFSETS_LEFT_BEHIND,
            WorkerSettings.OFFSET_TOPIC,
            "the offsets stay in "
                + before.orElse("a topic of this connector alone")
                + ", and the workers will read "
                + after.orElse("a new topic")
                + ": unless that topic holds them, a full snapshot starts, and every row is written"
                + " again"));
  }

  /**
   * Returns what an include or exclude list no longer captures, by the key of the list.
   *
   * @param kind the beginning of the keys
   */
  private static Map<String, Set<String>> leaving(
      String kind, Map<String, String> wanted, Map<String, String> live) {
    String include = kind + ".include.list";
    String exclude = kind + ".exclude.list";
    Map<String, Set<String>> leaving = new LinkedHashMap<>();
    // Without an include list everything is captured, so removing the list loses nothing.
    if (wanted.containsKey(include)) {
      leaving.put(include, leftOut(include, kind, wanted, live));
    }
    leaving.put(exclude, without(wanted.get(exclude), live.get(exclude)));
    leaving.values().removeIf(Set::isEmpty);
    return leaving;
  }

  /** Returns what an include list of the wanted configuration no longer has. */
  private static Set<String> leftOut(
      String list, String kind, Map<String, String> wanted, Map<String, String> live) {
    return live.containsKey(list)
        ? without(live.get(list), wanted.get(list))
        : Set.of("all " + kind + "s that the new list does not match");
  }

  /**
   * Returns the costs of each option that cuts columns which left whole, or with more characters.
   */
  private static Map<String, String> truncated(
      Map<String, String> wanted, Map<String, String> live) {
    Set<String> hidden = masked(live);
    Map<String, String> costs = new TreeMap<>();
    wanted.forEach(
        (key, list) -> {
          Set<String> columns =
              key.startsWith(TRUNCATE) ? without(list, live.get(key)) : new LinkedHashSet<>();
          columns.removeAll(hidden);
          columns.removeIf(column -> length(column, live) <= length(key));
          if (!columns.isEmpty()) {
            costs.put(
                key,
                "longer values of "
                    + String.join(", ", columns)
                    + " lose their end in every record from now on");
          }
        });
    return costs;
  }

  /** Returns the number of characters that a truncation leaves of a column. */
  static long length(String column, Map<String, String> config) {
    return config.keySet().stream()
        .filter(key -> key.startsWith(TRUNCATE))
        .filter(key -> CommaList.of(config.get(key)).contains(column))
        .mapToLong(DangerRules::length)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Returns the number in {@code column.truncate.to.<number>.chars}. */
  private static long length(String key) {
    String number = key.substring(TRUNCATE.length()).replaceFirst("\\.chars$", "");
    return number.matches("\\d{1,9}") ? Long.parseLong(number) : Long.MAX_VALUE;
  }

  private static Set<String> without(String list, String other) {
    Set<String> entries = new LinkedHashSet<>(CommaList.of(list));
    entries.removeAll(CommaList.of(other));
    return entries;
  }

  private static Danger tableLeaves(String key, Set<String> leaving) {
    return new Danger(
        TABLE_LEAVES,
        key,
        "no changes of "
            + String.join(", ", leaving)
            + " are captured; changes made until they are captured again are lost");
  }

  private static void masks(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    Set<String> masked = masked(wanted);
    Set<String> clear = new TreeSet<>();
    String key = null;
    for (String rule : maskKeys(live)) {
      for (String column : CommaList.of(live.get(rule))) {
        if (!masked.contains(column)
            && !ClosedMasks.hides(column, wanted)
            && clear.add(column)
            && key == null) {
          key = rule;
        }
      }
    }
    if (key != null) {
      dangers.add(
          new Danger(
              MASK_REMOVED,
              key,
              "clear values of "
                  + String.join(", ", clear)
                  + " reach the topics, and consumers may keep them"));
    }
  }

  private static Set<String> masked(Map<String, String> config) {
    Set<String> columns = new LinkedHashSet<>();
    maskKeys(config).forEach(key -> columns.addAll(CommaList.of(config.get(key))));
    return columns;
  }

  /**
   * Returns the keys that list masked or excluded columns, of this project's active transforms and
   * of Debezium.
   */
  private static List<String> maskKeys(Map<String, String> config) {
    Stream<String> ours =
        MaskTransform.of(config).stream()
            .flatMap(
                transform ->
                    transform.maskedLists().stream().map(option -> transform.prefix() + option));
    Stream<String> ofDebezium =
        config.keySet().stream()
            .filter(key -> key.startsWith("column.mask.") || key.equals("column.exclude.list"));
    return Stream.concat(ours, ofDebezium).sorted().toList();
  }
}
