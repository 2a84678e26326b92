package io.mskcdc.runtime;

import io.mskcdc.catalog.QuotedSecrets;
import java.util.List;
import java.util.Map;

/**
 * The status of a connector and its tasks.
 *
 * @param state the connector's own state
 * @param worker the worker that runs it, as host:port, or null
 * @param trace the stack trace of the connector's own failure, or null
 * @param tasks its tasks, by number
 * @param tasksKnown whether the runtime reports tasks
 */
public record ConnectorStatus(
    RunState state, String worker, String trace, List<TaskStatus> tasks, boolean tasksKnown) {
  /** The status of a new connector before its first start. */
  public static final ConnectorStatus NOT_YET =
      new ConnectorStatus(RunState.UNASSIGNED, null, null, List.of());

  public ConnectorStatus {
    tasks = List.copyOf(tasks);
  }

  /** The status of a connector whose tasks the runtime reports. */
  public ConnectorStatus(RunState state, String worker, String trace, List<TaskStatus> tasks) {
    this(state, worker, trace, tasks, true);
  }

  /** The status of a connector whose tasks and workers the runtime does not report. */
  public static ConnectorStatus withoutTasks(RunState state, String trace) {
    return new ConnectorStatus(state, null, trace, List.of(), false);
  }

  /**
   * Returns the status with the secrets hidden that its traces quote.
   *
   * @param config the connector's configuration
   */
  ConnectorStatus withoutSecrets(Map<String, String> config) {
    if (trace == null && tasks.stream().allMatch(task -> task.trace() == null)) {
      return this;
    }
    QuotedSecrets secrets = QuotedSecrets.of(config);
    return new ConnectorStatus(
        state,
        worker,
        secrets.hide(trace),
        tasks.stream()
            .map(
                task ->
                    new TaskStatus(
                        task.id(), task.state(), task.worker(), secrets.hide(task.trace())))
            .toList(),
        tasksKnown);
  }

  /** Returns whether the connector or one of its tasks has failed. */
  public boolean hasFailed() {
    return state == RunState.FAILED
        || tasks.stream().anyMatch(task -> task.state() == RunState.FAILED);
  }
}
