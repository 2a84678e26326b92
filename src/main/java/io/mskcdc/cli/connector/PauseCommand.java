package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.WantedState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pauses a connector: its tasks stay, and take no more records. */
@Command(
    name = "pause",
    description = "Pauses a connector: its tasks stay, and take no more records.",
    footer = {"", "Example: mskcdc pause mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    return StateSteps.bring(name, WantedState.PAUSED, "paused", options, waiting);
  }
}
