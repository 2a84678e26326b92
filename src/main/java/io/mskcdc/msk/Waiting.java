package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.INTERRUPTED;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Polling;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks again and again until something is as it is waited for.
 *
 * @param pace how often, and how long at most
 */
record Waiting(Polling pace) {
  private static final Set<String> TRANSITIONAL =
      Set.of("CREATING", "UPDATING", "PAUSING", "RESUMING", "RESTARTING", "DELETING");

  /** Returns whether a connector's state is one that ends by itself. */
  static boolean isTransitional(String connectorState) {
    return TRANSITIONAL.contains(connectorState);
  }

  /**
   * Returns what is seen once it is as it should be.
   *
   * @param late what to say of the last that was seen when the time is up
   */
  <T> T until(
      String what, Supplier<T> look, Predicate<T> reached, Function<T, ProblemException> late) {
    long giveUp = System.nanoTime() + pace.timeout().toNanos();
    while (true) {
      T seen = look.get();
      if (reached.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > giveUp) {
        throw late.apply(seen);
      }
      try {
        Thread.sleep(pace.interval().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(
            Problem.of(INTERRUPTED, what, "interrupted", "run the command again"), e);
      }
    }
  }
}
