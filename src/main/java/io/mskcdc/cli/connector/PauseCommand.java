package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.TimeoutOption;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.deploy.ConnectorStateChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a connector. Its tasks remain assigned and stop processing records. */
@Command(
    name = "pause",
    description = "Pauses a connector. Its tasks remain assigned and stop processing records.",
    footer = {"", "Example:", "  mskcdc pause mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;
  @Mixin private TimeoutOption timeout;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    options.print(
        new ConnectorStateChange(
                bundle, options.open(bundle), timeout.limits(), options::printProgress)
            .change(connector.name(), WantedState.PAUSED));
    return ExitCode.DONE;
  }
}
