package io.mskcdc.apply;

import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;

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

  private static boolean allTasks(ConnectorStatus status, RunState state) {
    return status.tasks().stream().map(TaskStatus::state).allMatch(state::equals);
  }
}
