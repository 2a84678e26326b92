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

/** Stops a connector: it keeps its configuration and offsets, and has no tasks. */
@Command(
    name = "stop",
    description = "Stops a connector: it keeps its configuration and offsets, and has no tasks.",
    footer = {"", "Example: mskcdc stop mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    options.print(
        new ConnectorStateChange(bundle, options.open(bundle), waiting.limits(), options::tell)
            .change(name, WantedState.STOPPED));
    return ExitCode.DONE;
  }
}
