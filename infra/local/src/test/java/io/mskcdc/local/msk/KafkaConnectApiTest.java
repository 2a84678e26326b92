package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.BadRequestException;
import software.amazon.awssdk.services.kafkaconnect.model.ConflictException;
import software.amazon.awssdk.services.kafkaconnect.model.CreateConnectorRequest;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeCustomPluginResponse;
import software.amazon.awssdk.services.kafkaconnect.model.KafkaConnectException;
import software.amazon.awssdk.services.kafkaconnect.model.ListWorkerConfigurationsResponse;
import software.amazon.awssdk.services.kafkaconnect.model.NotFoundException;
import software.amazon.awssdk.services.kafkaconnect.model.Plugin;
import software.amazon.awssdk.services.kafkaconnect.model.S3Location;
import software.amazon.awssdk.services.kafkaconnect.model.WorkerConfigurationSummary;

/** What the API does without any worker, asked by the SDK's own client. */
class KafkaConnectApiTest {
  private static final String CONVERTERS =
      """
      key.converter=org.apache.kafka.connect.storage.StringConverter
      value.converter=org.apache.kafka.connect.storage.StringConverter
      """;
  private static final String NOBODY =
      "arn:aws:kafkaconnect:eu-west-1:123456789012:connector/nobody/1-2";

  private static Emulator emulator;
  private static KafkaConnectClient client;
  private static int names;

  @BeforeAll
  static void start() throws IOException {
    emulator = Emulator.start();
    client = emulator.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    emulator.close();
  }

  private static String name() {
    return "made-" + ++names;
  }

  @Test
  void aPluginIsTheVersionOfTheObjectThatWasPinnedAndIsDescribedByItsFile() throws IOException {
    byte[] pinned = TickPlugin.zip("one");
    String version = emulator.put("pinned.zip", pinned);
    emulator.put("pinned.zip", TickPlugin.zip("another"));

    DescribeCustomPluginResponse plugin = settled("ZIP", location("pinned.zip", version));

    assertThat(plugin.customPluginState()).isEqualTo(CustomPluginState.ACTIVE);
    assertThat(plugin.latestRevision().revision()).isEqualTo(1);
    assertThat(plugin.latestRevision().location().s3Location().objectVersion()).isEqualTo(version);
    assertThat(plugin.latestRevision().fileDescription().fileSize()).isEqualTo(pinned.length);
    assertThat(plugin.latestRevision().fileDescription().fileMd5()).isEqualTo(md5(pinned));
    assertThat(plugin.customPluginArn())
        .matches(
            "arn:aws:kafkaconnect:eu-west-1:123456789012:custom-plugin/made-[0-9]+/[0-9a-f-]+-2");
  }

  @Test
  void aJarIsAPluginToo() throws IOException {
    emulator.put("ticks.jar", TickPlugin.jar("one"));

    assertThat(settled("JAR", location("ticks.jar", null)).customPluginState())
        .isEqualTo(CustomPluginState.ACTIVE);
  }

  @Test
  void whatIsNoPluginFailsAndSaysWhy() throws IOException {
    emulator.put("text.zip", "no ZIP".getBytes(StandardCharsets.UTF_8));
    emulator.put("empty.zip", TickPlugin.zip("readme.txt", new byte[1]));
    emulator.put("fake.zip", TickPlugin.zip("fake.jar", "no JAR".getBytes(StandardCharsets.UTF_8)));
    emulator.put("outside.zip", TickPlugin.zip("../outside.jar", TickPlugin.jar("one")));
    emulator.put("large.zip", new byte[(1 << 20) + 1]);

    assertFails("text.zip", "not a ZIP");
    assertFails("empty.zip", "no JAR file");
    assertFails("fake.zip", "fake.jar");
    assertFails("outside.zip", "outside");
    assertFails("large.zip", "larger");
    assertFails("missing.zip", "could not be read: status 404");
  }

  private static void assertFails(String key, String why) {
    DescribeCustomPluginResponse plugin = settled("ZIP", location(key, null));
    assertThat(plugin.customPluginState()).isEqualTo(CustomPluginState.CREATE_FAILED);
    assertThat(plugin.latestRevision()).isNull();
    assertThat(plugin.stateDescription().code()).startsWith("InvalidInput.");
    assertThat(plugin.stateDescription().message()).contains(why);
  }

  @Test
  void anObjectOfAnotherBucketIsNotFound() {
    S3Location location =
        S3Location.builder().bucketArn("arn:aws:s3:::nobodys-bucket").fileKey("a.zip").build();

    assertThat(settled("ZIP", location).customPluginState())
        .isEqualTo(CustomPluginState.CREATE_FAILED);
  }

