package io.mskcdc.config;

import java.util.Locale;

/** The state that an environment wants a connector to be in. */
public enum WantedState {
  RUNNING,
  PAUSED,
  STOPPED;

  /** Returns the name as it is written in environment.yaml. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
