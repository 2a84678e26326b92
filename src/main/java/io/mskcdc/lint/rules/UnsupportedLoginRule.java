package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.LOGIN_UNSUPPORTED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds logins that MSK Connect does not support, in what a connector overrides. */
final class UnsupportedLoginRule implements ConnectorRule {
  private static final Set<String> OF_IAM = Set.of("AWS_MSK_IAM", "OAUTHBEARER");

  /** The file of a client's certificate, and the certificate itself in PEM. */
  private static final List<String> CERTIFICATES =
      List.of("ssl.keystore.location", "ssl.keystore.certificate.chain");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            LOGIN_UNSUPPORTED,
            "`{producer,consumer,admin}.override.sasl.mechanism`, `….ssl.keystore.location` and `….ssl.keystore.certificate.chain` on MSK Connect",
            "MSK Connect logs in to the brokers by IAM or not at all. It supports neither SCRAM nor client certificates.",
            "Remove the overrides, and write `auth: iam` or `auth: none` into environment.yaml.",
            "AWS, MSK Connect, authentication"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (bundle.environment().mskConnect().isEmpty()) {
      return List.of();
    }
    ConnectorOptions options = new ConnectorOptions(connector);
    return Stream.of("producer", "consumer", "admin")
        .map(client -> client + ".override.")
        .flatMap(
            client ->
                Stream.of(password(client, options), certificate(client, options))
                    .flatMap(Optional::stream))
        .toList();
  }

  private static Optional<Finding> password(String client, ConnectorOptions options) {
    String key = client + "sasl.mechanism";
    return options
        .value(key)
        .map(mechanism -> mechanism.toUpperCase(Locale.ROOT))
        .filter(mechanism -> !OF_IAM.contains(mechanism))
        .map(mechanism -> finding(options, key, mechanism));
  }

  private static Optional<Finding> certificate(String client, ConnectorOptions options) {
    return CERTIFICATES.stream()
        .map(client::concat)
        .filter(options::isSet)
        .findFirst()
        .map(set -> finding(options, set, "client certificates"));
  }

  private static Finding finding(ConnectorOptions options, String key, String login) {
    return options.error(
        LOGIN_UNSUPPORTED,
        key,
        "MSK Connect does not log in to the brokers with " + login,
        "remove the overrides of the login; auth in environment.yaml sets it");
  }
}
