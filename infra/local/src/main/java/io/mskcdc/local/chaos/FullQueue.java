package io.mskcdc.local.chaos;

/**
 * Freezes the broker's side while the load changes rows as fast as MySQL allows, so that first the
 * producer's buffer and then the connector's queue fill up.
 */
record FullQueue(ChaosStack stack, RowLoad load) implements Fault {
  @Override
  public String name() {
    return "queue full";
  }

  @Override
  public void strike() {
    load.setBurst(true);
    stack.brokerProxy().freeze();
  }

  @Override
  public void heal() {
    load.setBurst(false);
    stack.brokerProxy().heal();
  }
}
