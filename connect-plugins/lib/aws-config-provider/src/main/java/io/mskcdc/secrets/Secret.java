package io.mskcdc.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** A secret's content, which is in no message and no {@code toString}. */
final class Secret {
  private final String name;
  private final String text;
  private final SdkBytes binary;

  Secret(String name, GetSecretValueResponse answer) {
    this.name = name;
    this.text = answer.secretString();
    this.binary = answer.secretBinary();
  }

  /** Returns the whole text of a secret that is one. */
  String text() {
    if (text == null) {
      throw new ConfigException(
          what() + ": it is binary; read it as a file, with SecretsManagerFileConfigProvider");
    }
    return text;
  }

  /** Returns the whole content, as it is or as UTF-8. */
  byte[] bytes() {
    return binary == null ? SdkBytes.fromUtf8String(text()).asByteArray() : binary.asByteArray();
  }

  /** Returns all values of a JSON object that have a text form. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    object().forEach((key, node) -> textOf(node).ifPresent(value -> values.put(key, value)));
    return values;
  }

  /** Returns the values of some keys of a JSON object; an empty key is the whole text. */
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
      throw new ConfigException(what() + ": it has no key '" + key + "'");
    }
    return textOf(node)
        .orElseThrow(
            () -> new ConfigException(what() + ": the value of '" + key + "' is not a text"));
  }

  private Map<String, JsonNode> object() {
    JsonNode node;
    try {
      node = JsonNode.parserBuilder().removeErrorLocations(true).build().parse(text());
    } catch (RuntimeException e) {
      if (e instanceof ConfigException) {
        throw e;
      }
      // Without its cause, which quotes what it stumbled over.
      throw notAnObject();
    }
    if (!node.isObject()) {
      throw notAnObject();
    }
    return node.asObject();
  }

  private ConfigException notAnObject() {
    return new ConfigException(
        what()
            + ": it is not a JSON object, so it has no keys; to use all of it, leave out the key");
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

  private String what() {
    return "secret " + name;
  }
}
