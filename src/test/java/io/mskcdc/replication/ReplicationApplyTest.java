package io.mskcdc.replication;

import static io.mskcdc.replication.RecordedDms.ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.ManualTime;
import io.mskcdc.time.Polling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Carries out plans against recorded answers; each answer and request is held to the model. */
class ReplicationApplyTest {
  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance().build();

  private static final String CONFIG_ARN = ARN + "replication-config:C1";
  private static final String CONFIG =
      """
      {"ReplicationConfigIdentifier": "orders", "ReplicationConfigArn": "%s"}
      """
          .formatted(CONFIG_ARN);
  private static final String ORDERS = table("orders", "Table completed", 0);
  private static final String CUSTOMERS = table("customers", "Table completed", 0);

  @TempDir Path temp;

  private final ManualTime time = new ManualTime();
  private final List<String> progress = new ArrayList<>();
  private RecordedDms dms;

  @BeforeEach
  void connect() {
    dms = new RecordedDms(SERVER);
    dms.answer(
        "CreateEndpoint",
        "{\"Endpoint\": {\"EndpointIdentifier\": \"orders-source\", \"EndpointArn\": \"%s\"}}"
            .formatted(ARN + "endpoint:S"),
        "{\"Endpoint\": {\"EndpointIdentifier\": \"orders-target\", \"EndpointArn\": \"%s\"}}"
            .formatted(ARN + "endpoint:T"));
    dms.answer("CreateReplicationConfig", "{\"ReplicationConfig\": " + CONFIG + "}");
    dms.answer("StartReplication", "{}");
    dms.answer("StartReplicationTask", "{}");
    // Both plans read both endpoints: the one that is shown, and the one that is carried out.
    String none = "{\"Endpoints\": []}";
    dms.answer("DescribeEndpoints", none, none, none, none, endpoints());
  }

  @AfterEach
  void close() {
    dms.close();
  }

  private static String endpoints() {
    return """
        {"Endpoints": [
          {"EndpointIdentifier": "orders-source", "EndpointArn": "%s", "Status": "active"},
          {"EndpointIdentifier": "orders-target", "EndpointArn": "%s", "Status": "active"}]}
        """
        .formatted(ARN + "endpoint:S", ARN + "endpoint:T");
  }

  private static String table(String name, String state, int failedRows) {
    return """
        {"SchemaName": "shop", "TableName": "%s", "TableState": "%s", "FullLoadRows": 10,
         "FullLoadErrorRows": %d, "Inserts": 1}
        """
        .formatted(name, state, failedRows);
  }

  private static String tables(String... tables) {
    return "{\"ReplicationTableStatistics\": [" + String.join(", ", tables) + "]}";
  }

  private static String replication(String status, int percent, double startedAt, String rest) {
    return """
        {"Replications": [{"ReplicationConfigIdentifier": "orders", "ReplicationConfigArn": "%s",
          "Status": "%s", "ReplicationStats": {"FullLoadProgressPercent": %d, "StartDate": %s}%s}]}
        """
        .formatted(CONFIG_ARN, status, percent, startedAt, rest);
  }

  private static String running(int percent) {
    return replication("running", percent, 1796000000, "");
  }

  private ReplicationState apply(Declaration declared) {
    Dms api = dms.api();
    return new ReplicationApply(
            api,
            new Polling(Duration.ofSeconds(10), Duration.ofMinutes(10)),
            Duration.ofSeconds(60),
            time,
            progress::add)
        .apply(new ReplicationPlanner(api).plan(declared));
  }

  private Problem failure(Declaration declared) {
    return catchThrowableOfType(ProblemException.class, () -> apply(declared)).problems().get(0);
  }

  private Declaration declared(String yaml) {
    return DeclaredTasks.declared(temp, yaml);
  }

