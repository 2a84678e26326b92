package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.WantedState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops a connector: it keeps its configuration and offsets, and has no tasks. */
@Command(
    name = "stop",
    description = "Stops a connector: it keeps its configuration and offsets, and has no tasks.",
    footer = {"", "Example: mskcdc stop mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    return StateSteps.bring(name, WantedState.STOPPED, "stopped", options, waiting);
  }
}
