package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.TERRAFORM_OUTPUT_INVALID;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Values of Terraform's outputs that environment.yaml does not have yet. The outputs are the JSON
 * of {@code terraform output -json}; the value of the output {@code environment} is an object in
 * the form of environment.yaml.
 */
public final class EnvironmentUpdate {
  private static final String OUTPUT = "environment";
  private static final String VALUE = "value";

  private final BundlePaths paths;
  private final Path file;
  private final Document before;
  private final List<Change> changes = new ArrayList<>();

  /**
   * A value that differs.
   *
   * @param key the path of the value in environment.yaml, with dots
   * @param before the value in environment.yaml, as a text; empty if the key is missing
   * @param after the value of the output, as a text
   * @param pointer the place of the value
   * @param value a text or a list of texts
   */
  public record Change(
      String key, Optional<String> before, String after, JsonPointer pointer, JsonNode value) {}

  private EnvironmentUpdate(BundlePaths paths, Document before) {
    this.paths = paths;
    this.before = before;
    file = before.file();
  }

  /**
   * Compares an environment with outputs.
   *
   * @param outputs the file with Terraform's outputs
   * @throws ProblemException if a file cannot be read, or if the environment would not be valid
   *     with the outputs
   */
  public static EnvironmentUpdate of(BundlePaths paths, String env, Path outputs) {
    StrictReader reader = new StrictReader(paths);
    EnvironmentReader environment = new EnvironmentReader(paths, reader, env);
    Document before = environment.readDocument();
    Document terraform = reader.json(outputs);
    Document given = terraform.part(requireOutput(paths, terraform), EnvironmentUpdate::texts);
    EnvironmentUpdate update = new EnvironmentUpdate(paths, before);
    update.compare(JsonPointer.empty(), given.root(), given);
    environment.requireValid(before.mergedWith(given));
    return update;
  }

  private static JsonPointer requireOutput(BundlePaths paths, Document outputs) {
    JsonNode output = outputs.root().path(OUTPUT);
    String wrong = null;
    if (output.isMissingNode()) {
      wrong = "there is no output " + OUTPUT;
    } else if (output.path("sensitive").asBoolean()) {
      wrong = "the output is sensitive, and environment.yaml is in git";
    } else if (!output.path(VALUE).isObject()) {
      wrong = "the value of the output is no object";
    }
    if (wrong != null) {
      throw new ProblemException(
          new Problem(
              TERRAFORM_OUTPUT_INVALID,
              paths.shown(outputs.keyAt(OUTPUT)),
              OUTPUT,
              wrong,
              "write the JSON of 'terraform output -json', whose output "
                  + OUTPUT
                  + " is an object in the form of environment.yaml"));
    }
    return JsonPointer.empty().appendProperty(OUTPUT).appendProperty(VALUE);
  }

  /** Returns the value with each number and boolean as a text, and without null. */
  private static JsonNode texts(JsonNode value) {
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      value.properties().stream()
          .filter(entry -> !entry.getValue().isNull())
          .forEach(entry -> object.set(entry.getKey(), texts(entry.getValue())));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      value.forEach(element -> array.add(texts(element)));
      return array;
    }
    return TextNode.valueOf(value.asText());
  }

  private void compare(JsonPointer at, JsonNode value, Document outputs) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(entry -> compare(at.appendProperty(entry.getKey()), entry.getValue(), outputs));
      return;
    }
    if (value.isArray() && elements(value).stream().anyMatch(JsonNode::isContainerNode)) {
      throw notWritten(
          at,
          outputs,
          "a list of objects cannot be written",
          "leave it out of the output, and write it into environment.yaml by hand");
    }
    requireNoSecret(at, value, outputs);
    JsonNode old = before.root().at(at);
    if (!old.equals(value)) {
      changes.add(
          new Change(
              EnvironmentProblems.key(at, outputs.root()),
              old.isMissingNode() ? Optional.empty() : Optional.of(shown(old)),
              shown(value),
              at,
              value));
    }
  }

  /** A key that ends with the word secret has the name of one, under which workers read it. */
  private void requireNoSecret(JsonPointer at, JsonNode value, Document outputs) {
    String name = at.last().getMatchingProperty();
    if (SecretKeys.isClear(name, shown(value))
        && !name.toLowerCase(Locale.ROOT).endsWith("secret")) {
      throw notWritten(
          at,
          outputs,
          "the value is a secret in clear, and environment.yaml is in git",
          "leave it out of the output, and store it in Secrets Manager");
    }
  }

  private ProblemException notWritten(
      JsonPointer at, Document outputs, String message, String next) {
    return new ProblemException(
        new Problem(
            TERRAFORM_OUTPUT_INVALID,
            paths.shown(outputs.keyAt(at)),
            EnvironmentProblems.key(at, outputs.root()),
            message,
            next));
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private static String shown(JsonNode value) {
    return value.isArray()
        ? elements(value).stream().map(JsonNode::asText).collect(Collectors.joining(","))
        : value.isObject() ? value.toString() : value.asText();
  }

  /** Returns the values that differ, in the order of the output. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Returns the file of the environment, as messages show it. */
  public String shownFile() {
    return paths.shown(file);
  }

  /**
   * Writes the changes into environment.yaml, and changes nothing else. What another process writes
   * meanwhile, such as the entry of a new connector, stays.
   *
   * @throws ProblemException if the file cannot be written
   */
  public void write() {
    String now;
    YamlText text;
    do {
      now = Utf8Text.read(paths, file);
      text = new YamlText(now);
      for (Change change : changes) {
        text.set(change.pointer(), change.value());
      }
    } while (!Utf8Text.replace(paths, file, now, text.toString()));
  }
}
