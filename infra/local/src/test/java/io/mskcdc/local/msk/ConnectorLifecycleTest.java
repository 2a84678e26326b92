package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.stack.Ports;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.BadRequestException;
import software.amazon.awssdk.services.kafkaconnect.model.ConnectorState;
import software.amazon.awssdk.services.kafkaconnect.model.CreateConnectorRequest;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeConnectorOperationResponse;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeConnectorResponse;
import software.amazon.awssdk.services.kafkaconnect.model.WorkerConfiguration;

/** One connector's life, in order: each test takes it as the one before left it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectorLifecycleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Kafka kafka;
  private static Emulator emulator;
  private static KafkaConnectClient client;
  private static String connector;

  @BeforeAll
  static void start() throws IOException {
    Ports ports = Ports.free();
    kafka =
        Kafka.start(
            Emulator.LAYOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    emulator = Emulator.start();
    client = emulator.client();
    kafka.awaitReady();
  }

  @AfterAll
  static void stop() {
    client.close();
    emulator.close();
    kafka.close();
  }

  @Test
  @Order(10)
  void aConnectorIsMadeAndItsRecordsFlow() throws IOException {
    connector =
        client
            .createConnector(request("ticks", plugin("ticks-1", "one"), workerConfiguration()))
            .connectorArn();
    assertThat(describe().connectorState()).isEqualTo(ConnectorState.CREATING);

    awaitState(ConnectorState.RUNNING);

    await().atMost(PATIENCE).until(() -> ticks().size() > 3);
    assertThat(ticks().get(0)).isEqualTo("tick/one/1");
  }

  @Test
  @Order(15)
  void aConnectorThatNeverRunsIsFailedAndSaysWhy() {
    Map<String, String> broken = Emulator.tickConfiguration(Map.of("ticks.broken", "no spring"));
    String plugin = describe().plugins().get(0).customPlugin().customPluginArn();
    String failing =
        client
            .createConnector(
                request("failing", plugin, null).toBuilder()
                    .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(1).workerCount(2)))
                    .connectorConfiguration(broken)
                    .build())
            .connectorArn();
    await().until(() -> emulator.connect().workerPids("failing").size() == 2);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.describeConnector(r -> r.connectorArn(failing)))
                    .satisfies(
                        found -> {
                          assertThat(found.connectorStateAsString()).isEqualTo("FAILED");
                          assertThat(found.stateDescription().message()).contains("no spring");
                          assertThat(found.workerConfiguration()).isNull();
                        }));
    assertThat(emulator.connect().workerPids("failing")).isEmpty();
    client.deleteConnector(r -> r.connectorArn(failing));
  }

  @Test
  @Order(20)
  void itsTopicsAreThoseOfTheServiceAndTheOneThatKeepsOffsets() throws Exception {
    String id = connector.substring(connector.lastIndexOf('/') + 1);

    assertThat(topics())
        .contains(
            "__amazon_msk_connect_configs_ticks_" + id,
            "__amazon_msk_connect_status_ticks_" + id,
            "ticks-offsets")
        .doesNotContain("__amazon_msk_connect_offsets_ticks_" + id);
  }

  @Test
  @Order(30)
  void anUpdateOfItsConfigurationIsAnOperationWithSteps() {
    DescribeConnectorResponse before = describe();

    DescribeConnectorOperationResponse operation =
        ended(
            update(before, Emulator.tickConfiguration(Map.of("ticks.label", "tock"))),
            "UPDATE_COMPLETE");

    assertThat(operation.operationSteps())
        .extracting(step -> step.stepTypeAsString() + " " + step.stepStateAsString())
        .containsExactly(
            "INITIALIZE_UPDATE COMPLETED",
            "UPDATE_CONNECTOR_CONFIGURATION COMPLETED",
            "VALIDATE_UPDATE COMPLETED",
            "FINALIZE_UPDATE COMPLETED");
    assertThat(operation.targetConnectorConfiguration()).containsEntry("ticks.label", "tock");
    assertThat(operation.originConnectorConfiguration()).doesNotContainKey("ticks.label");
    assertThat(operation.endTime()).isAfterOrEqualTo(operation.creationTime());
    assertThat(describe().currentVersion()).isNotEqualTo(before.currentVersion());
    await().atMost(PATIENCE).until(() -> last().startsWith("tock/one/"));
  }

  @Test
  @Order(35)
  void anUpdateThatIsNoneIsRefused() {
    DescribeConnectorResponse now = describe();

    assertThatThrownBy(() -> update(now, now.connectorConfiguration()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("as given");
    assertThatThrownBy(
            () ->
                client.updateConnector(
                    r ->
                        r.connectorArn(connector)
                            .currentVersion("K0")
                            .connectorConfiguration(Emulator.tickConfiguration(Map.of()))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("current version");
    assertThatThrownBy(
            () ->
                client.updateConnector(
                    r ->
                        r.connectorArn(connector)
                            .currentVersion(now.currentVersion())
                            .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(2).workerCount(1)))
                            .connectorConfiguration(Emulator.tickConfiguration(Map.of()))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("either");
  }

  @Test
  @Order(40)
  void aTaskThatFailsIsRolledBackAndTheOldConfigurationRunsOn() {
    DescribeConnectorOperationResponse operation =
        ended(
            update(
                describe(), Emulator.tickConfiguration(Map.of("ticks.broken", "the spring broke"))),
            "ROLLBACK_COMPLETE");

    assertThat(operation.errorInfo().message()).contains("the spring broke");
    assertThat(operation.operationSteps())
        .extracting(step -> step.stepTypeAsString() + " " + step.stepStateAsString())
        .contains("VALIDATE_UPDATE FAILED", "FINALIZE_UPDATE CANCELLED");
    assertThat(describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
    assertThat(describe().connectorConfiguration()).containsEntry("ticks.label", "tock");
    int count = ticks().size();
    await().atMost(PATIENCE).until(() -> ticks().size() > count + 3);
    assertThat(last()).startsWith("tock/one/");
  }

  @Test
  @Order(45)
  void whatItsWorkersLogIsInItsLogGroup() {
    String stream = "ticks-" + connector.substring(connector.lastIndexOf('/') + 1) + "/worker-1";
    JsonNode first = json(emulator.filterLogEvents(filter("")).body());
    JsonNode all = json(emulator.filterLogEvents(filter(", \"limit\": 10000")).body());

    assertThat(first.path("events")).hasSizeGreaterThan(100);
    assertThat(first.at("/events/0/logStreamName").asText()).isEqualTo(stream);
    assertThat(all.findValuesAsText("message"))
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains("ERROR", "Caused by: java.lang.IllegalStateException: the spring"));
    long last = all.path("events").get(all.path("events").size() - 1).path("timestamp").asLong();
    JsonNode since = json(emulator.filterLogEvents(filter(", \"startTime\": " + last)).body());
    assertThat(since.findValues("timestamp")).allMatch(time -> time.asLong() >= last).isNotEmpty();
    JsonNode page = json(emulator.filterLogEvents(filter(", \"limit\": 2")).body());
    assertThat(page.path("events")).hasSize(2);
    assertThat(page.path("nextToken").asText()).isNotEmpty();
    assertThat(emulator.filterLogEvents("{\"logGroupName\": \"nobodys\"}").body())
        .contains("ResourceNotFoundException");
  }

  private static String filter(String more) {
    return "{\"logGroupName\": \"connectors\", \"logStreamNamePrefix\": \"ticks-\"" + more + "}";
  }

  @Test
  @Order(50)
  void aConfigurationThatTheWorkersRefuseChangesNothing() {
    Map<String, String> lacking = new HashMap<>(Emulator.tickConfiguration(Map.of()));
    lacking.remove("ticks.topic");

    DescribeConnectorOperationResponse operation =
        ended(update(describe(), lacking), "UPDATE_FAILED");

    assertThat(operation.errorInfo().code())
        .isEqualTo("InvalidInput.InvalidConnectorConfiguration");
    assertThat(operation.errorInfo().message()).contains("ticks.topic");
    assertThat(describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
  }

  @Test
  @Order(60)
  void aWorkerThatIsKilledIsStartedAgainAndGoesOn() {
    List<Long> before = emulator.connect().workerPids("ticks");

    before.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

    int count = ticks().size();
    await().atMost(PATIENCE).until(() -> ticks().size() > count + 3);
    assertThat(emulator.connect().workerPids("ticks")).doesNotContainAnyElementsOf(before);
  }

  @Test
  @Order(70)
  void anotherPluginIsSwappedInPlaceAndCountsOn() throws IOException {
    String plugin = plugin("ticks-2", "two");
    int count = ticks().size();

    JsonNode answer =
        put(
            "?currentVersion=" + describe().currentVersion(),
            "{\"plugins\": [{\"customPlugin\": {\"customPluginArn\": \""
                + plugin
                + "\", \"revision\": 1}}], \"capacity\": "
                + "{\"provisionedCapacity\": {\"mcuCount\": 2, \"workerCount\": 1}}}");
    // Until it has ended, no other may begin.
    assertThat(emulator.send("PUT", path("/pause"), "").statusCode()).isEqualTo(409);
    JsonNode operation = awaitRaw(answer.path("connectorOperationArn").asText(), "UPDATE_COMPLETE");

    assertThat(operation.at("/targetWorkerSetting/plugins/0/customPlugin/customPluginArn").asText())
        .isEqualTo(plugin);
    assertThat(describe().plugins().get(0).customPlugin().customPluginArn()).isEqualTo(plugin);
    assertThat(describe().capacity().provisionedCapacity().mcuCount()).isEqualTo(2);
    await().atMost(PATIENCE).until(() -> last().startsWith("tock/two/"));
    // From its beginning it would count anew.
    assertThat(numbers().stream().skip(count)).allMatch(number -> number > 1);
  }

  @Test
  @Order(80)
  void pausedItWritesNothingAndResumedItGoesOn() {
    JsonNode paused = put("/pause", "");
    assertThat(client.describeConnector(r -> r.connectorArn(connector)).connectorStateAsString())
        .isIn("PAUSING", "PAUSED");
    JsonNode operation = awaitRaw(paused.path("connectorOperationArn").asText(), "PAUSE_COMPLETE");
    assertThat(operation.path("connectorOperationType").asText()).isEqualTo("PAUSE_CONNECTOR");
    assertThat(describe().connectorStateAsString()).isEqualTo("PAUSED");
    int count = ticks().size();
    assertThat(emulator.send("PUT", path("/pause"), "").statusCode()).isEqualTo(400);
    assertThat(ticks()).hasSize(count);

    awaitRaw(put("/resume", "").path("connectorOperationArn").asText(), "RESUME_COMPLETE");

    await().atMost(PATIENCE).until(() -> ticks().size() > count);
    assertThat(emulator.send("PUT", path("/resume"), "").statusCode()).isEqualTo(400);
  }

  @Test
  @Order(90)
  void aRestartIsAnOperation() throws IOException {
    HttpResponse<String> answer = emulator.send("POST", path("/restart?onlyFailedTasks=false"), "");

    awaitRaw(
        JSON.readTree(answer.body()).path("connectorOperationArn").asText(), "RESTART_COMPLETE");
  }

  @Test
  @Order(95)
  void withoutChecksAnUpdateStaysHoweverTheTasksAre() throws IOException {
    Map<String, String> target = Emulator.tickConfiguration(Map.of("ticks.broken", "a hand"));
    JsonNode operation =
        awaitRaw(
            put(
                    "?currentVersion=" + describe().currentVersion(),
                    JSON.writeValueAsString(
                        Map.of("skipHealthValidation", true, "connectorConfiguration", target)))
                .path("connectorOperationArn")
                .asText(),
            "UPDATE_COMPLETE");
    assertThat(operation.at("/operationSteps/2").toString()).contains("VALIDATE_UPDATE", "CANCEL");
    assertThat(describe().connectorConfiguration()).isEqualTo(target);

    HttpResponse<String> restart = emulator.send("POST", path("/restart?onlyFailedTasks=true"), "");
    JsonNode failed =
        awaitRaw(json(restart.body()).path("connectorOperationArn").asText(), "RESTART_FAILED");

    assertThat(failed.at("/errorInfo/message").asText()).contains("a hand");
    ended(
        update(describe(), Emulator.tickConfiguration(Map.of("ticks.label", "tock"))),
        "UPDATE_COMPLETE");
  }

  @Test
  @Order(100)
  void theAwsCliDescribesAndUpdatesIt() throws Exception {
    assumeThat(AwsCli.isInstalled()).as("the AWS CLI is installed").isTrue();
    AwsCli aws = new AwsCli(emulator);
    JsonNode described = aws.run("describe-connector", "--connector-arn", connector);
    assertThat(described.path("connectorState").asText()).isEqualTo("RUNNING");

    String operation =
        aws.run(
                "update-connector",
                "--connector-arn",
                connector,
                "--current-version",
                described.path("currentVersion").asText(),
                "--connector-configuration",
                JSON.writeValueAsString(Emulator.tickConfiguration(Map.of("ticks.label", "clock"))))
            .path("connectorOperationArn")
            .asText();

    ended(operation, "UPDATE_COMPLETE");
    assertThat(
            aws.run("describe-connector-operation", "--connector-operation-arn", operation)
                .path("connectorOperationType")
                .asText())
        .isEqualTo("UPDATE_CONNECTOR_CONFIGURATION");
    assertThat(
            aws.run("list-connector-operations", "--connector-arn", connector, "--page-size", "2")
                .findValuesAsText("connectorOperationArn"))
        .startsWith(operation)
        .hasSizeGreaterThan(4);
  }

  @Test
  @Order(110)
  void afterARestartOfTheStackEverythingIsThereAndRecordsFlow() {
    String version = describe().currentVersion();
    int operations =
        client.listConnectorOperations(r -> r.connectorArn(connector)).connectorOperations().size();

    emulator.restart();
    client.close();
    client = emulator.client();

    assertThat(describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
    assertThat(describe().currentVersion()).isEqualTo(version);
    assertThat(client.listConnectorOperations(r -> r.connectorArn(connector)).connectorOperations())
        .hasSize(operations);
    int count = ticks().size();
    await().atMost(PATIENCE).until(() -> ticks().size() > count);
    assertThat(last()).contains("/two/");
  }

  @Test
  @Order(120)
  void deletedItIsGoneAndItsTopicsStay() throws Exception {
    client.deleteConnector(r -> r.connectorArn(connector));
    assertThat(client.listConnectors(r -> {}).connectors())
        .allMatch(entry -> entry.connectorState() == ConnectorState.DELETING);

    await().atMost(PATIENCE).until(() -> client.listConnectors(r -> {}).connectors().isEmpty());

    assertThat(topics()).contains("ticks-offsets").anyMatch(t -> t.contains("_configs_ticks_"));
    assertThat(emulator.connect().workerPids("ticks")).isEmpty();
  }

  private static CreateConnectorRequest request(String name, String plugin, String configuration) {
    return Emulator.tickConnector(name, plugin, kafka.bootstrapServers())
        .logDelivery(
            d ->
                d.workerLogDelivery(
                    w -> w.cloudWatchLogs(c -> c.enabled(true).logGroup("connectors"))))
        .workerConfiguration(
            configuration == null
                ? null
                : WorkerConfiguration.builder()
                    .workerConfigurationArn(configuration)
                    .revision(1L)
                    .build())
        .build();
  }

  private static String plugin(String name, String build) throws IOException {
    return emulator.tickPlugin(client, name, build);
  }

  private static String workerConfiguration() {
    String content =
        """
        key.converter=org.apache.kafka.connect.storage.StringConverter
        value.converter=org.apache.kafka.connect.storage.StringConverter
        offset.storage.topic=ticks-offsets
        offset.flush.interval.ms=500
        """;
    return client
        .createWorkerConfiguration(
            r ->
                r.name("ticks")
                    .propertiesFileContent(
                        Base64.getEncoder()
                            .encodeToString(content.getBytes(StandardCharsets.UTF_8))))
        .workerConfigurationArn();
  }

  private static DescribeConnectorResponse describe() {
    return client.describeConnector(r -> r.connectorArn(connector));
  }

  private static void awaitState(ConnectorState state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(describe().connectorState()).isEqualTo(state));
  }

  private static String update(
      DescribeConnectorResponse before, Map<String, String> configuration) {
    return client
        .updateConnector(
            r ->
                r.connectorArn(connector)
                    .currentVersion(before.currentVersion())
                    .connectorConfiguration(configuration))
        .connectorOperationArn();
  }

  private static DescribeConnectorOperationResponse ended(String operation, String state) {
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

  private static String path(String rest) {
    return "/v1/connectors/" + URLEncoder.encode(connector, StandardCharsets.UTF_8) + rest;
  }

  private static JsonNode put(String rest, String body) {
    HttpResponse<String> response = emulator.send("PUT", path(rest), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response.body());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode awaitRaw(String operation, String state) {
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

  private static List<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private static String last() {
    List<String> ticks = ticks();
    return ticks.get(ticks.size() - 1);
  }

  private static List<Long> numbers() {
    return ticks().stream()
        .map(tick -> Long.parseLong(tick.substring(tick.lastIndexOf('/') + 1)))
        .toList();
  }

  private static List<String> ticks() {
    List<String> values = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "allow.auto.create.topics", "false");
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
