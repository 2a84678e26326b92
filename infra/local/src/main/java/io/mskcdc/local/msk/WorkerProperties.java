package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.ServiceError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The content of a worker configuration.
 *
 * <p>Source of the rules: "Supported worker configuration properties" in the MSK Developer Guide.
 */
final class WorkerProperties {
  static final WorkerProperties DEFAULT =
      new WorkerProperties(
          """
          key.converter=org.apache.kafka.connect.storage.StringConverter
          value.converter=org.apache.kafka.connect.storage.StringConverter
          """);

  private static final String MEMBER = "propertiesFileContent";
  private static final List<String> REQUIRED = List.of("key.converter", "value.converter");

  private static final List<String> REFUSED_PREFIXES =
      List.of(
          "access.control.",
          "admin.",
          "admin.listeners.https.",
          "client.",
          "connect.",
          "inter.worker.",
          "internal.",
          "listeners.https.",
          "metrics.",
          "metrics.context.",
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

  private static final Set<String> PRODUCER =
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
          "value.serializer");

  private static final Set<String> CONSUMER =
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
          "value.deserializer");

  private final String text;
  private final Properties properties = new Properties();

  private WorkerProperties(String text) {
    this.text = text;
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      // Omit the cause: its message may quote a value.
      throw MskConnectErrors.badRequest(
          MEMBER, "the worker configuration is not a properties file");
    }
  }

  /**
   * Reads the content in a request.
   *
   * @param base64 the properties file, encoded
   * @throws ServiceError if the service would refuse it; the message names the property and holds
   *     no value
   */
  static WorkerProperties parse(String base64) {
    WorkerProperties parsed = new WorkerProperties(decode(base64));
    for (String required : REQUIRED) {
      if (!parsed.properties.containsKey(required)) {
        throw MskConnectErrors.badRequest(MEMBER, "the worker configuration lacks " + required);
      }
    }
    parsed.properties.stringPropertyNames().stream()
        .sorted()
        .filter(WorkerProperties::isRefused)
        .findFirst()
        .ifPresent(
            name -> {
              throw MskConnectErrors.badRequest(
                  MEMBER, "the property " + name + " is not supported in a worker configuration");
            });
    return parsed;
  }

  private static String decode(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw MskConnectErrors.badRequest(MEMBER, "the worker configuration is not text in base64");
    }
  }

  private static boolean isRefused(String name) {
    if (name.startsWith("producer.")) {
      return !PRODUCER.contains(name.substring("producer.".length()));
    }
    if (name.startsWith("consumer.")) {
      return !CONSUMER.contains(name.substring("consumer.".length()));
    }
    return REFUSED.contains(name) || REFUSED_PREFIXES.stream().anyMatch(name::startsWith);
  }

  String text() {
    return text;
  }

  /** Returns the topic that keeps the offsets when a connector is created again. */
  Optional<String> offsetTopic() {
    return Optional.ofNullable(properties.getProperty("offset.storage.topic"));
  }
}
