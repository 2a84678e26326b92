package io.mskcdc.replication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the input that creates a resource with the resource as the service describes it. The
 * service adds defaults, so only declared members are compared.
 */
final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Members of the input that the service describes elsewhere, or not at all. */
  private static final Set<String> NOT_DESCRIBED = Set.of("Tags", "ResourceIdentifier");

  /** Members whose text is JSON. */
  private static final Set<String> TEXTS_OF_JSON =
      Set.of("ReplicationTaskSettings", "ReplicationSettings", "TableMappings");

  /** Members whose values the service returns in capitals. */
  private static final Set<String> ENUMERATIONS =
      Set.of(
          "CompressionType",
          "DataFormat",
          "DatePartitionDelimiter",
          "DatePartitionSequence",
          "EncodingType",
          "EncryptionMode",
          "EndpointType",
          "MessageFormat",
          "SslMode");

  private final List<ResourceDifference> differences = new ArrayList<>();

  private Comparison() {}

  /** Returns the declared members that are not so in the live resource, in the input's order. */
  static List<ResourceDifference> of(JsonNode declared, JsonNode live) {
    Comparison comparison = new Comparison();
    comparison.compareMembers("", declared, live);
    return comparison.differences;
  }

  private void compareMembers(String path, JsonNode declared, JsonNode live) {
    for (Map.Entry<String, JsonNode> member : declared.properties()) {
      String name = member.getKey();
      if (!NOT_DESCRIBED.contains(name) && !Resource.SECRETS.contains(name)) {
        compare(path + name, name, member.getValue(), described(name, live));
      }
    }
  }

  private void compare(String path, String name, JsonNode declared, JsonNode live) {
    JsonNode wanted = TEXTS_OF_JSON.contains(name) ? parsed(declared) : declared;
    JsonNode found = TEXTS_OF_JSON.contains(name) ? parsed(live) : live;
    if (name.equals("TableMappings")) {
      compareRules(path, wanted.path("rules"), found.path("rules"));
    } else if (wanted.isObject()) {
      compareMembers(path + ".", wanted, found);
    } else if (!isSame(name, wanted, found)) {
      differences.add(new ResourceDifference(path, text(found), text(wanted)));
    }
  }

  /** Compares rules without their numbers and names, which have no effect. */
  private void compareRules(String path, JsonNode declared, JsonNode live) {
    List<String> wanted = rules(declared);
    List<String> found = rules(live);
    found.stream()
        .filter(rule -> !wanted.contains(rule))
        .forEach(rule -> differences.add(new ResourceDifference(path, rule, "")));
    wanted.stream()
        .filter(rule -> !found.contains(rule))
        .forEach(rule -> differences.add(new ResourceDifference(path, "", rule)));
  }

  private static List<String> rules(JsonNode rules) {
    List<String> texts = new ArrayList<>();
    for (JsonNode rule : rules) {
      ObjectNode effect = rule.deepCopy();
      texts.add(effect.remove(List.of("rule-id", "rule-name")).toString());
    }
    return texts;
  }

  private static boolean isSame(String name, JsonNode declared, JsonNode live) {
    if (name.equals("VpcSecurityGroupIds")) {
      return texts(declared).equals(texts(live));
    }
    if (name.equals("EngineVersion")) {
      // A minor upgrade by the service appends to the version or raises its last part.
      return live.asText().equals(declared.asText())
          || live.asText().startsWith(declared.asText() + ".");
    }
    if (ENUMERATIONS.contains(name)) {
      return declared.asText().equalsIgnoreCase(live.asText());
    }
    return declared.isContainerNode() ? declared.equals(live) : text(declared).equals(text(live));
  }

  /** Returns a member of a description, some of which are not where the input has them. */
  private static JsonNode described(String name, JsonNode live) {
    if (live.has(name)) {
      return live.path(name);
    }
    return switch (name) {
      case "ReplicationSubnetGroupIdentifier" ->
          live.path("ReplicationSubnetGroup").path("ReplicationSubnetGroupIdentifier");
      case "VpcSecurityGroupIds" -> {
        var ids = JsonNodeFactory.instance.arrayNode();
        live.path("VpcSecurityGroups").forEach(group -> ids.add(group.path("VpcSecurityGroupId")));
        yield ids;
      }
      default -> MissingNode.getInstance();
    };
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      return JSON.readTree(text.asText());
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }
}
