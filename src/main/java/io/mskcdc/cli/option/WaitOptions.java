package io.mskcdc.cli.option;

import io.mskcdc.apply.HealthWatch;
import io.mskcdc.runtime.ConnectRuntime;
import java.time.Duration;
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

  public HealthWatch watch(ConnectRuntime runtime) {
    return new HealthWatch(runtime, timeout(runtime), Duration.ofSeconds(stableFor));
  }

  /** For a state that is reached once and for all, and needs no proof of lasting. */
  public HealthWatch watchOnce(ConnectRuntime runtime) {
    return new HealthWatch(runtime, timeout(runtime), Duration.ZERO);
  }

  private Duration timeout(ConnectRuntime runtime) {
    return timeout == null ? runtime.polling().timeout() : Duration.ofSeconds(timeout);
  }
}
