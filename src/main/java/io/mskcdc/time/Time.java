package io.mskcdc.time;

import static io.mskcdc.problem.ErrorCode.INTERRUPTED;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.time.Duration;

/** The passing of time; tests replace it to avoid waiting. */
public interface Time {
  /** The machine's time. */
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

  /** Returns the time since a fixed moment. */
  Duration now();

  /** Returns after the given time. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Sleeps, and ends the command where the thread is interrupted.
   *
   * @param where the connector or address that the problem names
   */
  default void pause(Duration duration, String where) {
    try {
      sleep(duration);
    } catch (InterruptedException e) {
      throw interrupted(where, e);
    }
  }

  /** Returns the problem of an interrupted thread, and keeps the thread's interrupt status. */
  static ProblemException interrupted(String where, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ProblemException(
        Problem.of(INTERRUPTED, where, "interrupted", "run the command again"), cause);
  }
}
