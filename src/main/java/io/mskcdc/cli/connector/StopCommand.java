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

/** Stops a connector. Its tasks end; its configuration and offsets remain. */
@Command(
    name = "stop",
    description = "Stops a connector. Its tasks end; its configuration and offsets remain.",
    footer = {"", "Example:", "  mskcdc stop mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;
  @Mixin private TimeoutOption timeout;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    options.print(
        new ConnectorStateChange(
                bundle, options.open(bundle), timeout.limits(), options::printProgress)
            .change(connector.name(), WantedState.STOPPED));
    return ExitCode.DONE;
  }
}
