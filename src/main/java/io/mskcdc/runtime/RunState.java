package io.mskcdc.runtime;

/** The state of a connector or a task as the runtime reports it. */
public enum RunState {
  UNASSIGNED,
  RUNNING,
  PAUSED,
  STOPPED,
  FAILED,
  RESTARTING,
  DESTROYED,
  CREATING,
  UPDATING,
  PAUSING,
  RESUMING,
  DELETING,
  /** A state that is not listed here. */
  UNKNOWN;

  /** Returns the state of that name, or UNKNOWN. */
  public static RunState of(String name) {
    for (RunState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
