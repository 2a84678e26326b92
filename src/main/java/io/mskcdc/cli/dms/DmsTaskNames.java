package io.mskcdc.cli.dms;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The parameter of every command that works on all DMS tasks where no name is given. */
public final class DmsTaskNames {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The DMS tasks (default: all that the environment lists).")
  private List<String> names = List.of();

  /** Returns the names; empty for all tasks of the environment. */
  public List<String> names() {
    return names;
  }
}
