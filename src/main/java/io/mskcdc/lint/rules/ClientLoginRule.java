package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CLIENT_LOGIN_WRONG;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Authentication;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds settings of the Kafka clients that Debezium opens itself which contradict the login by IAM.
 * Settings that are absent are no mistake: the deployment adds them.
 */
final class ClientLoginRule implements ConnectorRule {
  private static final String HISTORY = "schema.history.internal.";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String LOGIN_HANDLER = "sasl.login.callback.handler.class";
  private static final String CLIENT_HANDLER = "sasl.client.callback.handler.class";

  /**
   * A setting of the login by IAM.
   *
   * @param value the value to write
   * @param part what each value that works contains
   */
  private record Setting(String name, String value, String part) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("security.protocol", "SASL_SSL", "sasl_ssl"),
          new Setting(MECHANISM, "AWS_MSK_IAM", "aws_msk_iam"),
          new Setting(
              "sasl.jaas.config",
              "software.amazon.msk.auth.iam.IAMLoginModule required;",
              "iamloginmodule"),
          new Setting(
              CLIENT_HANDLER,
              "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
              "iamclientcallbackhandler"));

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            CLIENT_LOGIN_WRONG,
            "the login of the clients that Debezium opens for the schema history and for signals, where `auth: iam` is set",
            "The worker's login does not apply to these clients. With another login the connector waits for a time-out on the IAM listener, and then fails.",
            "Remove the settings: the deployment writes those of the login by IAM. Keep them only for a client with brokers of its own.",
            "AWS, MSK IAM; Debezium, MySQL connector, schema history"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (bundle.environment().auth() != Authentication.IAM) {
      return List.of();
    }
    ConnectorOptions options = new ConnectorOptions(connector);
    List<String> brokers =
        bundle.environment().mskConnect().map(MskConnectTarget::bootstrapServers).orElse(List.of());
    return SourceConnectors.candidates(connector.config()).stream()
        .flatMap(source -> source.ownClients(connector.config()).stream())
        .distinct()
        .filter(client -> readsTarget(client, options, brokers))
        .filter(client -> !logsInByToken(client, options))
        .flatMap(client -> check(client, options))
        .toList();
  }

  private static boolean readsTarget(
      String client, ConnectorOptions options, List<String> brokers) {
    String key =
        client.startsWith(HISTORY)
            ? HISTORY + "kafka.bootstrap.servers"
            : "signal.kafka.bootstrap.servers";
    if (!options.isSet(key)) {
      return true;
    }
    return options.names(key).stream()
        .anyMatch(
            address ->
                brokers.contains(address)
                    || address.endsWith(":9098")
                    || address.endsWith(":9198"));
  }

  /** IAM's other mechanism, for clients without AWS's login module. */
  private static boolean logsInByToken(String client, ConnectorOptions options) {
    return options.is(client + MECHANISM, "OAUTHBEARER")
        && Stream.of(LOGIN_HANDLER, CLIENT_HANDLER)
            .flatMap(handler -> options.value(client + handler).stream())
            .anyMatch(handler -> handler.contains("OAuthBearer"));
  }

  private static Stream<Finding> check(String client, ConnectorOptions options) {
    return SETTINGS.stream().flatMap(setting -> check(client, setting, options).stream());
  }

  private static Optional<Finding> check(String client, Setting setting, ConnectorOptions options) {
    String key = client + setting.name();
    return options
        .value(key)
        .filter(value -> !value.toLowerCase(Locale.ROOT).contains(setting.part()))
        .map(
            value ->
                options.error(
                    CLIENT_LOGIN_WRONG,
                    key,
                    "auth is iam, and this client of Debezium logs in another way",
                    "remove the key, and the deployment writes " + setting.value()));
  }
}
