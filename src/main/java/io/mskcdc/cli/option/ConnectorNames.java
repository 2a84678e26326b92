package io.mskcdc.cli.option;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The parameter of every command that works on all connectors where no name is given. */
public final class ConnectorNames {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Connectors.class,
      description = "The connectors (default: all connectors of the environment).")
  private List<String> names = List.of();

  /** Returns the names; empty for all connectors of the environment. */
  public List<String> names() {
    return names;
  }
}
