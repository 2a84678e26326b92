package io.mskcdc.runtime;

import java.util.List;

/**
 * The status of a connector and its tasks.
 *
 * @param state the connector's own state
 * @param worker the worker that runs it, as host:port, or null where none does
 * @param trace the stack trace of the connector's own failure, or null
 * @param tasks its tasks, by number
 * @param tasksKnown whether the runtime tells of tasks at all
 */
public record ConnectorStatus(
    RunState state, String worker, String trace, List<TaskStatus> tasks, boolean tasksKnown) {
  /** What a connector has between its creation and its first start: no state and no tasks. */
  public static final ConnectorStatus NOT_YET =
      new ConnectorStatus(RunState.UNASSIGNED, null, null, List.of());

  public ConnectorStatus {
    tasks = List.copyOf(tasks);
  }

  /** The status of a connector whose tasks the runtime tells. */
  public ConnectorStatus(RunState state, String worker, String trace, List<TaskStatus> tasks) {
    this(state, worker, trace, tasks, true);
  }

  /** The status of a connector of whose tasks and workers the runtime tells nothing. */
  public static ConnectorStatus withoutTasks(RunState state, String trace) {
    return new ConnectorStatus(state, null, trace, List.of(), false);
  }

  /** Returns whether the connector or one of its tasks has failed. */
  public boolean hasFailed() {
    return state == RunState.FAILED
        || tasks.stream().anyMatch(task -> task.state() == RunState.FAILED);
  }
}
