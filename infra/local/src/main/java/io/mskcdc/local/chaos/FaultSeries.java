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
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(3);
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
   * @param stoodStill whether the connector delivered nothing for three minutes and was restarted
   *     without having failed
   */
  record Strike(String fault, Duration catchUp, int restarts, boolean stoodStill) {}

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
        overlaps ? new Strike(fault.name(), null, 0, false) : awaitCatchUp(fault.name(), healed);
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
        strike.stoodStill() ? ", RUNNING without data" : "");
  }

  /** Waits until all changes so far are delivered, and restarts a connector that has failed. */
  Strike awaitCatchUp(String fault, long since) {
    int newest = ledger.newest();
    int[] restarts = {0};
    boolean stoodStill = !isDelivered(newest, restarts);
    if (stoodStill) {
      stack.connector().restart();
      if (!isDelivered(newest, restarts)) {
        progress.accept("  nothing arrives, also after a restart of the connector");
      }
    }
    Duration catchUp = Duration.ofNanos(System.nanoTime() - since);
    return new Strike(fault, catchUp, restarts[0], stoodStill);
  }

  private boolean isDelivered(int newest, int[] restarts) {
    return new PollLoop(POLL, CATCH_UP_TIMEOUT)
        .until(
            () -> {
              checks.run();
              if (System.nanoTime() > nextStatus) {
                restarts[0] += restartIfFailed() ? 1 : 0;
                nextStatus = System.nanoTime() + STATUS_INTERVAL.toNanos();
              }
              return ledger.isDelivered(newest);
            });
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
