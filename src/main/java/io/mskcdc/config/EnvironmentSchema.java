package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.DisallowUnknownKeywordFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import io.mskcdc.text.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a YAML file against its JSON Schema, which editors use too: environment.yaml, and the
 * files of DMS tasks. The schema's annotation {@code x-errors} contains the message for a failed
 * keyword, and {@code x-next} the next step.
 */
final class EnvironmentSchema {
  private static final String FOLDER = "/io/mskcdc/schema/";
  private static final JsonPointer TARGET = JsonPointer.compile("/target");
  private static final String REF = "$ref";

  /** A pattern that permits some words only. */
  private static final Pattern WORDS = Pattern.compile("\\^\\(([\\w|-]+)\\)\\$");

  private static final List<ValidatorTypeCode> KEYWORDS =
      List.of(
          ValidatorTypeCode.ADDITIONAL_PROPERTIES,
          ValidatorTypeCode.CONST,
          ValidatorTypeCode.DEPENDENCIES,
          ValidatorTypeCode.ENUM,
          ValidatorTypeCode.FORMAT,
          ValidatorTypeCode.IF_THEN_ELSE,
          ValidatorTypeCode.ITEMS,
          ValidatorTypeCode.MAXIMUM,
          ValidatorTypeCode.MINIMUM,
          ValidatorTypeCode.MIN_ITEMS,
          ValidatorTypeCode.MIN_LENGTH,
          ValidatorTypeCode.NOT,
          ValidatorTypeCode.ONE_OF,
          ValidatorTypeCode.PATTERN,
          ValidatorTypeCode.PROPERTIES,
          ValidatorTypeCode.REF,
          ValidatorTypeCode.REQUIRED,
          ValidatorTypeCode.TYPE);

  private static final List<String> ANNOTATIONS =
      List.of(
          "$schema",
          "$comment",
          "title",
          "description",
          "default",
          "definitions",
          "examples",
          "then",
          "else",
          "x-errors",
          "x-next");

  private final JsonNode schema;
  private final JsonSchemaFactory factory = factory();
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

  /** The schema of environment.yaml. */
  EnvironmentSchema() {
    this("environment");
  }

