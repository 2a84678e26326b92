package io.mskcdc.local.chaos;

/** Restarts the connector and its task. */
record TaskRestarted(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "task restarted";
  }

  @Override
  public void strike() {
    stack.connector().restart();
  }

  @Override
  public void heal() {
    // The restart needs no end.
  }
}
