package io.mskcdc.local.iam;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/**
 * Registers the mechanism AWS_MSK_IAM in a broker whose JAAS configuration names this class. The
 * broker itself does not log in.
 */
public final class IamServerLoginModule implements LoginModule {
  static {
    // Kafka loads this class before it creates a SASL server.
    Security.addProvider(new MechanismProvider());
  }

  @Override
  public void initialize(
      Subject subject,
      CallbackHandler handler,
      Map<String, ?> sharedState,
      Map<String, ?> options) {}

  @Override
  public boolean login() {
    return true;
  }

  @Override
  public boolean commit() {
    return true;
  }

  @Override
  public boolean abort() {
    return false;
  }

  @Override
  public boolean logout() {
    return true;
  }

  private static final class MechanismProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private MechanismProvider() {
      super("msk-cdc", "1", "the server side of SASL/" + IamSaslServer.MECHANISM);
      putService(
          new Service(
              this,
              "SaslServerFactory",
              IamSaslServer.MECHANISM,
              Factory.class.getName(),
              List.of(),
              Map.of()));
    }
  }

  /** Created by the JDK's SASL framework. */
  public static final class Factory implements SaslServerFactory {
    @Override
    public SaslServer createSaslServer(
        String mechanism,
        String protocol,
        String serverName,
        Map<String, ?> properties,
        CallbackHandler handler) {
      return handler instanceof IamServerCallbackHandler settings
          ? new IamSaslServer(settings)
          : null;
    }

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
      return new String[] {IamSaslServer.MECHANISM};
    }
  }
}
