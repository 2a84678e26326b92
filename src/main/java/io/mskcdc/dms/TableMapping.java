package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the table mapping of a task: first which tables, then how they change, then the further
 * rules of the file.
 *
 * <p>Format: "Using table mapping to specify task settings" in the DMS User Guide.
 */
public final class TableMapping {
  /** What DMS's own masks begin with in a rule. */
  static final String MASK = "data-masking-";

  private static final String RULE_TYPE = "rule-type";
  private static final String TABLE = "table";
  private static final String COLUMN = "column";

  private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

  private TableMapping() {}

  /** Returns whether a rule of a mapping is one of DMS's own masks. */
  public static boolean isMask(JsonNode rule) {
    return rule.path("rule-action").asText().startsWith(MASK);
  }

  /** Returns the mapping of a file's content, with an id for each rule. */
  static ObjectNode of(JsonNode content) {
    TableMapping mapping = new TableMapping();
    for (JsonNode entry : content.path("tables")) {
      Stream.of("include", "exclude")
          .filter(entry::has)
          .forEach(
              action ->
                  mapping
                      .rule("selection", action)
                      .set("object-locator", locator(entry.path(action).asText(), null)));
    }
    content.path("tables").forEach(mapping::transform);
    for (JsonNode rule : content.path("mappingRules")) {
      mapping.add(ApiValues.rule(rule));
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("rules", mapping.rules);
    return root;
  }

  private void transform(JsonNode entry) {
    String name = entry.path("include").asText();
    if (entry.has("renameSchema")) {
      ObjectNode locator = locator(name, null);
      locator.remove("table-name");
      transformation("rename", "schema", locator).set("value", entry.get("renameSchema"));
    }
    if (entry.has("renameTable")) {
      transformation("rename", TABLE, locator(name, null)).set("value", entry.get("renameTable"));
    }
    for (JsonNode column : entry.path("removeColumns")) {
      transformation("remove-column", COLUMN, locator(name, column.asText()));
    }
    for (Map.Entry<String, JsonNode> mask : entry.path("masks").properties()) {
      String[] words = mask.getValue().asText().split(" ", 2);
      ObjectNode rule = transformation(MASK + words[0], COLUMN, locator(name, mask.getKey()));
      if (words.length > 1) {
        rule.put("value", words[1]);
      }
    }
  }

  private ObjectNode transformation(String action, String target, ObjectNode locator) {
    ObjectNode rule = rule("transformation", action);
    rule.put("rule-target", target);
    rule.set("object-locator", locator);
    return rule;
  }

  private ObjectNode rule(String type, String action) {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    rule.put(RULE_TYPE, type);
    rule.put("rule-action", action);
    return add(rule);
  }

  private ObjectNode add(ObjectNode rule) {
    String id = String.valueOf(rules.size() + 1);
    rule.put("rule-id", id);
    if (!rule.has("rule-name")) {
      rule.put("rule-name", id);
    }
    rules.add(rule);
    return rule;
  }

  private static ObjectNode locator(String name, String column) {
    String[] parts = name.split("\\.", 2);
    ObjectNode locator = JsonNodeFactory.instance.objectNode();
    locator.put("schema-name", parts[0]).put("table-name", parts[1]);
    if (column != null) {
      locator.put("column-name", column);
    }
    return locator;
  }
}
