package io.mskcdc.msk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.config.SampleWorkerSettings;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.DedicatedWorkers;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Progress;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.time.Polling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that the local service cannot return; {@code MskConnectIT} tests the rest. */
class MskConnectRuntimeTest {
  private static final String PREFIX = "arn:aws:kafkaconnect:eu-west-1:111122223333:";
  private static final String ARN = PREFIX + "connector/shop/0a1b-2";
  private static final String CONNECTOR = "/v1/connectors/" + encoded(ARN);
  private static final String OPERATION = PREFIX + "connector-operation/shop/0a1b-2/9";
  private static final String WORKER_ARN = PREFIX + "worker-configuration/test-worker-1/1-2";
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", "key-of-the-test");
  private static final String OF_2026 =
      "\"creationTime\": \"2026-01-01T00:00:00Z\", \"endTime\": \"2026-01-01T00:00:01Z\"";
  private static final String LOGS =
      """
      , "logDelivery": {"workerLogDelivery": {
          "cloudWatchLogs": {"enabled": true, "logGroup": "/shop"}}}
      """;
  private static final Map<String, String> CONFIG = Map.of("connector.class", "S", "a", "1");

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  @TempDir Path temp;
  private final List<String> progress = new ArrayList<>();
  private AwsSession session;
  private Bundle bundle;
  private MskConnectRuntime runtime;
  private WorkerSettings settings;

