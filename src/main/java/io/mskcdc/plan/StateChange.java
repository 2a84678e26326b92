package io.mskcdc.plan;

import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.RunState;

/**
 * A connector whose live state is not the wanted one.
 *
 * @param before the live state; FAILED also where a task of a running connector has failed
 * @param taskFailed whether a task has failed while the connector is paused or stopped
 * @param after the wanted state
 * @param step the step to the wanted state
 */
public record StateChange(RunState before, boolean taskFailed, WantedState after, Step step) {

  /** A step between states. */
  public enum Step {
    RESUME,
    PAUSE,
    STOP,
    /** Restarts a failed connector or its failed tasks. */
    RESTART,
    /** Deletes a failed connector that cannot be restarted, and creates it again. */
    REPLACE
  }

  /** Returns the live state that was requested last; a failure does not change it. */
  public WantedState requested() {
    return switch (before) {
      case PAUSED, PAUSING -> WantedState.PAUSED;
      case STOPPED -> WantedState.STOPPED;
      default -> WantedState.RUNNING;
    };
  }

  /** Returns the live state for people. */
  public String shownBefore() {
    return before + (taskFailed ? ", task FAILED" : "");
  }
}