  /** The replication exists, and its resources are as declared. */
  private Declaration deployed(String yaml) {
    Declaration declared = declared(yaml);
    JsonNode source = declared.source().request();
    JsonNode target = declared.target().request();
    dms.answer(
        "DescribeEndpoints",
        "{\"Endpoints\": [%s, %s]}"
            .formatted(
                described(source, "EndpointArn", ARN + "endpoint:S"),
                described(target, "EndpointArn", ARN + "endpoint:T")));
    dms.answer(
        "DescribeReplicationConfigs",
        "{\"ReplicationConfigs\": [%s]}"
            .formatted(
                described(declared.replication().request(), "ReplicationConfigArn", CONFIG_ARN)
                    .replaceFirst(
                        "\\{",
                        "{\"SourceEndpointArn\": \"%s\", \"TargetEndpointArn\": \"%s\", "
                            .formatted(ARN + "endpoint:S", ARN + "endpoint:T"))));
    return declared;
  }

  private static String described(JsonNode request, String arnMember, String arn) {
    return request.toString().replaceFirst("\\{", "{\"%s\": \"%s\", ".formatted(arnMember, arn));
  }

  @Test
  void aNewReplicationIsDoneWhenAllTablesAreLoadedAndItRanForTheTime() {
    dms.answer(
        "DescribeReplications",
        replication("initializing", 0, 0, ""),
        replication("provisioning_capacity", 0, 0, ""),
        running(40),
        running(100));
    dms.answer(
        "DescribeReplicationTableStatistics",
        tables(),
        tables(),
        tables(ORDERS, table("customers", "Full load", 0)),
        tables(ORDERS, CUSTOMERS));

    ReplicationState state = apply(declared(DeclaredTasks.SERVERLESS));

    assertThat(state.isAsDeclared()).isTrue();
    assertThat(time.now()).isEqualTo(Duration.ofSeconds(90));
    assertThat(progress)
        .containsExactly(
            "endpoint orders-source: creating",
            "endpoint orders-target: creating",
            "replication configuration orders: creating",
            "replication configuration orders: starting",
            "replication configuration orders: initializing, full load 0 %",
            "replication configuration orders: provisioning_capacity, full load 0 %",
            "replication configuration orders: running, full load 40 %",
            "replication configuration orders: running, full load 100 %");
  }

