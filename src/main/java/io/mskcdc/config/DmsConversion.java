package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.DMS_FILE_INVALID;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Converts requests and answers of the DMS API to the form of a bundle's file. Each value keeps its
 * place in the file that it is from.
 */
final class DmsConversion {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TABLES = "tables";
  private static final String LOCATOR = "object-locator";
  private static final String ACTION = "rule-action";
  private static final String ROLE = "ServiceAccessRoleArn";

  /** What answers contain and no file declares. */
  private static final Set<String> ANSWERS =
      Set.of(
          "EndpointArn",
          "EndpointType",
          "EngineDisplayName",
          "ExternalId",
          "FreeUntil",
          "InstanceCreateTime",
          "IsReadOnly",
          "PendingModifiedValues",
          "ReplicationInstanceArn",
          "ReplicationInstanceIpv6Addresses",
          "ReplicationInstancePrivateIpAddress",
          "ReplicationInstancePrivateIpAddresses",
          "ReplicationInstancePublicIpAddress",
          "ReplicationInstancePublicIpAddresses",
          "ReplicationInstanceStatus",
          "ReplicationSubnetGroup",
          "ResourceIdentifier",
          "SecondaryAvailabilityZone",
          "Status",
          "Tags",
          "VpcSecurityGroups");

  /** The settings that the engines of a bundle's file have. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "mysql",
          "MySQLSettings",
          "aurora",
          "MySQLSettings",
          "mariadb",
          "MySQLSettings",
          "s3",
          "S3Settings",
          "kafka",
          "KafkaSettings");

  private final BundlePaths paths;
  private final Document from;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final Map<JsonPointer, Location> places = new HashMap<>();
  private String name;

  DmsConversion(BundlePaths paths, Document from) {
    this.paths = paths;
    this.from = from;
  }

  /** Returns the identifier of the task; empty if the file has no task. */
  Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** Returns the converted file. */
  Document document() {
    return new Document(from.file(), root, places, places);
  }

  /** Returns an object with each scalar as a text. */
  static ObjectNode texts(ObjectNode object) {
    ObjectNode texts = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(entry -> texts.set(entry.getKey(), text(entry.getValue())));
    return texts;
  }

