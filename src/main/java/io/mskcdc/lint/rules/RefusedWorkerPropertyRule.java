package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.WORKER_PROPERTY_REFUSED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds properties in a worker configuration that MSK Connect rejects. The lists follow "Supported
 * worker configuration properties" in the MSK developer guide.
 */
final class RefusedWorkerPropertyRule implements LintRule {
  private static final List<String> REFUSED_PREFIXES =
      List.of(
          "access.control.",
          "admin.",
          "client.",
          "connect.",
          "inter.worker.",
          "internal.",
          "listeners.https.",
          "metrics.",
          "rest.",
          "sasl.",
          "security.",
          "socket.",
          "ssl.",
          "topic.tracking.",
          "worker.");

  private static final Set<String> REFUSED =
      Set.of(
          "bootstrap.servers",
          "config.storage.topic",
          "connections.max.idle.ms",
          "connector.client.config.override.policy",
          "group.id",
          "listeners",
          "metric.reporters",
          "plugin.path",
          "receive.buffer.bytes",
          "response.http.headers.config",
          "scheduled.rebalance.max.delay.ms",
          "send.buffer.bytes",
          "status.storage.topic");

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "producer.",
          Set.of(
              "acks",
              "batch.size",
              "buffer.memory",
              "compression.type",
              "enable.idempotence",
              "key.serializer",
              "linger.ms",
              "max.request.size",
              "metadata.max.age.ms",
              "metadata.max.idle.ms",
              "partitioner.class",
              "reconnect.backoff.max.ms",
              "reconnect.backoff.ms",
              "request.timeout.ms",
              "retry.backoff.ms",
              "value.serializer"),
          "consumer.",
          Set.of(
              "allow.auto.create.topics",
              "auto.offset.reset",
              "check.crcs",
              "fetch.max.bytes",
              "fetch.max.wait.ms",
              "fetch.min.bytes",
              "heartbeat.interval.ms",
              "key.deserializer",
              "max.partition.fetch.bytes",
              "max.poll.interval.ms",
              "max.poll.records",
              "metadata.max.age.ms",
              "partition.assignment.strategy",
              "reconnect.backoff.max.ms",
              "reconnect.backoff.ms",
              "request.timeout.ms",
              "retry.backoff.ms",
              "session.timeout.ms",
              "value.deserializer"));

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            WORKER_PROPERTY_REFUSED,
            "worker.properties for MSK Connect",
            "The service sets some properties itself, and permits only some keys of `producer.` and `consumer.`. It refuses the worker configuration.",
            "Remove it. For one connector, use `producer.override.` or `consumer.override.`.",
            "AWS, MSK Connect workers; tried"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.mskConnectWorkers().stream().flatMap(RefusedWorkerPropertyRule::check).toList();
  }

  /** A misspelt property and one of a connector are findings of another rule. */
  private static Stream<Finding> check(WorkerConfiguration worker) {
    WorkerKeys known = new WorkerKeys(worker);
    return worker.properties().keySet().stream()
        .filter(RefusedWorkerPropertyRule::isRefused)
        .filter(key -> known.meant(key).isEmpty() && !known.isOfConnector(key))
        .map(key -> finding(worker, key));
  }

  /** Returns whether MSK Connect rejects a property. */
  static boolean isRefused(String key) {
    return client(key)
        .map(prefix -> !ALLOWED.get(prefix).contains(key.substring(prefix.length())))
        .orElse(REFUSED.contains(key) || REFUSED_PREFIXES.stream().anyMatch(key::startsWith));
  }

  private static Optional<String> client(String key) {
    return ALLOWED.keySet().stream().filter(key::startsWith).findFirst();
  }

  private static Finding finding(WorkerConfiguration worker, String key) {
    return Finding.error(
        WORKER_PROPERTY_REFUSED,
        worker.keyAt(key),
        key,
        "MSK Connect does not accept this property in a worker configuration",
        client(key)
            .map(
                prefix ->
                    "remove it; a connector may set "
                        + prefix
                        + "override."
                        + key.substring(prefix.length()))
            .orElse("remove it; the service sets it or uses the default"));
  }
}
