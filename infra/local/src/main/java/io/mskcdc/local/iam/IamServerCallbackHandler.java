package io.mskcdc.local.iam;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Holds a listener's settings for {@link IamSaslServer}, which reads them here and makes no
 * callbacks.
 *
 * <p>They come from the broker's {@link BrokerProperties}, and from the options {@code listener}
 * and {@code host} of the login module.
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
    throw new UnsupportedOperationException("AWS_MSK_IAM has no callbacks");
  }

  @Override
  public void close() {}
}
