package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.EnvironmentSchema.Violation;
import io.mskcdc.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/**
 * What an environment demands of its connectors, from {@code policyFiles} and {@code policies} of
 * environment.yaml. Where two set the same, environment.yaml wins, and then the later file.
 *
 * @param severities other severities of rules, in the order in which they apply
 * @param forbidsDeletes whether no connector may be deleted
 * @param connectorNames what names of connectors must match as a whole
 * @param topicNames what names of topics with rows must match as a whole
 * @param required the keys that each connector's file must have
 * @param limits the largest permitted values, by {@code tasks}, {@code mcuCount} and {@code
 *     workerCount}
 */
public record Policies(
    List<SeverityChange> severities,
    boolean forbidsDeletes,
    Optional<Pattern> connectorNames,
    Optional<Pattern> topicNames,
    List<String> required,
    Map<String, Integer> limits) {

  /** Policies that demand nothing. */
  static final Policies NONE =
      new Policies(List.of(), false, Optional.empty(), Optional.empty(), List.of(), Map.of());

  /** Policies with a mistake. Commands that do not read the files go on, and none may delete. */
  static final Policies INVALID =
      new Policies(List.of(), true, Optional.empty(), Optional.empty(), List.of(), Map.of());

  private static final String SEVERITIES = "severities";
  private static final String CONNECTOR_NAMES = "connectorNames";
  private static final String TOPIC_NAMES = "topicNames";
  private static final List<String> PATTERNS = List.of(CONNECTOR_NAMES, TOPIC_NAMES);

  public Policies {
    severities = List.copyOf(severities);
    required = List.copyOf(required);
    limits = Map.copyOf(limits);
  }

  /**
   * Another severity of a rule.
   *
   * @param rule the rule's number or code
   * @param severity {@code error}, {@code warning}, {@code hint} or {@code off}
   * @param reason the reason in the file
   * @param location where the rule is written
   */
  public record SeverityChange(String rule, String severity, String reason, Location location) {}

  /** Returns the severity of a rule; empty if no policy changes it. */
  public Optional<String> severityOf(ErrorCode code) {
    return severities.stream()
        .filter(change -> code.isNamed(change.rule()))
        .map(SeverityChange::severity)
        .reduce((first, last) -> last);
  }

  /**
   * Returns the policies of several documents; a later one wins.
   *
   * @param documents what the schema has checked, each with its policies at the path
   */
  static Policies of(List<Source> documents) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    List<SeverityChange> severities = new ArrayList<>();
    for (Source source : documents) {
      source.policies().properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
      severities.addAll(source.severities());
    }
    Map<String, Integer> limits = new TreeMap<>();
    merged
        .path("limits")
        .properties()
        .forEach(limit -> limits.put(limit.getKey(), Integer.valueOf(limit.getValue().asText())));
    return new Policies(
        severities,
        merged.path("deletes").asText().equals("forbidden"),
        pattern(merged, CONNECTOR_NAMES),
        pattern(merged, TOPIC_NAMES),
        StreamSupport.stream(merged.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        limits);
  }

  private static Optional<Pattern> pattern(JsonNode policies, String key) {
    return Optional.ofNullable(policies.path(key).asText(null)).map(Pattern::compile);
  }

  /**
   * The policies in one file.
   *
   * @param document the file
   * @param path the keys that lead to them; none where they are the whole file
   * @param policies the content, with each scalar as a text
   */
  record Source(Document document, List<String> path, JsonNode policies) {
    /** The schema cannot check regular expressions. */
    List<Violation> badPatterns() {
      return PATTERNS.stream().flatMap(key -> badPattern(key).stream()).toList();
    }

    private Optional<Violation> badPattern(String key) {
      try {
        pattern(policies, key);
        return Optional.empty();
      } catch (PatternSyntaxException e) {
        List<String> place = new ArrayList<>(path);
        place.add(key);
        return Optional.of(
            new Violation(
                JsonPointer.compile("/" + String.join("/", place)),
                false,
                "it is not a regular expression: " + e.getDescription(),
                "correct the expression"));
      }
    }

    private List<SeverityChange> severities() {
      List<SeverityChange> changes = new ArrayList<>();
      for (JsonNode entry : policies.path(SEVERITIES)) {
        List<String> place = new ArrayList<>(path);
        place.addAll(List.of(SEVERITIES, String.valueOf(changes.size()), "rule"));
        changes.add(
            new SeverityChange(
                entry.path("rule").asText(),
                entry.path("severity").asText(),
                entry.path("reason").asText(),
                document.valueAt(place.toArray(String[]::new))));
      }
      return changes;
    }
  }
}
