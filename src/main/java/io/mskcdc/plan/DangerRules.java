package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.CONNECTOR_RENAMED;
import static io.mskcdc.plan.DangerCode.HISTORY_TOPIC_CHANGED;
import static io.mskcdc.plan.DangerCode.MASK_REMOVED;
import static io.mskcdc.plan.DangerCode.OFFSETS_LEFT_BEHIND;
import static io.mskcdc.plan.DangerCode.SERVER_ID_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_MODE_CHANGED;
import static io.mskcdc.plan.DangerCode.TABLE_LEAVES;
import static io.mskcdc.plan.DangerCode.TOPIC_PREFIX_CHANGED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.runtime.LiveConnector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the dangers of a change. Each rule compares a live with a wanted configuration. */
final class DangerRules {
  private static final String PREFIX = "topic.prefix";

  private static final Map<String, DangerCode> KEYS =
      Map.of(
          PREFIX,
          TOPIC_PREFIX_CHANGED,
          "database.server.id",
          SERVER_ID_CHANGED,
          "schema.history.internal.kafka.topic",
          HISTORY_TOPIC_CHANGED,
          "snapshot.mode",
          SNAPSHOT_MODE_CHANGED);

  private static final Map<DangerCode, String> COSTS =
      Map.of(
          TOPIC_PREFIX_CHANGED,
          "the offsets and the schema history belong to the old prefix: a full snapshot starts, and"
              + " every row is written again, to other topics",
          SERVER_ID_CHANGED,
          "if another replica uses the new id, MySQL disconnects both of them repeatedly",
          HISTORY_TOPIC_CHANGED,
          "the new topic does not hold the tables' history: the connector cannot continue from its"
              + " offset",
          SNAPSHOT_MODE_CHANGED,
          "depending on the mode, the next start reads every table again, or skips new tables");

  private DangerRules() {}

  /** Returns the dangers of an update. */
  static List<Danger> ofUpdate(Map<String, String> wanted, Map<String, String> live) {
    List<Danger> dangers = new ArrayList<>();
    for (Difference difference : Planner.differences(wanted, live)) {
      DangerCode code = KEYS.get(difference.key());
      if (code != null && isAnotherValue(difference)) {
        dangers.add(new Danger(code, difference.key(), COSTS.get(code)));
      }
    }
    for (String kind : List.of("table", "database")) {
      listsThatShrink(kind, wanted, live, dangers);
    }
    masks(wanted, live, dangers);
    ClosedMasks.addDangers(wanted, live, dangers);
    OptionDangers.add(wanted, live, dangers);
    TransformDangers.add(wanted, live, dangers);
    return dangers;
  }

  /** A key that is added or removed changes nothing where its value is the default. */
  private static boolean isAnotherValue(Difference difference) {
    if (difference.key().equals("snapshot.mode")) {
      String before = difference.before() == null ? "initial" : difference.before();
      return !before.equals(difference.after() == null ? "initial" : difference.after());
    }
    return difference.before() != null;
  }

  /** Returns the dangers of a creation, which may be a live connector under another name. */
  static List<Danger> ofCreation(
      RenderedConnector wanted, Collection<LiveConnector> live, Set<String> listed) {
    String prefix = wanted.config().get(PREFIX);
    return live.stream()
        .filter(other -> prefix != null && prefix.equals(other.config().get(PREFIX)))
        .filter(other -> !listed.contains(other.name()))
        .map(
            other ->
                new Danger(
                    CONNECTOR_RENAMED,
                    "name",
                    "the live connector "
                        + other.name()
                        + " writes the same topics; its offsets stay under its name: a full"
                        + " snapshot starts, and while both run every change is written twice"))
        .toList();
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

  private static void listsThatShrink(
      String kind, Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    String include = kind + ".include.list";
    String exclude = kind + ".exclude.list";
    Set<String> leaving = new LinkedHashSet<>();
    // Without an include list every table is captured, so removing the list loses none.
    if (wanted.containsKey(include)) {
      if (live.containsKey(include)) {
        leaving.addAll(CommaList.of(live.get(include)));
        leaving.removeAll(CommaList.of(wanted.get(include)));
      } else {
        leaving.add("all tables that the new list does not match");
      }
    }
    if (!leaving.isEmpty()) {
      dangers.add(tableLeaves(include, leaving));
    }
    Set<String> excluded = new LinkedHashSet<>(CommaList.of(wanted.get(exclude)));
    excluded.removeAll(CommaList.of(live.get(exclude)));
    if (!excluded.isEmpty()) {
      dangers.add(tableLeaves(exclude, excluded));
    }
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
        if (!masked.contains(column) && clear.add(column) && key == null) {
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
