package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorStateChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restarts a connector. */
@Command(
    name = "restart",
    description = "Restarts a connector and its tasks, and waits until healthy.",
    footer = {"", "Example: mskcdc restart mysql-cdc --failed-only"},
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;
  @Mixin private WaitOptions waiting;

  @Option(names = "--failed-only", description = "Restart only what has failed.")
  private boolean failedOnly;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    options.print(
        new ConnectorStateChange(bundle, options.open(bundle), waiting.limits(), options::tell)
            .restart(name, failedOnly));
    return ExitCode.DONE;
  }
}
