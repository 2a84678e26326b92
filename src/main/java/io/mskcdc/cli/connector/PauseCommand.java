package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.deploy.ConnectorStateChange;
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
  @Mixin private EnvironmentOptions options;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    options.print(
        new ConnectorStateChange(bundle, options.open(bundle), waiting.limits(), options::tell)
            .change(name, WantedState.PAUSED));
    return ExitCode.DONE;
  }
}
