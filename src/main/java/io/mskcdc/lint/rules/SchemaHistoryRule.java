package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.HISTORY_NOT_SHARED;
import static io.mskcdc.problem.ErrorCode.HISTORY_TOPIC_IS_PREFIX;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds histories of schemas that are lost, or that share their topic with other records. */
final class SchemaHistoryRule implements ConnectorRule {
  private static final String HISTORY = "schema.history.internal";
  private static final String TOPIC = HISTORY + ".kafka.topic";
  private static final String PREFIX = "topic.prefix";
  private static final String KAFKA = "io.debezium.storage.kafka.history.KafkaSchemaHistory";

  private static final Set<String> OF_ONE_WORKER =
      Set.of(
          "io.debezium.storage.file.history.FileSchemaHistory",
          "io.debezium.relational.history.MemorySchemaHistory");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            HISTORY_NOT_SHARED,
            "`schema.history.internal` of Debezium on MSK Connect",
            "A history in a file or in memory is lost when MSK Connect replaces the worker. The connector cannot start again without a new snapshot.",
            "Remove the option, or write a class that keeps the history in Kafka.",
            "Debezium, MySQL connector, schema history; AWS, MSK Connect workers"),
        Rule.error(
            HISTORY_TOPIC_IS_PREFIX,
            "`schema.history.internal.kafka.topic` equal to `topic.prefix`, unless `include.schema.changes` is `false`",
            "Debezium writes schema changes for consumers to the topic that is named as the prefix. With the history in the same topic, both formats mix, and the connector cannot read its history.",
            "Give the history a topic of its own, like `schema-changes.` and the prefix.",
            "Debezium, MySQL connector, schema change topic"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (!ConnectorKind.hasSchemaHistory(connector)) {
      return List.of();
    }
    ConnectorOptions options = new ConnectorOptions(connector);
    List<Finding> findings = new ArrayList<>();
    boolean isOfOneWorker = options.value(HISTORY).filter(OF_ONE_WORKER::contains).isPresent();
    if (isOfOneWorker && bundle.environment().mskConnect().isPresent()) {
      findings.add(
          options.error(
              HISTORY_NOT_SHARED,
              HISTORY,
              "the history is lost with the worker, and the connector does not start again",
              "write " + KAFKA));
    }
    if (!isOfOneWorker
        && !options.isSet("topic.naming.strategy")
        && !options.is("include.schema.changes", "false")
        && options.value(TOPIC).equals(options.value(PREFIX))
        && options.value(PREFIX).isPresent()) {
      findings.add(
          options.error(
              HISTORY_TOPIC_IS_PREFIX,
              TOPIC,
              "Debezium writes schema changes in another format to this topic too, because it is"
                  + " named as "
                  + PREFIX,
              "write another topic, like schema-changes." + options.value(PREFIX).get()));
    }
    return findings;
  }
}
