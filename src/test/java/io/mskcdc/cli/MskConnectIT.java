package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.counting.CountingSource;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands on the local MSK Connect. The tests share one connector: each starts from the state
 * that the previous test left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MskConnectIT {
  private static final String WORKER =
      """
      key.converter=org.apache.kafka.connect.storage.StringConverter
      value.converter=org.apache.kafka.connect.storage.StringConverter
      offset.storage.topic=shop-offsets
      offset.flush.interval.ms=500
      """;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static LocalMskConnect service;
  private static BundleFolder bundle;

  private String out;
  private String err;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    service = LocalMskConnect.start(folder.resolve("service"));
    bundle = new BundleFolder(folder);
    label("first");
    environment("counting-1", "one", "");
    bundle.file("environments/local/worker.properties", WORKER);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  @Order(1)
  void planFailsIfThePluginDoesNotExist() {
    assertThat(run("plan")).isEqualTo(ExitCode.FAILED);

    assertThat(err)
        .contains("[plugin-not-there] shop, plugin: there is no plugin counting-1 in eu-west-1");
  }

  @Test
  @Order(2)
  void applyCreatesTheWorkerConfigurationAndTheConnector() throws Exception {
    service.plugin("counting-1");
    service.plugin("counting-2");

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(out).contains("shop: created, healthy after").contains("(RUNNING)");
    assertThat(err)
        .contains("[not-on-msk-connect]")
        .contains("creating the worker configuration local-worker-");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
    assertThat(awaitLabel("first")).isPositive();
  }

  @Test
  @Order(3)
  void applyWaitsForTheEndOfAnUpdate() {
    label("second");
    assertThat(run("plan", "--save", saved())).isEqualTo(ExitCode.DONE);
    assertThat(out).contains("~ shop\n    ~ label = first -> second\n\n");

    assertThat(apply("--plan", saved())).as(err).isEqualTo(ExitCode.DONE);

    assertThat(out).contains("shop: updated, healthy after");
    assertThat(err).contains("shop: UPDATE_COMPLETE (");
    awaitLabel("second");
    assertThat(apply("--plan", saved())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[plan-stale]");
  }

  @Test
  @Order(4)
  void failedUpdateIsRolledBackByTheServiceAndReportedWithItsCause() throws Exception {
    label("refused");

    assertThat(apply("-o", "json")).isEqualTo(ExitCode.FAILED);

    JsonNode outcome = new ObjectMapper().readTree(out).path("outcomes").get(0);
    assertThat(outcome.path("result").asText()).isEqualTo("rolled_back");
    assertThat(outcome.path("problems").get(0).path("code").asText())
        .isEqualTo("update-rolled-back");
    assertThat(outcome.path("problems").get(0).path("message").asText())
        .contains("ended ROLLBACK_COMPLETE")
        .contains("no such label");
    assertThat(err)
        .contains("shop: the end of its log in connectors:\n")
        .containsPattern("  \\| .*ERROR.*");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DIFFERENCES);
    label("second");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(5)
  void rollbackOptionRevertsTheFirstOfTwoUpdatesToo() {
    label("refused");
    environment("counting-2", "one", "");

    assertThat(apply("--rollback")).isEqualTo(ExitCode.FAILED);

    assertThat(out).contains("shop: failed, and rolled back to the configuration before (RUNNING)");
    label("second");
    environment("counting-1", "one", "");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(6)
  void newPluginAndConfigurationAreUpdatedInPlace() {
    label("third");
    environment("counting-2", "one", "");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .contains(
            """
            ~ shop
                ~ plugin: counting-1 -> counting-2
                ~ label = second -> third
            """);
    long before = last();

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    awaitLabel("third");
    assertThat(first("third")).isGreaterThan(before);
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(7)
  void changedWorkerPropertiesCreateAndUseANewWorkerConfiguration() {
    bundle.file("environments/local/worker.properties", WORKER + "producer.linger.ms=5\n");

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(err).contains("updating worker").contains("creating the worker configuration");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(8)
  void connectorCanBePausedResumedAndRestartedButNotStopped() {
    assertThat(run("pause", "shop")).as(err).isEqualTo(ExitCode.DONE);
    assertThat(out).isEqualTo("shop: paused (PAUSED)\n");
    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(out)
        .startsWith("shop: PAUSED\n")
        .contains("  plugin: counting-2\n")
        .contains(
            "not known: its offsets: [not-on-msk-connect] MSK Connect does not return offsets")
        .contains("not known: its tasks: [not-on-msk-connect]");
    assertThat(run("resume", "shop", "--stable-for", "1")).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("restart", "shop", "--failed-only", "--stable-for", "1"))
        .as(err)
        .isEqualTo(ExitCode.DONE);
    assertThat(run("stop", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[not-on-msk-connect] shop: MSK Connect stops no connector");
    assertThat(run("validate")).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .isEqualTo("shop: no errors found offline; the target has no validation of its own\n");
  }

  @Test
  @Order(9)
  void applySetsTheStateFromTheEnvironment() {
    environment("counting-2", "one", ", state: paused");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("status", "shop", "-o", "markdown")).isEqualTo(ExitCode.DONE);

    environment("counting-2", "one", "");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("status", "shop")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(10)
  void changedImmutableSettingReplacesTheConnectorAndKeepsItsOffsets() {
    label("fourth");
    environment("counting-2", "two", "");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .contains("± shop\n    no connector can change its role: it is deleted and created")
        .contains("1 to replace");
    long before = last();

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(out).contains("shop: replaced, healthy after");
    awaitLabel("fourth");
    assertThat(first("fourth")).isGreaterThanOrEqualTo(before);
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(11)
  void applyCreatesTheConnectorAfterAReplacementThatEndedWithItsDeletion() {
    label("fifth");
    long before = last();
    service.delete("shop");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out).startsWith("+ shop\n");

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    awaitLabel("fifth");
    assertThat(first("fifth")).isGreaterThanOrEqualTo(before);
  }

  @Test
  @Order(12)
  void connectorWhoseCreationFailedIsReplacedByTheNextApply() {
    assertThat(run("delete", "shop")).as(err).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .contains("internal topics: __amazon_msk_connect_configs_shop_")
        .contains("offsets: in shop-offsets, where a new shop goes on from them");
    label("refused");

    assertThat(apply()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[connector-failed] shop: the connector failed: ");

    label("sixth");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out).contains("± shop\n    ~ state: FAILED -> RUNNING\n    it has failed");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    awaitLabel("sixth");
  }

  @ParameterizedTest
  @Order(13)
  @CsvSource({
    // The plugin and the role to deploy, and the output at which the deployer is killed.
    "counting-1, two, shop: UPDATE_IN_PROGRESS",
    "counting-2, two, shop: updating label",
    "counting-2, one, shop: deleting",
    "counting-1, two, shop: creating",
    "counting-1, one, shop: CREATING",
  })
  void secondApplyReachesTheWantedStateAfterTheFirstIsKilled(
      String plugin, String role, String step) throws IOException {
    label(step.replaceAll("[^a-zA-Z]", "-"));
    environment(plugin, role, "");

    KilledDeployer.at(step, bundle.root(), "apply", "--stable-for", "1");

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("plan", "--detailed-exitcode")).as(out).isEqualTo(ExitCode.DONE);
    awaitLabel(step.replaceAll("[^a-zA-Z]", "-"));
  }

  /** The service reports such a connector as RUNNING. */
  @Test
  @Order(14)
  void taskThatFailsLaterIsFoundInTheLogAndRestarted() {
    label("short-lived");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    await()
        .atMost(TIMEOUT.multipliedBy(2))
        .untilAsserted(() -> assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED));

    assertThat(out)
        .startsWith("shop: RUNNING\n")
        .contains("  task 0: FAILED\n")
        .contains("the numbers have run out");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out).contains("~ shop\n    ~ state: FAILED -> RUNNING");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("status", "shop")).as(out).isEqualTo(ExitCode.DONE);
  }

  private static void label(String label) {
    bundle.connector(
        "shop",
        "\"connector.class\": \""
            + CountingSource.class.getName()
            + "\", \"topic\": \"numbers\", \"label\": \""
            + label
            + "\", \"topic.creation.default.partitions\": 1,"
            + " \"topic.creation.default.replication.factor\": 1");
  }

  private static void environment(String plugin, String role, String entry) {
    bundle.file(
        "environments/local/environment.yaml",
        """
        target: msk-connect
        cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/shop/0a1b-2
        mskConnect:
          endpoint: %s
          bootstrapServers: %s
          subnets: [subnet-1]
          securityGroups: [sg-1]
        defaults:
          plugin: %s
          worker: worker.properties
          connectVersion: 3.7.x
          role: arn:aws:iam::111122223333:role/%s
          encryption: PLAINTEXT
          capacity: {mcuCount: 1, workerCount: 1}
          logDelivery: {cloudWatchLogs: {logGroup: connectors}}
        connectors: [{name: shop%s}]
        """
            .formatted(service.endpoint(), service.bootstrapServers(), plugin, role, entry));
  }

  private static String saved() {
    return bundle.root().resolve("saved.json").toString();
  }

  private static long awaitLabel(String label) {
    return numbers(label).get(0);
  }

  private static long first(String label) {
    return numbers(label).get(0);
  }

  /** Returns the last number in the topic. */
  private static long last() {
    List<Long> all = numbers("");
    return all.get(all.size() - 1);
  }

  /** Returns the numbers with a label in the order of the topic, as soon as there is one. */
  private static List<Long> numbers(String label) {
    Map<String, Object> client = Map.of("bootstrap.servers", service.bootstrapServers());
    List<Long> numbers = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("numbers", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = 0;
      while (numbers.isEmpty() || consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value().startsWith(label)) {
            numbers.add(Long.valueOf(record.value().split(" ")[1]));
          }
        }
        if (end == 0) {
          end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no number with the label " + label);
        }
      }
    }
    return numbers;
  }

  private int apply(String... options) {
    List<String> all = new ArrayList<>(List.of("apply", "--stable-for", "1"));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private int run(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--configs";
    all[args.length + 1] = bundle.root().toString();
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    try (TargetConnections connections = new TargetConnections()) {
      int exitCode =
          Main.commandLine(new Terminal(Optional.empty()), connections)
              .setOut(new PrintWriter(outText))
              .setErr(new PrintWriter(errText))
              .execute(all);
      out = outText.toString();
      err = errText.toString();
      return exitCode;
    }
  }
}
