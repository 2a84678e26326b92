package io.mskcdc.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The settings of a create-connector request that belong to a connector's entry in
 * environment.yaml.
 *
 * <p>Format: "CreateConnector" in the API Reference of Amazon MSK Connect.
 *
 * @param entry the settings as environment.yaml contains them, by their keys
 * @param rest the request without them
 */
record MskRequest(Map<String, String> entry, ObjectNode rest) {
  private static final Pattern PLUGIN = Pattern.compile("arn:[^/]+:custom-plugin/([^/]+)/[^/]+");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][\\w./:-]*\\w|\\d+(\\.\\d+\\.x)?");

  /** Where the services have their settings for logs. */
  private static final String LOGS = "workerLogDelivery";

  static MskRequest of(ObjectNode request) {
    MskRequest read = new MskRequest(new LinkedHashMap<>(), request.deepCopy());
    read.plugin().ifPresent(name -> read.place("plugins", "plugin", name));
    read.place("kafkaConnectVersion", "connectVersion", request.path("kafkaConnectVersion"));
    read.place("serviceExecutionRoleArn", "role", request.path("serviceExecutionRoleArn"));
    JsonNode capacity = request.path("capacity");
    read.place(
        "capacity",
        "capacity",
        capacity.has("provisionedCapacity")
            ? capacity.path("provisionedCapacity")
            : capacity.path("autoScaling").isObject() ? capacity : capacity.path("none"));
    read.place(
        "kafkaClusterEncryptionInTransit",
        "encryption",
        request.path("kafkaClusterEncryptionInTransit").path("encryptionType"));
    read.place("logDelivery", "logDelivery", enabled(request.path("logDelivery").path(LOGS)));
    return read;
  }

  /** Several plugins, or one that is no custom plugin, have no place in an entry. */
  private Optional<JsonNode> plugin() {
    JsonNode plugins = rest.path("plugins");
    Matcher arn =
        PLUGIN.matcher(plugins.path(0).path("customPlugin").path("customPluginArn").asText());
    return plugins.size() == 1 && arn.matches()
        ? Optional.of(JsonNodeFactory.instance.textNode(arn.group(1)))
        : Optional.empty();
  }

  /** Keeps the destinations of the log that are used, without the option that says so. */
  private static JsonNode enabled(JsonNode destinations) {
    ObjectNode enabled = JsonNodeFactory.instance.objectNode();
    destinations.properties().stream()
        .filter(destination -> destination.getValue().path("enabled").asBoolean())
        .forEach(
            destination ->
                enabled.set(
                    destination.getKey(),
                    ((ObjectNode) destination.getValue().deepCopy()).without("enabled")));
    return enabled;
  }

  private void place(String ofRequest, String key, JsonNode value) {
    if (value.isValueNode() || value.isObject() && !value.isEmpty()) {
      entry.put(key, flow(value));
      rest.remove(ofRequest);
    }
  }

  /** Returns a value in YAML, on one line. */
  private static String flow(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(field -> field.getKey() + ": " + flow(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(MskRequest::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return PLAIN.matcher(value.asText()).matches() ? value.asText() : value.toString();
  }
}
