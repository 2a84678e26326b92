package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.VALUE_SHARED;

import io.mskcdc.catalog.ExclusiveValue;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two connectors of an environment must not have the same server id, topic prefix, topic of the
 * schema history or group of consumers. The finding is about the second one, whose file may accept
 * it.
 */
final class SharedValueRule implements LintRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            VALUE_SHARED,
            "`database.server.id`, `topic.prefix`, the topic of the schema history, and the consumers' group of sinks, in all connectors of an environment",
            "MySQL disconnects the connector that had the id before; with the same prefix or history, each connector overwrites what the other one wrote. With the same group, each sink reads only a part of the partitions.",
            "Give each connector a value of its own.",
            "MySQL, replication; Debezium, MySQL connector; tried"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    Map<ExclusiveValue, RenderedConnector> first = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (RenderedConnector connector : bundle.connectors()) {
      for (ExclusiveValue value : ExclusiveValue.of(connector.name(), connector.config())) {
        RenderedConnector earlier = first.putIfAbsent(value, connector);
        if (earlier != null) {
          findings.add(finding(connector, earlier, value, bundle).acceptableBy(connector.name()));
        }
      }
    }
    return findings;
  }

  private static Finding finding(
      RenderedConnector connector,
      RenderedConnector earlier,
      ExclusiveValue shared,
      Bundle bundle) {
    return Finding.error(
            VALUE_SHARED,
            connector.valueAt(shared.key()),
            shared.key(),
            "the connector %s has the same value %s (%s)"
                .formatted(
                    earlier.name(),
                    shared.value(),
                    bundle.paths().shown(earlier.valueAt(shared.key()))),
            "give each connector a value of its own")
        .with(earlier.valueAt(shared.key()));
  }
}
