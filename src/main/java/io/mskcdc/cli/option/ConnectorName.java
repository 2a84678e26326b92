package io.mskcdc.cli.option;

import picocli.CommandLine.Parameters;

/** The parameter of every command that works on one connector. */
public final class ConnectorName {
  @Parameters(
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Connectors.class,
      description = "The connector.")
  private String name;

  public String name() {
    return name;
  }
}
