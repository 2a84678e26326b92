package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TOPIC_CREATION_MISSING;

import io.mskcdc.config.Authentication;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;

/** Finds source connectors on MSK whose topics nobody creates. */
final class TopicCreationRule implements ConnectorRule {
  private static final String PREFIX = "topic.creation.";
  private static final String ENABLED = PREFIX + "enable";

  private static final List<String> NEEDED =
      List.of(PREFIX + "default.replication.factor", PREFIX + "default.partitions");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            TOPIC_CREATION_MISSING,
            "`topic.creation.default.*` of source connectors, and `topic.creation.enable` of their workers, on MSK Connect and where `auth: iam` is set",
            "MSK's brokers do not create topics by themselves: without these options the producer waits for a topic that never appears. Connect refuses one of the two without the other.",
            "Write `topic.creation.default.partitions` and `topic.creation.default.replication.factor`. Accept the finding where the topics exist beforehand, or where the cluster sets `auto.create.topics.enable`.",
            "AWS, MSK default configuration; Kafka, KIP-158"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    // MirrorMaker creates its topics with a client of its own.
    if (!ConnectorKind.isSource(connector) || connector.connectorClass().contains("Mirror")) {
      return List.of();
    }
    // Only MSK has a login by IAM.
    boolean isOnMsk =
        bundle.environment().mskConnect().isPresent()
            || bundle.environment().auth() == Authentication.IAM;
    Optional<WorkerConfiguration> disabled =
        bundle
            .workerOf(connector)
            .filter(worker -> isOnMsk)
            .filter(
                worker ->
                    "false"
                        .equalsIgnoreCase(worker.properties().getOrDefault(ENABLED, "").strip()));
    if (disabled.isPresent()) {
      return List.of(disabled(disabled.get()));
    }
    ConnectorOptions options = new ConnectorOptions(connector);
    boolean creates = connector.config().keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    if (!creates && !isOnMsk) {
      return List.of();
    }
    return NEEDED.stream()
        .filter(options::isMissing)
        .findFirst()
        .map(key -> missing(options, key, creates))
        .stream()
        .toList();
  }

  private static Finding disabled(WorkerConfiguration worker) {
    return Finding.error(
        TOPIC_CREATION_MISSING,
        worker.valueAt(ENABLED),
        ENABLED,
        "the workers create no topic, and MSK's brokers do not either",
        "remove it, or create the topics beforehand");
  }

  private static Finding missing(ConnectorOptions options, String key, boolean creates) {
    return options.error(
        TOPIC_CREATION_MISSING,
        key,
        creates
            ? "Connect refuses options of " + PREFIX + "* without this one"
            : "MSK's brokers create no topic, and the connector does not either without this option",
        creates ? "write it" : "write it and " + NEEDED.get(1));
  }
}
