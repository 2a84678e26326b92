package io.mskcdc.cli.dms;

import static io.mskcdc.replication.RecordedDms.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.replication.RecordedDms;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands for DMS tasks against recorded answers. */
class DmsCommandsTest {
  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance().build();

  private static final String TASK =
      """
      migrationType: full-load-and-cdc
      source:
        EngineName: mysql
        SslMode: verify-full
        CertificateArn: arn:aws:dms:eu-west-1:111122223333:cert:rds
        MySQLSettings:
          SecretsManagerSecretId: shop
          SecretsManagerAccessRoleArn: arn:aws:iam::111122223333:role/shop
      target:
        EngineName: s3
        S3Settings:
          BucketName: lake
          ServiceAccessRoleArn: arn:aws:iam::111122223333:role/lake
          DataFormat: parquet
          IncludeOpForFullLoad: true
          TimestampColumnName: dms_timestamp
      tables:
        - include: shop.orders
          masks: {email: hash-mask}
      serverless: {MaxCapacityUnits: 8, ReplicationSubnetGroupId: shop}
      settings:
        TargetMetadata: {LobMaxSize: 1024}
        ErrorBehavior:
          DataErrorPolicy: STOP_TASK
          DataTruncationErrorPolicy: STOP_TASK
          TableErrorPolicy: STOP_TASK
          FailOnNoTablesCaptured: true
      """;

  private static final String REPLICATION_CONFIGS =
      """
      {"ReplicationConfigs": [
        {"ReplicationConfigIdentifier": "orders", "ReplicationConfigArn": "%1$sreplication-config:C"},
        {"ReplicationConfigIdentifier": "returns", "ReplicationConfigArn": "%1$sreplication-config:C"}]}
      """
          .formatted(ARN);
  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedDms dms;
  private BundleFolder bundle;

  @BeforeEach
  void start() {
    dms = new RecordedDms(SERVER);
    bundle =
        new MskEnvironment(new BundleFolder(temp))
            .target("mskConnect:\n", "mskConnect:\n  endpoint: " + SERVER.baseUrl() + "\n")
            .connectors("connectors: []\ndms: [{name: orders}]")
            .write()
            .file("dms/orders.yaml", TASK);
  }

  @AfterEach
  void close() {
    dms.close();
  }

