package io.mskcdc.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.config.BundleFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static final String CONFIG = "\"connector.class\": \"a.B\", \"tasks.max\": \"1\"";
  private static final String RUNNING =
      """
      {"name": "shop", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "w:1"}]}
      """;
  private static final String FAILED =
      """
      {"name": "shop", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:1",
                  "trace": "outer\\n\\tat a.B\\nCaused by: Unknown host"}]}
      """;

  @RegisterExtension
  static final WireMockExtension WORKER = WireMockExtension.newInstance().build();

  @TempDir Path temp;
  private BundleFolder bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Terminal terminal = new Terminal(Optional.empty());

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp).connector("shop", CONFIG);
    String url = "http://localhost:" + WORKER.getPort();
    bundle.environment("local", url, "connectors: [{name: shop}]");
    bundle.environment("prod", url, "connectors: [{name: shop}]");
    WORKER.stubFor(
        put(urlPathMatching("/connector-plugins/.*"))
            .willReturn(okJson("{\"error_count\": 0, \"configs\": []}")));
    WORKER.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\": \"3.7.2\"}")));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets"))
            .willReturn(
                okJson(
                    """
                    {"offsets": [{"partition": {"server": "p"}, "offset":
                      {"file": "binlog.000002", "pos": 155, "ts_sec": 1767225600}}]}
                    """)));
  }

  @Test
  void renderPrintsTheConfigurationWithoutSecrets() {
    bundle.connector("shop", CONFIG + ", \"database.password\": \"hunter2\"");

    assertThat(run("render", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString(
            """
            {
              "name": "shop",
              "config": {
                "connector.class": "a.B",
                "tasks.max": "1",
                "database.password": "(sensitive)"
              }
            }
            """);
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void planShowsEachDifferenceAndTheTotals() {
    bundle.connector("shop", CONFIG + ", \"b.password\": \"new\", \"c\": \"2\"");
    live("\"connector.class\": \"a.B\", \"b.password\": \"old\", \"gone\": \"x\", \"c\": \"1\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString(
            """
            ~ shop
                ~ b.password = (sensitive) -> (sensitive)
                ~ c = 1 -> 2
                - gone = x
                + tasks.max = 1

            0 to create, 1 to update, 0 to delete
            """);
    WORKER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void planSaysThatNothingIsDifferent() {
    live(CONFIG);

    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
    assertThat(out).hasToString("Nothing is different.\n");
  }

  @Test
  void planExitsWithTwoWhenAskedAndSomethingIsDifferent() {
    live("\"connector.class\": \"a.B\"");

    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DIFFERENCES);
  }

  @Test
  void applyCreatesAndWaitsUntilHealthy() {
    absentThenCreated(RUNNING);

    assertThat(run("apply", "shop", "--stable-for", "0")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .startsWith("+ shop\n")
        .contains("1 to create, 0 to update, 0 to delete\n")
        .containsPattern("shop: created, healthy after \\d+ s \\(RUNNING, 1 task RUNNING\\)\n$");
    WORKER.verify(1, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void applyOfWhatIsThereReadsOnceAndWritesNothing() {
    live(CONFIG);

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString("shop: nothing is different, nothing was written (RUNNING, 1 task RUNNING)\n");
    WORKER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void applyTellsTheCauseWhenATaskFails() {
    absentThenCreated(FAILED);

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("error [task-failed] shop: task 0 failed: outer … caused by Unknown host\n")
        .contains("  next: mend what the cause names and apply again; the log of w:1 says more\n");
    assertThat(out.toString()).endsWith("shop: failed\n");
  }

  @Test
  void applyWritesNothingWhenTheServerFindsTheConfigurationInvalid() {
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));
    WORKER.stubFor(
        put(urlPathMatching("/connector-plugins/.*"))
            .willReturn(
                okJson(
                    """
                    {"error_count": 1, "configs": [{"value": {"name": "database.hostname",
                      "errors": ["Unable to connect: Access denied for user 'x'"]}}]}
                    """)));

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains(
            "error [config-rejected] connector-configs/shop.json, database.hostname:"
                + " Unable to connect: Access denied for user 'x'\n  next: check");
    WORKER.verify(0, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void anotherEnvironmentIsNotChangedWithoutATerminalToAskOn() {
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));

    assertThat(run("apply", "shop", "--env", "prod")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).startsWith("+ shop\n");
    assertThat(err.toString()).contains("[approval-missing]").contains("--auto-approve");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"yes, 0, 1", "y, 1, 0", "'', 1, 0"})
  void anotherEnvironmentIsChangedWhenThePersonSaysYes(String answer, int exitCode, int writes) {
    absentThenCreated(RUNNING);
    terminal = new Terminal(Optional.of(() -> answer));

    assertThat(run("apply", "shop", "--env", "prod", "--stable-for", "0")).isEqualTo(exitCode);

    WORKER.verify(writes, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void anotherEnvironmentIsChangedWhenApprovedBeforehand() {
    absentThenCreated(RUNNING);

    assertThat(run("apply", "shop", "--env", "prod", "--stable-for", "0", "--auto-approve"))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void validateSaysWhatIsValid() {
    assertThat(run("validate")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: valid\n");
  }

  @Test
  void statusShowsEachTaskWithItsCause() {
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
            """);
  }

  @Test
  void statusOfWhatIsNotDeployedSaysHowToDeployIt() {
    WORKER.stubFor(get(anyUrl()).willReturn(absent()));

    assertThat(run("status", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-absent] shop").contains("mskcdc apply shop");
  }

  @Test
  void aNameThatIsNotListedNamesTheListedOnes() {
    assertThat(run("plan", "shoop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[connector-not-listed]")
        .contains("'shoop' is not listed")
        .contains("use one of: shop");
  }

  @ParameterizedTest
  @CsvSource({"bogus", "plan --bogus", "apply --timeout soon", "status", "''"})
  void aCommandLineThatCannotBeUnderstoodExitsWith64(String line) {
    assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).startsWith("error ").contains("  next: mskcdc").contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aStackTraceIsPrintedOnRequestOnly() {
    run("plan", "--env", "none");
    assertThat(err.toString()).contains("[environment-not-found]").doesNotContain("\tat ");

    run("plan", "--env", "none", "--debug");
    assertThat(err.toString()).contains("\tat io.mskcdc.");
  }

  private int run(String... args) {
    String[] all = args;
    if (args.length > 0 && args[0].matches("render|validate|plan|apply|status")) {
      all = java.util.Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--configs";
      all[args.length + 1] = bundle.root().toString();
    }
    return Main.commandLine(terminal)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private static void live(String config) {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": {\"info\": {\"name\": \"shop\", \"config\": {\"name\": \"shop\", "
                        + config
                        + "}}, \"status\": "
                        + RUNNING
                        + "}}")));
  }

  private static void one(String config, String status) {
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .willReturn(okJson("{\"name\": \"shop\", \"config\": {" + config + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(status)));
  }

  private static void absentThenCreated(String status) {
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));
    one(CONFIG, status);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("create")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(absent()));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/config"))
            .inScenario("create")
            .willReturn(okJson("{}").withStatus(201))
            .willSetStateTo("created"));
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder absent() {
    return okJson("{\"error_code\": 404, \"message\": \"Connector shop not found\"}")
        .withStatus(404);
  }

  @Test
  void anUnchangedConnectorThatIsNotHealthyYetIsWaitedForWithoutAWrite() {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": {\"info\": {\"config\": {"
                        + CONFIG
                        + "}}, \"status\": {\"connector\": {\"state\": \"RUNNING\"}, \"tasks\": []}}}")));
    one(CONFIG, RUNNING);

    assertThat(run("apply", "shop", "--stable-for", "0")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).startsWith("shop: nothing is different");
    WORKER.verify(getRequestedFor(urlEqualTo("/connectors/shop/status")));
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }
}
