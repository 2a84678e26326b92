package io.mskcdc.local.chaos;

/** Makes a replica the source, under the same address, and kills the former source. */
record FailedOver(ChaosStack stack, RowLoad load) implements Fault {
  @Override
  public String name() {
    return "failover to a GTID replica";
  }

  @Override
  public void strike() {
    load.pause();
    try {
      stack.failOver();
    } finally {
      load.resume();
    }
  }

  @Override
  public void heal() {
    // The replica stays the source.
  }
}
