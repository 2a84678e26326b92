package io.mskcdc.local.chaos;

import io.mskcdc.local.process.PollLoop;
import java.time.Duration;

/**
 * Pauses the connector while the load changes rows as fast as MySQL allows. A paused task does not
 * take events from Debezium's queue, which has 8,192 places. The reader of the binlog waits once it
 * is full.
 */
final class FullQueue implements Fault {
  private static final int CHANGES = 12_000;
  private static final PollLoop FILLING =
      new PollLoop(Duration.ofMillis(100), Duration.ofMinutes(2));

  private final ChaosStack stack;
  private final RowLoad load;
  private final Ledger ledger;
  private int before;

  FullQueue(ChaosStack stack, RowLoad load, Ledger ledger) {
    this.stack = stack;
    this.load = load;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "queue full";
  }

  @Override
  public void strike() {
    before = ledger.newest();
    FILLING.until(stack.connector()::pause);
    load.setBurst(true);
  }

  @Override
  public void heal() {
    FILLING.until(() -> ledger.newest() - before > CHANGES);
    load.setBurst(false);
    FILLING.until(stack.connector()::resume);
  }
}
