package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.ConnectorState;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeConnectorOperationResponse;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeConnectorResponse;

/** A running connector with {@link TickPlugin}, its operations and its records. */
record LiveTickConnector(
    Emulator emulator, KafkaConnectClient client, String bootstrapServers, String arn) {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  DescribeConnectorResponse describe() {
    return client.describeConnector(r -> r.connectorArn(arn));
  }

  /** Waits until the connector has a state. */
  void awaitState(ConnectorState state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(describe().connectorState()).isEqualTo(state));
  }

  /** Begins an update of the configuration and returns the ARN of its operation. */
  String update(DescribeConnectorResponse before, Map<String, String> configuration) {
    return client
        .updateConnector(
            r ->
                r.connectorArn(arn)
                    .currentVersion(before.currentVersion())
                    .connectorConfiguration(configuration))
        .connectorOperationArn();
  }

  /** Waits until an operation has a state. */
  DescribeConnectorOperationResponse ended(String operation, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .describeConnectorOperation(r -> r.connectorOperationArn(operation))
                            .connectorOperationStateAsString())
                    .isEqualTo(state));
    return client.describeConnectorOperation(r -> r.connectorOperationArn(operation));
  }

  /** Returns the connector's path with a suffix. */
  String path(String rest) {
    return "/v1/connectors/" + URLEncoder.encode(arn, StandardCharsets.UTF_8) + rest;
  }

  /** Sends a PUT request that must succeed. */
  JsonNode put(String rest, String body) {
    HttpResponse<String> response = emulator.send("PUT", path(rest), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Waits for a state that the SDK's client does not support. */
  JsonNode awaitRaw(String operation, String state) {
    String path = "/v1/connectorOperations/" + URLEncoder.encode(operation, StandardCharsets.UTF_8);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        json(emulator.send("GET", path, "").body())
                            .path("connectorOperationState")
                            .asText())
                    .isEqualTo(state));
    return json(emulator.send("GET", path, "").body());
  }

  /** Returns the names of all topics of the broker. */
  List<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  /** Returns the value of the last record. */
  String last() {
    List<String> ticks = ticks();
    return ticks.get(ticks.size() - 1);
  }

  /** Returns the numbers at the end of all records. */
  List<Long> numbers() {
    return ticks().stream()
        .map(tick -> Long.parseLong(tick.substring(tick.lastIndexOf('/') + 1)))
        .toList();
  }

  /** Returns the values of all records of the topic {@code ticks}. */
  List<String> ticks() {
    List<String> values = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "allow.auto.create.topics", "false");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition("ticks", 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).get(partitions.get(0));
      while (values.size() < end) {
        for (ConsumerRecord<String, String> tick : consumer.poll(Duration.ofMillis(200))) {
          values.add(tick.value());
        }
      }
    }
    return values;
  }
}
