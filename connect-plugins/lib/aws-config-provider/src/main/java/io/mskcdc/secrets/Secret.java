package io.mskcdc.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The content of a secret. No message and no {@code toString} shows it. */
final class Secret {
  /** The keys of the secrets that RDS manages, as AWS documents them. */
  private static final Set<String> WRITTEN_BY_RDS =
      Set.of(
          "dbClusterIdentifier",
          "dbInstanceIdentifier",
          "dbname",
          "engine",
          "host",
          "masterarn",
          "password",
          "port",
          "username");

  private final String name;
  private final String text;
  private final SdkBytes binary;

  Secret(String name, GetSecretValueResponse response) {
    this.name = name;
    this.text = response.secretString();
    this.binary = response.secretBinary();
  }

  /**
   * Returns the whole text.
   *
   * @throws ConfigException if the secret is binary
   */
  String text() {
    if (text == null) {
      throw new ConfigException(
          label() + ": it is binary; use SecretsManagerFileConfigProvider to read it as a file");
    }
    return text;
  }

  /** Returns the whole content; a text is encoded as UTF-8. */
  byte[] bytes() {
    return binary == null ? SdkBytes.fromUtf8String(text()).asByteArray() : binary.asByteArray();
  }

  /** Returns the texts, numbers and booleans of a secret that is a JSON object. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    object().forEach((key, node) -> textOf(node).ifPresent(value -> values.put(key, value)));
    return values;
  }

  /** Returns the values of the given keys of a JSON object; an empty key means the whole text. */
  Map<String, String> values(Set<String> keys) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : keys) {
      values.put(key, key.isEmpty() ? text() : value(key));
    }
    return values;
  }

  private String value(String key) {
    JsonNode node = object().get(key);
    if (node == null) {
      throw new ConfigException(label() + ": it has no key '" + key + "'" + similarTo(key));
    }
    return textOf(node)
        .orElseThrow(
            () ->
                new ConfigException(
                    label()
                        + ": the value of '"
                        + key
                        + "' is neither a text nor a number nor a boolean"));
  }

  /**
   * Returns the keys that may have been meant. The names of other keys stay hidden: errors reach
   * everybody who may read a connector's state, and some secrets hold names, such as users, as
   * keys.
   */
  private String similarTo(String key) {
    String known =
        object().keySet().stream()
            .filter(name -> name.equalsIgnoreCase(key) || WRITTEN_BY_RDS.contains(name))
            .sorted()
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "" : "; it has " + known;
  }

  private Map<String, JsonNode> object() {
    JsonNode node;
    try {
      node = JsonNode.parserBuilder().removeErrorLocations(true).build().parse(text());
    } catch (RuntimeException e) {
      if (e instanceof ConfigException) {
        throw e;
      }
      // Omit the cause: its message may quote the secret.
      throw notAnObject();
    }
    if (!node.isObject()) {
      throw notAnObject();
    }
    return node.asObject();
  }

  private ConfigException notAnObject() {
    return new ConfigException(
        label()
            + ": it is not a JSON object, so it has no keys; leave out the key to use all of it");
  }

  private static Optional<String> textOf(JsonNode node) {
    if (node.isString()) {
      return Optional.of(node.asString());
    }
    if (node.isNumber()) {
      return Optional.of(node.asNumber());
    }
    return node.isBoolean() ? Optional.of(Boolean.toString(node.asBoolean())) : Optional.empty();
  }

  private String label() {
    return "secret " + name;
  }
}
