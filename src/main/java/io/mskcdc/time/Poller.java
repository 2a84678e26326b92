package io.mskcdc.time;

import io.mskcdc.problem.ProblemException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Polls until a condition holds or the time limit expires. */
public final class Poller {
  private final IntFunction<Duration> pauses;
  private final Duration timeout;
  private final Time time;

  /** Polls at a fixed interval. */
  public Poller(Polling polling, Time time) {
    this(attempt -> polling.interval(), polling.timeout(), time);
  }

  /**
   * Polls at varying intervals.
   *
   * @param pauses returns the pause after each read, by the read's number from 0
   */
  public Poller(IntFunction<Duration> pauses, Duration timeout, Time time) {
    this.pauses = pauses;
    this.timeout = timeout;
    this.time = time;
  }

  /**
   * Reads until a condition holds; at least once.
   *
   * @param where the connector or address that is read, for the problem of an interrupted thread
   * @param late returns the problem to throw, from the last value read before the time limit
   * @return the value for which the condition holds
   */
  public <T> T until(
      String where,
      Supplier<T> read,
      Predicate<? super T> condition,
      Function<? super T, ProblemException> late) {
    Result<T> result = run(where, read, condition);
    if (result.isMet()) {
      return result.last();
    }
    throw late.apply(result.last());
  }

  /**
   * Reads until a condition holds or the time limit expires; at least once.
   *
   * @param where the connector or address that is read, for the problem of an interrupted thread
   * @return the last value read, for which the condition may not hold
   */
  public <T> T last(String where, Supplier<T> read, Predicate<? super T> condition) {
    return run(where, read, condition).last();
  }

  private record Result<T>(T last, boolean isMet) {}

  private <T> Result<T> run(String where, Supplier<T> read, Predicate<? super T> condition) {
    Duration end = time.now().plus(timeout);
    for (int attempt = 0; ; attempt++) {
      T value = read.get();
      if (condition.test(value)) {
        return new Result<>(value, true);
      }
      if (time.now().compareTo(end) >= 0) {
        return new Result<>(value, false);
      }
      time.pause(pauses.apply(attempt), where);
    }
  }
}
