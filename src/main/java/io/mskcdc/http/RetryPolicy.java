package io.mskcdc.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often a request is repeated.
 *
 * @param deadline when to give up, counted from the request's first attempt
 * @param first the longest wait before the second attempt; it doubles from attempt to attempt
 * @param longest what the wait does not grow beyond
 */
public record RetryPolicy(Duration deadline, Duration first, Duration longest) {
  /**
   * Long enough for a worker to start, a group of workers to rebalance, or a service to recover.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(90), Duration.ofMillis(250), Duration.ofSeconds(5));

  /**
   * Returns the wait after an attempt: between half and all of what the attempt's number allows, so
   * that many clients do not come back at the same moment.
   *
   * @param attempt the attempt that failed, from 0
   */
  public Duration delay(int attempt) {
    long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1));
  }
}
