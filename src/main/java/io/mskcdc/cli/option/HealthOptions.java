package io.mskcdc.cli.option;

import io.mskcdc.deploy.WaitLimits;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that waits until connectors are healthy. */
public final class HealthOptions {
  @Mixin private TimeoutOption timeout;

  @Option(
      names = "--stable-for",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description =
          "How long a connector must stay healthy without a break (default: ${DEFAULT-VALUE}).")
  private long stableFor;

  public WaitLimits limits() {
    return timeout.limits(Duration.ofSeconds(stableFor));
  }
}
