package io.mskcdc.plan;

import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.RunState;

/**
 * A connector whose live state is not the wanted one.
 *
 * @param before the live state; FAILED also where only a task has failed
 * @param after the wanted state
 * @param step what brings it there
 */
public record StateChange(RunState before, WantedState after, Step step) {

  /** A step between states. */
  public enum Step {
    RESUME,
    PAUSE,
    STOP,
    /** Restarts what has failed. */
    RESTART,
    /** Deletes and creates what has failed and cannot be restarted. */
    REPLACE
  }
}
