package io.mskcdc.local.chaos;

/**
 * Changes the password of the connector's account in MySQL and in the secret, and cuts the
 * connector's connections. The connector has the former password until it is restarted.
 */
record SecretRotated(ChaosStack stack) implements Fault {
  @Override
  public String name() {
    return "secret rotated";
  }

  @Override
  public void strike() {
    stack.rotateSecret();
    stack.databaseProxy().cut();
  }

  @Override
  public void heal() {
    stack.connector().restart();
  }
}
