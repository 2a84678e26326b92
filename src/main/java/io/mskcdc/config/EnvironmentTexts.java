package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.ENVIRONMENT_INVALID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the texts of environment.yaml that may hold variables, and says what is wrong with them.
 */
final class EnvironmentTexts {
  private final BundlePaths paths;
  private final Path file;
  private final Map<String, String> variables;
  private final Set<String> usedVariables = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  EnvironmentTexts(BundlePaths paths, Path file, Map<String, String> variables) {
    this.paths = paths;
    this.file = file;
    this.variables = variables;
  }

  List<Problem> problems() {
    return problems;
  }

  Set<String> usedVariables() {
    return usedVariables;
  }

  /**
   * Returns a text, its variables replaced; empty where it is not there or one of them is not.
   *
   * @param parent what the object's keys are shown behind, like {@code connect.}
   */
  Optional<String> text(ObjectNode object, String parent, String key) {
    return object.has(key) ? text(object.path(key), parent + key) : Optional.empty();
  }

  /**
   * Returns a text, its variables replaced; empty where it is none or one of them is not there.
   *
   * @param shown what it is shown as
   */
  Optional<String> text(JsonNode node, String shown) {
    if (!node.isValueNode() || node.isNull()) {
      invalid(shown, "it is not a text", "write one value");
      return Optional.empty();
    }
    Template template = new Template(node.asText());
    for (String name : template.variables()) {
      usedVariables.add(name);
      if (!variables.containsKey(name)) {
        invalid(
            shown,
            "the variable " + name + " is not defined",
            "define it under variables or in a variable file");
        return Optional.empty();
      }
    }
    if (template.isMalformed()) {
      invalid(shown, "'{{' does not begin a variable", "write {{ name }}");
      return Optional.empty();
    }
    return Optional.of(template.render(variables));
  }

  /** Returns a path, taken from where the file lies. */
  Optional<Path> path(ObjectNode object, String parent, String key) {
    return text(object, parent, key).map(value -> file.getParent().resolve(value).normalize());
  }

  void invalid(String key, String message, String next) {
    problems.add(new Problem(ENVIRONMENT_INVALID, paths.shown(file), key, message, next));
  }
}
