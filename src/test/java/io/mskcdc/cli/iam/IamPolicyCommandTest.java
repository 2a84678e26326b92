package io.mskcdc.cli.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IamPolicyCommandTest {
  private static final String ENVIRONMENT = "environments/staging/environment.yaml";
  private static final String CLUSTER =
      "\nauth: iam\ncluster: arn:aws:kafka:eu-west-1:111122223333:cluster/shop-staging"
          + "/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4\n";

  @TempDir Path temp;
  private BundleFolder bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void bundle() throws IOException {
    bundle = BundleFolder.shipped(temp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void thePolicyOfTheShippedConnectorIsPrintedAsIamAcceptsIt(String format) throws IOException {
    append(ENVIRONMENT, CLUSTER);

    assertThat(run("mysql-cdc", "-o", format)).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString(golden("mysql-cdc"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void thePolicyCoversEveryResourceThatAConnectorCanUse() throws IOException {
    append(ENVIRONMENT, CLUSTER);
    Path worker = bundle.root().resolve("environments/staging/worker.properties");
    Files.writeString(
        worker, Files.readString(worker).replaceAll("(?m)^config\\.providers.*\n", ""));
    append(
        "environments/staging/worker.properties",
        """

        group.id=cdc
        config.storage.topic=cdc-configs
        offset.storage.topic=cdc-offsets
        status.storage.topic=cdc-status
        exactly.once.source.support=enabled
        config.providers=secretsmanager,ssm,s3file
        config.providers.secretsmanager.class=io.mskcdc.secrets.SecretsManagerConfigProvider
        config.providers.ssm.class=io.mskcdc.secrets.ParameterStoreConfigProvider
        config.providers.ssm.param.region=eu-central-1
        config.providers.s3file.class=io.mskcdc.secrets.S3FileConfigProvider
        """);
    bundle.file(
        "environments/staging/mysql-cdc.json",
        """
        {"config": {
          "database.user": "${secretsmanager:cdc/mysql:user}",
          "database.password": "${secretsmanager:cdc/mysql:password}",
          "database.ssl.truststore": "${s3file:shop-cdc/certs/rds-ca.p12}",
          "database.ssl.truststore.password": "${ssm:/cdc/truststore:password}",
          "transforms.cdc.mask.key.secret": "${secretsmanager:cdc/mask}",
          "table.exclude.list": null,
          "table.include.list": "production_db\\\\.customers,production_db\\\\.order.*",
          "provide.transaction.metadata": "true",
          "signal.enabled.channels": "source,kafka",
          "signal.data.collection": "production_db.signals",
          "signal.kafka.topic": "production-signals",
          "signal.kafka.groupId": "production-signals-reader",
          "signal.kafka.bootstrap.servers": "{{ kafka_bootstrap_servers }}",
          "notification.enabled.channels": "sink",
          "notification.sink.topic.name": "production.notifications",
          "exactly.once.support": "required"
        }}
        """);
    Path environment = bundle.root().resolve(ENVIRONMENT);
    Files.writeString(
        environment,
        Files.readString(environment)
            .replaceAll("  (database_secret|mask_secret|truststore): .*\n", ""));

    assertThat(run("mysql-cdc")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString(golden("mysql-cdc-with-everything"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aResourceThatCannotBeDerivedIsAWarning() throws IOException {
    append(ENVIRONMENT, CLUSTER);
    bundle.file(
        "environments/staging/mysql-cdc.json",
        "{\"config\": {\"transforms\": \"cdc,own\", \"transforms.own.type\": \"a.Own\"}}");
    Path environment = bundle.root().resolve(ENVIRONMENT);
    Files.writeString(
        environment, Files.readString(environment).replaceAll("  truststore: .*\n", ""));

    assertThat(run("mysql-cdc")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString(golden("mysql-cdc"));
    assertThat(err.toString())
        .startsWith("warning mysql-cdc: transforms.own.type: ")
        .contains("a.Own");
  }

  @Test
  void theErrorForAMissingClusterArnNamesTheFileAndKey() {
    assertThat(run("mysql-cdc")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("error [cluster-missing] connector-configs/" + ENVIRONMENT + ", cluster: ")
        .contains("  next: write cluster: with the ARN of the MSK cluster\n");
  }

  @Test
  void anUnlistedConnectorIsAnError() throws IOException {
    append(ENVIRONMENT, CLUSTER);

    assertThat(run("nobody")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-not-listed]");
  }

  private int run(String name, String... more) {
    String[] args = {
      "iam", "policy", name, "--env", "staging", "--configs", bundle.root().toString()
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private void append(String path, String text) throws IOException {
    bundle.file(path, Files.readString(bundle.root().resolve(path)) + text);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        IamPolicyCommandTest.class.getResourceAsStream("/iam/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
