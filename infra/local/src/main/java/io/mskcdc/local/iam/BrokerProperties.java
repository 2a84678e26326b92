package io.mskcdc.local.iam;

/** What a broker's server.properties says to the classes of this package that run in it. */
public final class BrokerProperties {
  /** The file with the {@link Account}. */
  public static final String ACCOUNT_FILE = "mskcdc.iam.account.file";

  /** Where to write what was allowed and denied, see {@link DecisionLog}. */
  public static final String DECISIONS_LOG = "mskcdc.iam.decisions.log";

  private BrokerProperties() {}
}
