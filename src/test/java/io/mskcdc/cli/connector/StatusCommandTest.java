package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest extends StubbedWorker {

  @Test
  void eachTaskIsShownWithTheCauseOfItsFailure() {
    one(CONFIG, FAILED);

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(out)
        .hasToString(
            """
            shop: RUNNING on w:1
              task 0: FAILED on w:1
                outer
                caused by Unknown host
              binlog: at binlog.000002:155
              last record: 2026-01-01T00:00:00Z
              not known: the end of the server's binlog: no answer of :3306 to this machine\
             (Communications link failure)
              wanted: running
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "markdown"})
  void aSecretThatATraceQuotesIsHidden(String format) {
    one(
        CONFIG + ", \"producer.override.acks\": \"${file:/f:password}\"",
        FAILED
            .replace("outer", "Invalid value hunter2 for configuration acks: bad")
            .replace("Unknown host", "no access to https://cdc:hunter2@db"));

    assertThat(run("status", "shop", "-o", format)).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains("Invalid value (sensitive) for configuration acks: bad", "no access to")
        .doesNotContain("hunter2");
  }

  @Test
  void aFailureOverAServerIdNamesTheOtherConnector() {
    String config = MYSQL + ", \"database.server.id\": \"7\"";
    one(config, FAILED.replace("Unknown host", "a replica with the same server_uuid/server_id"));
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson("{\"shop\": " + entry(config) + ", \"foreign\": " + entry(config) + "}")));

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains("  database: the connector foreign has the same database.server.id\n");
  }

  @Test
  void theErrorForAConnectorThatIsNotDeployedNamesApply() {
    WORKER.stubFor(get(anyUrl()).willReturn(absent()));

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[connector-absent] shop")
        .contains("mskcdc apply --configs " + bundle.root() + " shop");

    assertThat(run("status", "shob", "--env", "prod")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[connector-absent] shob")
        .contains("see what is there: mskcdc list --env prod")
        .doesNotContain("apply --env prod shob");
  }

  @Test
  void jsonOfOneConnectorHasTheCausesAndThePosition() throws Exception {
    one(CONFIG, FAILED);

    assertThat(run("status", "shop", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/tasks/0/lastCause").asText()).isEqualTo("Unknown host");
    assertThat(document.at("/binlog/position").asLong()).isEqualTo(155);
  }

  @Test
  void anOffsetOfASnapshotIsShownAsSuch() throws Exception {
    one(CONFIG, RUNNING);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets"))
            .willReturn(
                okJson(
                    """
                    {"offsets": [{"partition": {"server": "p"}, "offset":
                      {"file": "binlog.000002", "pos": 155, "snapshot": "INITIAL"}}]}
                    """)));

    run("status", "shop");
    assertThat(out.toString()).contains("  binlog: at binlog.000002:155 (of a snapshot)\n");

    out.getBuffer().setLength(0);
    run("status", "shop", "-o", "json");
    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/binlog/snapshot").asText()).isEqualTo("INITIAL");
  }

  @Test
  void withoutANameEveryListedConnectorIsShownDeployedOrNot() {
    threeListedTwoDeployed();

    assertThat(run("status")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .startsWith("shop: RUNNING on w:1\n  task 0: RUNNING on w:1\n  binlog: at ")
        .contains("paused: RUNNING on w:1\n  task 0: RUNNING on w:1\n")
        .contains(
            "  wanted: paused\norders: not deployed\n  next: mskcdc apply --configs "
                + bundle.root()
                + " orders\n")
        .endsWith("  wanted: running\n")
        .doesNotContain("foreign");
  }

  @ParameterizedTest
  @CsvSource({"text, '  wanted: paused\n'", "json, '\"wanted\": \"paused\"'"})
  void withOneNameTheStateThatIsMissedIsShown(String format, String expected) {
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "connectors: [{name: shop, state: paused}]");
    one(CONFIG, RUNNING);

    assertThat(run("status", "shop", "-o", format)).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains(expected);
  }

  @Test
  void withSeveralNamesOnlyThoseAreShown() {
    threeListedTwoDeployed();

    assertThat(run("status", "shop", "foreign")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains("shop: RUNNING on w:1\n")
        .contains("foreign: RUNNING on w:1\n")
        .doesNotContain("orders", "paused", "wanted");
  }

  @Test
  void jsonOfSeveralConnectorsHasAnEntryForEach() throws Exception {
    threeListedTwoDeployed();

    assertThat(run("status", "-o", "json")).isEqualTo(ExitCode.FAILED);

    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("kind").asText()).isEqualTo("status");
    assertThat(document.at("/connectors/0/name").asText()).isEqualTo("shop");
    assertThat(document.at("/connectors/0/asWanted").asBoolean()).isTrue();
    assertThat(document.at("/connectors/0/tasks/0/state").asText()).isEqualTo("RUNNING");
    assertThat(document.at("/connectors/1/wanted").asText()).isEqualTo("paused");
    assertThat(document.at("/connectors/1/asWanted").asBoolean()).isFalse();
    assertThat(document.at("/connectors/2"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "orders", "wanted": "running", "asWanted": false, "deployed": false}
                    """));
  }

  @Test
  void markdownOfSeveralConnectorsIsATable() {
    threeListedTwoDeployed();

    assertThat(run("status", "-o", "markdown")).isEqualTo(ExitCode.FAILED);

    assertThat(out)
        .hasToString(
            """
            ## Status of local

            | connector | wanted | status |
            |---|---|---|
            | `shop` | running | RUNNING, 1 task RUNNING |
            | `paused` | paused | **RUNNING, 1 task RUNNING** |
            | `orders` | running | **not deployed** |
            """);
  }

  @Test
  void anEnvironmentWithoutConnectorsIsAsWanted() {
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), "connectors: []");
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));

    assertThat(run("status")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("Environment local lists no connectors.\n");
  }

  /** One worker of a group may not know a connector for a moment. */
  @Test
  void givenOneAnswerThatDoesNotKnowTheConnectorThenTheWatchGoesOn() {
    one(CONFIG, RUNNING);
    known(Scenario.STARTED, true, "gone once");
    known("gone once", false, "back");
    known("back", true, "failed");
    known("failed", false, "failed");
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("watch")
            .whenScenarioStateIs("failed")
            .willReturn(okJson(FAILED)));

    assertThat(run("status", "shop", "--watch")).isEqualTo(ExitCode.FAILED);

    assertThat(out).asString().contains("task 0: FAILED");
    assertThat(err).asString().contains("[connector-absent] shop: it is not deployed");
  }

  private static void known(String state, boolean isKnown, String next) {
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("watch")
            .whenScenarioStateIs(state)
            .willReturn(
                isKnown ? okJson("{\"name\": \"shop\", \"config\": {" + CONFIG + "}}") : absent())
            .willSetStateTo(next));
  }

  @Test
  void watchWithoutExactlyOneNameIsAUsageError() {
    assertThat(run("status", "--watch")).isEqualTo(ExitCode.USAGE);
    assertThat(run("status", "--watch", "shop", "orders")).isEqualTo(ExitCode.USAGE);
  }

  private void threeListedTwoDeployed() {
    WORKER.stubFor(
        get(urlPathMatching("/connectors/(paused|foreign)/offsets"))
            .willReturn(okJson("{\"offsets\": []}")));
    bundle.connector("paused", CONFIG).connector("orders", CONFIG);
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "connectors: [{name: shop}, {name: paused, state: paused}, {name: orders}]");
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": "
                        + entry(CONFIG)
                        + ", \"paused\": "
                        + entry(CONFIG)
                        + ", \"foreign\": "
                        + entry(CONFIG)
                        + "}")));
  }

  /** Connect leaves what it restarts so for ever if a secret cannot be read, without a cause. */
  @ParameterizedTest
  @CsvSource({
    "RESTARTING, RUNNING, text",
    "RUNNING, RESTARTING, text",
    "RESTARTING, RESTARTING, json"
  })
  void aRestartThatDoesNotEndNamesTheLog(String connector, String task, String format) {
    one(
        CONFIG,
        "{\"connector\": {\"state\": \"%s\", \"worker_id\": \"w:1\"}, \"tasks\": [{\"id\": 0, \"state\":"
                .formatted(connector)
            + " \"%s\", \"worker_id\": \"w:1\"}]}".formatted(task));

    assertThat(run("status", "shop", "-o", format)).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains(
            "if it stays RESTARTING, for example because a secret cannot be read, the log of w:1"
                + " has the cause and since when: correct it, then mskcdc restart --configs "
                + bundle.root()
                + " shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void aConnectorWithoutTasksNamesTheRestart(String format) {
    one(CONFIG, "{\"connector\": {\"state\": \"RUNNING\", \"worker_id\": \"w:1\"}, \"tasks\": []}");

    assertThat(run("status", "shop", "-o", format)).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains(
            "if it stays without tasks, make them again with: mskcdc restart --configs "
                + bundle.root()
                + " shop");
  }

  /** Workers since Connect 4 refuse some names in a path, and list them. */
  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a%b", ".."})
  void aNameThatNoPathTakesIsReadFromTheList(String name) {
    WORKER.stubFor(
        get(anyUrl())
            .willReturn(aResponse().withStatus(400).withBody("<html>Ambiguous URI</html>")));
    WORKER.stubFor(get(urlPathEqualTo("/")).willReturn(okJson("{\"version\": \"4.3.1\"}")));
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson("{\"" + name + "\": " + entry("\"connector.class\": \"a.B\"") + "}")));

    assertThat(run("status", name)).as(err.toString()).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .startsWith(name + ": RUNNING on w:1\n  task 0: RUNNING on w:1\n  not known: its offsets: ")
        .contains("the worker's HTTP server refuses the path of GET /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "markdown"})
  void aNameThatReversesTheLineIsEscaped(String format) {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(okJson("{\"a\u202eb\": " + entry("\"connector.class\": \"a.B\"") + "}")));

    run("list", "-o", format);
    run("plan", "-o", format);

    assertThat(out.toString()).contains("a\\u202eb").doesNotContain("\u202e");
  }
}