  @Test
  void theConfigurationHasTheArnsOfItsEndpointsAndTheTagOfTheBundle() {
    dms.answer("DescribeReplications", running(100));
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));

    apply(declared(DeclaredTasks.SERVERLESS));

    JsonNode config = dms.requests("CreateReplicationConfig").get(0);
    assertThat(config.path("SourceEndpointArn").asText()).isEqualTo(ARN + "endpoint:S");
    assertThat(config.path("TargetEndpointArn").asText()).isEqualTo(ARN + "endpoint:T");
    assertThat(config.path("Tags").toString())
        .isEqualTo("[{\"Key\":\"mskcdc.bundle\",\"Value\":\"shop/test\"}]");
    assertThat(dms.requests("CreateEndpoint"))
        .hasSize(2)
        .allMatch(request -> request.path("Tags").size() == 1);
    assertThat(dms.requests("StartReplication"))
        .singleElement()
        .satisfies(
            start ->
                assertThat(start.path("StartReplicationType").asText())
                    .isEqualTo("start-replication"));
  }

  @Test
  void aTableThatFailedIsAFailureAlthoughTheReplicationRuns() {
    dms.answer("DescribeReplications", running(100));
    dms.answer(
        "DescribeReplicationTableStatistics", tables(ORDERS, table("customers", "Table error", 3)));

    Problem problem = failure(declared(DeclaredTasks.SERVERLESS));

    assertThat(problem.code()).isEqualTo(ErrorCode.DMS_FAILED);
    assertThat(problem.message())
        .isEqualTo(
            "it is running, full load 100 %, and tables failed: shop.customers: Table error, 3 rows"
                + " of the full load failed");
  }

  @Test
  void rowsThatWereNotWrittenAreAFailureAlthoughTheirTableIsCompleted() {
    dms.answer("DescribeReplications", running(100));
    dms.answer(
        "DescribeReplicationTableStatistics",
        tables(ORDERS, table("customers", "Table completed", 1)));

    assertThat(failure(declared(DeclaredTasks.SERVERLESS)).code()).isEqualTo(ErrorCode.DMS_FAILED);
  }

  @Test
  void theCauseOfAFailureIsReported() {
    dms.answer(
        "DescribeReplications",
        replication(
            "failed", 0, 1796000000, ", \"FailureMessages\": [\"Test connection failed\"]"));
    dms.answer("DescribeReplicationTableStatistics", tables());

    Problem problem = failure(deployed(DeclaredTasks.SERVERLESS));

    assertThat(problem.code()).isEqualTo(ErrorCode.DMS_FAILED);
    assertThat(problem.message()).isEqualTo("it is failed, full load 0 %: Test connection failed");
  }

  @Test
  void aReplicationThatHasNoTableIsNotDone() {
    dms.answer("DescribeReplications", running(0));
    dms.answer("DescribeReplicationTableStatistics", tables());

    Problem problem = failure(declared(DeclaredTasks.SERVERLESS));

    assertThat(problem.code()).isEqualTo(ErrorCode.DMS_UNFINISHED);
    assertThat(problem.message())
        .isEqualTo("after 600 s it is running, full load 0 %, and has no table yet; it goes on");
    assertThat(problem.next()).isEqualTo("follow it with: mskcdc dms status orders --watch");
  }

  @Test
  void aFullLoadIsDoneWhenItHasStoppedForThatReason() {
    String finished =
        replication(
            "stopped",
            100,
            1796000000,
            ", \"StopReason\": \"Stop Reason FULL_LOAD_ONLY_FINISHED\"");
    dms.answer("DescribeReplications", running(50), finished);
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));

    ReplicationState state =
        apply(declared(DeclaredTasks.SERVERLESS.replace("full-load-and-cdc", "full-load")));

    assertThat(state.isFinished()).isTrue();
  }

  @Test
  void aFullLoadThatFinishedWithoutATableIsAFailure() {
    String finished =
        replication(
            "stopped",
            100,
            1796000000,
            ", \"StopReason\": \"Stop Reason FULL_LOAD_ONLY_FINISHED\"");
    dms.answer("DescribeReplications", finished);
    dms.answer("DescribeReplicationTableStatistics", tables());

    Problem problem =
        failure(declared(DeclaredTasks.SERVERLESS.replace("full-load-and-cdc", "full-load")));

    assertThat(problem.message()).isEqualTo("it finished, and no table matched");
  }

  @Test
  void aStoppedReplicationIsResumedAndItsOldFailureIsNotTakenForANewOne() {
    dms.answer(
        "DescribeReplications",
        replication("failed", 100, 1796000000, ""),
        replication("failed", 100, 1796000000, ""),
        replication("running", 100, 1796009999, ""));
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));

    ReplicationState state = apply(deployed(DeclaredTasks.SERVERLESS));

    assertThat(state.isAsDeclared()).isTrue();
    assertThat(dms.requests("StartReplication"))
        .singleElement()
        .satisfies(
            start ->
                assertThat(start.path("StartReplicationType").asText())
                    .isEqualTo("resume-processing"));
  }

  /** The replication runs, and its target has another format than the file. */
  private Declaration changed() {
    deployed(DeclaredTasks.SERVERLESS);
    dms.answer("StopReplication", "{}");
    dms.answer("ModifyEndpoint", "{}");
    dms.answer(
        "DescribeReplications",
        running(100),
        running(100),
        running(100),
        replication("stopping", 100, 1796000000, ""),
        replication("stopped", 100, 1796000000, ""),
        replication("running", 100, 1796009999, ""));
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));
    dms.answer(
        "ListTagsForResource",
        "{\"TagList\": [{\"Key\": \"mskcdc.bundle\", \"Value\": \"shop/test\"}]}");
    Declaration changed =
        declared(DeclaredTasks.SERVERLESS.replace("DataFormat: parquet", "DataFormat: csv"));
    dms.answer(
        "DescribeEndpoints",
        "{\"Endpoints\": [%s, %s]}"
            .formatted(
                described(changed.source().request(), "EndpointArn", ARN + "endpoint:S")
                    .replaceFirst("\\{", "{\"Status\": \"active\", "),
                described(changed.target().request(), "EndpointArn", ARN + "endpoint:T")
                    .replace("csv", "parquet")
                    .replaceFirst("\\{", "{\"Status\": \"active\", ")));
    return changed;
  }

  @Test
  void aRunningReplicationIsStoppedChangedAndResumed() {
    apply(changed());

    assertThat(dms.requests("StopReplication")).hasSize(1);
    assertThat(dms.requests("ModifyEndpoint"))
        .singleElement()
        .hasToString(
            "{\"S3Settings\":{\"BucketName\":\"lake\",\"ServiceAccessRoleArn\":\"arn:lake\",\"DataFormat\":\"csv\"},"
                + "\"EndpointArn\":\"%s\"}".formatted(ARN + "endpoint:T"));
    assertThat(progress)
        .contains(
            "replication configuration orders: stopping",
            "endpoint orders-target: changing",
            "replication configuration orders: resuming from its checkpoint");
  }

  @Test
  void aReplicationThatAnotherClientHasStoppedSinceThePlanIsLeftAsItIs() {
    Declaration changed = changed();
    dms.answer("DescribeReplications", running(100), replication("stopped", 100, 1796000000, ""));

    Problem problem = failure(changed);

    assertThat(problem.code()).isEqualTo(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(dms.requests("ModifyEndpoint")).isEmpty();
    assertThat(dms.requests("StartReplication")).isEmpty();
  }

  @Test
  void aReplicationThatWasStoppedForAChangeThatIsRefusedIsReported() {
    Declaration changed = changed();
    dms.answer("ModifyEndpoint", RecordedDms.error("InvalidResourceStateFault", "busy"));

    failure(changed);

    assertThat(dms.requests("StopReplication")).hasSize(1);
    assertThat(dms.requests("StartReplication")).isEmpty();
    assertThat(progress.get(progress.size() - 1))
        .isEqualTo(
            "replication configuration orders: it was to be stopped for its change, and was not"
                + " seen to be resumed: mskcdc dms status orders shows whether it runs, and the next"
                + " dms apply resumes it");
  }

  @Test
  void aTaskWaitsForItsInstance() {
    String task =
        """
        {"ReplicationTasks": [{"ReplicationTaskIdentifier": "orders", "ReplicationTaskArn": "%s",
          "Status": "%s", "ReplicationTaskStats": {"FullLoadProgressPercent": 100,
          "StartDate": 1796000000.5}}]}
        """;
    String arn = ARN + "task:1";
    dms.answer(
        "CreateReplicationInstance",
        "{\"ReplicationInstance\": {\"ReplicationInstanceArn\": \"%s\"}}".formatted(ARN + "rep:1"));
    String instance =
        "{\"ReplicationInstances\": [{\"ReplicationInstanceIdentifier\": \"orders\","
            + " \"ReplicationInstanceStatus\": \"%s\"}]}";
    dms.answer(
        "DescribeReplicationInstances",
        "{\"ReplicationInstances\": []}",
        "{\"ReplicationInstances\": []}",
        instance.formatted("creating"),
        instance.formatted("available"));
    dms.answer(
        "CreateReplicationTask",
        "{\"ReplicationTask\": {\"ReplicationTaskArn\": \"%s\"}}".formatted(arn));
    dms.answer(
        "DescribeReplicationTasks",
        "{\"ReplicationTasks\": []}",
        "{\"ReplicationTasks\": []}",
        task.formatted(arn, "creating"),
        task.formatted(arn, "ready"),
        task.formatted(arn, "running"));
    dms.answer("DescribeTableStatistics", "{\"TableStatistics\": [" + ORDERS + "]}");
    dms.answer("TestConnection", "{}");
    dms.answer("DescribeConnections", connections("testing", ""), connections("successful", ""));

    apply(declared(DeclaredTasks.PROVISIONED));

    assertThat(dms.requests("CreateReplicationTask").get(0).path("ReplicationInstanceArn").asText())
        .isEqualTo(ARN + "rep:1");
    assertThat(dms.requests("StartReplicationTask")).hasSize(1);
    assertThat(dms.requests("TestConnection")).hasSize(2);
    assertThat(time.now()).isEqualTo(Duration.ofSeconds(90));
  }

  private static String connections(String status, String cause) {
    String connection =
        """
        {"ReplicationInstanceArn": "%srep:1", "EndpointArn": "%sendpoint:%s", "Status": "%s",
         "LastFailureMessage": "%s"}
        """;
    return "{\"Connections\": [%s, %s]}"
        .formatted(
            connection.formatted(ARN, ARN, "S", status, cause),
            connection.formatted(ARN, ARN, "T", status, cause));
  }

  @Test
  void aTaskIsNotStartedIfItsInstanceCannotConnect() {
    dms.answer(
        "DescribeReplicationInstances",
        "{\"ReplicationInstances\": []}",
        "{\"ReplicationInstances\": []}",
        "{\"ReplicationInstances\": [{\"ReplicationInstanceIdentifier\": \"orders\","
            + " \"ReplicationInstanceStatus\": \"available\"}]}");
    dms.answer(
        "CreateReplicationInstance",
        "{\"ReplicationInstance\": {\"ReplicationInstanceArn\": \"%s\"}}".formatted(ARN + "rep:1"));
    dms.answer(
        "CreateReplicationTask",
        "{\"ReplicationTask\": {\"ReplicationTaskArn\": \"%s\"}}".formatted(ARN + "task:1"));
    dms.answer(
        "DescribeReplicationTasks",
        "{\"ReplicationTasks\": []}",
        "{\"ReplicationTasks\": []}",
        "{\"ReplicationTasks\": [{\"ReplicationTaskIdentifier\": \"orders\", \"Status\": \"ready\"}]}");
    dms.answer("TestConnection", "{}");
    dms.answer("DescribeConnections", connections("failed", "Access denied for user 'dms'"));

    Problem problem = failure(declared(DeclaredTasks.PROVISIONED));

    assertThat(problem.where()).isEqualTo("endpoint orders-source");
    assertThat(problem.message())
        .isEqualTo("the instance cannot connect: Access denied for user 'dms'");
    assertThat(dms.requests("StartReplicationTask")).isEmpty();
  }

  @Test
  void aCreationWhoseAnswerWasLostIsNotRepeated() {
    dms.answer(
        "DescribeReplicationConfigs",
        "{\"ReplicationConfigs\": []}",
        "{\"ReplicationConfigs\": []}",
        "{\"ReplicationConfigs\": [" + CONFIG + "]}");
    dms.answer("CreateReplicationConfig", WireMock.serverError());
    dms.answer("DescribeReplications", running(100));
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));

    apply(declared(DeclaredTasks.SERVERLESS));

    assertThat(dms.requests("CreateReplicationConfig")).hasSize(1);
    assertThat(dms.requests("StartReplication").get(0).path("ReplicationConfigArn").asText())
        .isEqualTo(CONFIG_ARN);
  }

  @Test
  void aMissingPermissionIsNamed() {
    dms.answer(
        "DescribeEndpoints",
        RecordedDms.error("AccessDeniedException", "User: x is not authorized"));

    Problem problem = failure(declared(DeclaredTasks.SERVERLESS));

    assertThat(problem.code()).isEqualTo(ErrorCode.AWS_FORBIDDEN);
    assertThat(problem.next()).startsWith("allow dms:DescribeEndpoints to the role");
  }

  @Test
  void theStartPointIsSentOnlyWithTheStart() {
    dms.answer("DescribeReplications", running(100));
    dms.answer("DescribeReplicationTableStatistics", tables(ORDERS));

    apply(
        declared(
            DeclaredTasks.SERVERLESS.replace(
                "migrationType: full-load-and-cdc",
                "migrationType: cdc\ncdcStart: {time: 2026-11-30T08:00:00Z}")));

    assertThat(dms.requests("StartReplication").get(0).path("CdcStartTime").asLong())
        .isEqualTo(1796025600L);
  }
}