  /**
   * @param name the name of the schema's file, without .schema.json
   */
  private EnvironmentSchema(String name) {
    String resource = FOLDER + name + ".schema.json";
    try (InputStream in = EnvironmentSchema.class.getResourceAsStream(resource)) {
      schema = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the schema of the files of DMS tasks. */
  static EnvironmentSchema ofDmsTasks() {
    return new EnvironmentSchema("dms");
  }

  /** All keywords and formats of draft-07 would take twice the time to load. */
  private static JsonSchemaFactory factory() {
    String draft = "http://json-schema.org/draft-07/schema#";
    JsonMetaSchema used =
        JsonMetaSchema.builder(draft)
            .specification(VersionFlag.V7)
            .idKeyword("$id")
            .keywords(KEYWORDS)
            .keywords(ANNOTATIONS.stream().map(NonValidationKeyword::new).toList())
            .formats(List.of(HttpAddress.values()))
            .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
            .build();
    return JsonSchemaFactory.builder().defaultMetaSchemaIri(draft).metaSchema(used).build();
  }

  /**
   * A violation of the schema.
   *
   * @param pointer the value that it is about; the value may be missing
   * @param isAboutKey whether the key itself is wrong
   */
  record Violation(JsonPointer pointer, boolean isAboutKey, String message, String next) {}

  /**
   * Checks environment.yaml. If the target is unknown, returns only that violation, because the
   * valid keys depend on it.
   *
   * @param document the content, with each scalar as a text
   */
  List<Violation> check(JsonNode document) {
    List<Violation> violations = check(document, schema, document.path("target").asText());
    Optional<Violation> target =
        violations.stream().filter(violation -> violation.pointer().equals(TARGET)).findFirst();
    return target.map(List::of).orElse(violations);
  }

  /**
   * Checks the file of a DMS task.
   *
   * @param task the content, with each scalar as a text
   */
  List<Violation> checkDmsTask(JsonNode task) {
    return check(task, schema, "");
  }

  /**
   * Checks a variable file.
   *
   * @param variables the content, with each scalar as a text
   */
  List<Violation> checkVariables(JsonNode variables) {
    return check(variables, schema.at("/definitions/variables"), "");
  }

  /**
   * Checks a file with policies.
   *
   * @param policies the content, with each scalar as a text
   */
  List<Violation> checkPolicies(JsonNode policies) {
    return check(policies, schema.at("/definitions/policies"), "");
  }

  private List<Violation> check(JsonNode document, JsonNode rules, String target) {
    return factory.getSchema(rules, config).validate(document).stream()
        // The alternatives of oneOf are reported by oneOf itself.
        .filter(failure -> !failure.getSchemaLocation().toString().contains("/oneOf/"))
        .map(failure -> violation(failure, document, rules, target))
        .toList();
  }

  private Violation violation(
      ValidationMessage failure, JsonNode document, JsonNode rules, String target) {
    JsonPointer pointer = pointer(failure.getInstanceLocation());
    JsonNode rule = rules.at(pointer(failure.getSchemaLocation().getFragment()).head());
    String keyword = failure.getType();
    JsonNode own = rule.path("x-errors").path(keyword);
    if (own.isTextual()) {
      String value = document.at(pointer).asText();
      return new Violation(
          pointer,
          false,
          own.asText().replace("{value}", "'" + value + "'") + suggestion(value, rule),
          rule.path("x-next").asText());
    }
    return switch (keyword) {
      case "additionalProperties" -> unknownKey(failure, pointer, rule, target);
      case "required" -> missing(pointer, failure.getProperty(), rule);
      case "dependencies" -> missing(pointer, dependency(failure, document.at(pointer)), rule);
      case "type" -> wrongType(pointer, rule);
      default ->
          new Violation(
              pointer,
              false,
              "'" + document.at(pointer).asText() + "' is not allowed",
              rule.path("x-next").asText());
    };
  }

  private static String suggestion(String value, JsonNode rule) {
    Matcher words = WORDS.matcher(rule.path("pattern").asText());
    return words.matches() ? suggestion(value, List.of(words.group(1).split("\\|"))) : "";
  }

  private static String suggestion(String written, List<String> known) {
    return Spelling.closest(written, known).map(name -> ": did you mean " + name + "?").orElse("");
  }

  private static Violation unknownKey(
      ValidationMessage failure, JsonPointer pointer, JsonNode rule, String target) {
    List<String> known =
        rule.path("properties").properties().stream().map(e -> e.getKey()).toList();
    String key = failure.getProperty();
    return new Violation(
        pointer.appendProperty(key),
        true,
        "this key is not known"
            + (target.isEmpty() ? "" : " for target " + target)
            + suggestion(key, known),
        "remove it; known here: " + String.join(", ", known));
  }

  private Violation missing(JsonPointer pointer, String key, JsonNode rule) {
    JsonNode property = rule.path("properties").path(key);
    JsonNode definition =
        property.has(REF) ? schema.at(property.path(REF).asText().substring(1)) : property;
    return new Violation(
        pointer.appendProperty(key), false, "it is missing", definition.path("x-next").asText());
  }

  /** Returns the first key that a present one requires. */
  private static String dependency(ValidationMessage failure, JsonNode object) {
    for (JsonNode key : failure.getSchemaNode().path(failure.getProperty())) {
      if (!object.has(key.asText())) {
        return key.asText();
      }
    }
    throw new IllegalStateException("every dependency of " + failure.getProperty() + " is there");
  }

  private static Violation wrongType(JsonPointer pointer, JsonNode rule) {
    String next = rule.path("x-next").asText(null);
    return switch (rule.path("type").asText()) {
      case "object" ->
          new Violation(
              pointer,
              false,
              "it is not an object",
              next == null ? "write keys and values under it" : next);
      case "array" ->
          new Violation(
              pointer, false, "it is not a list", next == null ? "write it like [a, b]" : next);
      default ->
          new Violation(
              pointer, false, "it is not a text", next == null ? "write one value" : next);
    };
  }

  private static JsonPointer pointer(JsonNodePath path) {
    return JsonPointer.compile(path.toString());
  }
}
