package io.mskcdc.local.chaos;

/** Kills MySQL with SIGKILL, and starts it again. */
record DatabaseKilled(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "MySQL killed";
  }

  @Override
  public void strike() {
    stack.killDatabase();
  }

  @Override
  public void heal() {
    stack.restartDatabase();
  }
}
