package io.mskcdc.apply;

import java.time.Duration;

/** Time that passes, so that tests need not wait for it. */
interface Time {
  /** The machine's. */
  Time SYSTEM =
      new Time() {
        @Override
        public Duration now() {
          return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  /** Returns the time since some moment that stays the same. */
  Duration now();

  void sleep(Duration duration) throws InterruptedException;
}
