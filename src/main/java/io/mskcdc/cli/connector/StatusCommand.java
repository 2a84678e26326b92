package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorInspection;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how a connector is. */
@Command(
    name = "status",
    description =
        "Says how a connector is; exits with 1 when it is not as the environment wants it.",
    footer = {"", "Examples: mskcdc status mysql-cdc", "          mskcdc status mysql-cdc --watch"},
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofSeconds(2);

  @Mixin private EnvironmentOptions options;

  @Option(names = "--watch", description = "Print it again whenever it changes, until Ctrl-C.")
  private boolean watch;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() throws InterruptedException {
    Bundle bundle = options.load();
    ConnectorInspection inspection = new ConnectorInspection(bundle, options.open(bundle));
    LiveConnector live = inspection.read(name);
    if (watch) {
      watch(inspection, live);
    }
    options.print(inspection.report(live, Optional.empty()));
    return inspection.isAsWanted(live) ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Ends with the process. */
  private void watch(ConnectorInspection inspection, LiveConnector first)
      throws InterruptedException {
    LiveConnector live = first;
    ConnectorStatus printed = null;
    while (true) {
      if (!live.status().equals(printed)) {
        printed = live.status();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        options.print(inspection.report(live, Optional.of(now)));
      }
      Thread.sleep(POLL.toMillis());
      live = inspection.read(name);
    }
  }
}
