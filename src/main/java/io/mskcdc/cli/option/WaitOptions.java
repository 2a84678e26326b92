package io.mskcdc.cli.option;

import io.mskcdc.deploy.WaitLimits;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that waits for connectors. */
public final class WaitOptions {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for each connector (default: 300, on MSK Connect 1200).")
  private Long timeout;

  @Option(
      names = "--stable-for",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long it must stay healthy without a break (default: ${DEFAULT-VALUE}).")
  private long stableFor;

  public WaitLimits limits() {
    return new WaitLimits(
        Optional.ofNullable(timeout).map(Duration::ofSeconds), Duration.ofSeconds(stableFor));
  }
}
