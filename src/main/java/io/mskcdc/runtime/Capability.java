package io.mskcdc.runtime;

/** What not every runtime can do. */
public enum Capability {
  /** Checks a configuration before it is written. */
  VALIDATE,
  /** Stops a connector: it keeps configuration and offsets, and has no tasks. */
  STOP,
  /** Reads a connector's offsets. */
  OFFSETS
}
