package io.mskcdc.cli.option;

/** The exit codes of commands. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;

  /** The plan has changes; with --detailed-exitcode only. */
  public static final int DIFFERENCES = 2;

  /** The command line is invalid. */
  public static final int USAGE = 64;

  private ExitCode() {}
}
