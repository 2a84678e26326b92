package io.mskcdc.cli.option;

/** What a command's exit code says. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;

  /** With --detailed-exitcode only: the plan is not empty. */
  public static final int DIFFERENCES = 2;

  /** The command line could not be understood. */
  public static final int USAGE = 64;

  private ExitCode() {}
}
