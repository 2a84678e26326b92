package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.QUEUE_TOO_SMALL;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;

/** Finds queues of Debezium that are not larger than a batch. */
final class QueueSizeRule implements ConnectorRule {
  private static final String QUEUE = "max.queue.size";
  private static final String BATCH = "max.batch.size";
  private static final long DEFAULT_QUEUE = 8192;
  private static final long DEFAULT_BATCH = 2048;

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            QUEUE_TOO_SMALL,
            "`max.queue.size` and `max.batch.size` of Debezium connectors",
            "The connector refuses to start unless its queue is larger than a batch. The defaults are 8192 and 2048.",
            "Write a queue of four times the batch.",
            "Debezium 3.6.1, CommonConnectorConfig"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    Optional<Long> queue = effective(options, QUEUE, DEFAULT_QUEUE);
    Optional<Long> batch = effective(options, BATCH, DEFAULT_BATCH);
    if (!ConnectorKind.isDebezium(connector)
        || queue.isEmpty()
        || batch.isEmpty()
        || queue.get() > batch.get()) {
      return List.of();
    }
    return List.of(
        options.error(
            QUEUE_TOO_SMALL,
            options.isSet(QUEUE) ? QUEUE : BATCH,
            "the queue of %d records is not larger than a batch of %d, and the connector refuses it"
                .formatted(queue.get(), batch.get()),
            "write a " + QUEUE + " of " + 4 * batch.get() + ", or a smaller " + BATCH));
  }

  /** Returns the value; empty if it is not known. */
  private static Optional<Long> effective(ConnectorOptions options, String key, long otherwise) {
    return options.isSet(key) ? options.integer(key) : Optional.of(otherwise);
  }
}
