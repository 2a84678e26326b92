package io.mskcdc.local.stack;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The command line options that select the kind of stack. */
public final class StackOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--connect",
      paramLabel = "VERSION",
      defaultValue = LocalStack.DEFAULT_CONNECT,
      description =
          "Release of Kafka Connect: 3.7.2, which MSK Connect runs, or 4.3.1"
              + " (default: ${DEFAULT-VALUE}).")
  private String connect;

  @Option(
      names = "--iam",
      description =
          "Require AWS_MSK_IAM logins at the broker, authorize the worker's role by its derived"
              + " policy, and keep secrets in Secrets Manager. Uses the environment local-iam.")
  private boolean iam;

  @Option(
      names = "--msk",
      description =
          "As --iam, and run the connector on an MSK Connect API on this machine. Uses the"
              + " environment local-msk.")
  private boolean msk;

  @Option(
      names = "--exactly-once",
      description =
          "Run the worker with exactly-once support. Uses the environment local-exactly-once.")
  private boolean exactlyOnce;

  /** Returns the release of Kafka Connect. */
  public String connectVersion() {
    return connect;
  }

  /**
   * Returns the kind of stack.
   *
   * @throws ParameterException for a release that MSK Connect does not run, and for options without
   *     an environment
   */
  public StackType type() {
    if (exactlyOnce && (iam || msk)) {
      throw new ParameterException(
          spec.commandLine(),
          "--exactly-once does not support --iam and --msk: there is no environment for both;"
              + " omit one of them");
    }
    if (!msk) {
      return exactlyOnce ? StackType.EXACTLY_ONCE : iam ? StackType.IAM : StackType.PLAIN;
    }
    if (!connect.equals(LocalStack.DEFAULT_CONNECT)) {
      throw new ParameterException(
          spec.commandLine(),
          "--msk does not support --connect %s: MSK Connect runs Kafka Connect %s; omit --connect"
              .formatted(connect, LocalStack.DEFAULT_CONNECT));
    }
    return StackType.MSK;
  }
}
