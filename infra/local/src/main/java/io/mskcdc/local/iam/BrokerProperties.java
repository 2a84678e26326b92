package io.mskcdc.local.iam;

/** Properties of server.properties for the classes of this package that run in the broker. */
public final class BrokerProperties {
  /** The file of the {@link Account}. */
  public static final String ACCOUNT_FILE = "mskcdc.iam.account.file";

  /** The file of the {@link DecisionLog}. */
  public static final String DECISIONS_LOG = "mskcdc.iam.decisions.log";

  private BrokerProperties() {}
}
