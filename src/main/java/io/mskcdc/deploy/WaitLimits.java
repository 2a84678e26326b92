package io.mskcdc.deploy;

import io.mskcdc.apply.HealthWatch;
import io.mskcdc.runtime.ConnectRuntime;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for a connector.
 *
 * @param timeout the limit for each connector; empty for the runtime's own
 * @param stableFor how long a running connector must stay healthy without a break
 */
public record WaitLimits(Optional<Duration> timeout, Duration stableFor) {

  /** Returns the watch for a running connector, which can fail again after it became healthy. */
  HealthWatch untilStable(ConnectRuntime runtime) {
    return new HealthWatch(runtime, timeout(runtime), stableFor);
  }

  /** Returns the watch for a paused or stopped connector, which cannot fail any more. */
  HealthWatch untilReached(ConnectRuntime runtime) {
    return new HealthWatch(runtime, timeout(runtime), Duration.ZERO);
  }

  private Duration timeout(ConnectRuntime runtime) {
    return timeout.orElseGet(() -> runtime.polling().timeout());
  }
}
