package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorNames;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorPreflight;
import io.mskcdc.report.PreflightReport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what connectors need of their databases, their brokers and their workers. */
@Command(
    name = "preflight",
    description =
        "Checks what connectors need of their databases, brokers and workers, and prints the"
            + " statement that mends what is missing. Changes nothing.",
    footer = {
      "",
      "Connects with the connectors' own credentials. Exits with 1 if a check failed.",
      "",
      "Examples:",
      "  mskcdc preflight mysql-cdc",
      "  mskcdc preflight mysql-cdc --env production --outage 120 -o markdown"
    },
    mixinStandardHelpOptions = true)
public final class PreflightCommand implements Callable<Integer> {
  @Mixin private ConnectorNames connectors;
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--outage",
      paramLabel = "HOURS",
      defaultValue = "72",
      description =
          "The longest time for which a connector may stand still. Binlogs have to be kept for as"
              + " long (default: ${DEFAULT-VALUE}).")
  private int outage;

  @Override
  public Integer call() {
    Bundle bundle = options.load(connectors.names());
    PreflightReport report =
        new ConnectorPreflight(bundle, options.open(bundle), options::printProgress)
            .check(connectors.names(), Duration.ofHours(outage));
    options.print(report);
    return report.isReady() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
