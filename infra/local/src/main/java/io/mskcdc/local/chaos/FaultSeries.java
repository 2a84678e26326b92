package io.mskcdc.local.chaos;

import io.mskcdc.local.process.PollLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Strikes a pipeline with faults in a random order, in which each fault comes once before any comes
 * again. The same seed results in the same faults, order and durations.
 */
final class FaultSeries {
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration STANDSTILL = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_MILLIS = 12_000;
  // The next fault of one in four strikes while the pipeline recovers.
  private static final int OVERLAP = 4;

  private final ChaosStack stack;
  private final Ledger ledger;
  private final Runnable checks;
  private final Consumer<String> progress;
  private final List<Strike> strikes = new ArrayList<>();
  private long nextStatus;

  /**
   * A fault that has struck.
   *
   * @param catchUp from the end of the fault to the delivery of what was committed until then; null
   *     if the next fault struck before
   * @param restarts of a connector that had failed, as an operator restarts it
   * @param standstills restarts of a connector that had not failed, and that delivered nothing for
   *     three minutes
   */
  record Strike(String fault, Duration catchUp, int restarts, int standstills) {}

  /**
   * @param checks throws an exception if the load or the consumer has ended
   * @param progress receives a line for each fault
   */
  FaultSeries(ChaosStack stack, Ledger ledger, Runnable checks, Consumer<String> progress) {
    this.stack = stack;
    this.ledger = ledger;
    this.checks = checks;
    this.progress = progress;
  }

  /** Strikes until {@code length} is over or {@code limit} faults have struck. */
  void run(List<Fault> faults, Random random, Duration length, int limit) {
    long end = System.nanoTime() + length.toNanos();
    List<Fault> deck = new ArrayList<>();
    for (int count = 0; count < limit && System.nanoTime() < end; count++) {
      if (deck.isEmpty()) {
        deck.addAll(faults);
        Collections.shuffle(deck, random);
      }
      Fault fault = deck.remove(deck.size() - 1);
      int millis = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
      boolean overlaps = random.nextInt(OVERLAP) == 0 && count + 1 < limit;
      strike(fault, Duration.ofMillis(millis), overlaps);
    }
  }

  List<Strike> strikes() {
    return List.copyOf(strikes);
  }

  /**
   * Strikes once.
   *
   * @param duration how long the fault lasts
   * @param overlaps whether to return without waiting for the pipeline
   */
  void strike(Fault fault, Duration duration, boolean overlaps) {
    checks.run();
    fault.strike();
    sleep(duration);
    fault.heal();
    long healed = System.nanoTime();
    Strike strike =
        overlaps ? new Strike(fault.name(), null, 0, 0) : awaitCatchUp(fault.name(), healed);
    strikes.add(strike);
    progress.accept(
        String.format(
            Locale.ROOT,
            "  %3d  %-40s for %4.1f s, %s",
            strikes.size(),
            fault.name(),
            duration.toMillis() / 1e3,
            outcome(strike)));
  }

  private static String outcome(Strike strike) {
    if (strike.catchUp() == null) {
      return "the next one follows at once";
    }
    return String.format(
        Locale.ROOT,
        "caught up %.1f s after its end%s%s",
        strike.catchUp().toMillis() / 1e3,
        strike.restarts() == 0 ? "" : ", failed task restarted " + strike.restarts() + " times",
        strike.standstills() == 0 ? "" : ", RUNNING without data for 3 minutes");
  }

  /**
   * Waits until all changes so far are delivered, and restarts a connector that has failed or
   * stands still.
   */
  Strike awaitCatchUp(String fault, long since) {
    int newest = ledger.newest();
    int restarts = 0;
    int standstills = 0;
    long records = ledger.records();
    long now = System.nanoTime();
    long deadline = now + CATCH_UP_TIMEOUT.toNanos();
    long moved = now;
    while (!ledger.isDelivered(newest) && now < deadline) {
      checks.run();
      sleep(POLL);
      now = System.nanoTime();
      if (ledger.records() > records) {
        records = ledger.records();
        moved = now;
      } else if (now > nextStatus) {
        nextStatus = now + STATUS_INTERVAL.toNanos();
        if (restartIfFailed()) {
          restarts++;
          moved = now;
        } else if (now - moved > STANDSTILL.toNanos()) {
          standstills++;
          moved = now;
          stack.connector().restart();
        }
      }
    }
    if (!ledger.isDelivered(newest)) {
      progress.accept("  not caught up after " + CATCH_UP_TIMEOUT.toMinutes() + " minutes");
    }
    return new Strike(fault, Duration.ofNanos(now - since), restarts, standstills);
  }

  private boolean restartIfFailed() {
    int ended = stack.workers().restartEnded();
    if (ended > 0) {
      progress.accept("       workers that ended by themselves and were started again: " + ended);
    }
    if (!stack.connector().hasFailed()) {
      return false;
    }
    stack.connector().cause().ifPresent(cause -> progress.accept("       failed: " + cause));
    return stack.connector().restart();
  }

  private static void sleep(Duration duration) {
    // A condition that never holds: the loop ends when the time is over.
    new PollLoop(POLL, duration).until(() -> false);
  }
}
