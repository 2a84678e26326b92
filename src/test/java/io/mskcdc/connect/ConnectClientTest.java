package io.mskcdc.connect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.WantedState;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.runtime.Validation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectClientTest {
  private static final String HTML = "<html><body><h2>HTTP ERROR 404</h2></body></html>";
  private static final String SHOP =
      """
      {"name": "shop", "config": {"name": "shop", "connector.class": "S", "tasks.max": 1},
       "tasks": [{"connector": "shop", "task": 0}], "type": "source"}
      """;
  private static final String SHOP_STATUS =
      """
      {"name": "shop", "type": "source", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:2", "trace": "boom"}]}
      """;

  @RegisterExtension
  static final WireMockExtension WORKER = WireMockExtension.newInstance().build();

  private final List<String> progress = new ArrayList<>();

  @Test
  void givenAllConnectorsThenTheyAreReadTogether() {
    WORKER.stubFor(
        get(anyUrl())
            .willReturn(
                okJson("{\"shop\": {\"info\": " + SHOP + ", \"status\": " + SHOP_STATUS + "}}")));

    var connectors = client().connectors();

    assertThat(connectors)
        .singleElement()
        .satisfies(
            live -> {
              assertThat(live.config()).isEqualTo(Map.of("connector.class", "S", "tasks.max", "1"));
              assertThat(live.status().state()).isEqualTo(RunState.RUNNING);
              assertThat(live.status().tasks().get(0).trace()).isEqualTo("boom");
            });
    WORKER.verify(2, getRequestedFor(anyUrl()));
  }

  /** A worker has no status of a task that hangs in its start. */
  @Test
  void givenATaskWithoutStatusThenItIsUnassigned() {
    String shop =
        SHOP.replace("\"task\": 0}", "\"task\": 0}, {\"connector\": \"shop\", \"task\": 1}");
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(okJson(shop)));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(SHOP_STATUS)));
    WORKER.stubFor(
        get(urlPathMatching("/connectors"))
            .willReturn(
                okJson("{\"shop\": {\"info\": " + shop + ", \"status\": " + SHOP_STATUS + "}}")));

    assertThat(client().connector("shop").orElseThrow().status().tasks())
        .isEqualTo(client().connectors().get(0).status().tasks())
        .extracting(TaskStatus::id, TaskStatus::state)
        .containsExactly(tuple(0, RunState.FAILED), tuple(1, RunState.UNASSIGNED));
  }

  @Test
  void theConfigurationsOfTasksAreReadOnceAndNeedNotBeThere() {
    String path = "/connectors/shop/tasks";
    String tasks =
        """
        [{"id": {"connector": "shop", "task": 0}, "config": {"a": "1", "name": "shop"}},
         {"id": {"connector": "shop", "task": 1}, "config": {"a": "2"}}]
        """;
    WORKER.stubFor(get(urlEqualTo(path)).willReturn(okJson(tasks)));
    assertThat(client().taskConfigs("shop")).contains(List.of(Map.of("a", "1"), Map.of("a", "2")));

    WORKER.stubFor(get(urlEqualTo(path)).willReturn(error(500, "a rebalance is expected")));
    assertThat(client().taskConfigs("shop")).isEmpty();
    WORKER.verify(2, getRequestedFor(urlEqualTo(path)));
  }

  @Test
  void theKafkaClusterIsReadOnceAndNeedNotBeThere() {
    WORKER.stubFor(
        get(urlEqualTo("/"))
            .willReturn(okJson("{\"version\": \"3.7.2\", \"kafka_cluster_id\": \"abc\"}")));
    assertThat(client().cluster()).contains("abc");

    WORKER.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\": \"3.7.2\"}")));
    assertThat(client().cluster()).isEmpty();

    WORKER.stubFor(get(urlEqualTo("/")).willReturn(aResponse().withStatus(503)));
    assertThat(client().cluster()).isEmpty();
    WORKER.verify(3, getRequestedFor(urlEqualTo("/")));
  }

  /** The cache of a proxy would show a state of the past. */
  @Test
  void requestsAskForFreshAnswers() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(okJson(SHOP)));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(SHOP_STATUS)));

    client().connector("shop");

    WORKER.verify(getRequestedFor(anyUrl()).withHeader("Cache-Control", equalTo("no-cache")));
  }

  /** A worker whose connection to Kafka hangs answers so, and the leader restarts the connector. */
  @Test
  void givenAWriteThatTheWorkerCouldNotConfirmThenItMayBeCarriedOut() {
    String answer =
        "{\"error_code\": 500, \"message\": \"Error writing restart request to Kafka\"}";
    WORKER.stubFor(any(anyUrl()).willReturn(okJson(answer).withStatus(500)));

    assertThatThrownBy(() -> client().restart("shop", false))
        .hasMessageContaining("[connect-refused]")
        .hasMessageContaining(
            "Error writing restart request to Kafka; the workers may carry it out nevertheless");
    assertThatThrownBy(() -> client().connector("shop"))
        .hasMessageContaining("[connect-refused]")
        .hasMessageNotContaining("nevertheless");
  }

  /** A schema registry and a REST proxy answer so, and not that a connector is absent. */
  @Test
  void givenAPathThatTheServerDoesNotKnowThenItIsNoWorker() {
    WORKER.stubFor(any(anyUrl()).willReturn(error(404, "HTTP 404 Not Found")));

    try (ConnectClient client = client()) {
      assertThatThrownBy(() -> client.connector("shop")).hasMessageContaining("is not Kafka Conn");
      assertThatThrownBy(() -> client.delete("shop"))
          .hasMessageContaining("is not Kafka Connect's");
    }
  }

  /** A proxy answers so to a plain request on its port for TLS. */
  @Test
  void givenABadRequestOfAProxyThenTheNameOfTheConnectorIsNotTheCause() {
    WORKER.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(400).withBody("<html>plain HTTP to an HTTPS port</html>")));

    assertThatThrownBy(() -> client().connector("shop"))
        .hasMessageContaining("[connect-not-a-worker]");
  }

  @Test
  void givenAResponseOfACacheThenItIsNotTakenForTheWorkers() {
    WORKER.stubFor(get(anyUrl()).willReturn(okJson(SHOP).withHeader("Age", "12")));

    assertThatThrownBy(() -> client().connector("shop"))
        .hasMessageContaining("is of a cache, and 12 s old");
  }

  @Test
  void givenANewResponseThroughACacheThenItIsTheWorkers() {
    WORKER.stubFor(get(anyUrl()).willReturn(okJson(SHOP).withHeader("Age", "0")));

    assertThat(client().connector("shop")).isPresent();
  }

  @Test
  void givenARedirectThenItsTargetIsNamedWithoutItsQuery() {
    WORKER.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(307)
                    .withHeader("Location", "https://login.example.com:8443/in?token=s3cret")));

    assertThatThrownBy(() -> client().update("shop", Map.of("connector.class", "S")))
        .hasMessageContaining("(HTTP 307) is a redirect to https://login.example.com:8443")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void givenACompressedResponseThenTheErrorSaysSo() {
    WORKER.stubFor(get(anyUrl()).willReturn(okJson(SHOP).withHeader("Content-Encoding", "br")));

    assertThatThrownBy(() -> client().connector("shop"))
        .hasMessageContaining("is compressed (br), which was not requested");
  }

  /** Connect returns 202 with the status after a restart, and 200 with a configuration. */
  @Test
  void givenAnEmptySuccessThenNoWorkerHasCarriedItOut() {
    WORKER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));

    try (ConnectClient client = client()) {
      assertThatThrownBy(() -> client.restart("shop", false))
          .hasMessageContaining("is not Kafka Connect's");
      assertThatThrownBy(() -> client.update("shop", Map.of("connector.class", "S")))
          .hasMessageContaining("is not Kafka Connect's");
    }
  }

  @Test
  void givenAConnectorWithoutAStatusYetThenItIsNotLeftOut() {
    WORKER.stubFor(
        get(urlEqualTo("/connectors?expand=info"))
            .willReturn(okJson("{\"shop\": {\"info\": " + SHOP + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors?expand=status")).willReturn(okJson("{}")));

    assertThat(client().connectors())
        .singleElement()
        .satisfies(live -> assertThat(live.status()).isEqualTo(ConnectorStatus.NOT_YET));
  }

  @Test
  void givenANewConnectorThenItHasNoStatusYet() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(okJson(SHOP)));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status")).willReturn(error(404, "No status found")));

    assertThat(client().connector("shop").orElseThrow().status())
        .isEqualTo(ConnectorStatus.NOT_YET);
  }

  @Test
  void givenA404OfConnectThenTheConnectorIsAbsent() {
    WORKER.stubFor(get(anyUrl()).willReturn(error(404, "Connector shop not found")));

    assertThat(client().connector("shop")).isEmpty();
  }

  static Stream<Arguments> transientResponses() {
    return Stream.of(
        Arguments.of("a starting worker's HTML", html(404)),
        Arguments.of("a starting worker's empty body", aResponse().withStatus(404)),
        Arguments.of("a 500 that is not JSON", html(500)),
        Arguments.of(
            "stale configuration",
            error(
                409,
                "Cannot complete request momentarily due to stale configuration (typically caused"
                    + " by a concurrent config change)")),
        Arguments.of(
            "no leader",
            error(
                409,
                "Cannot complete request momentarily due to no known leader URL, likely because a"
                    + " rebalance was underway.")),
        Arguments.of(
            "a conflicting operation",
            error(
                409,
                "Cannot complete request because of a conflicting operation (e.g. worker"
                    + " rebalance)")),
        Arguments.of(
            "a rebalance",
            error(500, "Request cannot be completed because a rebalance is expected")),
        Arguments.of(
            "a leader that restarts",
            error(500, "IO Error trying to forward REST request: java.net.ConnectException")),
        Arguments.of("a load balancer's HTML 502", html(502)),
        Arguments.of("a load balancer's HTML 503", html(503)),
        Arguments.of("a load balancer's HTML 504", html(504)),
        Arguments.of("a worker's 503", error(503, "unavailable")),
        Arguments.of("a limit on requests", html(429)),
        Arguments.of("a reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        Arguments.of("half a body", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
        Arguments.of("nothing", aResponse().withFault(Fault.EMPTY_RESPONSE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transientResponses")
  void givenATransientFailureThenTheRequestIsRepeated(
      String what, ResponseDefinitionBuilder answer) {
    first(any(anyUrl()), answer);
    WORKER.stubFor(
        get(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("later")
            .willReturn(okJson("{\"config\": {}}")));

    assertThat(client().connector("shop")).isPresent();
    // The JDK silently repeats a GET after a broken connection.
    assertThat(progress)
        .hasSizeLessThan(2)
        .allSatisfy(line -> assertThat(line).startsWith("waiting for http://localhost"));
    WORKER.verify(2, getRequestedFor(urlEqualTo("/connectors/shop")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[\"shop\"]", "\"ok\"", "null", "1", "{\"shop\": {}}"})
  void givenAnAnswerOfAnotherShapeThenItIsNotTakenForNoConnectors(String body) {
    WORKER.stubFor(any(anyUrl()).willReturn(okJson(body)));

    assertFails(() -> client().connectors(), ErrorCode.CONNECT_NOT_A_WORKER);
    assertFails(() -> client().connector("shop"), ErrorCode.CONNECT_NOT_A_WORKER);
  }

  @Test
  void givenNoConnectorsThenTheListOfNamesShowsThatTheAnswerIsConnects() {
    noneIsLive();

    assertThat(client().connectors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[{}]", "[{\"id\": 1}]", "null", "<html></html>"})
  void givenAnEmptyObjectWithoutAListOfNamesThenItIsNotTakenForNoConnectors(String names) {
    WORKER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    WORKER.stubFor(get(urlEqualTo("/connectors")).willReturn(okJson(names)));

    assertThatThrownBy(() -> client().connectors())
        .hasMessage(
            "[connect-not-a-worker] http://localhost:%d: the response to GET /connectors (HTTP 200)"
                    .formatted(WORKER.getPort())
                + " is not Kafka Connect's");
  }

  @Test
  void givenAnEmptyObjectThenItIsNotTakenForOffsetsTopicsOrAValidation() {
    release("3.7.2");
    WORKER.stubFor(any(urlPathMatching("/conn.*")).willReturn(okJson("{}")));

    assertFails(() -> client().offsets("shop"), ErrorCode.CONNECT_NOT_A_WORKER);
    assertFails(() -> client().topics("shop"), ErrorCode.CONNECT_NOT_A_WORKER);
    assertFails(
        () -> client().validate("shop", Map.of("connector.class", "S")),
        ErrorCode.CONNECT_NOT_A_WORKER);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void givenAnUpdateThatIsAppliedInSpiteOfTheAnswerThenItIsNotSentAgain(int status) {
    WORKER.stubFor(put(anyUrl()).willReturn(html(status)));
    shopIsLive();

    client().update("shop", Map.of("connector.class", "S", "tasks.max", "1"));

    WORKER.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenABodyWithoutEndThenTheRequestEndsAtTheDeadline() {
    WORKER.stubFor(any(anyUrl()).willReturn(okJson("{}").withChunkedDribbleDelay(2, 60_000)));

    assertFails(() -> impatientClient().connectors(), ErrorCode.CONNECT_UNREACHABLE);
  }

  static Stream<Arguments> answersThatStand() {
    return Stream.of(
        Arguments.of(error(400, "Connector configuration is invalid"), ErrorCode.CONNECT_REFUSED),
        Arguments.of(error(409, "Connector shop already exists"), ErrorCode.CONNECT_REFUSED),
        Arguments.of(error(500, "Unrecognized token 'x'"), ErrorCode.CONNECT_REFUSED),
        Arguments.of(aResponse().withStatus(401), ErrorCode.CONNECT_UNAUTHORIZED),
        Arguments.of(html(403), ErrorCode.CONNECT_UNAUTHORIZED),
        Arguments.of(html(200), ErrorCode.CONNECT_NOT_A_WORKER),
        Arguments.of(
            aResponse().withStatus(302).withHeader("Location", "http://localhost/login"),
            ErrorCode.CONNECT_NOT_A_WORKER));
  }

  @ParameterizedTest
  @MethodSource("answersThatStand")
  void givenAPermanentFailureThenTheRequestIsNotRepeated(
      ResponseDefinitionBuilder answer, ErrorCode expected) {
    WORKER.stubFor(any(anyUrl()).willReturn(answer));

    assertFails(() -> client().update("shop", Map.of("connector.class", "S")), expected);
    WORKER.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenAnInvalidConfigurationThenTheWorkersMessageIsNotShown() {
    WORKER.stubFor(
        put(anyUrl())
            .willReturn(
                error(400, "Connector configuration is invalid: Invalid value hunter2 for port")));

    assertThatThrownBy(() -> client().update("shop", Map.of("connector.class", "S")))
        .hasMessageContaining("the configuration is invalid")
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.NullPointerException: Cannot invoke ConfigValueInfo.errors()",
        "Cannot invoke \\\"ConfigValueInfo.errors()\\\" because the return value is null",
        "Request timed out. The worker is currently performing multi-property validation for the"
            + " connector, which began at 2026-01-01T00:00:00Z"
      })
  void givenAValidationThatCannotFinishThenTheDatabaseIsNamed(String message) {
    WORKER.stubFor(put(anyUrl()).willReturn(error(500, message)));
    WORKER.stubFor(get(anyUrl()).willReturn(error(404, "Connector shop not found")));
    Map<String, String> config =
        Map.of(
            "connector.class", "io.debezium.connector.mysql.MySqlConnector",
            "database.hostname", "db.example");

    for (Runnable request :
        List.<Runnable>of(
            () -> client().update("shop", config), () -> client().validate("shop", config))) {
      assertThatThrownBy(request::run)
          .hasMessageContaining("could not finish its validation of the configuration")
          .hasMessageContaining(
              "the database db.example:3306 refuses its connections, does not answer")
          .hasMessageNotContaining("Cannot invoke");
    }
  }

  @Test
  void givenARefusalThatQuotesASecretThenItIsHidden() {
    WORKER.stubFor(
        put(anyUrl()).willReturn(error(500, "Invalid value hunter2 for configuration acks")));

    assertThatThrownBy(() -> client().update("shop", Map.of("connector.class", "S")))
        .hasMessageContaining("Invalid value (sensitive) for configuration acks");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 429, 500, 503})
  void givenAMessageWithASecretAndControlCharactersThenOneLineWithoutThemIsShown(int status) {
    String message =
        "Conflicting operation: Invalid value hunter2 for configuration database.password"
            + "\\n\\u001b[2K\\u001b[1Ashop: created, healthy after 1 s \\u009b2K"
            + "x".repeat(5000);
    WORKER.stubFor(any(anyUrl()).willReturn(error(status, message)));

    assertThatThrownBy(() -> client().connector("shop"))
        .message()
        .contains("Invalid value (sensitive) for configuration database.password [2K [1Ashop")
        .doesNotContainPattern("\\p{Cntrl}|\\u009b|hunter2")
        .hasSizeLessThan(1500);
    assertThat(progress)
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}|\\u009b|hunter2"));
  }

  @Test
  void givenAFailureThatLastsThenTheRequestEndsAtTheDeadline() {
    WORKER.stubFor(any(anyUrl()).willReturn(html(404)));

    assertFails(() -> client().connectors(), ErrorCode.CONNECT_UNREACHABLE);
  }

  @Test
  void givenNoListenerThenTheRequestEndsAtTheDeadline() {
    URI nobody = URI.create("http://127.0.0.1:1");

    assertFails(() -> client(nobody).connectors(), ErrorCode.CONNECT_UNREACHABLE);
    assertThat(progress).containsExactly("waiting for http://127.0.0.1:1: connection refused");
  }

  @Test
  void givenAnUnknownHostThenTheRequestIsNotRepeated() {
    URI nowhere = URI.create("http://no-such-host.invalid:8083");

    assertFails(() -> client(nowhere).connectors(), ErrorCode.CONNECT_HOST_UNKNOWN);
    assertThat(progress).isEmpty();
  }

  @Test
  void givenATimeoutAndAnUpdateThatIsAppliedThenItIsNotSentAgain() {
    WORKER.stubFor(put(anyUrl()).willReturn(okJson(SHOP).withFixedDelay(4_000)));
    shopIsLive();

    impatientClient().update("shop", Map.of("connector.class", "S", "tasks.max", "1"));

    WORKER.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenAWorkersOwnTimeoutAndAnUpdateThatIsAppliedThenItIsNotSentAgain() {
    WORKER.stubFor(
        put(anyUrl()).willReturn(error(500, "Request timed out. The worker is currently busy")));
    shopIsLive();

    client().update("shop", Map.of("connector.class", "S", "tasks.max", "1"));

    WORKER.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenAnUpdateThatIsAppliedAfterTheDeadlineThenItSucceeds() {
    WORKER.stubFor(put(anyUrl()).willReturn(okJson(SHOP).withFixedDelay(6_000)));
    shopIsLive();

    client(URI.create("http://localhost:" + WORKER.getPort()), Duration.ofSeconds(3))
        .update("shop", Map.of("connector.class", "S", "tasks.max", "1"));

    WORKER.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenABrokenConnectionAndAnUpdateThatIsAppliedThenItIsNotSentAgain() {
    WORKER.stubFor(put(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    shopIsLive();

    client().update("shop", Map.of("connector.class", "S", "tasks.max", "1"));

    WORKER.verify(1, putRequestedFor(anyUrl()));
    assertThat(progress).isEmpty();
  }

  @Test
  void givenATimeoutAndAnUpdateThatIsNotAppliedThenItIsSentAgain() {
    first(put(anyUrl()), okJson(SHOP).withFixedDelay(4_000));
    WORKER.stubFor(
        put(anyUrl()).inScenario("s").whenScenarioStateIs("later").willReturn(okJson(SHOP)));
    shopIsLive();

    impatientClient().update("shop", Map.of("connector.class", "S", "tasks.max", "2"));

    WORKER.verify(2, putRequestedFor(anyUrl()));
  }

  @Test
  void givenAWantedStateOtherThanRunningThenTheConnectorIsCreatedInIt() {
    WORKER.stubFor(any(anyUrl()).willReturn(okJson(SHOP)));
    release("3.7.2");

    client().create("shop", Map.of("connector.class", "S"), Optional.empty(), WantedState.STOPPED);

    WORKER.verify(
        postRequestedFor(urlEqualTo("/connectors"))
            .withRequestBody(
                equalToJson(
                    "{\"name\": \"shop\", \"initial_state\": \"STOPPED\","
                        + " \"config\": {\"name\": \"shop\", \"connector.class\": \"S\"}}")));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, resume", "PAUSED, pause", "STOPPED, stop"})
  void givenAStateThenItsRequestIsSent(WantedState state, String verb) {
    WORKER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(202)));
    release("4.3.1");

    client().changeState("shop", state);

    WORKER.verify(1, putRequestedFor(urlEqualTo("/connectors/shop/" + verb)));
  }

  @Test
  void givenAnAbsentConnectorThenAChangeFails() {
    WORKER.stubFor(any(anyUrl()).willReturn(error(404, "Unknown connector: shop")));

    assertFails(() -> client().restart("shop", true), ErrorCode.CONNECTOR_ABSENT);
  }

  @Test
  void givenADeletionThenItReturnsWhenTheConnectorIsGone() {
    shopIsThere();
    deletion(aResponse().withStatus(204), "later");
    whileDeleted("later", okJson(SHOP), "gone");
    whileDeleted("gone", error(404, "Connector shop not found"), "gone");

    client().delete("shop");

    WORKER.verify(3, getRequestedFor(urlEqualTo("/connectors/shop")));
  }

  @Test
  void givenADeletionWithoutAnswerThenItIsNotRepeatedForTheConnectorOfAnotherClient() {
    shopIsThere();
    deletion(aResponse().withFault(Fault.EMPTY_RESPONSE), "later");
    whileDeleted("later", okJson(SHOP.replace("tasks.max\": 1", "tasks.max\": 2")), "later");

    assertFails(() -> client().delete("shop"), ErrorCode.LIVE_STATE_CHANGED);

    WORKER.verify(1, deleteRequestedFor(anyUrl()));
  }

  @Test
  void givenADeletionWithoutAnswerThatWasNotCarriedOutThenItIsRepeated() {
    shopIsThere();
    deletion(aResponse().withFault(Fault.EMPTY_RESPONSE), "later");
    WORKER.stubFor(
        delete(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("later")
            .willReturn(aResponse().withStatus(204))
            .willSetStateTo("gone"));
    whileDeleted("gone", error(404, "Connector shop not found"), "gone");

    client().delete("shop");

    WORKER.verify(2, deleteRequestedFor(anyUrl()));
  }

  private static void shopIsThere() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(okJson(SHOP)));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(SHOP_STATUS)));
  }

  private static void deletion(ResponseDefinitionBuilder answer, String then) {
    WORKER.stubFor(
        delete(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(answer)
            .willSetStateTo(then));
  }

  private static void whileDeleted(String state, ResponseDefinitionBuilder answer, String then) {
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("s")
            .whenScenarioStateIs(state)
            .willReturn(answer)
            .willSetStateTo(then));
  }

  @Test
  void givenAValidationThenItHasKeysAndMessagesButNoResolvedSecret() {
    WORKER.stubFor(
        put(urlEqualTo("/connector-plugins/a.B/config/validate"))
            .willReturn(
                okJson(
                    """
                    {"name": "a.B", "error_count": 1, "configs": [
                      {"definition": {"name": "port", "type": "INT"},
                       "value": {"name": "port", "value": "hunter2",
                                 "errors": ["Invalid value hunter2 for configuration port"]}},
                      {"definition": {"name": "pid", "type": "PASSWORD"},
                       "value": {"name": "pid", "value": "[hidden]",
                                 "errors": ["cannot parse 1234"]}},
                      {"definition": {"name": "tasks.max", "type": "INT"},
                       "value": {"name": "tasks.max", "value": null,
                                 "errors": ["Invalid value swordfish: not a number"]}},
                      {"definition": {"name": "fine", "type": "INT"},
                       "value": {"name": "fine", "value": "1", "errors": []}}]}
                    """)));

    Validation validation =
        client()
            .validate(
                "shop",
                Map.of(
                    "connector.class", "a.B",
                    "port", "${file:/f:port}",
                    "pid", "1234",
                    "tasks.max", "${file:/f:secret}"));

    assertThat(validation.findings())
        .containsExactly(
            new Validation.Finding("port", "Invalid value (sensitive) for configuration port"),
            new Validation.Finding("pid", "cannot parse (sensitive)"),
            new Validation.Finding("tasks.max", "the value behind the reference is not valid"));
    assertThat(validation.secrets()).containsExactly("pid");
    WORKER.verify(
        putRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    "{\"name\": \"shop\", \"connector.class\": \"a.B\","
                        + " \"port\": \"${file:/f:port}\", \"pid\": \"1234\","
                        + " \"tasks.max\": \"${file:/f:secret}\"}")));
  }

  @ParameterizedTest
  @CsvSource({"500", "400"})
  void givenAnUnknownClassThenItIsAFindingOnEachRelease(int status) {
    WORKER.stubFor(
        put(anyUrl())
            .willReturn(
                error(
                    status,
                    "Failed to find any class that implements Connector and which name matches"
                        + " a.B, available connectors are: …")));

    assertThat(client().validate("shop", Map.of("connector.class", "a.B")).findings())
        .containsExactly(new Validation.Finding("connector.class", "no worker has the plugin a.B"));
  }

  @ParameterizedTest
  @CsvSource({"2.7.1", "3.6.0", "3.4.1-SNAPSHOT", "''"})
  void givenAReleaseWithoutTheRequestThenItIsAnError(String release) {
    release(release);

    assertFails(
        () ->
            client()
                .create(
                    "shop", Map.of("connector.class", "S"), Optional.empty(), WantedState.STOPPED),
        ErrorCode.CONNECT_TOO_OLD);
    WORKER.verify(0, postRequestedFor(anyUrl()));
  }

  private static void noneIsLive() {
    WORKER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    WORKER.stubFor(get(urlEqualTo("/connectors")).willReturn(okJson("[]")));
  }

  private static void shopIsLive() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(okJson(SHOP)));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(SHOP_STATUS)));
  }

  private static void release(String version) {
    WORKER.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\": \"" + version + "\"}")));
  }

  private static void first(
      com.github.tomakehurst.wiremock.client.MappingBuilder request,
      ResponseDefinitionBuilder answer) {
    WORKER.stubFor(
        request
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(answer)
            .willSetStateTo("later"));
  }

  private ConnectClient client() {
    return client(URI.create("http://localhost:" + WORKER.getPort()));
  }

  private ConnectClient client(URI base) {
    return client(base, Duration.ofSeconds(30));
  }

  private ConnectClient impatientClient() {
    return client(URI.create("http://localhost:" + WORKER.getPort()), Duration.ofMillis(500));
  }

  private ConnectClient client(URI base, Duration answerTimeout) {
    RetryPolicy quick =
        new RetryPolicy(Duration.ofMillis(2500), Duration.ofMillis(20), Duration.ofMillis(100));
    return new ConnectClient(
        ConnectEndpoint.of(base),
        new ConnectHttp(ConnectEndpoint.of(base), quick, answerTimeout, progress::add));
  }

  private static void assertFails(Runnable request, ErrorCode expected) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(p -> p.code()).containsExactly(expected));
  }

  private static ResponseDefinitionBuilder html(int status) {
    return aResponse().withStatus(status).withHeader("Content-Type", "text/html").withBody(HTML);
  }

  private static ResponseDefinitionBuilder error(int status, String message) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody("{\"error_code\": " + status + ", \"message\": \"" + message + "\"}");
  }
}
