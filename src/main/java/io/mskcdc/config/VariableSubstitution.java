package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Replaces the deploy-time variables in the values of environment.yaml or of a DMS task's file. */
final class VariableSubstitution {
  /** The values of environment.yaml in which a variable is not replaced. */
  private static final Pattern OF_ENVIRONMENT =
      Pattern.compile(
          "/(target|bundle|variables|variableFiles|policies|policyFiles)(/.*)?|/connectors/\\d+/(name|state)|/dms/\\d+/name");

  /** The values of a DMS task's file in which a variable is not replaced. */
  private static final Pattern OF_DMS_TASK = Pattern.compile("/(description|owner|accept)(/.*)?");

  private final Variables variables;
  private final EnvironmentProblems problems;
  private final Pattern literal;
  private final Set<String> used = new HashSet<>();

  /** Replaces variables in environment.yaml. */
  VariableSubstitution(Variables variables, EnvironmentProblems problems) {
    this(variables, problems, OF_ENVIRONMENT);
  }

  private VariableSubstitution(Variables variables, EnvironmentProblems problems, Pattern literal) {
    this.variables = variables;
    this.problems = problems;
    this.literal = literal;
  }

  /** Returns the replacement of an environment's variables in the file of a DMS task. */
  static VariableSubstitution inDmsTask(Environment environment, EnvironmentProblems problems) {
    Variables all = new Variables(Map.of(), environment.variables(), List.of(), true);
    return new VariableSubstitution(all, problems, OF_DMS_TASK);
  }

  /** Returns the names of the variables that were found. */
  Set<String> used() {
    return used;
  }

  /**
   * Returns the content with each scalar as a text and with its variables replaced. A text with an
   * undefined variable stays as it is.
   */
  JsonNode apply(JsonNode content) {
    return apply(JsonPointer.empty(), content);
  }

  private JsonNode apply(JsonPointer pointer, JsonNode node) {
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        object.set(entry.getKey(), apply(pointer.appendProperty(entry.getKey()), entry.getValue()));
      }
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        array.add(apply(pointer.appendIndex(i), node.get(i)));
      }
      return array;
    }
    if (node.isNull()) {
      return node;
    }
    boolean isLiteral = literal.matcher(pointer.toString()).matches();
    return new TextNode(isLiteral ? node.asText() : replaced(pointer, node.asText()));
  }

  private String replaced(JsonPointer pointer, String text) {
    Template template = new Template(text);
    used.addAll(template.variables());
    for (String name : template.variables()) {
      if (!variables.all().containsKey(name)) {
        // A missing variable file is one problem, not one for each variable that it defines.
        if (variables.areComplete()) {
          problems.add(
              pointer.toString(),
              "the variable " + name + " is not defined",
              "define it under variables or in a variable file");
        }
        return text;
      }
    }
    if (template.isMalformed()) {
      problems.add(pointer.toString(), "'{{' does not begin a variable", "write {{ name }}");
      return text;
    }
    return template.render(variables.all());
  }
}
