package io.mskcdc.local.clock;

import java.time.Instant;

/** The machine's clock and a step. A process with {@link ClockAgent} reads it. */
public final class SteppedClock {
  private static volatile long step;

  private SteppedClock() {}

  static void setStep(long millis) {
    step = millis;
  }

  /** Takes the place of {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + step;
  }

  /** Takes the place of {@link Instant#now()}. */
  public static Instant now() {
    return Instant.now().plusMillis(step);
  }
}
