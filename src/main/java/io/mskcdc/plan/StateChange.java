package io.mskcdc.plan;

import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.RunState;

/**
 * A connector whose live state is not the wanted one.
 *
 * @param before the live state; FAILED also where only a task has failed
 * @param after the wanted state
 * @param step the step to the wanted state
 */
public record StateChange(RunState before, WantedState after, Step step) {

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
}
