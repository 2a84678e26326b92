package io.mskcdc.catalog;

import java.util.Arrays;
import java.util.Map;

/** Tells which Kafka clients Debezium makes for itself, besides those that the worker gives it. */
public final class DebeziumClients {
  private static final String KAFKA_HISTORY =
      "io.debezium.storage.kafka.history.KafkaSchemaHistory";

  private DebeziumClients() {}

  /**
   * Returns whether a connector keeps its schema history in Kafka, with a producer, a consumer and
   * an admin client. It cannot do without its topic; connectors without a history have none.
   */
  public static boolean keepHistory(Map<String, String> config) {
    return config.containsKey("schema.history.internal.kafka.topic")
        && config.getOrDefault("schema.history.internal", KAFKA_HISTORY).equals(KAFKA_HISTORY);
  }

  /** Returns whether a consumer reads signals from a topic. */
  public static boolean readSignals(Map<String, String> config) {
    return Arrays.stream(config.getOrDefault("signal.enabled.channels", "").split(","))
        .anyMatch(channel -> channel.strip().equals("kafka"));
  }
}
