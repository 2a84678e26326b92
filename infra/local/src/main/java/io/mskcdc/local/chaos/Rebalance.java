package io.mskcdc.local.chaos;

/** Lets two workers join the group, and later ends two: the one that runs the task, and another. */
record Rebalance(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "rebalance among three workers";
  }

  @Override
  public void strike() {
    Workers workers = stack.workers();
    for (int index = 0; index < workers.count(); index++) {
      workers.start(index);
    }
    for (int index = 0; index < workers.count(); index++) {
      workers.awaitReady(index);
    }
  }

  @Override
  public void heal() {
    Workers workers = stack.workers();
    for (int ended = 1; ended < workers.count(); ended++) {
      workers.stop(stack.workerOfTask());
    }
  }
}
