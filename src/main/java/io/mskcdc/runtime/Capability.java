package io.mskcdc.runtime;

/** An operation that some runtimes lack. */
public enum Capability {
  /** Checks a configuration before it is written. */
  VALIDATE,
  /** Stops a connector: its configuration and offsets remain, its tasks end. */
  STOP,
  /** Reads a connector's offsets. */
  OFFSETS
}
