package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DEAD_LETTERS_IGNORED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;

/** Finds options of a dead letter queue on source connectors, which have none. */
final class DeadLetterRule implements ConnectorRule {
  /** The prefix of the options. */
  static final String PREFIX = "errors.deadletterqueue.";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            DEAD_LETTERS_IGNORED,
            "`errors.deadletterqueue.*` of source connectors",
            "Connect has dead letter queues for sinks only. A source ignores the options without an error, and no failed record is kept.",
            "Remove the options.",
            "Kafka, Connect error handling (KIP-298)"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (!ConnectorKind.isSource(connector)) {
      return List.of();
    }
    return connector.config().keySet().stream()
        .filter(key -> key.startsWith(PREFIX))
        .limit(1)
        .map(
            key ->
                Finding.warning(
                    DEAD_LETTERS_IGNORED,
                    connector.valueAt(key),
                    key,
                    "Connect has dead letter queues for sinks only, and this is a source",
                    "remove the options that begin with " + PREFIX))
        .toList();
  }
}