  private int run(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 4);
    System.arraycopy(
        new String[] {"--env", "test", "--configs", bundle.root().toString()},
        0,
        all,
        args.length,
        4);
    try (TargetConnections connections = new TargetConnections()) {
      return Main.commandLine(new Terminal(Optional.empty()), connections)
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err))
          .execute(all);
    }
  }

  private static String endpoints(String... names) {
    return Stream.of(names)
        .map(
            name ->
                "{\"EndpointIdentifier\": \"%s\", \"EndpointArn\": \"%s\", \"Status\": \"active\"}"
                    .formatted(name, ARN + name))
        .collect(Collectors.joining(",", "{\"Endpoints\": [", "]}"));
  }

  private static String replications(String status) {
    return """
        {"Replications": [{"ReplicationConfigArn": "%sreplication-config:C", "Status": "%s",
          "RecoveryCheckpoint": "checkpoint:V1#27#mysql-bin-changelog.000042:1234",
          "ProvisionData": {"ProvisionedCapacityUnits": 4},
          "ReplicationStats": {"FullLoadProgressPercent": 100, "StartDate": 1796000000}}]}
        """
        .formatted(ARN, status);
  }

  private void live(String status, String tableState) {
    dms.answer("DescribeReplicationConfigs", REPLICATION_CONFIGS);
    dms.answer("DescribeReplications", replications(status));
    dms.answer(
        "DescribeReplicationTableStatistics",
        """
        {"ReplicationTableStatistics": [{"SchemaName": "shop", "TableName": "orders",
          "TableState": "%s", "FullLoadRows": 1200, "Inserts": 3, "Updates": 2, "Deletes": 1}]}
        """
            .formatted(tableState));
  }

  @Test
  void aPlanNamesWhatWouldBeCreatedAndStarted() {
    assertThat(run("dms", "plan", "--detailed-exitcode"))
        .as(err.toString())
        .isEqualTo(ExitCode.DIFFERENCES);

    assertThat(out)
        .hasToString(
            """
            orders: created, full load 0 %
                + endpoint orders-source
                + endpoint orders-target
                + replication configuration orders
                then: start

            """);
  }

  @Test
  void theStatusHasTheTablesAndTheCheckpoint() {
    live("running", "Table completed");

    assertThat(run("dms", "status")).as(err.toString()).isZero();

    assertThat(out)
        .hasToString(
            """
            orders: running, full load 100 %
              started: 2026-11-30T00:53:20Z
              resumes at: checkpoint:V1#27#mysql-bin-changelog.000042:1234
              capacity units: 4
              shop.orders: Table completed, 1200 rows loaded, 3 inserts, 2 updates, 1 deletes
            """);
  }

  @Test
  void theStatusExitsWith1IfATableFailed() throws IOException {
    live("running", "Table error");

    assertThat(run("dms", "status", "orders", "-o", "json")).isEqualTo(ExitCode.FAILED);

    JsonNode task = new ObjectMapper().readTree(out.toString()).path("tasks").path(0);
    assertThat(task.path("asDeclared").asBoolean()).isFalse();
    assertThat(task.path("tables").path(0).path("failed").asBoolean()).isTrue();
  }

  @Test
  void watchingEndsWhenTheTaskIsSettled() {
    live("failed", "Table error");

    assertThat(run("dms", "status", "orders", "--watch")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("! shop.orders: Table error");
  }

  @Test
  void aTaskThatIsNotCreatedHasANextStep() {
    assertThat(run("dms", "status")).isEqualTo(ExitCode.FAILED);
    assertThat(out)
        .hasToString(
            "orders: not created\n  next: mskcdc dms apply --env test --configs %s orders\n"
                .formatted(bundle.root()));
  }

  @Test
  void anApplyWithoutApprovalChangesNothing() {
    assertThat(run("dms", "apply", "orders")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[approval-missing]");
    assertThat(dms.requests("CreateEndpoint")).isEmpty();
  }

  @Test
  void aPlaceholderEndsACommandThatConnects() {
    bundle.file("dms/orders.yaml", TASK.replace("BucketName: lake", "BucketName: replace-me"));

    assertThat(run("dms", "apply", "--auto-approve")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[placeholder]", "S3Settings.BucketName");
    assertThat(dms.requests("DescribeEndpoints")).isEmpty();
  }

  @Test
  void anUnknownTaskIsRefused() {
    assertThat(run("dms", "apply", "order", "--auto-approve")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[dms-not-listed]", "does not list the task order");
  }

  @Test
  void aFailureNamesTheTasksThatWereNotBegun() {
    twoTasks();
    dms.answer("CreateEndpoint", "{}");

    assertThat(run("dms", "apply", "--auto-approve", "--timeout", "1")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("orders: failed. Not begun: returns.\n");
  }

  @Test
  void anApplyReportsTheStateInWhichTheTaskIsDone() {
    live("running", "Table completed");
    creation();

    assertThat(run("dms", "apply", "--auto-approve", "--stable-for", "0"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("then: start", "orders: running, full load 100 %");
    assertThat(err.toString()).contains("endpoint orders-source: creating");
  }

  @Test
  void anApplyLooksAgainAtTheTasksThatWereAsDeclaredBeforeTheLaterOnes() {
    twoTasks();
    live("running", "Table completed");
    creation();
    // Both plans, and a comparison before each task.
    String none = "{\"Endpoints\": []}";
    String first = endpoints("orders-source", "orders-target");
    String both = endpoints("orders-source", "orders-target", "returns-source", "returns-target");
    dms.answer(
        "DescribeEndpoints", none, none, none, none, none, none, first, first, first, first, both);
    String noConfig = "{\"ReplicationConfigs\": []}";
    dms.answer(
        "DescribeReplicationConfigs", noConfig, noConfig, noConfig, noConfig, REPLICATION_CONFIGS);
    dms.answer(
        "DescribeReplications",
        replications("running"),
        replications("running"),
        replications("failed"));

    assertThat(run("dms", "apply", "--auto-approve", "--stable-for", "0", "--timeout", "5"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[dms-failed] replication configuration orders: it was as declared before the")
        .contains("is not any more: failed, full load 100 %");
  }

  private void twoTasks() {
    new MskEnvironment(bundle)
        .target("mskConnect:\n", "mskConnect:\n  endpoint: " + SERVER.baseUrl() + "\n")
        .connectors("connectors: []\ndms: [{name: orders}, {name: returns}]")
        .write()
        .file("dms/returns.yaml", TASK);
  }

  private void creation() {
    dms.answer(
        "CreateEndpoint",
        "{\"Endpoint\": {\"EndpointArn\": \"%s\"}}".formatted(ARN + "endpoint:S"));
    String none = "{\"Endpoints\": []}";
    dms.answer(
        "DescribeEndpoints", none, none, none, none, endpoints("orders-source", "orders-target"));
    dms.answer("DescribeReplicationConfigs", "{\"ReplicationConfigs\": []}");
    dms.answer(
        "CreateReplicationConfig",
        "{\"ReplicationConfig\": {\"ReplicationConfigArn\": \"%sreplication-config:C\"}}"
            .formatted(ARN));
    dms.answer("StartReplication", "{}");
  }
}