  @BeforeEach
  void open() {
    CREDENTIALS.forEach(System::setProperty);
    session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(20)),
            name -> null,
            progress::add);
    BundleFolder folder = new MskEnvironment(new BundleFolder(temp)).write();
    bundle = new BundleReader(new BundlePaths(folder.root())).read("test", List.of());
    settings = bundle.connectors().get(0).settings().orElseThrow();
    runtime = runtime(false);
    listing(get(urlPathEqualTo("/v1/connectors")), "connectors", "connectorArn", ARN);
    workerConfiguration("offset.storage.topic=shop-offsets");
    connector("RUNNING", "");
  }

  private MskConnectRuntime runtime(boolean stackTraces) {
    Optional<URI> endpoint = Optional.of(URI.create(SERVICE.baseUrl()));
    KafkaConnect api = new KafkaConnect(session, endpoint);
    return new MskConnectRuntime(
        api,
        new ConnectorLog(api, session, endpoint, stackTraces),
        bundle.environment(),
        bundle.workers(),
        new Polling(Duration.ofMillis(10), Duration.ofSeconds(2)),
        progress::add);
  }

  @AfterEach
  void close() {
    session.close();
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void givenADescribedConnectorThenItsSettingsEqualThoseOfItsEnvironment() {
    LiveConnector live = runtime.connector("shop").orElseThrow();

    assertThat(live.config()).isEqualTo(CONFIG);
    settings = SampleWorkerSettings.with(settings, "worker", "test-worker-1");
    assertThat(live.settings()).contains(settings);
    assertThat(live.status().state()).isEqualTo(RunState.RUNNING);
    assertThat(live.status().tasksKnown()).isFalse();
  }

  @Test
  void givenLogDeliveryAndAutoscalingThenBothAreRead() {
    connector(
        "RUNNING",
        """
        , "capacity": {"autoScaling": {"minWorkerCount": 1, "maxWorkerCount": 2, "mcuCount": 4,
            "maxAutoscalingTaskCount": 5,
            "scaleInPolicy": {"cpuUtilizationPercentage": 20},
            "scaleOutPolicy": {"cpuUtilizationPercentage": 80}}},
          "logDelivery": {"workerLogDelivery": {
            "cloudWatchLogs": {"enabled": true, "logGroup": "/shop"},
            "firehose": {"enabled": false},
            "s3": {"enabled": true, "bucket": "logs", "prefix": "shop/"}}}
        """);

    assertThat(runtime.connector("shop").orElseThrow().settings().orElseThrow().texts())
        .containsEntry("capacity.autoScaling.maxWorkerCount", "2")
        .containsEntry("capacity.autoScaling.scaleInPolicy.cpuUtilizationPercentage", "20")
        .containsEntry("capacity.autoScaling.maxAutoscalingTaskCount", "5")
        .containsEntry("logDelivery.cloudWatchLogs.logGroup", "/shop")
        .containsEntry("logDelivery.s3.prefix", "shop/")
        .doesNotContainKeys("capacity.mcuCount", "logDelivery.firehose.deliveryStream");
  }

  @Test
  void givenAFailedConnectorThenItsStatusHasTheReasonAndThePlaceOfTheLog() {
    connector(
        "FAILED",
        """
        , "stateDescription": {"code": "InvalidInput.InvalidConnectorConfiguration",
            "message": "no such\\nclass\\u001b"},
          "logDelivery": {"workerLogDelivery": {
            "cloudWatchLogs": {"enabled": true, "logGroup": "/shop"}}}
        """);

    assertThat(runtime.connector("shop").orElseThrow().status().trace())
        .isEqualTo(
            "InvalidInput.InvalidConnectorConfiguration: no such class; its log is in the log"
                + " group /shop");
  }

  @Test
  void givenARunningConnectorWithAFailedTaskInItsLogThenItsStatusHasTheTask() {
    logs();
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .willReturn(
                okJson(
                    "{\"events\": ["
                        + event(
                            "[t] ERROR [shop|task-0] WorkerSourceTask{id=shop-0} Task threw an"
                                + " uncaught and unrecoverable exception. Task is being killed"
                                + "\\njava.lang.X: a\\nCaused by: java.lang.Y: b")
                        + "]}")));

    for (LiveConnector live :
        List.of(runtime.connector("shop").orElseThrow(), runtime.connectors().get(0))) {
      assertThat(live.status().state()).isEqualTo(RunState.RUNNING);
      assertThat(live.status().hasFailed()).isTrue();
      assertThat(live.status().tasks())
          .containsExactly(
              new TaskStatus(
                  0, RunState.FAILED, null, "java.lang.X: a\nCaused by: java.lang.Y: b"));
    }
  }

  @Test
  void givenAConnectorThatTheEnvironmentDoesNotListThenItsLogIsNotSearched() {
    logs();
    connector("RUNNING", LOGS + ", \"connectorName\": \"of-another-team\"");

    assertThat(runtime.connectors()).hasSize(1);

    SERVICE.verify(0, postRequestedFor(urlPathEqualTo("/")));
  }

  @Test
  void givenARunningConnectorWhoseLogCannotBeReadThenThatIsReportedOnce() {
    logs();
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody("{\"__type\": \"AccessDeniedException\", \"message\": \"no\"}")));

    assertThat(runtime.connector("shop").orElseThrow().status().hasFailed()).isFalse();
    assertThat(runtime.connector("shop").orElseThrow().status().hasFailed()).isFalse();

    assertThat(progress)
        .singleElement()
        .asString()
        .startsWith("shop: its log in /shop cannot be read: ");
    // Progress is printed beside the result, which programs read.
    assertThat(runtime.unread("shop"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("its log in /shop cannot be read: "));
  }

  private void logs() {
    connector("RUNNING", LOGS);
    SERVICE.stubFor(
        get(urlPathEqualTo(CONNECTOR + "/operations"))
            .willReturn(okJson("{\"connectorOperations\": []}")));
  }

  @Test
  void givenAConnectorThatIsBeingDeletedThenItCountsAsAbsent() {
    connector("DELETING", "");

    assertThat(runtime.connector("shop")).isEmpty();
    assertThat(runtime.connectors()).isEmpty();
  }

  @Test
  void givenARolledBackUpdateThenTheProblemHasItsReasonAndSteps() {
    updates();
    operation(
        "ROLLBACK_COMPLETE",
        """
        "errorInfo": {"code": "InvalidInput.X", "message": "Unknown host db"},
        "operationSteps": [{"stepType": "INITIALIZE_UPDATE", "stepState": "COMPLETED"},
                           {"stepType": "VALIDATE_UPDATE", "stepState": "FAILED"}],
        "endTime": "2026-01-01T00:00:00Z"
        """);

    Problem problem = problem(() -> runtime.update("shop", Map.of("connector.class", "T")));

    assertThat(problem.code()).isEqualTo(ErrorCode.UPDATE_ROLLED_BACK);
    assertThat(problem.message())
        .isEqualTo(
            "UPDATE_CONNECTOR_CONFIGURATION ended ROLLBACK_COMPLETE (INITIALIZE_UPDATE COMPLETED,"
                + " VALIDATE_UPDATE FAILED): InvalidInput.X: Unknown host db; the connector runs as"
                + " before this operation");
    assertThat(problem.next()).contains("it has no log, since logDelivery is not set");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenAFailedUpdateThenTheLastErrorIsReportedAndItsStackTraceOnRequestOnly(
      boolean stackTraces) {
    runtime = runtime(stackTraces);
    connector(
        "RUNNING",
        """
        , "logDelivery": {"workerLogDelivery": {
            "cloudWatchLogs": {"enabled": true, "logGroup": "/shop"}}}
        """);
    updates();
    operation("UPDATE_FAILED", OF_2026);
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .willReturn(
                okJson(
                    """
                    {"events": [%s, %s, %s]}
                    """
                        .formatted(
                            event("[t] ERROR first"),
                            event("[t] ERROR second\\n\\tat a.B\\nCaused by: c\\n\\t... 3 more"),
                            event("[t] INFO later")))));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).next())
        .endsWith("its log is in the log group /shop");

    assertThat(progress)
        .containsSubsequence(
            "shop: the end of its log in /shop:", "  | [t] ERROR second", "  | Caused by: c")
        .satisfies(
            lines ->
                assertThat(lines.containsAll(List.of("  | \tat a.B", "  | \t... 3 more")))
                    .isEqualTo(stackTraces))
        .noneMatch(line -> line.contains("first") || line.contains("later"));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/"))
            .withHeader("X-Amz-Target", equalTo("Logs_20140328.FilterLogEvents"))
            .withRequestBody(
                equalToJson(
                    "{\"logGroupName\": \"/shop\", \"logStreamNamePrefix\": \"shop\","
                        + " \"startTime\": 1767225600000}")));
  }

  private static String event(String message) {
    return "{\"logStreamName\": \"shop-0a1b-2/worker-1\", \"message\": \"" + message + "\"}";
  }

  @Test
  void givenACommitThatIsTooOldForTheNextSearchThenItIsNoProgress() {
    connector("RUNNING", LOGS);
    LiveConnector live = runtime.connector("shop").orElseThrow();
    logged(
        """
        {"logStreamName": "shop-0a1b-2/worker-1", "timestamp": 1767225600000,
         "message": "INFO WorkerSourceTask{id=shop-0} Committing offsets for 3 messages"}
        """);
    Progress before = runtime.progress(live).orElseThrow();
    logged("");

    assertThat(runtime.progress(live)).hasValue(before);
    assertThat(before.mayStandStill()).isFalse();
  }

  private static void logged(String events) {
    SERVICE.stubFor(post(urlPathEqualTo("/")).willReturn(okJson("{\"events\": [" + events + "]}")));
  }

  @Test
  void givenALogThatCannotBeReadThenTheFailureIsStillReported() {
    connector(
        "RUNNING",
        """
        , "logDelivery": {"workerLogDelivery": {
            "cloudWatchLogs": {"enabled": true, "logGroup": "/shop"}}}
        """);
    updates();
    operation("UPDATE_FAILED", OF_2026);
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody("{\"__type\": \"AccessDeniedException\", \"message\": \"no\"}")));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).code())
        .isEqualTo(ErrorCode.OPERATION_FAILED);
    assertThat(progress).anyMatch(line -> line.startsWith("shop: its log in /shop cannot be read"));
  }

  @ParameterizedTest
  @CsvSource({"UPDATE_FAILED", "ROLLBACK_FAILED"})
  void givenAFailedUpdateOfARunningConnectorThenItIsAFailure(String state) {
    updates();
    operation(state, "\"endTime\": \"2026-01-01T00:00:00Z\"");

    Problem problem = problem(() -> runtime.update("shop", Map.of("connector.class", "T")));

    assertThat(problem.code()).isEqualTo(ErrorCode.OPERATION_FAILED);
    assertThat(problem.message()).contains("the service gives no reason");
  }

  @Test
  void givenAFailedUpdateBeforeItsRollbackThenTheRollbackIsAwaited() {
    updates();
    connectorThen("RUNNING", "UPDATING");
    String scenario = "rollback";
    SERVICE.stubFor(
        operationRequest()
            .inScenario(scenario)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(operationAnswer("UPDATE_FAILED", "\"operationSteps\": []"))
            .willSetStateTo("back"));
    SERVICE.stubFor(
        operationRequest()
            .inScenario(scenario)
            .whenScenarioStateIs("back")
            .willReturn(
                operationAnswer("ROLLBACK_COMPLETE", "\"endTime\": \"2026-01-01T00:00:00Z\"")));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).code())
        .isEqualTo(ErrorCode.UPDATE_ROLLED_BACK);
  }

  @Test
  void givenAnOperationThatDoesNotEndThenItIsAnError() {
    updates();
    operation("UPDATE_IN_PROGRESS", "\"operationSteps\": []");

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).code())
        .isEqualTo(ErrorCode.OPERATION_NOT_ENDED);
    assertThat(progress).contains("shop: UPDATE_IN_PROGRESS");
  }

  @Test
  void givenAConnectorThatIsDeletedDuringAChangeThenItsOperationIsNotAwaited() {
    connectorThen("RUNNING", "DELETING");
    updates();
    SERVICE.stubFor(
        operationRequest()
            .willReturn(
                okJson("{}").withStatus(404).withHeader("x-amzn-ErrorType", "NotFoundException")));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).headline())
        .isEqualTo(
            "[connector-disappeared] shop: another client deleted the connector during the change");
  }

  @Test
  void givenAnAcceptedChangeThatCannotBeReadAnyMoreThenTheProblemsSayThatItGoesOn() {
    updates();
    SERVICE.stubFor(
        operationRequest()
            .willReturn(
                okJson("{}")
                    .withStatus(403)
                    .withHeader("x-amzn-ErrorType", "ExpiredTokenException")));

    assertThatThrownBy(() -> runtime.update("shop", Map.of("a", "2")))
        .hasMessageContaining("[aws-unauthorized] ")
        .hasMessageEndingWith(
            "; [operation-not-ended] shop: the service has accepted the change and goes on with it;"
                + " its end was not seen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"connectorArn\": \"a\", \"connectorName\": \"shop\", \"connectorState\": \"RUNNING\"}",
        "{\"creationTime\": \"yesterday\"}"
      })
  void givenAnAnswerOfAnotherServiceThenItIsNoConnector(String body) {
    SERVICE.stubFor(get(urlPathEqualTo(CONNECTOR)).willReturn(okJson(body)));

    assertThat(problem(() -> runtime.connectors()).code()).isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"connectorOperationState\": \"UPDATE_COMPLETE\", \"connectorArn\": \"a\"}"
      })
  void givenAnAnswerOfAnotherServiceThenItIsNoOperation(String body) {
    updates();
    SERVICE.stubFor(operationRequest().willReturn(okJson(body)));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).code())
        .isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @Test
  void givenAListOfAnotherServiceThenItIsNoListOfConnectors() {
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors")).willReturn(okJson("{\"connectors\": [{}]}")));

    assertThat(problem(() -> runtime.connectors()).code()).isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @Test
  void givenEqualValuesThenNothingIsSent() {
    settings = SampleWorkerSettings.with(settings, "worker", "test-worker-1");

    runtime.update("shop", CONFIG);
    workers().update("shop", settings);

    SERVICE.verify(0, putRequestedFor(urlPathMatching(".*")));
  }

  @Test
  void givenAPausedConnectorThenItIsUpdatedWithoutHealthCheckAndThatIsReported() {
    connector("PAUSED", "");
    updates();
    operation("UPDATE_COMPLETE", "\"endTime\": \"2026-01-01T00:00:00Z\"");

    runtime.update("shop", Map.of("a", "2"));

    SERVICE.verify(
        putRequestedFor(urlPathEqualTo(CONNECTOR))
            .withQueryParam("currentVersion", equalTo("K1"))
            .withRequestBody(
                equalToJson(
                    "{\"connectorConfiguration\": {\"a\": \"2\"}, \"skipHealthValidation\":"
                        + " true}")));
    assertThat(progress).anyMatch(line -> line.contains("cannot check whether it will run"));
  }

  @Test
  void givenSeveralWorkerSettingsThatDifferThenOnlyTheyAreSentInOneCall() {
    updates();
    operation("UPDATE_COMPLETE", "\"endTime\": \"2026-01-01T00:00:00Z\"");
    plugin("debezium-9f8e", "ACTIVE");
    settings = SampleWorkerSettings.with(settings, "worker", "test-worker-1");
    settings = SampleWorkerSettings.with(settings, "plugin", "debezium-9f8e");
    settings = SampleWorkerSettings.with(settings, "capacity.mcuCount", "2");

    workers().update("shop", settings);

    SERVICE.verify(
        putRequestedFor(urlPathEqualTo(CONNECTOR))
            .withRequestBody(
                equalToJson(
                    """
                    {"capacity": {"provisionedCapacity": {"mcuCount": 2, "workerCount": 1}},
                     "plugins": [{"customPlugin": {"customPluginArn": "arn:of-debezium-9f8e",
                                                   "revision": 1}}],
                     "skipHealthValidation": false}
                    """)));
  }

  @Test
  void givenAChangeUnderWayThenTheNextOneWaits() {
    connectorThen("UPDATING", "RUNNING");
    updates();
    operation("UPDATE_COMPLETE", "\"endTime\": \"2026-01-01T00:00:00Z\"");

    runtime.update("shop", Map.of("a", "2"));

    SERVICE.verify(1, putRequestedFor(urlPathEqualTo(CONNECTOR)));
    assertThat(progress)
        .startsWith("shop: waiting for the end of an earlier change, it is UPDATING");
  }

  @Test
  void givenAnotherClientsChangeUnderWayThenTheConnectorIsReadAfterItsEnd() {
    connectorThen("UPDATING", "RUNNING");

    assertThat(runtime.settled("shop").orElseThrow().status().state()).isEqualTo(RunState.RUNNING);
    assertThat(runtime.settled("absent")).isEmpty();
  }

  @Test
  void givenAConflictThenTheRequestIsNotRepeated() {
    SERVICE.stubFor(
        put(urlPathEqualTo(CONNECTOR))
            .willReturn(
                aResponse()
                    .withStatus(409)
                    .withHeader("x-amzn-ErrorType", "ConflictException")
                    .withBody("{\"message\": \"busy\"}")));

    assertThat(problem(() -> runtime.update("shop", Map.of("a", "2"))).code())
        .isEqualTo(ErrorCode.AWS_CONFLICT);
    SERVICE.verify(1, putRequestedFor(urlPathEqualTo(CONNECTOR)));
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, PAUSED, /pause",
    "PAUSED, RUNNING, /resume",
    "PAUSED, PAUSED, ",
    "RUNNING, RUNNING, ",
  })
  void givenALiveStateThenOnlyTheNecessaryRequestIsSent(
      String live, WantedState wanted, String call) {
    connector(live, "");
    updates();
    operation("PAUSE_COMPLETE", "\"endTime\": \"2026-01-01T00:00:00Z\"");

    runtime.changeState("shop", wanted);

    SERVICE.verify(
        call == null ? 0 : 1,
        putRequestedFor(call == null ? urlPathMatching(".*") : urlPathEqualTo(CONNECTOR + call)));
  }

  @Test
  void givenAFailedConnectorThenItCanOnlyBeReplaced() {
    connector("FAILED", "");

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> runtime.restart("shop", false),
            () -> runtime.changeState("shop", WantedState.PAUSED))) {
      Problem problem = problem(call);
      assertThat(problem.code()).isEqualTo(ErrorCode.CONNECTOR_FAILED);
      assertThat(problem.next()).contains("mskcdc apply shop");
    }
  }

  @Test
  void givenARequestThatMskConnectLacksThenItIsRefused() {
    connector("RUNNING", ", \"kafkaConnectVersion\": \"2.7.1\"");

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> runtime.changeState("shop", WantedState.STOPPED),
            () -> runtime.offsets("shop"),
            () -> runtime.validate("shop", CONFIG),
            () -> runtime.restart("shop", true))) {
      assertThat(problem(call).code()).isEqualTo(ErrorCode.NOT_ON_MSK_CONNECT);
    }
    assertThat(runtime.topics("shop")).isEmpty();
  }

  @Test
  void givenADeletionThenItWaitsUntilTheConnectorIsGone() {
    SERVICE.stubFor(delete(urlPathEqualTo(CONNECTOR)).willReturn(okJson("{}")));
    connectorThen("RUNNING", "DELETING");
    String scenario = "listed";
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .inScenario(scenario)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(list("connectors", "connectorArn", ARN))
            .willSetStateTo("again"));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .inScenario(scenario)
            .whenScenarioStateIs("again")
            .willReturn(list("connectors", "connectorArn", ARN))
            .willSetStateTo("gone"));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .inScenario(scenario)
            .whenScenarioStateIs("gone")
            .willReturn(okJson("{\"connectors\": []}")));

    runtime.delete("shop");

    SERVICE.verify(1, deleteRequestedFor(urlPathEqualTo(CONNECTOR)));
  }

  @Test
  void givenADeletionAfterWhichAnotherClientCreatesTheNameAgainThenItEndsAndSaysSo() {
    String other = ARN.replace("0a1b-2", "9f8e-2");
    SERVICE.stubFor(delete(urlPathEqualTo(CONNECTOR)).willReturn(okJson("{}")));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors/" + encoded(other)))
            .willReturn(okJson(json("CREATING", "").replace(ARN, other))));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .inScenario("again")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(list("connectors", "connectorArn", ARN))
            .willSetStateTo("other"));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .inScenario("again")
            .whenScenarioStateIs("other")
            .willReturn(list("connectors", "connectorArn", other)));

    runtime.delete("shop");

    SERVICE.verify(1, deleteRequestedFor(urlPathMatching("/v1/connectors/.*")));
    assertThat(progress)
        .containsExactly(
            "warning shop: it was deleted, and another client has created a connector of this name,"
                + " which is CREATING");
  }

  @Test
  void givenAPluginThatIsAbsentOrNotActiveThenTheProblemHasTheNextStep() {
    settings = SampleWorkerSettings.with(settings, "plugin", "debezium-9f8e");
    listing(get(urlPathEqualTo("/v1/custom-plugins")), "customPlugins", "x", null);
    assertThat(workers().missing("shop", settings))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_NOT_THERE);
              assertThat(problem.next())
                  .isEqualTo("run ./scripts/upload-plugin.sh debezium-3-1a2b --env test");
            });

    plugin("debezium-9f8e", "CREATE_FAILED");
    assertThat(workers().missing("shop", settings))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).endsWith("debezium-9f8e is CREATE_FAILED"));

    plugin("debezium-9f8e", "ACTIVE");
    assertThat(workers().missing("shop", settings)).isEmpty();
  }

  @Test
  void givenNoWorkerConfigurationThenACreationCreatesIt() {
    plugin("debezium-3-1a2b", "ACTIVE");
    listing(get(urlPathEqualTo("/v1/worker-configurations")), "workerConfigurations", "x", null);
    SERVICE.stubFor(
        post(urlPathEqualTo("/v1/worker-configurations"))
            .willReturn(okJson("{\"workerConfigurationArn\": \"" + WORKER_ARN + "\"}")));
    SERVICE.stubFor(
        post(urlPathEqualTo("/v1/connectors"))
            .willReturn(okJson("{\"connectorArn\": \"" + ARN + "\"}")));
    listing(get(urlPathEqualTo("/v1/connectors")), "connectors", "x", null);

    runtime.create("shop", CONFIG, Optional.of(settings), WantedState.RUNNING);

    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/v1/worker-configurations"))
            .withRequestBody(matchingJsonPath("$.name", equalTo(settings.worker().orElseThrow())))
            .withRequestBody(
                matchingJsonPath(
                    "$.propertiesFileContent",
                    equalTo(
                        base64(
                            """
                            key.converter=org.apache.kafka.connect.json.JsonConverter
                            value.converter=org.apache.kafka.connect.json.JsonConverter
                            offset.storage.topic=shop-offsets
                            """)))));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/v1/connectors"))
            .withRequestBody(
                equalToJson(
                    """
                    {"connectorName": "shop",
                     "connectorConfiguration": {"connector.class": "S", "a": "1"},
                     "capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 1}},
                     "kafkaCluster": {"apacheKafkaCluster": {
                       "bootstrapServers": "b-1:9098,b-2:9098",
                       "vpc": {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]}}},
                     "kafkaClusterClientAuthentication": {"authenticationType": "IAM"},
                     "kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"},
                     "kafkaConnectVersion": "3.7.x",
                     "plugins": [{"customPlugin": {
                       "customPluginArn": "arn:of-debezium-3-1a2b", "revision": 1}}],
                     "workerConfiguration": {"workerConfigurationArn": "%s", "revision": 1},
                     "serviceExecutionRoleArn": "arn:aws:iam::111122223333:role/shop",
                     "networkType": "IPV4"}
                    """
                        .formatted(WORKER_ARN))));
  }

  @Test
  void givenAConnectorThenItsInternalTopicsAreNamedAfterItsArn() {
    assertThat(runtime.internalTopics("shop"))
        .containsExactly(
            "__amazon_msk_connect_configs_shop_0a1b-2", "__amazon_msk_connect_status_shop_0a1b-2");

    workerConfiguration("key.converter=K");
    open();
    workerConfiguration("key.converter=K");
    assertThat(runtime.internalTopics("shop")).contains("__amazon_msk_connect_offsets_shop_0a1b-2");
  }

  private DedicatedWorkers workers() {
    return runtime.dedicatedWorkers().orElseThrow();
  }

  private void connector(String state, String more) {
    SERVICE.stubFor(get(urlPathEqualTo(CONNECTOR)).willReturn(okJson(json(state, more))));
  }

  private void connectorThen(String first, String then) {
    SERVICE.stubFor(
        get(urlPathEqualTo(CONNECTOR))
            .inScenario("connector")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(json(first, "")))
            .willSetStateTo("then"));
    SERVICE.stubFor(
        get(urlPathEqualTo(CONNECTOR))
            .inScenario("connector")
            .whenScenarioStateIs("then")
            .willReturn(okJson(json(then, ""))));
  }

  /** The last of two equal members counts. */
  private static String json(String state, String more) {
    return """
    {"connectorArn": "%s", "connectorName": "shop", "connectorState": "%s",
     "currentVersion": "K1", "creationTime": "2026-01-01T00:00:00Z", "connectorConfiguration": {"connector.class": "S", "a": "1"},
     "capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 1}},
     "kafkaCluster": {"apacheKafkaCluster": {"bootstrapServers": "b-2:9098,b-1:9098",
       "vpc": {"subnets": ["subnet-2", "subnet-1"], "securityGroups": ["sg-1"]}}},
     "kafkaClusterClientAuthentication": {"authenticationType": "IAM"},
     "kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"},
     "kafkaConnectVersion": "3.7.x",
     "plugins": [{"customPlugin": {
       "customPluginArn": "%scustom-plugin/debezium-3-1a2b/1-2", "revision": 1}}],
     "workerConfiguration": {"workerConfigurationArn": "%s", "revision": 1},
     "serviceExecutionRoleArn": "arn:aws:iam::111122223333:role/shop"%s}
    """
        .formatted(ARN, state, PREFIX, WORKER_ARN, more);
  }

  private void workerConfiguration(String properties) {
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/worker-configurations/" + encoded(WORKER_ARN)))
            .willReturn(
                okJson(
                    """
                    {"workerConfigurationArn": "%s", "name": "test-worker-1",
                     "workerConfigurationState": "ACTIVE", "creationTime": "2026-01-01T00:00:00Z",
                     "latestRevision": {"revision": 1, "propertiesFileContent": "%s"}}
                    """
                        .formatted(WORKER_ARN, base64(properties)))));
  }

  private void plugin(String name, String state) {
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins"))
            .willReturn(
                okJson(
                    """
                    {"customPlugins": [{"customPluginArn": "arn:of-%s", "name": "%s",
                      "customPluginState": "%s", "creationTime": "2026-01-01T00:00:00Z",
                      "latestRevision": {"revision": 1}}]}
                    """
                        .formatted(name, name, state))));
  }

  private void updates() {
    SERVICE.stubFor(
        put(urlPathMatching(CONNECTOR + ".*"))
            .willReturn(okJson("{\"connectorOperationArn\": \"" + OPERATION + "\"}")));
  }

  private void operation(String state, String more) {
    SERVICE.stubFor(operationRequest().willReturn(operationAnswer(state, more)));
  }

  private static MappingBuilder operationRequest() {
    return get(urlPathEqualTo("/v1/connectorOperations/" + encoded(OPERATION)));
  }

  private static ResponseDefinitionBuilder operationAnswer(String state, String more) {
    return okJson(
        """
        {"connectorOperationArn": "%s",
         "connectorOperationType": "UPDATE_CONNECTOR_CONFIGURATION",
         "connectorOperationState": "%s", "creationTime": "2026-01-02T00:00:00Z", %s}
        """
            .formatted(OPERATION, state, more));
  }

  private void listing(MappingBuilder request, String member, String arnMember, String arn) {
    SERVICE.stubFor(request.willReturn(list(member, arnMember, arn)));
  }

  private static ResponseDefinitionBuilder list(String member, String arnMember, String arn) {
    return okJson(
        arn == null
            ? "{\"" + member + "\": []}"
            : "{\""
                + member
                + "\": [{\"connectorName\": \"shop\", \"connectorState\": \"RUNNING\", \""
                + arnMember
                + "\": \""
                + arn
                + "\"}]}");
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problems().get(0);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String arn) {
    return arn.replace(":", "%3A").replace("/", "%2F");
  }
}
