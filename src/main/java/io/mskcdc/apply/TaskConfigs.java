package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_HEALTHY;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Difference;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.text.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configurations that a connector makes of its own for its tasks. If it cannot make others
 * after a change, for example because it does not reach its source, its tasks stay RUNNING with
 * those from before the change.
 */
final class TaskConfigs {
  private static final String UNSEEN = "nothing shows that its tasks run with this configuration: ";

  private final ConnectRuntime runtime;
  private final HealthWatch watch;

  TaskConfigs(ConnectRuntime runtime, HealthWatch watch) {
    this.runtime = runtime;
    this.watch = watch;
  }

  /**
   * What was there before a change.
   *
   * @param tasks the configurations of the tasks; empty if the change is none of tasks that run
   */
  record Before(LiveConnector live, List<Difference> differences, List<Map<String, String>> tasks) {

    /** Returns what identifies the tasks, if they do not have the change. */
    Optional<String> oldTasks() {
      return outdated().map(key -> digest(tasks));
    }

    /**
     * Returns a key that shows that tasks with the same configurations as before do not have the
     * new one: most connectors copy their own configuration to their tasks.
     */
    private Optional<String> outdated() {
      return differences.stream().filter(this::isOutdated).map(Difference::key).findFirst();
    }

    /** Tasks that do not have an earlier change already have the one that undoes it. */
    private boolean isDone() {
      return differences.stream()
          .allMatch(
              one ->
                  tasks.stream()
                      .allMatch(task -> Objects.equals(one.after(), task.get(one.key()))));
    }

    private boolean isOutdated(Difference difference) {
      String old = difference.before();
      return old == null
          ? tasks.stream()
              .map(Map::keySet)
              .allMatch(
                  keys ->
                      !keys.contains(difference.key()) && keys.containsAll(live.config().keySet()))
          : !SecretKeys.isMasked(old)
              && tasks.stream().allMatch(task -> old.equals(task.get(difference.key())));
    }
  }

  /** Reads what there is before a change, if it is one of the configuration of tasks that run. */
  Optional<Before> before(RenderedConnector wanted, Change change, Optional<LiveConnector> live) {
    return wanted.state() == WantedState.RUNNING
            && change.action() == Action.UPDATE
            && !change.differences().isEmpty()
        ? runtime
            .taskConfigs(wanted.name())
            .filter(tasks -> !tasks.isEmpty())
            .map(tasks -> new Before(live.orElseThrow(), change.differences(), tasks))
        : Optional.empty();
  }

  /**
   * Checks, after a change, that the tasks do not run with the configuration before it.
   *
   * @return what nothing shows about that; empty if nothing is missing
   * @throws ProblemException if they do
   */
  Optional<String> requireOther(String name, Before before) {
    if (before.isDone()) {
      return Optional.empty();
    }
    boolean same =
        watch
            .read(
                name,
                () -> runtime.taskConfigs(name),
                tasks -> tasks.filter(now -> !now.equals(before.tasks())).isPresent())
            .filter(before.tasks()::equals)
            .isPresent();
    if (!same) {
      return Optional.empty();
    }
    ProblemException.throwIfPresent(before.outdated().map(key -> outdated(name, key)));
    return Optional.of(UNSEEN + "the connector has made no other one for them");
  }

  private static Problem outdated(String name, String key) {
    return Problem.of(
        CONNECTOR_NOT_HEALTHY,
        name,
        "its tasks are RUNNING with the configuration before: the connector has made no other one"
            + " for them, and theirs does not have the change of "
            + key,
        "the log of the workers has the reason, for example that the connector does not reach its"
            + " source; correct it, then apply again");
  }

  /**
   * Compares a connector whose change an earlier apply did not finish with its tasks. Some
   * connectors give their tasks other values.
   *
   * @param live the connector, whose configuration is the wanted one
   * @param oldTasks identifies tasks that do not have the change; or empty
   * @return what nothing shows about that; empty if nothing is missing
   * @throws ProblemException if they are still the same
   */
  Optional<String> requireOther(LiveConnector live, WantedState wanted, Optional<String> oldTasks) {
    if (wanted != WantedState.RUNNING) {
      return Optional.empty();
    }
    List<Map<String, String>> tasks = runtime.taskConfigs(live.name()).orElse(List.of());
    Optional<String> unlike = unlike(live.config(), tasks);
    if (oldTasks.filter(digest(tasks)::equals).isPresent()) {
      ProblemException.throwIfPresent(unlike.map(key -> outdated(live.name(), key)));
    }
    return unlike
        .filter(key -> SourceConnectors.of(live.config()).isEmpty())
        .map(key -> UNSEEN + "theirs has another " + key);
  }

  private static String digest(List<Map<String, String>> tasks) {
    return Sha256.of(tasks.stream().map(TreeMap::new).toList().toString());
  }

  /** Returns a key in which tasks differ from their connector. */
  private static Optional<String> unlike(
      Map<String, String> config, List<Map<String, String>> tasks) {
    String kind = "connector.class";
    return tasks.stream()
        .filter(task -> Objects.equals(config.get(kind), task.get(kind)))
        .flatMap(
            task ->
                config.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(task.get(entry.getKey())))
                    .filter(entry -> !SecretKeys.isMasked(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .sorted())
        .findFirst();
  }
}
