package io.mskcdc.local.iam;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Brings a listener's settings to its {@link IamSaslServer}s, which need no call back for them.
 *
 * <p>They are the broker's properties of {@link BrokerProperties}, and the options {@code listener}
 * and {@code host} of the line with the login module.
 */
public final class IamServerCallbackHandler implements AuthenticateCallbackHandler {
  private AccountFile account;
  private DecisionLog decisions;
  private LoginVerifier verifier;
  private String listener;

  @Override
  public void configure(
      Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> entries) {
    Map<String, ?> options = entries.get(0).getOptions();
    account = new AccountFile(Path.of((String) properties.get(BrokerProperties.ACCOUNT_FILE)));
    decisions = new DecisionLog(Path.of((String) properties.get(BrokerProperties.DECISIONS_LOG)));
    verifier = new LoginVerifier(account, (String) options.get("host"), Clock.systemUTC());
    listener = (String) options.get("listener");
  }

  AccountFile account() {
    return account;
  }

  DecisionLog decisions() {
    return decisions;
  }

  LoginVerifier verifier() {
    return verifier;
  }

  String listener() {
    return listener;
  }

  @Override
  public void handle(Callback[] callbacks) {
    throw new UnsupportedOperationException("AWS_MSK_IAM asks nothing");
  }

  @Override
  public void close() {}
}
