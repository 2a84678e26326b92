package io.mskcdc.cli.option;

import io.mskcdc.deploy.WaitLimits;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of every command that waits for connectors. */
public final class TimeoutOption {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for each connector (default: 300, on MSK Connect 1200).")
  private Long timeout;

  /** Returns the limits of a wait that ends as soon as the state is reached. */
  public WaitLimits limits() {
    return limits(Duration.ZERO);
  }

  WaitLimits limits(Duration stableFor) {
    return new WaitLimits(Optional.ofNullable(timeout).map(Duration::ofSeconds), stableFor);
  }
}
