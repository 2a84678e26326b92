package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mskcdc.local.aws.AwsCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands of the AWS CLI. {@link ConnectorLifecycleTest} has those on a running connector. */
class AwsCliTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Emulator emulator;
  private static AwsCli aws;

  @BeforeAll
  static void start() throws IOException {
    assumeThat(AwsCli.isInstalled()).as("the AWS CLI is installed").isTrue();
    emulator = Emulator.start();
    aws = emulator.cli();
  }

  @AfterAll
  static void stop() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @Test
  void createListAndDeletePlugins() throws Exception {
    String plugin = plugin("listed");

    assertThat(aws.run("list-custom-plugins", "--name-prefix", "list").at("/customPlugins/0/name"))
        .hasToString("\"listed\"");
    aws.run("delete-custom-plugin", "--custom-plugin-arn", plugin);
    assertThat(aws.attempt("describe-custom-plugin", "--custom-plugin-arn", plugin))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isNotZero();
              assertThat(result.output())
                  .contains("(NotFoundException) when calling the DescribeCustomPlugin operation");
            });
  }

  private static String plugin(String name) throws Exception {
    emulator.put("cli.zip", TickPlugin.zip("one"));
    String arn =
        aws.run(
                "create-custom-plugin",
                "--name",
                name,
                "--content-type",
                "ZIP",
                "--location",
                "s3Location={bucketArn=" + Emulator.BUCKET_ARN + ",fileKey=cli.zip}")
            .path("customPluginArn")
            .asText();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                aws.run("describe-custom-plugin", "--custom-plugin-arn", arn)
                    .path("customPluginState")
                    .asText()
                    .equals("ACTIVE"));
    return arn;
  }

  @Test
  void createTagListAndDeleteWorkerConfigurations() throws Exception {
    String content =
        """
        key.converter=org.apache.kafka.connect.storage.StringConverter
        value.converter=org.apache.kafka.connect.storage.StringConverter
        """;
    String arn =
        aws.run(
                "create-worker-configuration",
                "--name",
                "cli",
                "--properties-file-content",
                Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))
            .path("workerConfigurationArn")
            .asText();

    assertThat(
            aws.run("describe-worker-configuration", "--worker-configuration-arn", arn)
                .at("/latestRevision/revision")
                .asInt())
        .isEqualTo(1);
    assertThat(aws.run("list-worker-configurations").path("workerConfigurations")).hasSize(1);
    aws.attempt("tag-resource", "--resource-arn", arn, "--tags", "team=cdc,stage=test");
    aws.attempt("untag-resource", "--resource-arn", arn, "--tag-keys", "stage");
    assertThat(aws.run("list-tags-for-resource", "--resource-arn", arn).path("tags"))
        .hasToString("{\"team\":\"cdc\"}");
    aws.run("delete-worker-configuration", "--worker-configuration-arn", arn);
  }

  @Test
  void createAndDeleteAConnector() throws Exception {
    String plugin = plugin("cli-of-a-connector");

    String arn =
        aws.run(
                "create-connector",
                "--connector-name",
                "cli",
                "--kafka-connect-version",
                "3.7.x",
                "--capacity",
                "provisionedCapacity={mcuCount=1,workerCount=1}",
                "--connector-configuration",
                "connector.class=io.mskcdc.local.msk.ticks.TickSource,ticks.topic=nowhere",
                "--kafka-cluster",
                "apacheKafkaCluster={bootstrapServers=127.0.0.1:1,vpc={subnets=[subnet-1]}}",
                "--kafka-cluster-client-authentication",
                "authenticationType=NONE",
                "--kafka-cluster-encryption-in-transit",
                "encryptionType=PLAINTEXT",
                "--plugins",
                "customPlugin={customPluginArn=" + plugin + ",revision=1}",
                "--service-execution-role-arn",
                Emulator.ROLE)
            .path("connectorArn")
            .asText();

    assertThat(aws.run("list-connectors").at("/connectors/0/connectorState").asText())
        .isEqualTo("CREATING");
    assertThat(aws.attempt("delete-custom-plugin", "--custom-plugin-arn", plugin).output())
        .contains("BadRequestException", "a connector uses");
    aws.run("delete-connector", "--connector-arn", arn);
    await().atMost(PATIENCE).until(() -> aws.run("list-connectors").path("connectors").isEmpty());
  }
}
