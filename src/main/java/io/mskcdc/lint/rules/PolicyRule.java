package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.KEY_REQUIRED;
import static io.mskcdc.problem.ErrorCode.LIMIT_EXCEEDED;
import static io.mskcdc.problem.ErrorCode.NAME_NOT_ALLOWED;
import static io.mskcdc.problem.ErrorCode.POLICY_RULE_UNKNOWN;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.Policies;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerCapacity;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks connectors against the policies of their environment. No connector's file accepts these.
 */
final class PolicyRule implements LintRule {
  private static final String SOURCE = "this bundle";

  private static final Rule NAME =
      Rule.error(
          NAME_NOT_ALLOWED,
          "names of connectors and of topics with rows, where `policies` has `connectorNames` or `topicNames`",
          "The name does not match the environment's pattern.",
          "Write a name that matches, or change the policy.",
          SOURCE);

  private static final Rule REQUIRED =
      Rule.error(
          KEY_REQUIRED,
          "the keys of connectors' files that `policies.required` lists",
          "A connector without an owner has nobody to call.",
          "Write the key.",
          SOURCE);

  private static final Rule LIMIT =
      Rule.error(
          LIMIT_EXCEEDED,
          "`tasks.max` and the capacity on MSK Connect, where `policies` has `limits`",
          "The connector takes more than the environment permits.",
          "Write less, or raise the limit.",
          SOURCE);

  private static final Rule UNKNOWN =
      Rule.error(
          POLICY_RULE_UNKNOWN,
          "`policies.severities`",
          "There is no rule with this number or code, so the entry has no effect.",
          "Write the number or code of a rule in this document.",
          SOURCE);

  @Override
  public List<Rule> rules() {
    return List.of(NAME, REQUIRED, LIMIT, UNKNOWN);
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    Policies policies = bundle.environment().policies();
    List<Finding> findings = new ArrayList<>();
    List<Rule> known = Rules.documented();
    policies.severities().stream()
        .filter(change -> known.stream().noneMatch(rule -> rule.code().isNamed(change.rule())))
        .map(
            change ->
                UNKNOWN.finding(
                    change.location(),
                    "policies.severities",
                    "there is no rule '" + change.rule() + "'",
                    "write a number or code of docs/rules.md"))
        .forEach(findings::add);
    for (RenderedConnector connector : bundle.connectors()) {
      names(connector, policies).forEach(findings::add);
      policies.required().stream()
          .filter(key -> isMissing(connector, key))
          .map(
              key ->
                  REQUIRED.finding(
                      Location.of(connector.file()),
                      key,
                      "the policies of this environment require it",
                      "write \"" + key + "\": \"…\" beside name"))
          .forEach(findings::add);
      limits(connector, bundle, policies.limits()).forEach(findings::add);
    }
    return findings;
  }

  private static boolean isMissing(RenderedConnector connector, String key) {
    String value = key.equals("owner") ? connector.owner() : connector.description();
    return value == null || value.isBlank();
  }

  private static Stream<Finding> names(RenderedConnector connector, Policies policies) {
    Stream<Finding> name =
        policies.connectorNames().stream()
            .filter(pattern -> !pattern.matcher(connector.name()).matches())
            .map(
                pattern ->
                    NAME.finding(
                        connector.document().valueAt("name"),
                        "name",
                        "'" + connector.name() + "' does not match " + pattern,
                        "rename the connector before its first deployment"));
    Stream<Finding> topics =
        policies.topicNames().stream()
            .flatMap(
                pattern ->
                    SourceConnectors.of(connector.config()).stream()
                        .flatMap(source -> RowTopics.of(source, connector).stream())
                        .filter(topic -> !topic.contains(Topic.ANY))
                        .filter(topic -> !pattern.matcher(topic).matches())
                        .limit(1)
                        .map(
                            topic ->
                                NAME.finding(
                                    connector.valueAt("topic.prefix"),
                                    "topic.prefix",
                                    "its rows go to the topic "
                                        + topic
                                        + ", which does not match "
                                        + pattern,
                                    "change the prefix or the routes")));
    return Stream.concat(name, topics);
  }

  private static Stream<Finding> limits(
      RenderedConnector connector, Bundle bundle, Map<String, Integer> limits) {
    Optional<WorkerCapacity> capacity = connector.settings().map(WorkerSettings::capacity);
    Stream<Finding> tasks =
        over(limits.get("tasks"), number(connector.config().get("tasks.max")))
            .map(limit -> exceeded(connector.valueAt("tasks.max"), "tasks.max", limit));
    Location place = bundle.environment().settingAt(connector.name(), "capacity");
    return Stream.of(
            tasks,
            over(limits.get("mcuCount"), capacity.map(WorkerCapacity::mcuCount))
                .map(limit -> exceeded(place, "capacity.mcuCount", limit)),
            over(limits.get("workerCount"), capacity.map(WorkerCapacity::mostWorkers))
                .map(limit -> exceeded(place, "capacity.workerCount", limit)))
        .flatMap(one -> one);
  }

  private static Stream<Integer> over(Integer limit, Optional<Integer> value) {
    return Stream.ofNullable(limit).filter(most -> value.filter(v -> v > most).isPresent());
  }

  private static Finding exceeded(Location place, String key, int limit) {
    return LIMIT.finding(
        place,
        key,
        "the policies of this environment permit " + limit + " at most",
        "write " + limit + " or less, or raise the limit in policies");
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.ofNullable(text).map(String::strip).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
