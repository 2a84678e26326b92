package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.OFFSET_TOPIC_UNNAMED;

import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;

/**
 * Finds a worker configuration for MSK Connect that does not name its offset topic. The service
 * then derives the name from the connector's ARN, so a replaced connector loses its offsets.
 */
final class UnnamedOffsetTopicRule implements ConnectorRule {
  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            OFFSET_TOPIC_UNNAMED,
            "worker.properties of sources on MSK Connect",
            "Without `offset.storage.topic` the service creates one for each connector, so a replaced connector starts with a full snapshot.",
            "Set the topic.",
            "AWS, MSK Connect offsets"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    // The offsets of a sink are in the group of its consumers.
    if (bundle.environment().mskConnect().isEmpty() || SinkTopics.areIn(connector.config())) {
      return List.of();
    }
    return bundle.workerOf(connector).stream()
        .filter(
            worker -> worker.properties().getOrDefault(WorkerSettings.OFFSET_TOPIC, "").isBlank())
        .map(
            worker ->
                Finding.error(
                    OFFSET_TOPIC_UNNAMED,
                    Location.of(worker.file()),
                    WorkerSettings.OFFSET_TOPIC,
                    "it is not named, so the offsets are lost with the connector: a connector that"
                        + " replaces it starts over",
                    "write "
                        + WorkerSettings.OFFSET_TOPIC
                        + "=<a topic of this environment's own>"))
        .toList();
  }
}
