package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.MESSAGE_SIZE_MISMATCH;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the largest record that a connector's producer sends with the largest batch that its
 * topics accept. A record between the two limits fails the task for good.
 */
final class MessageSizeRule implements ConnectorRule {
  private static final String CREATION = "topic.creation.";
  private static final String MAX_MESSAGE = ".max.message.bytes";
  private static final String MAX_REQUEST = "max.request.size";
  private static final String BUFFER = "buffer.memory";

  // The defaults of Kafka's brokers and producers.
  private static final long DEFAULT_MAX_MESSAGE = 1_048_588;
  private static final long DEFAULT_MAX_REQUEST = 1_048_576;
  private static final long DEFAULT_BUFFER = 33_554_432;

  /** A topic's limit may be larger than the producer's by this part, for the batch's overhead. */
  private static final int OVERHEAD = 16;

  /**
   * A limit, and where it is set.
   *
   * @param key the option; empty if the default applies
   */
  private record Limit(Optional<String> key, Location location, long bytes) {
    String keyOr(String other) {
      return key.orElse(other);
    }
  }

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            MESSAGE_SIZE_MISMATCH,
            "`topic.creation.*.max.message.bytes` against the producer of the worker",
            "A row that is larger than one limit and smaller than the other fails the task at each restart.",
            "Set the values as in [large rows](msk-connect.md#large-rows).",
            "Kafka, producer and topic configuration; tried"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<WorkerConfiguration> worker = bundle.workerOf(connector);
    boolean createsTopics =
        connector.config().keySet().stream().anyMatch(key -> key.startsWith(CREATION));
    if (worker.isEmpty() || !createsTopics) {
      return List.of();
    }
    Limit sent = ofProducer(connector, worker.get(), MAX_REQUEST, DEFAULT_MAX_REQUEST);
    Limit buffer = ofProducer(connector, worker.get(), BUFFER, DEFAULT_BUFFER);
    List<Finding> findings = new ArrayList<>();
    if (buffer.bytes() < sent.bytes()) {
      findings.add(buffer(sent, buffer));
    }
    List<String> groups = new ArrayList<>(List.of("default"));
    groups.addAll(CommaList.of(connector.config().get(CREATION + "groups")));
    for (String group : groups) {
      topics(connector, CREATION + group + MAX_MESSAGE, sent).ifPresent(findings::add);
    }
    return findings;
  }

  private static Limit ofProducer(
      RenderedConnector connector, WorkerConfiguration worker, String option, long other) {
    String override = "producer.override." + option;
    if (connector.config().containsKey(override)) {
      return new Limit(
          Optional.of(override),
          connector.valueAt(override),
          bytes(connector.config().get(override), other));
    }
    String key = "producer." + option;
    String value = worker.properties().get(key);
    return new Limit(
        Optional.ofNullable(value).map(set -> key), worker.keyAt(key), bytes(value, other));
  }

  /** Treats what is not a number as not set: the worker refuses it. */
  private static long bytes(String value, long other) {
    try {
      return value == null ? other : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return other;
    }
  }

  private static Finding buffer(Limit sent, Limit buffer) {
    return Finding.error(
        MESSAGE_SIZE_MISMATCH,
        buffer.key().isPresent() ? buffer.location() : sent.location(),
        buffer.keyOr("producer." + BUFFER),
        "the producer's buffer has "
            + buffer.bytes()
            + " bytes, which is less than its largest record of "
            + sent.bytes(),
        "set it to at least the value of " + sent.keyOr("producer." + MAX_REQUEST));
  }

  private static Optional<Finding> topics(RenderedConnector connector, String key, Limit sent) {
    long accepted = bytes(connector.config().get(key), DEFAULT_MAX_MESSAGE);
    if (accepted < sent.bytes()) {
      return Optional.of(
          finding(
              connector,
              key,
              "topics of this group accept %d bytes, and the producer sends records of up to %d"
                  .formatted(accepted, sent.bytes()),
              "set it to " + (sent.bytes() + sent.bytes() / (2 * OVERHEAD))));
    }
    if (accepted > sent.bytes() + sent.bytes() / OVERHEAD) {
      return Optional.of(
          finding(
              connector,
              key,
              "topics of this group accept %d bytes, and the producer sends records of up to %d only"
                  .formatted(accepted, sent.bytes()),
              "set "
                  + sent.keyOr("producer." + MAX_REQUEST)
                  + " of the worker to "
                  + (accepted - accepted / (2 * OVERHEAD))
                  + ", and producer."
                  + BUFFER
                  + " to more"));
    }
    return Optional.empty();
  }

  private static Finding finding(
      RenderedConnector connector, String key, String message, String next) {
    return Finding.error(MESSAGE_SIZE_MISMATCH, connector.valueAt(key), key, message, next);
  }
}
