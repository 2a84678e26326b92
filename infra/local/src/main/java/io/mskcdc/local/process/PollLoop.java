package io.mskcdc.local.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polls until a condition holds or the time limit expires. */
public record PollLoop(Duration interval, Duration timeout) {
  /**
   * Returns true as soon as {@code condition} holds, or false once the time limit has expired.
   *
   * @throws StackException if the thread is interrupted
   */
  public boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(interval.toMillis());
      } catch (InterruptedException e) {
        throw StackException.interrupted(e);
      }
    }
    return true;
  }
}
