package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.HealthOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.deploy.ConnectorStateChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes a paused or stopped connector, and waits until it is healthy. */
@Command(
    name = "resume",
    description = "Resumes a paused or stopped connector, and waits until it is healthy.",
    footer = {"", "Example:", "  mskcdc resume mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;
  @Mixin private HealthOptions health;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    options.print(
        new ConnectorStateChange(
                bundle, options.open(bundle), health.limits(), options::printProgress)
            .change(connector.name(), WantedState.RUNNING));
    return ExitCode.DONE;
  }
}
