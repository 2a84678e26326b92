package io.mskcdc.local.stack;

/** The kinds of local stack. */
public enum StackType {
  /** A worker, and a broker without authentication. */
  PLAIN("local"),
  /** The worker of {@link #PLAIN} with exactly-once support. */
  EXACTLY_ONCE("local-exactly-once"),
  /** A worker, a broker whose clients must log in by IAM, and secrets in Secrets Manager. */
  IAM("local-iam"),
  /** The broker and secrets of {@link #IAM}, and MSK Connect, which starts the workers. */
  MSK("local-msk");

  private final String environment;

  StackType(String environment) {
    this.environment = environment;
  }

  /** Returns the environment in the bundle for such a stack. */
  public String environment() {
    return environment;
  }

  /** Returns the name of the file in the stack's folder that the environment reads. */
  public String endpointsFile() {
    return environment.replace("local", "endpoints") + ".yaml";
  }

  /** Returns whether clients of the broker must log in by IAM. */
  public boolean hasIam() {
    return this == IAM || this == MSK;
  }
}
