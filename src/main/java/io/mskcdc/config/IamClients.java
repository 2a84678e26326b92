package io.mskcdc.config;

import io.mskcdc.catalog.SourceConnectors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the settings with which Debezium's own Kafka clients log in by IAM. These clients do not use
 * the settings of the worker configuration, unlike the worker's clients and the connector's
 * producer.
 */
public final class IamClients {
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("security.protocol", "SASL_SSL");
    SETTINGS.put("sasl.mechanism", "AWS_MSK_IAM");
    SETTINGS.put("sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;");
    SETTINGS.put(
        "sasl.client.callback.handler.class",
        "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
  }

  private IamClients() {}

  /** Returns the settings of a client that logs in by IAM. */
  public static Map<String, String> settings() {
    return Map.copyOf(SETTINGS);
  }

  /** Adds the settings that a connector's configuration needs and does not have. */
  static void complete(Map<String, String> config) {
    List<String> clients =
        SourceConnectors.candidates(config).stream()
            .flatMap(source -> source.ownClients(config).stream())
            .toList();
    for (String client : clients) {
      SETTINGS.forEach((key, value) -> config.putIfAbsent(client + key, value));
    }
  }
}
