package io.mskcdc.plan;

import io.mskcdc.catalog.Defaults;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.plan.StateChange.Step;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares wanted with live connectors. Pure: it reads its arguments and nothing else. */
public final class Planner {
  /** Some servers add keys with this prefix. */
  private static final String INTERNAL = "__internal.";

  private Planner() {}

  /**
   * Returns the changes that turn live connectors into the wanted ones.
   *
   * @param wanted the connectors to plan for
   * @param listed the names of every connector of the environment, planned for or not
   * @param live every live connector; one that is not wanted is not changed
   */
  public static Plan plan(
      List<RenderedConnector> wanted, Set<String> listed, List<LiveConnector> live) {
    Map<String, LiveConnector> byName =
        live.stream().collect(Collectors.toMap(LiveConnector::name, Function.identity()));
    return new Plan(
        wanted.stream()
            .map(
                connector -> {
                  Optional<LiveConnector> running =
                      Optional.ofNullable(byName.get(connector.name()));
                  Change change =
                      running
                          .map(found -> update(connector, found))
                          .orElseGet(() -> creation(connector, listed, byName.values()));
                  return new PlannedChange(Optional.of(connector), running, change);
                })
            .toList(),
        byName.keySet().stream()
            .filter(name -> !listed.contains(name))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Returns the change that turns one live connector, or none, into the wanted one. */
  public static Change change(RenderedConnector wanted, Optional<LiveConnector> live) {
    return live.map(found -> update(wanted, found))
        .orElseGet(() -> creation(wanted, Set.of(), List.of()));
  }

  /**
   * Returns the deletion of live connectors that this bundle created in this environment and does
   * not list any more.
   *
   * @param label the bundle's and environment's label
   */
  public static List<PlannedChange> deletions(
      String label, Set<String> listed, Collection<LiveConnector> live) {
    return live.stream()
        .filter(connector -> label.equals(connector.config().get(RenderedConnector.LABEL_KEY)))
        .filter(connector -> !listed.contains(connector.name()))
        .sorted(Comparator.comparing(LiveConnector::name))
        .map(PlannedChange::deletion)
        .toList();
  }

  private static Change creation(
      RenderedConnector wanted, Set<String> listed, Collection<LiveConnector> live) {
    return new Change(
        wanted.name(),
        Action.CREATE,
        additions(wanted.config()),
        additions(texts(wanted.settings())),
        Optional.empty(),
        DangerRules.ofCreation(wanted, live, listed));
  }

  private static List<Difference> additions(Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> new Difference(entry.getKey(), null, entry.getValue()))
            .toList();
  }

  private static Change update(RenderedConnector wanted, LiveConnector live) {
    List<Difference> differences = differences(wanted.config(), live.config());
    if (isLabelAlone(differences)) {
      differences = List.of();
    }
    List<Difference> settings = settingDifferences(wanted.settings(), live.settings());
    Optional<StateChange> state = stateChange(wanted, live.status());
    boolean replaced =
        state.filter(change -> change.step() == Step.REPLACE).isPresent()
            || settings.stream().map(Difference::key).anyMatch(WorkerSettings::isImmutable);
    Action action = replaced ? Action.REPLACE : Action.UPDATE;
    if (differences.isEmpty() && settings.isEmpty() && state.isEmpty()) {
      action = Action.NONE;
    }
    List<Danger> dangers = new ArrayList<>();
    if (!differences.isEmpty()) {
      dangers.addAll(DangerRules.ofUpdate(wanted.config(), live.config()));
    }
    // The offsets of a sink are in the group of its consumers.
    if (!SinkTopics.areIn(wanted.config())) {
      DangerRules.ofOffsetTopic(replaced, wanted.settings(), live.settings())
          .ifPresent(dangers::add);
    }
    return new Change(wanted.name(), action, differences, settings, state, dangers);
  }

  /** Returns the worker settings in which a live connector differs from a wanted one, by name. */
  public static List<Difference> settingDifferences(
      Optional<WorkerSettings> wanted, Optional<WorkerSettings> live) {
    Map<String, String> after = texts(wanted);
    Map<String, String> before = texts(live);
    TreeSet<String> keys = new TreeSet<>(after.keySet());
    keys.addAll(before.keySet());
    return keys.stream()
        .map(key -> new Difference(key, before.get(key), after.get(key)))
        .filter(difference -> !Objects.equals(difference.before(), difference.after()))
        .toList();
  }

  private static Map<String, String> texts(Optional<WorkerSettings> settings) {
    return settings.<Map<String, String>>map(WorkerSettings::texts).orElse(Map.of());
  }

  /**
   * A missing label is written with the next change. Writing it alone would restart the connector
   * without need.
   */
  private static boolean isLabelAlone(List<Difference> differences) {
    return differences.size() == 1
        && differences.get(0).key().equals(RenderedConnector.LABEL_KEY)
        && differences.get(0).before() == null;
  }

  /**
   * Returns the keys in which a live configuration differs from a wanted one, by name. A masked
   * value counts as equal, since the real one is unknown. A default value equals a missing key.
   */
  public static List<Difference> differences(Map<String, String> wanted, Map<String, String> live) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    live.keySet().stream().filter(key -> !key.startsWith(INTERNAL)).forEach(keys::add);
    String connectorClass = wanted.get("connector.class");
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      Difference difference = new Difference(key, live.get(key), wanted.get(key));
      if (isDifferent(difference, connectorClass)) {
        differences.add(difference);
      }
    }
    return differences;
  }

  private static boolean isDifferent(Difference difference, String connectorClass) {
    String before = difference.before();
    String after = difference.after();
    if (before == null || after == null) {
      return !Defaults.isDefault(connectorClass, difference.key(), before == null ? after : before);
    }
    return !before.equals(after) && !SecretKeys.isMasked(before);
  }

  private static Optional<StateChange> stateChange(RenderedConnector wanted, ConnectorStatus live) {
    // A failed task of a paused or stopped connector must not hide that it does not run.
    boolean isHalted =
        switch (live.state()) {
          case PAUSED, PAUSING, STOPPED -> true;
          default -> false;
        };
    boolean failed = live.hasFailed();
    RunState before = failed && !isHalted ? RunState.FAILED : live.state();
    return step(wanted, live.state(), before, failed)
        .map(step -> new StateChange(before, failed && isHalted, wanted.state(), step));
  }

  private static Optional<Step> step(
      RenderedConnector wanted, RunState connector, RunState before, boolean failed) {
    // A failed connector on its own workers can be neither restarted nor updated.
    if (connector == RunState.FAILED && wanted.settings().isPresent()) {
      return Optional.of(Step.REPLACE);
    }
    return Optional.ofNullable(
        switch (wanted.state()) {
          case STOPPED -> before == RunState.STOPPED && !failed ? null : Step.STOP;
          case PAUSED ->
              switch (before) {
                case PAUSED, PAUSING -> failed ? Step.RESTART : null;
                default -> Step.PAUSE;
              };
          case RUNNING ->
              switch (before) {
                case PAUSED, PAUSING, STOPPED -> Step.RESUME;
                case FAILED -> Step.RESTART;
                // All other states are RUNNING or lead to it.
                default -> null;
              };
        });
  }
}
