package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Replaces the deploy-time variables in the values of environment.yaml. */
final class VariableSubstitution {
  /** The values in which a variable is not replaced. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "/(target|bundle|variables|variableFiles|policies|policyFiles)(/.*)?|/connectors/\\d+/(name|state)");

  private final Variables variables;
  private final EnvironmentProblems problems;
  private final Set<String> used = new HashSet<>();

  VariableSubstitution(Variables variables, EnvironmentProblems problems) {
    this.variables = variables;
    this.problems = problems;
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
    boolean literal = LITERAL.matcher(pointer.toString()).matches();
    return new TextNode(literal ? node.asText() : replaced(pointer, node.asText()));
  }

  private String replaced(JsonPointer pointer, String text) {
    Template template = new Template(text);
    used.addAll(template.variables());
    for (String name : template.variables()) {
      if (!variables.all().containsKey(name)) {
        // A missing variable file is one problem, not one for each variable that it defines.
        if (variables.areComplete()) {
          problems.add(
              ENVIRONMENT_INVALID,
              pointer,
              "the variable " + name + " is not defined",
              "define it under variables or in a variable file");
        }
        return text;
      }
    }
    if (template.isMalformed()) {
      problems.add(
          ENVIRONMENT_INVALID, pointer, "'{{' does not begin a variable", "write {{ name }}");
      return text;
    }
    return template.render(variables.all());
  }
}
