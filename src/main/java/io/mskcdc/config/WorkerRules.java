package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.WORKER_CONVERTER_MISSING;
import static io.mskcdc.problem.ErrorCode.WORKER_PROPERTY_REFUSED;

import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what MSK Connect refuses in a worker configuration, as the developer guide's page on
 * supported worker configuration properties lists it.
 */
final class WorkerRules {
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

  private WorkerRules() {}

  /** Returns what the service would refuse. */
  static List<Problem> check(WorkerConfiguration worker, BundlePaths paths) {
    String file = paths.shown(worker.file());
    List<Problem> problems = new ArrayList<>();
    for (String key : worker.properties().keySet()) {
      Optional<String> list = ALLOWED.keySet().stream().filter(key::startsWith).findFirst();
      boolean refused =
          list.map(prefix -> !ALLOWED.get(prefix).contains(key.substring(prefix.length())))
              .orElse(REFUSED.contains(key) || REFUSED_PREFIXES.stream().anyMatch(key::startsWith));
      if (refused) {
        problems.add(
            new Problem(
                WORKER_PROPERTY_REFUSED,
                file,
                key,
                "MSK Connect takes no such property in a worker configuration",
                list.map(
                        prefix ->
                            "remove it; a connector may have it as "
                                + prefix
                                + "override."
                                + key.substring(prefix.length()))
                    .orElse("remove it; the service sets it, or leaves it at its default")));
      }
    }
    for (String key : List.of("key.converter", "value.converter")) {
      if (worker.properties().getOrDefault(key, "").isBlank()) {
        problems.add(
            new Problem(
                WORKER_CONVERTER_MISSING,
                file,
                key,
                "it is missing, and MSK Connect requires it",
                "write the converter's class, like org.apache.kafka.connect.json.JsonConverter"));
      }
    }
    return problems;
  }
}
