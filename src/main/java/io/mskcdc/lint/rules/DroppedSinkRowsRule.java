package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SINK_ROWS_DROPPED;

import io.mskcdc.catalog.IcebergSink;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;

/** Finds options with which Iceberg's sink drops rows. */
final class DroppedSinkRowsRule implements ConnectorRule {
  private static final String RESET = "iceberg.kafka.auto.offset.reset";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            SINK_ROWS_DROPPED,
            "`iceberg.kafka.auto.offset.reset` of Apache's Iceberg sink, and `topics.regex` with `iceberg.tables.dynamic-enabled` and without `iceberg.tables.auto-create-enabled`",
            "The sink reads its control topic from the end unless the first option is `earliest`. If its worker ends before the first commit, files that are written then are never committed, and their records are not read again. And it drops the rows of a topic without a table in silence: a pattern matches a new topic before its table exists.",
            "Set the option to `earliest`. List the topics in `topics`, each after its table is created.",
            "Iceberg 1.12.0: KafkaClientFactory, IcebergWriterFactory; LakeIT shows the former"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (!connector.connectorClass().strip().equals(IcebergSink.CLASS)) {
      return List.of();
    }
    ConnectorOptions options = new ConnectorOptions(connector);
    List<Finding> findings = new ArrayList<>();
    if (!options.is(RESET, "earliest")) {
      findings.add(
          options.warning(
              SINK_ROWS_DROPPED,
              RESET,
              "if the worker ends before the first commit, the sink never commits files that it wrote",
              "set it to earliest"));
    }
    if (options.isSet(SinkTopics.PATTERN)
        && options.is("iceberg.tables.dynamic-enabled", "true")
        && !options.is("iceberg.tables.auto-create-enabled", "true")) {
      findings.add(
          options.warning(
              SINK_ROWS_DROPPED,
              SinkTopics.PATTERN,
              "the sink drops the rows of a matching topic that has no table, in silence",
              "list the topics in topics, each after its table is created"));
    }
    return findings;
  }
}
