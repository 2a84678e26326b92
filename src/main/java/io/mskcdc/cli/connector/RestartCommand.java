package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.HealthOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorStateChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restarts a connector. */
@Command(
    name = "restart",
    description = "Restarts a connector and its tasks, and waits until they are healthy.",
    footer = {"", "Example:", "  mskcdc restart mysql-cdc --failed-only"},
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;
  @Mixin private HealthOptions health;

  @Option(
      names = "--failed-only",
      description = "Restart only the failed parts: connector or tasks.")
  private boolean failedOnly;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    options.print(
        new ConnectorStateChange(
                bundle, options.open(bundle), health.limits(), options::printProgress)
            .restart(connector.name(), failedOnly));
    return ExitCode.DONE;
  }
}
