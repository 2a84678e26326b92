package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.counting.CountingSource;
import io.mskcdc.counting.Numbers;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.infra.AwsProvider;
import io.mskcdc.infra.Terraform.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static Numbers numbers;
  private static TerraformedShop terraform;

  private String out;
  private String err;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    service = LocalMskConnect.start(folder.resolve("service"));
    numbers = new Numbers(service.bootstrapServers(), "numbers");
    bundle = new BundleFolder(folder);
    label("first");
    environment("counting-1", "one", "");
    bundle.file("environments/local/worker.properties", WORKER);
  }

  @AfterAll
  static void stop() {
    if (terraform != null) {
      terraform.close();
    }
    service.close();
  }

  @Test
  @Order(1)
  void planFailsIfThePluginDoesNotExist() {
    assertThat(run("plan")).isEqualTo(ExitCode.FAILED);

    assertThat(err)
        .contains("[plugin-not-there] shop, plugin: there is no plugin counting-1 in eu-west-1");
    assertThat(run("preflight")).isEqualTo(ExitCode.FAILED);
    assertThat(out).contains("✗ the plugin can be used: [plugin-not-there] shop, plugin");
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
    assertThat(run("preflight")).as(out).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .contains("✓ the plugin can be used: counting-1", "aws iam get-role --role-name");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
    assertThat(numbers.awaitFirst("first")).isPositive();
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
    numbers.awaitFirst("second");
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
    long before = numbers.last();

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(numbers.awaitFirst("third")).isGreaterThan(before);
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
  @Order(9)
  void capacityThatScalesHasThePoliciesOfTheServiceWhereNoneAreWritten() {
    environment(
        "counting-2",
        "one",
        ", capacity: {autoScaling: {minWorkerCount: 1, maxWorkerCount: 2, mcuCount: 1}}");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
    assertThat(run("plan", "--detailed-exitcode")).as(out).isEqualTo(ExitCode.DONE);

    environment("counting-2", "one", "");
    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);
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
    long before = numbers.last();

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(out).contains("shop: replaced, healthy after");
    assertThat(numbers.awaitFirst("fourth")).isGreaterThanOrEqualTo(before);
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
  }

  @Test
  @Order(11)
  void applyCreatesTheConnectorAfterAReplacementThatEndedWithItsDeletion() {
    label("fifth");
    long before = numbers.last();
    service.delete("shop");
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(out).startsWith("+ shop\n");

    assertThat(apply()).as(err).isEqualTo(ExitCode.DONE);

    assertThat(numbers.awaitFirst("fifth")).isGreaterThanOrEqualTo(before);
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
    numbers.awaitFirst("sixth");
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
    numbers.awaitFirst(step.replaceAll("[^a-zA-Z]", "-"));
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

  /** From here on, shop is a connector of Terraform's own resources. */
  @Test
  @Order(15)
  void terraformCreatesPluginWorkerConfigurationAndConnector() throws Exception {
    Path provider = AwsProvider.required();
    assertThat(run("delete", "shop")).as(err).isEqualTo(ExitCode.DONE);
    startTerraform(provider);
    service.upload("terraform-1.jar");

    Run create = terraform.run("apply", "terraform-1", "declared");

    assertThat(create.exitCode()).as(create.output()).isZero();
    assertThat(create.output()).contains("Apply complete! Resources: 3 added");
    assertThat(numbers.awaitFirst("declared")).isEqualTo(1);
  }

  /** What the plan shows is the only difference, so the API returns everything as it was sent. */
  @Test
  @Order(16)
  void terraformReportsSuccessForAnUpdateThatTheServiceRollsBack() throws Exception {
    assumeTerraform();

    Run update = terraform.run("apply", "terraform-1", "refused");

    assertThat(update.exitCode()).as(update.output()).isZero();
    assertThat(TerraformedShop.changedAttributes(update))
        .containsExactly("connector_configuration", "\"label\"");
    assertThat(update.output())
        .contains("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
    assertThat(service.operations("shop")).containsExactly("ROLLBACK_COMPLETE");
    assertThat(service.configuration("shop")).containsEntry("label", "declared");
  }

  @Test
  @Order(17)
  void applyReportsTheSameUpdateAsAFailureWithItsCause() {
    assumeTerraform();
    label("declared");
    assertThat(run("plan", "--detailed-exitcode")).as(out + err).isEqualTo(ExitCode.DONE);
    label("refused");

    assertThat(apply()).isEqualTo(ExitCode.FAILED);

    assertThat(err).contains("[update-rolled-back] shop: ").contains("no such label: refused");
    assertThat(service.operations("shop"))
        .containsExactly("ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE");
  }

  @Test
  @Order(18)
  void terraformReplacesTheConnectorForANewPluginAndItLosesItsOffsets() throws Exception {
    assumeTerraform();
    assertThat(numbers.last()).isGreaterThan(1);
    service.upload("terraform-2.jar");

    Run update = terraform.run("apply", "terraform-2", "renewed");

    assertThat(update.exitCode()).as(update.output()).isZero();
    assertThat(update.output())
        .contains("aws_mskconnect_connector.this must be replaced")
        .contains("Apply complete! Resources: 2 added, 0 changed, 2 destroyed.");
    assertThat(numbers.awaitFirst("renewed")).isEqualTo(1);
  }

  @Test
  @Order(19)
  void terraformDestroysWhatItCreated() throws Exception {
    assumeTerraform();

    Run destroy = terraform.run("destroy", "terraform-2", "renewed");

    assertThat(destroy.exitCode()).as(destroy.output()).isZero();
    assertThat(destroy.output()).contains("Destroy complete! Resources: 3 destroyed.");
    environment("terraform-2", "one", "");
    assertThat(run("plan")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[plugin-not-there]").contains("there is no plugin terraform-2");
  }

  private void startTerraform(Path provider) throws IOException {
    // The deployer refuses a worker configuration without an offset topic, unless that is accepted.
    String properties = WORKER.replace("offset.storage.topic=shop-offsets\n", "");
    bundle.file("environments/local/worker.properties", properties);
    bundle.file(
        "environments/local/shop.json",
        """
        {"accept": [{"rule": "offset-topic-unnamed", "reason": "Terraform has named none"}]}
        """);
    environment("terraform-1", "one", "");
    run("plan", "--offline");
    Matcher worker = Pattern.compile("local-worker-\\w+").matcher(out);
    assertThat(worker.find()).as(out).isTrue();
    terraform =
        TerraformedShop.start(
            provider,
            bundle.root().resolveSibling("terraform"),
            service,
            worker.group(),
            properties);
  }

  private static void assumeTerraform() {
    assumeTrue(terraform != null, "Terraform has created no connector");
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
