package io.mskcdc.apply;

import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evaluates one status. RUNNING without tasks is not healthy where the runtime reports tasks: a new
 * connector has none at first.
 */
public final class Health {
  private Health() {}

  /** Returns whether a connector in this status is in the wanted state, tasks included. */
  public static boolean isHealthy(ConnectorStatus status, WantedState wanted) {
    return switch (wanted) {
      case RUNNING ->
          status.state() == RunState.RUNNING
              && !(status.tasksKnown() && status.tasks().isEmpty())
              && allTasks(status, RunState.RUNNING);
      case PAUSED -> status.state() == RunState.PAUSED && allTasks(status, RunState.PAUSED);
      case STOPPED -> status.state() == RunState.STOPPED && status.tasks().isEmpty();
    };
  }

  /**
   * Returns the status in a line: the connector's state, then how many tasks are in which state.
   */
  public static String describe(ConnectorStatus status) {
    if (status.equals(ConnectorStatus.NOT_YET)) {
      return "no status from the workers";
    }
    StringBuilder text = new StringBuilder(status.state().name());
    if (!status.tasksKnown()) {
      return text.toString();
    }
    if (status.tasks().isEmpty()) {
      return text.append(", no tasks").toString();
    }
    for (RunState state : RunState.values()) {
      long count = status.tasks().stream().filter(task -> task.state() == state).count();
      if (count > 0) {
        text.append(", ").append(count).append(count == 1 ? " task " : " tasks ").append(state);
      }
    }
    return text.toString();
  }

  /**
   * Returns how a connector that runs without tasks gets them. A new one has none for a moment, but
   * Connect may also lose the request to start them, for example in a stop and a resume within a
   * moment; a second resume changes nothing then.
   *
   * @return empty if the connector does not run, has tasks, or they are not known
   */
  public static Optional<String> wayToTasks(String name, ConnectorStatus status) {
    return status.state() == RunState.RUNNING && status.tasksKnown() && status.tasks().isEmpty()
        ? Optional.of("if it stays without tasks, make them again with: mskcdc restart " + name)
        : Optional.empty();
  }

  /**
   * Returns what to look at if the workers know a connector and have no status of it for longer
   * than the moment after its creation.
   *
   * @return empty if there is a status
   */
  public static Optional<String> wayToStatus(ConnectorStatus status) {
    return status.equals(ConnectorStatus.NOT_YET)
        ? Optional.of(
            "if it stays so, read the workers' logs, because its start may hang; and check that all"
                + " workers behind connect.url are of one Connect group, and their"
                + " status.storage.topic")
        : Optional.empty();
  }

  /**
   * Returns what to do about a restart that does not end. Connect leaves what it restarts in that
   * state for ever if a value of its configuration cannot be read, and does not show since when.
   *
   * @return empty if neither the connector nor a task restarts
   */
  public static Optional<String> wayOutOfRestart(String name, ConnectorStatus status) {
    Stream<String> workers =
        Stream.concat(
            status.state() == RunState.RESTARTING
                ? Stream.of(Optional.ofNullable(status.worker()).orElse(""))
                : Stream.empty(),
            status.tasks().stream()
                .filter(task -> task.state() == RunState.RESTARTING)
                .map(task -> Optional.ofNullable(task.worker()).orElse("")));
    return workers
        .findFirst()
        .map(
            worker ->
                "a restart takes seconds; if it stays RESTARTING, for example because a secret"
                    + " cannot be read, the log of "
                    + (worker.isEmpty() ? "the workers" : worker)
                    + " has the cause and since when: correct it, then mskcdc restart "
                    + name);
  }

  private static boolean allTasks(ConnectorStatus status, RunState state) {
    return status.tasks().stream().map(TaskStatus::state).allMatch(state::equals);
  }
}
