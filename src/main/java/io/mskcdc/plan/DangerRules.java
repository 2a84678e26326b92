package io.mskcdc.plan;

import static io.mskcdc.plan.DangerCode.CONNECTOR_RENAMED;
import static io.mskcdc.plan.DangerCode.HISTORY_TOPIC_CHANGED;
import static io.mskcdc.plan.DangerCode.MASK_REMOVED;
import static io.mskcdc.plan.DangerCode.OFFSETS_LEFT_BEHIND;
import static io.mskcdc.plan.DangerCode.SERVER_ID_CHANGED;
import static io.mskcdc.plan.DangerCode.SNAPSHOT_MODE_CHANGED;
import static io.mskcdc.plan.DangerCode.TABLE_LEAVES;
import static io.mskcdc.plan.DangerCode.TOPIC_PREFIX_CHANGED;
import static io.mskcdc.plan.DangerCode.TRANSFORM_REMOVED;

import io.mskcdc.catalog.CommaList;
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

/** Finds the changes that lose something. Each rule compares a live with a wanted configuration. */
final class DangerRules {
  private static final String PREFIX = "topic.prefix";
  private static final String TRANSFORMS = "transforms";

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
          "where another replica uses the new id, both are thrown off the binlog again and again",
          HISTORY_TOPIC_CHANGED,
          "the new topic does not hold the tables' history: the connector cannot read on from its"
              + " offset",
          SNAPSHOT_MODE_CHANGED,
          "depending on the mode, the next start reads every table again, or none that is new");

  private DangerRules() {}

  /** Returns what an update of a live connector loses. */
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
    transforms(wanted, live, dangers);
    return dangers;
  }

  /** A key that appears or goes away changes nothing where its value is the default. */
  private static boolean isAnotherValue(Difference difference) {
    if (difference.key().equals("snapshot.mode")) {
      String before = difference.before() == null ? "initial" : difference.before();
      return !before.equals(difference.after() == null ? "initial" : difference.after());
    }
    return difference.before() != null;
  }

  /** Returns what a creation loses: it may be a live connector under another name. */
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
   * Returns what becomes of the offsets where connectors have workers of their own. A topic that no
   * worker configuration names is one that the next connector of this name does not read.
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
    // Without an include list everything is captured: none leaves when the list goes away.
    if (wanted.containsKey(include)) {
      if (live.containsKey(include)) {
        leaving.addAll(CommaList.of(live.get(include)));
        leaving.removeAll(CommaList.of(wanted.get(include)));
      } else {
        leaving.add("what the new list leaves out");
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
        "no more changes of "
            + String.join(", ", leaving)
            + " are captured, and what is missed by then is not made up for when it comes back");
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
                  + " reach the topics, and what consumers have read cannot be called back"));
    }
  }

  private static Set<String> masked(Map<String, String> config) {
    Set<String> columns = new LinkedHashSet<>();
    maskKeys(config).forEach(key -> columns.addAll(CommaList.of(config.get(key))));
    return columns;
  }

  /**
   * The lists of columns that an active transform of ours, or Debezium itself, masks or leaves out.
   */
  private static List<String> maskKeys(Map<String, String> config) {
    Set<String> active = new LinkedHashSet<>(CommaList.of(config.get(TRANSFORMS)));
    return config.keySet().stream()
        .filter(
            key -> {
              String[] parts = key.split("\\.", 3);
              boolean ours =
                  parts.length == 3
                      && parts[0].equals(TRANSFORMS)
                      && parts[2].endsWith(".columns")
                      && active.contains(parts[1])
                      && config
                          .getOrDefault("transforms." + parts[1] + ".type", "")
                          .startsWith("io.mskcdc.smt.");
              return ours || key.startsWith("column.mask.") || key.equals("column.exclude.list");
            })
        .sorted()
        .toList();
  }

  private static void transforms(
      Map<String, String> wanted, Map<String, String> live, List<Danger> dangers) {
    Set<String> removed = new LinkedHashSet<>(CommaList.of(live.get(TRANSFORMS)));
    removed.removeAll(CommaList.of(wanted.get(TRANSFORMS)));
    if (!removed.isEmpty()) {
      dangers.add(
          new Danger(
              TRANSFORM_REMOVED,
              TRANSFORMS,
              "from now on records lack what "
                  + String.join(", ", removed)
                  + " did to them; consumers see another form"));
    }
  }
}
