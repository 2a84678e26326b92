package io.mskcdc.cli;

/** What a command's exit code says. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** With --detailed-exitcode only: the plan is not empty. */
  static final int DIFFERENCES = 2;

  /** The command line could not be understood. */
  static final int USAGE = 64;

  private ExitCode() {}
}
