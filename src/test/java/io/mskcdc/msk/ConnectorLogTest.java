package io.mskcdc.msk;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as AWS delivers them: each line is an event, and several connectors log to one group. */
class ConnectorLogTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", "key-of-the-test");
  private static final String ARNS = "arn:aws:kafkaconnect:eu-west-1:111122223333:connector/";
  private static final String OWN = "orders-7f6ec7e4-1-2";
  private static final Instant START = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final String KILLED =
      "ERROR [orders|task-0] WorkerSourceTask{id=orders-0} Task threw an uncaught and unrecoverable"
          + " exception. Task is being killed and will not recover until manually restarted"
          + " (org.apache.kafka.connect.runtime.WorkerTask:212)";
  private static final String STARTED =
      "INFO [orders|task-0] WorkerSourceTask{id=orders-0} Source task finished initialization and"
          + " start (org.apache.kafka.connect.runtime.AbstractWorkerSourceTask:280)";
  private static final String PLUGIN_SCAN =
      "ERROR Failed to discover Converter in file:/plugins/debezium: Unable to instantiate"
          + " CloudEventsConverter: Failed to invoke plugin constructor"
          + " (org.apache.kafka.connect.runtime.isolation.ReflectionScanner:138)";

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  private final List<String> progress = new ArrayList<>();
  private final ArrayNode events = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode ofTasks = JsonNodeFactory.instance.arrayNode();
  private AwsSession session;
  private KafkaConnect api;
  private ConnectorLog log;
  private Connector connector;

  @BeforeEach
  void open() {
    CREDENTIALS.forEach(System::setProperty);
    session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(20)),
            name -> null,
            line -> {});
    Optional<URI> endpoint = Optional.of(URI.create(SERVICE.baseUrl()));
    api = new KafkaConnect(session, endpoint);
    log = new ConnectorLog(api, session, endpoint, false);
    SERVICE.stubFor(
        get(urlPathMatching("/v1/connectors/.*"))
            .willReturn(okJson(connector(ARNS + "orders/7f6ec7e4-1-2", 1))));
    listed("orders", "orders-eu");
    connector = api.describeConnector(ARNS + "orders/7f6ec7e4-1-2").orElseThrow();
  }

  @AfterEach
  void close() {
    session.close();
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void givenAStartUpErrorAfterTheCauseThenTheCauseIsReported() {
    entry(OWN, KILLED);
    line(OWN, "org.apache.kafka.connect.errors.ConnectException: no privilege");
    line(OWN, "\tat io.debezium.Some.method(Some.java:1)");
    line(OWN, "Caused by: java.sql.SQLException: Access denied");
    entry(OWN, "INFO Kafka Connect stopped (org.apache.kafka.connect.runtime.Connect:77)");
    entry(OWN, PLUGIN_SCAN);
    line(OWN, "java.lang.NoSuchMethodException: CloudEventsConverter.<init>()");
    entry(OWN, "ERROR an error of the worker that runs as before (a.B:1)");

    log.report(connector, START, progress::add);

    assertThat(progress)
        .containsExactly(
            "orders: the end of its log in /cdc:",
            "  | [2026-05-04 10:20:30,456] " + KILLED,
            "  | org.apache.kafka.connect.errors.ConnectException: no privilege",
            "  | Caused by: java.sql.SQLException: Access denied");
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/"))
            .withRequestBody(
                equalToJson(
                    "{\"logGroupName\": \"/cdc\", \"logStreamNamePrefix\": \"orders\","
                        + " \"startTime\": "
                        + START.toEpochMilli()
                        + "}")));
  }

  @Test
  void givenAnExceptionBeforeAPlainErrorAndAShutdownThenTheExceptionIsReported() {
    entry(OWN, "ERROR Failed to create the connector (a.B:1)");
    line(OWN, "java.lang.IllegalStateException: the cause");
    entry(OWN, "ERROR Task threw an uncaught and unrecoverable exception during shutdown (a.B:1)");
    line(OWN, "java.lang.InterruptedException");
    entry(OWN, "ERROR later, without an exception (a.B:1)");

    log.report(connector, START, progress::add);

    assertThat(progress).contains("  | java.lang.IllegalStateException: the cause").hasSize(3);
  }

  @Test
  void givenALongTraceThenItsLastCausesAreReported() {
    entry(OWN, KILLED);
    for (int i = 0; i < 20; i++) {
      line(OWN, "Caused by: java.lang.X: " + i);
      line(OWN, "a line of its message");
    }

    log.report(connector, START, progress::add);

    assertThat(progress).hasSize(13).endsWith("  | Caused by: java.lang.X: 19");
  }

  @Test
  void givenASecretInAnErrorThenItIsHidden() {
    entry(OWN, KILLED);
    line(OWN, "o.a.k.c.c.ConfigException: Invalid value hunter2 for configuration acks: bad");

    log.report(connector, START, progress::add);

    assertThat(progress)
        .endsWith(
            "  | o.a.k.c.c.ConfigException: Invalid value (sensitive) for configuration acks: bad");
  }

  @Test
  void givenNoErrorThenTheOptionsOfClientsWithResolvedSecretsAreNotReported() {
    entry(OWN, "INFO the only entry (a.B:1)");
    entry(OWN, "INFO ProducerConfig values:");
    line(OWN, "\tacks = hunter2");

    log.report(connector, START, progress::add);

    assertThat(progress)
        .hasSize(2)
        .endsWith("  | [2026-05-04 10:20:30,456] INFO the only entry (a.B:1)");
  }

  @Test
  void givenNoErrorThenTheLastLinesAreReported() {
    entry(OWN, "INFO the only entry (a.B:1)");
    entry(OWN, PLUGIN_SCAN);
    line(OWN, "java.lang.NoSuchMethodException: CloudEventsConverter.<init>()");

    log.report(connector, START, progress::add);

    assertThat(progress)
        .containsExactly(
            "orders: the end of its log in /cdc:",
            "  | [2026-05-04 10:20:30,456] INFO the only entry (a.B:1)");
  }

  /** The first row has the connector's id; the second is a name that AWS might use some day. */
  @ParameterizedTest
  @CsvSource({
    "orders-7f6ec7e4-1-2, orders-eu-0000, true",
    "orders/worker-1, orders-eu-7777-1-2/worker-1, true",
    "orders2-0000, orders-eu-0000, false",
  })
  void givenStreamsOfOtherConnectorsThenOnlyTheOwnOnesCount(
      String stream, String other, boolean own) {
    entry(stream, KILLED.replace("Task threw", "mine threw"));
    entry(other, KILLED.replace("Task threw", "another threw"));

    log.report(connector, START, progress::add);

    assertThat(progress.stream().anyMatch(line -> line.contains("mine threw"))).isEqualTo(own);
    assertThat(progress).noneMatch(line -> line.contains("another threw"));
  }

  @Test
  void givenLinesOfTwoWorkersThenEachKeepsItsOwn() {
    event(OWN, "[Worker-1] [2026-05-04 10:20:30,456] " + KILLED);
    event(OWN, "[Worker-2] [2026-05-04 10:20:30,456] INFO between (a.B:1)");
    event(OWN, "[Worker-1] java.lang.X: of the first");
    event(OWN, "[Worker-2] text of the second");

    log.report(connector, START, progress::add);

    assertThat(progress).endsWith("  | java.lang.X: of the first").hasSize(3);
  }

  @Test
  void givenATaskThatFailedThenItIsReturnedWithItsTrace() {
    entry(OWN, STARTED);
    entry(OWN, KILLED);
    line(OWN, "java.lang.X: a");
    line(OWN, "Caused by: java.lang.Y: b");

    assertThat(log.failedTasks(connector, START))
        .containsExactly(
            new TaskStatus(0, RunState.FAILED, null, "java.lang.X: a\nCaused by: java.lang.Y: b"));
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/"))
            .withRequestBody(
                matchingJsonPath(
                    "$[?(@.filterPattern == '?\"Task is being killed\""
                        + " ?\"task finished initialization and start\"')]")));
  }

  @Test
  void givenATaskThatStartedAgainThenItHasNotFailed() {
    entry(OWN, KILLED);
    entry(OWN, STARTED);
    entry(OWN, KILLED.replace("orders-0", "orders-1"));

    assertThat(log.failedTasks(connector, START)).extracting(TaskStatus::id).containsExactly(1);
  }

  @Test
  void givenATaskThatFailedBeforeAnotherOneStartedAgainThenItIsFoundInTheOlderLog() {
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors/two")).willReturn(okJson(connector("two", 2))));
    Connector two = api.describeConnector("two").orElseThrow();
    String killed = KILLED.replace("orders-0", "orders-1");
    entry("orders/worker-1", STARTED);
    String newest = list("events", ofTasks);
    ofTasks.removeAll();
    entry("orders/worker-1", killed);
    String older = list("events", ofTasks);
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .withRequestBody(matchingJsonPath("$.filterPattern"))
            .willReturn(okJson(older)));
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .withRequestBody(matchingJsonPath("$[?(@.filterPattern && !@.endTime)]"))
            .willReturn(okJson(newest)));

    assertThat(log.failedTasks(two, START.minus(Duration.ofDays(3))))
        .extracting(TaskStatus::id)
        .containsExactly(1);
  }

  @Test
  void givenASearchThatDoesNotEndThenTheLogIsReportedAsNotRead() {
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .willReturn(okJson("{\"events\": [], \"nextToken\": \"there is more\"}")));
    SERVICE.stubFor(
        get(urlPathMatching("/v1/connectors/.*/operations"))
            .willReturn(okJson("{\"connectorOperations\": []}")));

    assertThat(new LoggedTasks(api, log, progress::add).failed(connector)).isEmpty();

    assertThat(progress)
        .singleElement()
        .asString()
        .startsWith("orders: its log in /cdc cannot be read: FilterLogEvents: the search since ")
        .endsWith(" did not end within 100 pages");
  }

  @Test
  void givenOffsetsThatWereCommittedThenTheNewestTimeIsReturned() {
    entry(OWN, "INFO WorkerSourceTask{id=orders-0} Committing offsets for 3 acknowledged messages");
    Instant before = log.lastCommit(connector, START).orElseThrow();
    entry(OWN, "INFO WorkerSourceTask{id=orders-0} Committing offsets for 1 acknowledged messages");
    entry(OWN, STARTED);

    assertThat(log.lastCommit(connector, START).orElseThrow()).isAfter(before);
  }

  @Test
  void givenNoCommitThenThereIsNone() {
    entry(OWN, STARTED);

    assertThat(log.lastCommit(connector, START)).isEmpty();
  }

  @Test
  void givenAnOldConnectorThenItsLogIsSearchedBackwardsAndNotForever() {
    assertThat(log.failedTasks(connector, START.minus(Duration.ofDays(400)))).isEmpty();

    assertThat(SERVICE.findAll(postRequestedFor(urlPathEqualTo("/")))).hasSize(3);
    SERVICE.verify(
        1,
        postRequestedFor(urlPathEqualTo("/"))
            .withRequestBody(matchingJsonPath("$[?(!@.endTime)]")));
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE_COMPLETE, 2000-01-01T00:00:00Z",
    "RESTART_COMPLETE, 2000-01-01T00:00:00Z",
    "ROLLBACK_COMPLETE, 2000-01-01T00:00:01Z",
    "PAUSE_COMPLETE, ",
    "RESUME_COMPLETE, ",
    "UPDATE_FAILED, ",
  })
  void givenTheNewestOperationThenFailuresBeforeTheLastStartOfTasksDoNotCount(
      String state, Instant from) {
    Instant creation = START.minusSeconds(60);
    Duration shift = Duration.between(Instant.parse("2000-01-01T00:00:00Z"), creation);
    SERVICE.stubFor(
        get(urlPathMatching("/v1/connectors/.*/operations"))
            .willReturn(
                okJson(
                    """
                    {"connectorOperations": [{"connectorOperationArn": "o", "connectorOperationState": "%s",
                      "creationTime": "%s", "endTime": "%s"}]}
                    """
                        .formatted(state, creation, creation.plusSeconds(1)))));

    assertThat(new LoggedTasks(api, log, progress::add).failed(connector)).isEmpty();

    Instant since = from == null ? connector.creationTime() : from.plus(shift);
    assertThat(progress).isEmpty();
    SERVICE.verify(
        postRequestedFor(urlPathEqualTo("/"))
            .withRequestBody(
                matchingJsonPath("$[?(@.startTime == " + since.toEpochMilli() + ")]")));
  }

  private void entry(String stream, String text) {
    event(stream, "[Worker-0bb8afa0b01391c41] [2026-05-04 10:20:30,456] " + text);
  }

  private void line(String stream, String text) {
    event(stream, "[Worker-0bb8afa0b01391c41] " + text);
  }

  /** With the filter pattern AWS returns only the events that match it. */
  private void event(String stream, String message) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("logStreamName", stream)
            .put("timestamp", START.toEpochMilli() + events.size())
            .put("message", message);
    events.add(event);
    if (message.contains("Task is being killed")
        || message.contains("and start")
        || message.contains("Committing")) {
      ofTasks.add(event);
    }
    SERVICE.stubFor(post(urlPathEqualTo("/")).willReturn(okJson(list("events", events))));
    SERVICE.stubFor(
        post(urlPathEqualTo("/"))
            .withRequestBody(matchingJsonPath("$.filterPattern"))
            .willReturn(okJson(list("events", ofTasks))));
  }

  private static String list(String member, ArrayNode list) {
    return JsonNodeFactory.instance.objectNode().set(member, list).toString();
  }

  private void listed(String... names) {
    ArrayNode connectors = JsonNodeFactory.instance.arrayNode();
    for (String name : names) {
      connectors
          .addObject()
          .put("connectorName", name)
          .put(
              "connectorArn", ARNS + name + (name.equals("orders") ? "/7f6ec7e4-1-2" : "/7777-1-2"))
          .put("connectorState", "RUNNING");
    }
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors")).willReturn(okJson(list("connectors", connectors))));
    SERVICE.stubFor(post(urlPathEqualTo("/")).willReturn(okJson("{\"events\": []}")));
  }

  private static String connector(String arn, int tasks) {
    return """
        {"connectorArn": "%s", "connectorName": "orders",
         "connectorState": "RUNNING", "creationTime": "%s",
         "connectorConfiguration": {"tasks.max": "%d"},
         "capacity": {}, "kafkaCluster": {}, "kafkaClusterClientAuthentication": {},
         "kafkaClusterEncryptionInTransit": {}, "kafkaConnectVersion": "3.7.x", "plugins": [],
         "logDelivery": {"workerLogDelivery": {
           "cloudWatchLogs": {"enabled": true, "logGroup": "/cdc"}}}}
        """
        .formatted(arn, START, tasks);
  }
}