  private static JsonNode text(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return texts(object);
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(text(item)));
      return array;
    }
    return TextNode.valueOf(node.asText());
  }

  /** Returns whether the part of a value was in the other file. */
  boolean contains(JsonPointer pointer) {
    return !pointer.matches() && root.has(pointer.getMatchingProperty());
  }

  /** Converts CreateReplicationTask, CreateReplicationConfig, or a task of an answer. */
  void task(JsonPointer at) {
    JsonNode task = from.root().at(at);
    name =
        task.path("ReplicationTaskIdentifier")
            .asText(task.path("ReplicationConfigIdentifier").asText(null));
    for (String key : new String[] {"MigrationType", "ReplicationType"}) {
      put("migrationType", task.path(key), at.appendProperty(key));
    }
    ObjectNode start = JsonNodeFactory.instance.objectNode();
    if (isWritten(task.path("CdcStartPosition"))) {
      start.set("position", task.path("CdcStartPosition"));
    }
    time(task.path("CdcStartTime")).ifPresent(time -> start.put("time", time));
    put("cdcStart", start, at);
    mappings(json(task, at, "TableMappings"), at.appendProperty("TableMappings"));
    for (String key : new String[] {"ReplicationTaskSettings", "ReplicationSettings"}) {
      put("settings", withoutEmpty(json(task, at, key)), at.appendProperty(key));
    }
    // The rules look at the defaults too.
    if (!root.has("settings")) {
      put(new String[] {"settings"}, JsonNodeFactory.instance.objectNode(), at);
    }
    put("serverless", withoutZeros(task.path("ComputeConfig")), at.appendProperty("ComputeConfig"));
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    task.path("Tags")
        .forEach(
            tag -> {
              if (isWritten(tag.path("Key"))) {
                tags.set(tag.path("Key").asText(), tag.path("Value"));
              }
            });
    put("tags", tags, at.appendProperty("Tags"));
  }

  /** A time is in seconds since 1970 or in ISO 8601; a skeleton has 1970. */
  private static Optional<String> time(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(
          Instant.ofEpochSecond(value.asLong()).truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return Optional.of(value.asText())
        .filter(text -> !text.isEmpty() && !text.startsWith("1970-01-01"));
  }

  /** Converts CreateEndpoint, or an endpoint of an answer. */
  void endpoint(String type, JsonPointer at) {
    JsonNode declared = from.root().at(at);
    String settings = SETTINGS.get(declared.path("EngineName").asText());
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    declared
        .properties()
        .forEach(
            entry -> {
              boolean isOfOtherEngine =
                  entry.getKey().endsWith("Settings") && !entry.getKey().equals(settings);
              if (!isOfOtherEngine && !ANSWERS.contains(entry.getKey())) {
                members.set(entry.getKey(), entry.getValue());
              }
            });
    // Answers have these of every endpoint.
    if (members.path("SslMode").asText().equals("none")) {
      members.remove("SslMode");
    }
    if (members.path("S3Settings").has(ROLE)) {
      members.remove(ROLE);
    }
    put(type, withoutZeros(members), at);
  }

  /** Converts CreateReplicationInstance, or an instance of an answer. */
  void instance(JsonPointer at) {
    JsonNode declared = from.root().at(at);
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    declared
        .properties()
        .forEach(
            entry -> {
              if (!ANSWERS.contains(entry.getKey())) {
                members.set(entry.getKey(), entry.getValue());
              }
            });
    String group = "ReplicationSubnetGroupIdentifier";
    if (declared.path("ReplicationSubnetGroup").has(group)) {
      members.set(group, declared.path("ReplicationSubnetGroup").path(group));
    }
    if (declared.has("VpcSecurityGroups")) {
      ArrayNode ids = members.putArray("VpcSecurityGroupIds");
      declared
          .path("VpcSecurityGroups")
          .forEach(security -> ids.add(security.path("VpcSecurityGroupId")));
    }
    put("provisioned", withoutZeros(members), at);
  }

  /** Rules that a file writes in a shorter form become entries of tables; the others stay. */
  private void mappings(JsonNode mappings, JsonPointer at) {
    JsonNode rules = mappings.path("rules");
    for (int i = 0; i < rules.size(); i++) {
      JsonPointer place = at.appendProperty("rules").appendIndex(i);
      JsonNode rule = rules.path(i);
      String action = rule.path(ACTION).asText();
      String schema = rule.path(LOCATOR).path("schema-name").asText();
      String table = rule.path(LOCATOR).path("table-name").asText();
      boolean isNamed = !schema.isEmpty() && !schema.contains(".") && !table.isEmpty();
      if (rule.path("rule-type").asText().equals("selection")
          && isNamed
          && !isWritten(rule.path("filters"))
          && Set.of("include", "exclude").contains(action)) {
        String index = String.valueOf(root.withArray(TABLES).size());
        root.withArray(TABLES).addObject().put(action, schema + "." + table);
        place(new String[] {TABLES, index}, place);
        place(new String[] {TABLES, index, action}, place.appendProperty(LOCATOR));
      } else {
        ObjectNode copy = withoutEmpty(rule);
        copy.remove("rule-id");
        String index = String.valueOf(root.withArray("mappingRules").size());
        root.withArray("mappingRules").add(copy);
        place(new String[] {"mappingRules", index}, place);
      }
    }
  }

  /** Answers contain JSON in texts. */
  private JsonNode json(JsonNode parent, JsonPointer at, String key) {
    JsonNode value = parent.path(key);
    if (!value.isTextual() || value.asText().isEmpty()) {
      return value;
    }
    try {
      return MAPPER.readTree(value.asText());
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          new Problem(
              DMS_FILE_INVALID,
              paths.shown(from.valueAt(at.appendProperty(key))),
              key,
              "its text is not JSON",
              "correct it, or write the object itself"),
          e);
    }
  }

  private static boolean isWritten(JsonNode value) {
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isTextual() && value.asText().isEmpty())
        && !(value.isContainerNode() && value.isEmpty());
  }

  /** Skeletons and answers contain empty texts, empty lists and null. */
  private static ObjectNode withoutEmpty(JsonNode object) {
    return only(object, DmsConversion::isWritten);
  }

  /** In a request, a skeleton's zero is a number that nobody filled in. */
  private static ObjectNode withoutZeros(JsonNode object) {
    return only(
        object,
        value -> isWritten(value) && !(value.isNumber() && value.decimalValue().signum() == 0));
  }

  private static ObjectNode only(JsonNode object, Predicate<JsonNode> wanted) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value =
          entry.getValue().isObject() ? only(entry.getValue(), wanted) : entry.getValue();
      boolean isListOfNothing = value.isArray() && !isWritten(value.path(0));
      if (wanted.test(value) && !isListOfNothing) {
        copy.set(entry.getKey(), value);
      }
    }
    return copy;
  }

  private void put(String key, JsonNode value, JsonPointer at) {
    if (isWritten(value)) {
      put(new String[] {key}, value, at);
    }
  }

  private void put(String[] path, JsonNode value, JsonPointer at) {
    root.set(path[path.length - 1], value);
    place(path, at);
  }

  /** Gives a value, and what is in it, the places of the file that it is from. */
  private void place(String[] path, JsonPointer at) {
    JsonPointer to = JsonPointer.empty();
    for (String part : path) {
      to = to.appendProperty(part);
    }
    place(to, at);
  }

  private void place(JsonPointer to, JsonPointer at) {
    places.put(to, from.valueAt(at));
    JsonNode value = root.at(to);
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              entry -> place(to.appendProperty(entry.getKey()), at.appendProperty(entry.getKey())));
    }
  }
}
