package io.mskcdc.lint;

/** When a finding ends a command. */
public enum Severity {
  /** Ends each command that reads the bundle. */
  ERROR,

  /** Ends a command that connects to AWS or to a worker; other commands print a warning. */
  ERROR_WHEN_CONNECTING,

  /** Ends no command. */
  WARNING
}
