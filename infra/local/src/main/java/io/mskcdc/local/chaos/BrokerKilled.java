package io.mskcdc.local.chaos;

/** Kills the broker with SIGKILL, and starts it again. */
record BrokerKilled(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "broker killed";
  }

  @Override
  public void strike() {
    stack.killBroker();
  }

  @Override
  public void heal() {
    stack.startBroker();
  }
}
