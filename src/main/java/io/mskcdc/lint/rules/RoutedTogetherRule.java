package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TABLES_ROUTED_TOGETHER;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.topics.TopicRouting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds tables of one connector whose rows are routed to one topic. */
final class RoutedTogetherRule implements ConnectorRule {
  private static final String TABLES = "table.include.list";
  private static final String TRANSFORMS = "transforms";
  private static final String LOGICAL_TABLE = "io.debezium.transforms.ByLogicalTableRouter";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            TABLES_ROUTED_TOGETHER,
            "the topics of the tables in `table.include.list`, after RegexRouter, ByLogicalTableRouter, Route and UnwrapMaskRoute",
            "The rows of two tables go to one topic. That is right for the shards of one table. Otherwise two rows with the same key overwrite each other.",
            "Route the tables to different topics. Shards need a key that differs between them: ByLogicalTableRouter adds a field to the key unless `key.enforce.uniqueness` is `false`.",
            "Debezium, topic routing"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    return SourceConnectors.of(connector.config())
        .filter(source -> isKnown(options))
        .flatMap(source -> check(source, options))
        .stream()
        .toList();
  }

  /** Returns whether every row's topic follows from its table. */
  private static boolean isKnown(ConnectorOptions options) {
    return AliasedKeys.ofTransforms(options.config()).prefixes().stream()
        .allMatch(
            prefix ->
                !options.isSet(prefix + "predicate")
                    && !keepsKeysApart(options, prefix)
                    && options.config().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(prefix))
                        .allMatch(entry -> isKnown(entry.getKey(), entry.getValue())));
  }

  /** The options of a mask do not route, and its key is a reference. */
  private static boolean isKnown(String key, String value) {
    return key.contains(".mask.") || ProviderReference.in(value).isEmpty();
  }

  private static boolean keepsKeysApart(ConnectorOptions options, String prefix) {
    return options.is(prefix + "type", LOGICAL_TABLE)
        && !options.is(prefix + "key.enforce.uniqueness", "false");
  }

  private static Optional<Finding> check(SourceConnector source, ConnectorOptions options) {
    List<String> unknown = new ArrayList<>();
    TopicRouting routing = new TopicRouting(options.config(), unknown::add);
    Map<String, String> tables = new LinkedHashMap<>();
    for (String entry : options.expressions(TABLES)) {
      Optional<LiteralName> name =
          LiteralName.of(entry).filter(literal -> literal.parts().size() == 2);
      Optional<Topic> topic =
          name.flatMap(
              literal ->
                  source.topicOf(options.config(), literal.parts().get(0), literal.parts().get(1)));
      Set<String> routed = topic.map(rows -> routing.names(List.of(rows))).orElse(Set.of());
      if (routed.size() != 1 || routed.iterator().next().contains(Topic.ANY)) {
        continue;
      }
      String other = tables.putIfAbsent(routed.iterator().next(), name.get().table());
      if (other != null && !other.equalsIgnoreCase(name.get().table()) && unknown.isEmpty()) {
        return Optional.of(finding(options, other, name.get().table(), routed.iterator().next()));
      }
    }
    return Optional.empty();
  }

  private static Finding finding(ConnectorOptions options, String one, String other, String topic) {
    String key = CommaList.of(options.config().get(TRANSFORMS)).isEmpty() ? TABLES : TRANSFORMS;
    return options.warning(
        TABLES_ROUTED_TOGETHER,
        key,
        "the rows of %s and %s go to one topic, %s".formatted(one, other, topic),
        "route one of them to another topic, unless both are shards of one table");
  }
}
