package io.mskcdc.local.chaos;

import io.mskcdc.local.clock.ClockAgent;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.StackException;
import java.time.Duration;

/** Sets the workers' clock forward, and back again, while they run. */
record ClockStepped(ChaosStack stack) implements Fault {
  static final String NAME = "step of the workers' clock";

  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void strike() {
    step(STEP);
  }

  @Override
  public void heal() {
    step(Duration.ZERO);
  }

  /** Returns when a worker's answers have the stepped time. */
  private void step(Duration ahead) {
    ClockAgent.writeStep(stack.clockStep(), ahead.toMillis());
    boolean stepped =
        new PollLoop(Duration.ofMillis(100), TIMEOUT)
            .until(
                () ->
                    stack
                        .connector()
                        .clockAhead()
                        .filter(is -> is.minus(ahead).abs().compareTo(STEP.dividedBy(2)) < 0)
                        .isPresent());
    if (!stepped) {
      throw new StackException("the workers' clock was not set");
    }
  }
}
