package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorInspection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the connectors of an environment. */
@Command(
    name = "list",
    description =
        "Lists all connectors with their states: those of the environment, and those that run there"
            + " without being listed.",
    footer = {"", "Example:", "  mskcdc list --env staging"},
    mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    Bundle bundle = options.loadAddress();
    options.print(
        new ConnectorInspection(bundle, options.open(bundle), options::printProgress).list());
    return ExitCode.DONE;
  }
}