  @Test
  void aPluginOfANameThatIsThereIsAConflictAndOneThatIsDeletedIsGone() throws IOException {
    emulator.put("again.zip", TickPlugin.zip("one"));
    DescribeCustomPluginResponse plugin = settled("ZIP", location("again.zip", null));

    assertThatThrownBy(
            () ->
                client.createCustomPlugin(
                    r ->
                        r.name(plugin.name())
                            .contentType("ZIP")
                            .location(l -> l.s3Location(location("again.zip", null)))))
        .isInstanceOf(ConflictException.class);
    client.deleteCustomPlugin(r -> r.customPluginArn(plugin.customPluginArn()));
    assertThatThrownBy(
            () -> client.describeCustomPlugin(r -> r.customPluginArn(plugin.customPluginArn())))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aWorkerConfigurationIsGivenBackAsItCame() {
    String content = base64(CONVERTERS + "offset.storage.topic=kept\n");
    String name = name();

    String arn =
        client
            .createWorkerConfiguration(
                r -> r.name(name).description("of a test").propertiesFileContent(content))
            .workerConfigurationArn();

    assertThat(client.describeWorkerConfiguration(r -> r.workerConfigurationArn(arn)))
        .satisfies(
            found -> {
              assertThat(found.name()).isEqualTo(name);
              assertThat(found.description()).isEqualTo("of a test");
              assertThat(found.workerConfigurationStateAsString()).isEqualTo("ACTIVE");
              assertThat(found.latestRevision().propertiesFileContent()).isEqualTo(content);
              assertThat(found.latestRevision().revision()).isEqualTo(1);
            });
    client.deleteWorkerConfiguration(r -> r.workerConfigurationArn(arn));
    assertThatThrownBy(() -> client.describeWorkerConfiguration(r -> r.workerConfigurationArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin.retries",
        "bootstrap.servers",
        "connector.client.config.override.policy",
        "consumer.sasl.mechanism",
        "group.id",
        "plugin.path",
        "producer.retries",
        "rest.port",
        "sasl.mechanism",
        "scheduled.rebalance.max.delay.ms",
        "ssl.protocol",
        "status.storage.topic"
      })
  void aPropertyThatTheServiceSetsItselfIsRefusedByItsName(String property) {
    assertThatThrownBy(() -> createWorkerConfiguration(CONVERTERS + property + "=hidden-value\n"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(property + " is not supported")
        .hasMessageNotContaining("hidden-value");
  }

  @Test
  void aWorkerConfigurationNeedsBothConverters() {
    assertThatThrownBy(() -> createWorkerConfiguration("key.converter=x\n"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("value.converter");
  }

  @Test
  void whatTheServiceAllowsIsAccepted() {
    createWorkerConfiguration(
        CONVERTERS
            + "producer.linger.ms=5\n"
            + "producer.compression.type=zstd\n"
            + "consumer.max.poll.records=10\n"
            + "config.providers=secretsmanager\n"
            + "plugin.discovery=service_load\n");
  }

  private static void createWorkerConfiguration(String content) {
    client.createWorkerConfiguration(r -> r.name(name()).propertiesFileContent(base64(content)));
  }

  @Test
  void aListIsGivenPageByPage() {
    String prefix = name() + "-of-a-page-";
    for (int i = 0; i < 5; i++) {
      String name = prefix + i;
      client.createWorkerConfiguration(r -> r.name(name).propertiesFileContent(base64(CONVERTERS)));
    }

    List<ListWorkerConfigurationsResponse> pages =
        client.listWorkerConfigurationsPaginator(r -> r.namePrefix(prefix).maxResults(2)).stream()
            .toList();

    assertThat(pages)
        .extracting(page -> page.workerConfigurations().size())
        .containsExactly(2, 2, 1);
    assertThat(pages.stream().flatMap(page -> page.workerConfigurations().stream()))
        .extracting(WorkerConfigurationSummary::name)
        .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3, prefix + 4);
    assertThatThrownBy(() -> client.listCustomPlugins(r -> r.nextToken("made up")))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> client.listConnectors(r -> r.maxResults(101)))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void tagsAreAddedChangedAndRemoved() {
    String arn =
        client
            .createWorkerConfiguration(
                r ->
                    r.name(name())
                        .propertiesFileContent(base64(CONVERTERS))
                        .tags(Map.of("team", "cdc", "stage", "test")))
            .workerConfigurationArn();

    client.tagResource(r -> r.resourceArn(arn).tags(Map.of("stage", "live", "cost", "1 & 2")));
    client.untagResource(r -> r.resourceArn(arn).tagKeys("team", "never there"));

    assertThat(client.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .containsExactlyInAnyOrderEntriesOf(Map.of("stage", "live", "cost", "1 & 2"));
    assertThatThrownBy(() -> client.listTagsForResource(r -> r.resourceArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aConnectorThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> client.describeConnector(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.deleteConnector(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.listConnectorOperations(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> client.describeConnectorOperation(r -> r.connectorOperationArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    String path = "/v1/connectors/" + URLEncoder.encode(NOBODY, StandardCharsets.UTF_8);
    assertThat(emulator.send("PUT", path + "/pause", "").statusCode()).isEqualTo(404);
    assertThat(emulator.send("PUT", path + "/resume", "").statusCode()).isEqualTo(404);
    assertThat(emulator.send("POST", path + "/restart", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aConnectorThatTheServiceWouldRefuseIsRefused() throws IOException {
    emulator.put("used.zip", TickPlugin.zip("one"));
    String plugin = settled("ZIP", location("used.zip", null)).customPluginArn();

    assertRefused(plugin, r -> r.connectorName("a name with spaces"), "connectorName");
    assertRefused(plugin, r -> r.connectorName("x".repeat(129)), "connectorName");
    assertRefused(plugin, r -> r.capacity(c -> {}), "exactly one");
    assertRefused(
        plugin,
        r -> r.capacity(c -> c.provisionedCapacity(p -> p.mcuCount(3).workerCount(1))),
        "mcuCount");
    assertRefused(
        plugin,
        r -> r.capacity(c -> c.autoScaling(a -> a.mcuCount(1).minWorkerCount(3).maxWorkerCount(2))),
        "minWorkerCount");
    assertRefused(plugin, r -> r.kafkaConnectVersion("4.0.0"), "kafkaConnectVersion");
    assertRefused(plugin, r -> r.connectorConfiguration(Map.of()), "connector.class");
    assertRefused(
        plugin,
        r -> r.kafkaClusterClientAuthentication(a -> a.authenticationType("SCRAM")),
        "authenticationType");
    assertRefused(
        plugin, r -> r.kafkaClusterClientAuthentication(a -> a.authenticationType("IAM")), "TLS");
    assertRefused(
        plugin,
        r ->
            r.kafkaClusterClientAuthentication(a -> a.authenticationType("IAM"))
                .kafkaClusterEncryptionInTransit(e -> e.encryptionType("TLS")),
        "cannot assume");
    assertRefused(plugin, r -> r.serviceExecutionRoleArn("worker"), "serviceExecutionRoleArn");
    assertRefused(plugin, r -> r.plugins(plugin(plugin), plugin(plugin)), "exactly one");
    assertRefused(plugin, r -> r.plugins(List.of()), "exactly one");
    assertThatThrownBy(() -> client.createConnector(connector(plugin + "x").build()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                client.createConnector(
                    connector(plugin)
                        .workerConfiguration(w -> w.workerConfigurationArn(NOBODY).revision(1L))
                        .build()))
        .isInstanceOf(NotFoundException.class);
  }

  private static void assertRefused(
      String plugin, Consumer<CreateConnectorRequest.Builder> change, String why) {
    CreateConnectorRequest.Builder request = connector(plugin);
    change.accept(request);
    assertThatThrownBy(() -> client.createConnector(request.build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aConnectorOnAPluginThatFailedIsRefused() {
    String failed = settled("ZIP", location("nowhere.zip", null)).customPluginArn();

    assertThatThrownBy(() -> client.createConnector(connector(failed).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("CREATE_FAILED");
  }

  @Test
  void anErrorIsWrittenAsTheProtocolHasIt() {
    HttpResponse<String> answer = emulator.send("POST", "/v1/custom-plugins", "{\"name\": 7}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("BadRequestException");
    assertThat(answer.body())
        .isEqualTo("{\"message\":\"name is not a text\",\"invalidParameter\":\"name\"}");
    assertThat(emulator.send("POST", "/v1/custom-plugins", "no JSON, but secret").body())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"GET, /v1/connectors/a/b", "PATCH, /v1/connectors", "GET, /v2/connectors"})
  void whatIsNoOperationIsNotFound(String method, String path) {
    assertThat(emulator.send(method, path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayListOnlyMayNotMake() {
    try (KafkaConnectClient stranger = emulator.client(Emulator.STRANGER)) {
      stranger.listConnectors(r -> {});

      assertThatThrownBy(
              () ->
                  stranger.createWorkerConfiguration(
                      r -> r.name(name()).propertiesFileContent(base64(CONVERTERS))))
          .isInstanceOfSatisfying(
              KafkaConnectException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              })
          .hasMessageContaining("kafkaconnect:CreateWorkerConfiguration");
    }
  }

  @Test
  void aHundredthAndFirstWorkerConfigurationIsOneTooMany() {
    int there = client.listWorkerConfigurations(r -> {}).workerConfigurations().size();
    List<String> made =
        IntStream.range(there, 100)
            .mapToObj(
                i ->
                    client
                        .createWorkerConfiguration(
                            r -> r.name(name()).propertiesFileContent(base64(CONVERTERS)))
                        .workerConfigurationArn())
            .toList();

    assertThat(
            emulator.send(
                "POST",
                "/v1/worker-configurations",
                "{\"name\": \"one-more\", \"propertiesFileContent\": \""
                    + base64(CONVERTERS)
                    + "\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(429));
    made.forEach(arn -> client.deleteWorkerConfiguration(r -> r.workerConfigurationArn(arn)));
  }

  @Test
  void whatTheEndOfTheStackBrokeOffHasEndedAfterItsNextStart() throws IOException {
    emulator.put("kept.zip", TickPlugin.zip("one"));
    String used = settled("ZIP", location("kept.zip", null)).customPluginArn();
    String unread = settled("ZIP", location("kept.zip", null)).customPluginArn();
    String connector = client.createConnector(connector(used).build()).connectorArn();
    String operation = connector.replace(":connector/", ":connector-operation/") + "/1";

    emulator.restart(
        left -> {
          replace(left.resolve("connectors/" + Arns.id(connector)), "CREATING", "UPDATING");
          replace(left.resolve("plugins/" + Arns.id(unread)), "ACTIVE", "CREATING");
          write(
              left.resolve("operations/1.json"),
              String.format(
                  """
                  {"connectorArn": "%s", "connectorOperationArn": "%s",
                   "connectorOperationState": "UPDATE_IN_PROGRESS",
                   "connectorOperationType": "UPDATE_WORKER_SETTING",
                   "creationTime": "2026-05-04T10:20:30.456Z", "operationSteps": []}
                  """,
                  connector, operation));
        });
    client.close();
    client = emulator.client();

    assertThat(client.describeConnectorOperation(r -> r.connectorOperationArn(operation)))
        .satisfies(
            ended -> {
              assertThat(ended.connectorOperationStateAsString()).isEqualTo("ROLLBACK_COMPLETE");
              assertThat(ended.errorInfo().message()).contains("ended during the operation");
              assertThat(ended.endTime()).isAfter(ended.creationTime());
            });
    assertThat(client.describeConnector(r -> r.connectorArn(connector)).connectorStateAsString())
        .isEqualTo("RUNNING");
    await()
        .until(
            () ->
                client.describeCustomPlugin(r -> r.customPluginArn(unread)).customPluginState()
                    == CustomPluginState.ACTIVE);
    client.deleteConnector(r -> r.connectorArn(connector));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.listConnectors(r -> {}).connectors().isEmpty());
  }

  private static void replace(Path file, String was, String is) {
    Path json = Path.of(file + ".json");
    try {
      Files.writeString(json, Files.readString(json).replace(was, is));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CreateConnectorRequest.Builder connector(String plugin) {
    return CreateConnectorRequest.builder()
        .connectorName(name())
        .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(1).workerCount(1)))
        .connectorConfiguration(Map.of("connector.class", "x"))
        .kafkaCluster(
            k ->
                k.apacheKafkaCluster(
                    a -> a.bootstrapServers("127.0.0.1:1").vpc(v -> v.subnets("subnet-1"))))
        .kafkaClusterClientAuthentication(a -> a.authenticationType("NONE"))
        .kafkaClusterEncryptionInTransit(e -> e.encryptionType("PLAINTEXT"))
        .kafkaConnectVersion("3.7.x")
        .plugins(plugin(plugin))
        .serviceExecutionRoleArn(Emulator.ROLE);
  }

  private static Plugin plugin(String arn) {
    return Plugin.builder().customPlugin(c -> c.customPluginArn(arn).revision(1L)).build();
  }

  private static S3Location location(String key, String version) {
    return S3Location.builder()
        .bucketArn(Emulator.BUCKET_ARN)
        .fileKey(key)
        .objectVersion(version)
        .build();
  }

  private static DescribeCustomPluginResponse settled(String type, S3Location location) {
    String arn =
        client
            .createCustomPlugin(
                r -> r.name(name()).contentType(type).location(l -> l.s3Location(location)))
            .customPluginArn();
    await()
        .until(
            () ->
                client.describeCustomPlugin(r -> r.customPluginArn(arn)).customPluginState()
                    != CustomPluginState.CREATING);
    return client.describeCustomPlugin(r -> r.customPluginArn(arn));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
