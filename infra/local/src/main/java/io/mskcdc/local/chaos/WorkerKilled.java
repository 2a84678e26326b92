package io.mskcdc.local.chaos;

/** Kills the worker that runs the task with SIGKILL, and starts it again. */
final class WorkerKilled implements Fault {
  private final ChaosStack stack;
  private int worker;

  WorkerKilled(ChaosStack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return "worker killed";
  }

  @Override
  public void strike() {
    worker = stack.workerOfTask();
    stack.workers().kill(worker);
  }

  @Override
  public void heal() {
    stack.workers().start(worker);
    stack.workers().awaitReady(worker);
  }
}
