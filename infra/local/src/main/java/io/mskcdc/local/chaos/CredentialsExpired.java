package io.mskcdc.local.chaos;

/** Replaces the workers' AWS credentials and cuts their connections, so that they log in again. */
record CredentialsExpired(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "IAM credentials expired";
  }

  @Override
  public void strike() {
    stack.renewCredentials();
    stack.brokerProxy().cut();
  }

  @Override
  public void heal() {
    // The workers find the new credentials by themselves.
  }
}
