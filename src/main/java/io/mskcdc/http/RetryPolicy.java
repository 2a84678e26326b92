package io.mskcdc.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often a request is repeated.
 *
 * @param deadline the time limit, counted from the first attempt
 * @param first the longest pause before the second attempt; it doubles with each attempt
 * @param longest the upper limit of the pause
 */
public record RetryPolicy(Duration deadline, Duration first, Duration longest) {
  /**
   * Long enough for a worker to start, a group of workers to rebalance, or a service to recover.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(90), Duration.ofMillis(250), Duration.ofSeconds(5));

  /**
   * Returns the pause after an attempt: a random time between half and all of the attempt's limit,
   * so that many clients do not return at the same moment.
   *
   * @param attempt the attempt that failed, from 0
   */
  public Duration delay(int attempt) {
    long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1));
  }
}
