package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mskcdc.local.iam.Account.AccessKey;
import io.mskcdc.local.iam.DecisionLog.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's side of a login by AWS_MSK_IAM, which has one message and one response. */
final class IamSaslServer implements SaslServer {
  static final String MECHANISM = "AWS_MSK_IAM";

  private static final String CONNECT = "kafka-cluster:Connect";
  private static final Logger LOG = LoggerFactory.getLogger(IamSaslServer.class);

  private final IamServerCallbackHandler settings;
  private AccessKey key;

  IamSaslServer(IamServerCallbackHandler settings) {
    this.settings = settings;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SaslAuthenticationException if the login is refused; Kafka sends the message to the
   *     client
   */
  @Override
  public byte[] evaluateResponse(byte[] response) {
    LoginRequest request;
    try {
      request = LoginRequest.parse(response);
    } catch (IllegalArgumentException e) {
      throw refuse("listener=" + settings.listener(), e.getMessage());
    }
    try {
      AccessKey owner = settings.verifier().verify(request);
      requireConnect(owner, request);
      key = owner;
    } catch (LoginVerifier.RefusedException e) {
      throw refuse(describe(request), e.getMessage());
    }
    LOG.info("login allowed: {}", describe(request));
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", LoginVerifier.VERSION)
        .put("request-id", UUID.randomUUID().toString())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private void requireConnect(AccessKey owner, LoginRequest request)
      throws LoginVerifier.RefusedException {
    Account account = settings.account().read();
    boolean allowed = account.allows(owner.principal(), CONNECT, account.cluster());
    settings
        .decisions()
        .write(
            new Decision(
                Decision.of(allowed),
                false,
                owner.principal(),
                request.field(LoginRequest.USER_AGENT),
                CONNECT,
                account.cluster(),
                "SaslAuthenticate"));
    if (!allowed) {
      throw new LoginVerifier.RefusedException(
          "the policy of " + owner.principal() + " does not allow " + CONNECT);
    }
  }

  private String describe(LoginRequest request) {
    String id = request.accessKeyId();
    String principal = settings.account().read().key(id).map(AccessKey::principal).orElse("-");
    return String.format(
        "key=%s principal=%s host=%s client=\"%s\" listener=%s",
        id,
        principal,
        request.field(LoginRequest.HOST),
        request.field(LoginRequest.USER_AGENT),
        settings.listener());
  }

  private static SaslAuthenticationException refuse(String login, String reason) {
    LOG.warn("login refused: {}: {}", login, reason);
    return new SaslAuthenticationException("Access denied: " + reason);
  }

  @Override
  public String getMechanismName() {
    return MECHANISM;
  }

  @Override
  public boolean isComplete() {
    return key != null;
  }

  @Override
  public String getAuthorizationID() {
    requireComplete();
    return key.principal();
  }

  // The mechanism protects the login only; TLS protects the messages after it.
  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    requireComplete();
    return Arrays.copyOfRange(outgoing, offset, offset + length);
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    requireComplete();
    return Arrays.copyOfRange(incoming, offset, offset + length);
  }

  @Override
  public Object getNegotiatedProperty(String name) {
    requireComplete();
    return null;
  }

  @Override
  public void dispose() {
    key = null;
  }

  private void requireComplete() {
    if (key == null) {
      throw new IllegalStateException("the login is not complete");
    }
  }
}
