package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * An endpoint of a task.
 *
 * @param type {@code source} or {@code target}, which is its key in the file too
 * @param members its members as CreateEndpoint takes them, without EndpointType and Tags. Passwords
 *     may be references like {@code ${secretsmanager:path:key}}.
 */
public record Endpoint(String type, ObjectNode members) {
  /** The type and key of a source. */
  public static final String SOURCE = "source";

  /** The type and key of a target. */
  public static final String TARGET = "target";

  /** The passwords of Kafka for which the API takes no secret's id. */
  public static final List<String> KAFKA_PASSWORDS =
      List.of("SaslPassword", "SslClientKeyPassword");

  private static final String IDENTIFIER = "EndpointIdentifier";

  /**
   * @param identifier the identifier of the task
   */
  static Endpoint of(String type, String identifier, JsonNode declared) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    members.put(IDENTIFIER, identifier + "-" + type);
    members.setAll(ApiValues.request(declared));
    if (members.get("S3Settings") instanceof ObjectNode settings) {
      // Terraform's words are taken too.
      lower(settings, "CompressionType");
      lower(settings, "EncryptionMode");
    }
    return new Endpoint(type, members);
  }

  private static void lower(ObjectNode settings, String name) {
    if (settings.has(name)) {
      String value = settings.get(name).asText();
      settings.put(name, value.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /** Returns its EndpointIdentifier. */
  public String identifier() {
    return members.path(IDENTIFIER).asText();
  }

  /** Returns its EngineName, like {@code mysql}. */
  public String engine() {
    return members.path("EngineName").asText();
  }

  /** Returns whether it is a bucket of S3. */
  public boolean isS3() {
    return engine().equals("s3");
  }

  /** Returns whether it is a Kafka cluster. */
  public boolean isKafka() {
    return engine().equals("kafka");
  }

  /** Returns the settings of its engine; a missing node if there are none. */
  public JsonNode settings() {
    return members.path(settingsKey());
  }

  /** Returns the name of the member with the settings of its engine, like {@code S3Settings}. */
  public String settingsKey() {
    return isS3() ? "S3Settings" : isKafka() ? "KafkaSettings" : "MySQLSettings";
  }
}
