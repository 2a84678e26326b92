package io.mskcdc.local.chaos;

/** Stops the worker during the snapshot, which begins again when the worker starts. */
final class SnapshotInterrupted implements Fault {
  static final String NAME = "worker stopped during the snapshot";

  private final ChaosStack stack;
  private int worker;

  SnapshotInterrupted(ChaosStack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void strike() {
    worker = stack.workerOfTask();
    stack.workers().stop(worker);
    stack.brokerProxy().heal();
  }

  @Override
  public void heal() {
    stack.workers().start(worker);
    stack.workers().awaitReady(worker);
  }
}
