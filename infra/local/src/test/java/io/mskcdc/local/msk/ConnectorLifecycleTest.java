package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.aws.AwsCli;
import io.mskcdc.local.aws.rest.Arns;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** The changes of one connector in order: each test continues from the state of the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectorLifecycleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Kafka kafka;
  private static Emulator emulator;
  private static KafkaConnectClient client;
  private static LiveTickConnector connector;

  @BeforeAll
  static void start() throws IOException {
    List<Integer> ports = TcpPort.free(2);
    kafka =
        Kafka.start(
            Emulator.LAYOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.get(0),
            ports.get(1),
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
  void aCreatedConnectorRunsAndWritesRecords() throws IOException {
    CreateConnectorRequest request =
        request("ticks", plugin("ticks-1", "one"), workerConfiguration());
    connector =
        new LiveTickConnector(
            emulator,
            client,
            kafka.bootstrapServers(),
            client.createConnector(request).connectorArn());
    assertThat(connector.describe().connectorState()).isEqualTo(ConnectorState.CREATING);

    connector.awaitState(ConnectorState.RUNNING);

    await().atMost(LiveTickConnector.PATIENCE).until(() -> connector.ticks().size() > 3);
    assertThat(connector.ticks().get(0)).isEqualTo("tick/one/1");
  }

  @Test
  @Order(15)
  void aConnectorWhoseTaskFailsIsFailedWithTheCause() {
    Map<String, String> broken = TickConnector.configuration(Map.of("ticks.broken", "no spring"));
    String plugin = connector.describe().plugins().get(0).customPlugin().customPluginArn();
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
        .atMost(LiveTickConnector.PATIENCE)
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
  void internalTopicsHaveTheServicesNamesAndOffsetsTheConfiguredOne() throws Exception {
    String id = Arns.id(connector.arn());

    assertThat(connector.topics())
        .contains(
            "__amazon_msk_connect_configs_ticks_" + id,
            "__amazon_msk_connect_status_ticks_" + id,
            "ticks-offsets")
        .doesNotContain("__amazon_msk_connect_offsets_ticks_" + id);
  }

  @Test
  @Order(30)
  void anUpdateOfTheConfigurationIsAnOperationWithSteps() {
    DescribeConnectorResponse before = connector.describe();

    DescribeConnectorOperationResponse operation =
        connector.ended(
            connector.update(before, TickConnector.configuration(Map.of("ticks.label", "tock"))),
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
    assertThat(connector.describe().currentVersion()).isNotEqualTo(before.currentVersion());
    await()
        .atMost(LiveTickConnector.PATIENCE)
        .until(() -> connector.last().startsWith("tock/one/"));
  }

  @Test
  @Order(35)
  void anUpdateWithoutAChangeIsRefused() {
    DescribeConnectorResponse now = connector.describe();

    assertThatThrownBy(() -> connector.update(now, now.connectorConfiguration()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("must change something");
    assertThatThrownBy(
            () ->
                client.updateConnector(
                    r ->
                        r.connectorArn(connector.arn())
                            .currentVersion("K0")
                            .connectorConfiguration(TickConnector.configuration(Map.of()))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("current version");
    assertThatThrownBy(
            () ->
                client.updateConnector(
                    r ->
                        r.connectorArn(connector.arn())
                            .currentVersion(now.currentVersion())
                            .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(2).workerCount(1)))
                            .connectorConfiguration(TickConnector.configuration(Map.of()))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("either");
  }

  @Test
  @Order(40)
  void anUpdateWhoseTaskFailsIsRolledBack() {
    DescribeConnectorOperationResponse operation =
        connector.ended(
            connector.update(
                connector.describe(),
                TickConnector.configuration(Map.of("ticks.broken", "the spring broke"))),
            "ROLLBACK_COMPLETE");

    assertThat(operation.errorInfo().message()).contains("the spring broke");
    assertThat(operation.operationSteps())
        .extracting(step -> step.stepTypeAsString() + " " + step.stepStateAsString())
        .contains("VALIDATE_UPDATE FAILED", "FINALIZE_UPDATE CANCELLED");
    assertThat(connector.describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
    assertThat(connector.describe().connectorConfiguration()).containsEntry("ticks.label", "tock");
    int count = connector.ticks().size();
    await().atMost(LiveTickConnector.PATIENCE).until(() -> connector.ticks().size() > count + 3);
    assertThat(connector.last()).startsWith("tock/one/");
  }

  @Test
  @Order(45)
  void theLogGroupHasTheWorkersLogs() {
    String stream = "ticks-" + Arns.id(connector.arn()) + "/worker-1";
    JsonNode first = LiveTickConnector.json(emulator.filterLogEvents(filter("")).body());
    JsonNode all =
        LiveTickConnector.json(emulator.filterLogEvents(filter(", \"limit\": 10000")).body());

    assertThat(first.path("events")).hasSizeGreaterThan(100);
    assertThat(first.at("/events/0/logStreamName").asText()).isEqualTo(stream);
    assertThat(all.findValuesAsText("message"))
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains("ERROR", "Caused by: java.lang.IllegalStateException: the spring"));
    long last = all.path("events").get(all.path("events").size() - 1).path("timestamp").asLong();
    JsonNode since =
        LiveTickConnector.json(emulator.filterLogEvents(filter(", \"startTime\": " + last)).body());
    assertThat(since.findValues("timestamp")).allMatch(time -> time.asLong() >= last).isNotEmpty();
    JsonNode page =
        LiveTickConnector.json(emulator.filterLogEvents(filter(", \"limit\": 2")).body());
    assertThat(page.path("events")).hasSize(2);
    assertThat(page.path("nextToken").asText()).isNotEmpty();
    JsonNode failures =
        LiveTickConnector.json(
            emulator
                .filterLogEvents(
                    filter(
                        ", \"filterPattern\": \"?\\\"Task is being killed\\\" ?\\\"no such text\\\"\""))
                .body());
    assertThat(failures.findValuesAsText("message"))
        .isNotEmpty()
        .allMatch(message -> message.contains("Task is being killed"));
    assertThat(emulator.filterLogEvents(filter(", \"filterPattern\": \"ERROR\"")).body())
        .contains("supports only filter patterns");
    assertThat(emulator.filterLogEvents("{\"logGroupName\": \"nobodys\"}").body())
        .contains("ResourceNotFoundException");
  }

  private static String filter(String more) {
    return "{\"logGroupName\": \"connectors\", \"logStreamNamePrefix\": \"ticks-\"" + more + "}";
  }

  @Test
  @Order(50)
  void aConfigurationTheWorkersRefuseChangesNothing() {
    Map<String, String> lacking = new HashMap<>(TickConnector.configuration(Map.of()));
    lacking.remove("ticks.topic");

    DescribeConnectorOperationResponse operation =
        connector.ended(connector.update(connector.describe(), lacking), "UPDATE_FAILED");

    assertThat(operation.errorInfo().code())
        .isEqualTo("InvalidInput.InvalidConnectorConfiguration");
    assertThat(operation.errorInfo().message()).contains("ticks.topic");
    assertThat(connector.describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
  }

  @Test
  @Order(60)
  void aKilledWorkerIsRestartedAndContinues() {
    List<Long> before = emulator.connect().workerPids("ticks");

    before.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

    int count = connector.ticks().size();
    await().atMost(LiveTickConnector.PATIENCE).until(() -> connector.ticks().size() > count + 3);
    assertThat(emulator.connect().workerPids("ticks")).doesNotContainAnyElementsOf(before);
  }

  @Test
  @Order(70)
  void anUpdateOfThePluginContinuesFromTheStoredOffset() throws IOException {
    String plugin = plugin("ticks-2", "two");
    int count = connector.ticks().size();

    JsonNode answer =
        connector.put(
            "?currentVersion=" + connector.describe().currentVersion(),
            "{\"plugins\": [{\"customPlugin\": {\"customPluginArn\": \""
                + plugin
                + "\", \"revision\": 1}}], \"capacity\": "
                + "{\"provisionedCapacity\": {\"mcuCount\": 2, \"workerCount\": 1}}}");
    // No other operation may begin before it has ended.
    assertThat(emulator.send("PUT", connector.path("/pause"), "").statusCode()).isEqualTo(409);
    JsonNode operation =
        connector.awaitRaw(answer.path("connectorOperationArn").asText(), "UPDATE_COMPLETE");

    assertThat(operation.at("/targetWorkerSetting/plugins/0/customPlugin/customPluginArn").asText())
        .isEqualTo(plugin);
    assertThat(connector.describe().plugins().get(0).customPlugin().customPluginArn())
        .isEqualTo(plugin);
    assertThat(connector.describe().capacity().provisionedCapacity().mcuCount()).isEqualTo(2);
    await()
        .atMost(LiveTickConnector.PATIENCE)
        .until(() -> connector.last().startsWith("tock/two/"));
    // A connector that lost its offset would begin with 1 again.
    assertThat(connector.numbers().stream().skip(count)).allMatch(number -> number > 1);
  }

  @Test
  @Order(80)
  void aPausedConnectorWritesNothingUntilItIsResumed() {
    JsonNode paused = connector.put("/pause", "");
    assertThat(
            client.describeConnector(r -> r.connectorArn(connector.arn())).connectorStateAsString())
        .isIn("PAUSING", "PAUSED");
    JsonNode operation =
        connector.awaitRaw(paused.path("connectorOperationArn").asText(), "PAUSE_COMPLETE");
    assertThat(operation.path("connectorOperationType").asText()).isEqualTo("PAUSE_CONNECTOR");
    assertThat(connector.describe().connectorStateAsString()).isEqualTo("PAUSED");
    int count = connector.ticks().size();
    assertThat(emulator.send("PUT", connector.path("/pause"), "").statusCode()).isEqualTo(400);
    assertThat(connector.ticks()).hasSize(count);

    connector.awaitRaw(
        connector.put("/resume", "").path("connectorOperationArn").asText(), "RESUME_COMPLETE");

    await().atMost(LiveTickConnector.PATIENCE).until(() -> connector.ticks().size() > count);
    assertThat(emulator.send("PUT", connector.path("/resume"), "").statusCode()).isEqualTo(400);
  }

  @Test
  @Order(90)
  void aRestartIsAnOperation() throws IOException {
    HttpResponse<String> answer =
        emulator.send("POST", connector.path("/restart?onlyFailedTasks=false"), "");

    connector.awaitRaw(
        JSON.readTree(answer.body()).path("connectorOperationArn").asText(), "RESTART_COMPLETE");
  }

  @Test
  @Order(95)
  void withoutHealthValidationAnUpdateIsKeptThoughItsTaskFails() throws IOException {
    Map<String, String> target = TickConnector.configuration(Map.of("ticks.broken", "a hand"));
    JsonNode operation =
        connector.awaitRaw(
            connector
                .put(
                    "?currentVersion=" + connector.describe().currentVersion(),
                    JSON.writeValueAsString(
                        Map.of("skipHealthValidation", true, "connectorConfiguration", target)))
                .path("connectorOperationArn")
                .asText(),
            "UPDATE_COMPLETE");
    assertThat(operation.at("/operationSteps/2").toString()).contains("VALIDATE_UPDATE", "CANCEL");
    assertThat(connector.describe().connectorConfiguration()).isEqualTo(target);

    HttpResponse<String> restart =
        emulator.send("POST", connector.path("/restart?onlyFailedTasks=true"), "");
    JsonNode failed =
        connector.awaitRaw(
            LiveTickConnector.json(restart.body()).path("connectorOperationArn").asText(),
            "RESTART_FAILED");

    assertThat(failed.at("/errorInfo/message").asText()).contains("a hand");
    connector.ended(
        connector.update(
            connector.describe(), TickConnector.configuration(Map.of("ticks.label", "tock"))),
        "UPDATE_COMPLETE");
  }

  @Test
  @Order(100)
  void theAwsCliDescribesAndUpdatesTheConnector() throws Exception {
    assumeThat(AwsCli.isInstalled()).as("the AWS CLI is installed").isTrue();
    AwsCli aws = emulator.cli();
    JsonNode described = aws.run("describe-connector", "--connector-arn", connector.arn());
    assertThat(described.path("connectorState").asText()).isEqualTo("RUNNING");

    String operation =
        aws.run(
                "update-connector",
                "--connector-arn",
                connector.arn(),
                "--current-version",
                described.path("currentVersion").asText(),
                "--connector-configuration",
                JSON.writeValueAsString(
                    TickConnector.configuration(Map.of("ticks.label", "clock"))))
            .path("connectorOperationArn")
            .asText();

    connector.ended(operation, "UPDATE_COMPLETE");
    assertThat(
            aws.run("describe-connector-operation", "--connector-operation-arn", operation)
                .path("connectorOperationType")
                .asText())
        .isEqualTo("UPDATE_CONNECTOR_CONFIGURATION");
    assertThat(
            aws.run(
                    "list-connector-operations",
                    "--connector-arn",
                    connector.arn(),
                    "--page-size",
                    "2")
                .findValuesAsText("connectorOperationArn"))
        .startsWith(operation)
        .hasSizeGreaterThan(4);
  }

  @Test
  @Order(110)
  void aRestartOfTheStackKeepsTheConnectorAndItsOperations() {
    String version = connector.describe().currentVersion();
    int operations =
        client
            .listConnectorOperations(r -> r.connectorArn(connector.arn()))
            .connectorOperations()
            .size();

    emulator.restart();
    client.close();
    client = emulator.client();
    connector = new LiveTickConnector(emulator, client, kafka.bootstrapServers(), connector.arn());

    assertThat(connector.describe().connectorState()).isEqualTo(ConnectorState.RUNNING);
    assertThat(connector.describe().currentVersion()).isEqualTo(version);
    assertThat(
            client
                .listConnectorOperations(r -> r.connectorArn(connector.arn()))
                .connectorOperations())
        .hasSize(operations);
    int count = connector.ticks().size();
    await().atMost(LiveTickConnector.PATIENCE).until(() -> connector.ticks().size() > count);
    assertThat(connector.last()).contains("/two/");
  }

  @Test
  @Order(120)
  void aDeletedConnectorIsGoneAndItsTopicsStay() throws Exception {
    client.deleteConnector(r -> r.connectorArn(connector.arn()));
    assertThat(client.listConnectors(r -> {}).connectors())
        .allMatch(entry -> entry.connectorState() == ConnectorState.DELETING);

    await()
        .atMost(LiveTickConnector.PATIENCE)
        .until(() -> client.listConnectors(r -> {}).connectors().isEmpty());

    assertThat(connector.topics())
        .contains("ticks-offsets")
        .anyMatch(t -> t.contains("_configs_ticks_"));
    assertThat(emulator.connect().workerPids("ticks")).isEmpty();
  }

  private static CreateConnectorRequest request(String name, String plugin, String configuration) {
    return TickConnector.request(name, plugin, kafka.bootstrapServers())
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
    return TickConnector.upload(emulator, client, name, build);
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
}
