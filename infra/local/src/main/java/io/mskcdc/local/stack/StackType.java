package io.mskcdc.local.stack;

/** What a local stack is like. */
public enum StackType {
  /** A worker on a broker that lets everybody in. */
  PLAIN("local"),
  /** A worker on a broker that lets in by IAM alone, and secrets in Secrets Manager. */
  IAM("local-iam"),
  /** The same broker and secrets, and MSK Connect, which starts the workers. */
  MSK("local-msk");

  private final String environment;

  StackType(String environment) {
    this.environment = environment;
  }

  /** Returns the environment that describes such a stack. */
  public String environment() {
    return environment;
  }

  /** Returns the file that the environment reads, in the stack's folder. */
  String endpointsFile() {
    return environment.replace("local", "endpoints") + ".yaml";
  }

  boolean hasIam() {
    return this != PLAIN;
  }
}
