package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TOPIC_SHARED;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import io.mskcdc.topics.TopicRouting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two connectors whose rows go to one topic mix their rows, which is meant for the shards of one
 * table and a mistake otherwise. The finding is about the second one, whose file may accept it.
 */
final class SharedTopicRule implements LintRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            TOPIC_SHARED,
            "topics of all connectors of an environment, after routing",
            "The rows of two connectors go to one topic. That is right for the shards of one table, and mixes rows otherwise.",
            "Route one of them to other topics.",
            "Debezium, topic routing"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    Map<String, RenderedConnector> exact = new HashMap<>();
    Map<String, RenderedConnector> patterns = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (RenderedConnector connector : bundle.connectors()) {
      SourceConnectors.of(connector.config())
          .flatMap(source -> shared(source, connector, exact, patterns))
          .ifPresent(findings::add);
    }
    return findings;
  }

  /** Compares with the connectors before, and adds the connector to them. */
  private static Optional<Finding> shared(
      SourceConnector source,
      RenderedConnector connector,
      Map<String, RenderedConnector> exact,
      Map<String, RenderedConnector> patterns) {
    List<String> names = RowTopics.of(source, connector);
    Optional<Finding> finding =
        names.stream()
            .flatMap(name -> earlier(name, exact, patterns).stream())
            .findFirst()
            .map(found -> finding(source, connector, found.getValue(), found.getKey()));
    names.forEach(
        name -> (name.contains(Topic.ANY) ? patterns : exact).putIfAbsent(name, connector));
    return finding;
  }

  private static Optional<Map.Entry<String, RenderedConnector>> earlier(
      String name, Map<String, RenderedConnector> exact, Map<String, RenderedConnector> patterns) {
    if (!name.contains(Topic.ANY) && exact.containsKey(name)) {
      return Optional.of(Map.entry(name, exact.get(name)));
    }
    return (name.contains(Topic.ANY) ? List.of(exact, patterns) : List.of(patterns))
        .stream()
            .flatMap(map -> map.entrySet().stream())
            .filter(entry -> TopicRouting.haveCommonName(name, entry.getKey()))
            .findFirst();
  }

  private static Finding finding(
      SourceConnector source,
      RenderedConnector connector,
      RenderedConnector earlier,
      String topic) {
    String key = source.topicPrefixKey();
    return Finding.warning(
            TOPIC_SHARED,
            connector.valueAt(key),
            key,
            "the connector %s writes rows to the same topic, %s".formatted(earlier.name(), topic),
            "route one of them to other topics, unless both have the same table")
        .acceptableBy(connector.name());
  }
}
