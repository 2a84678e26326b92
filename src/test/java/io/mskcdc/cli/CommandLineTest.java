package io.mskcdc.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static final String CONFIG = "\"connector.class\": \"a.B\", \"rows.max\": \"1\"";
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
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
                "rows.max": "1",
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
                + rows.max = 1

            0 to create, 1 to update, 0 to delete
            """);
    WORKER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void planShowsWhatTheLoginByIamAdds() {
    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "auth: iam\nconnectors: [{name: shop}]");
    bundle.connector("shop", CONFIG + ", \"signal.enabled.channels\": \"kafka\"");
    live(CONFIG + ", \"signal.enabled.channels\": \"kafka\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains(
            """
            ~ shop
                + signal.consumer.sasl.client.callback.handler.class = software.amazon.msk.auth.iam.IAMClientCallbackHandler
                + signal.consumer.sasl.jaas.config = software.amazon.msk.auth.iam.IAMLoginModule required;
                + signal.consumer.sasl.mechanism = AWS_MSK_IAM
                + signal.consumer.security.protocol = SASL_SSL
            """);
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
    if (args.length > 0
        && args[0].matches(
            "render|validate|plan|apply|status|delete|import|restart|pause|resume|stop")) {
      all = java.util.Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--configs";
      all[args.length + 1] = bundle.root().toString();
    }
    return Main.commandLine(terminal, new TargetConnections())
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
                        + "}}, \"status\": {\"connector\": {\"state\": \"RUNNING\"}, \"tasks\":"
                        + " []}}}")));
    one(CONFIG, RUNNING);

    assertThat(run("apply", "shop", "--stable-for", "0")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).startsWith("shop: nothing is different");
    WORKER.verify(getRequestedFor(urlEqualTo("/connectors/shop/status")));
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void theSchemaIsTheOneOfTheRepository() throws Exception {
    assertThat(run("config", "schema")).isEqualTo(ExitCode.DONE);

    assertThat(Path.of("../connector-configs/schema/connector.schema.json"))
        .hasContent(out.toString());
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    Main.commandLine(terminal, new TargetConnections())
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(command.getUsageMessage())
                    .as(name)
                    .contains(name.equals("config") ? "schema" : "Example"));
  }

  @Test
  void planAsJsonHasAKindAndAVersion() throws Exception {
    live("\"connector.class\": \"a.B\", \"x.password\": \"hunter2\"");

    assertThat(run("plan", "-o", "json")).isEqualTo(ExitCode.DONE);

    assertThat(new ObjectMapper().readTree(out.toString()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"kind": "plan", "version": 1, "environment": "local", "changes": [
                      {"name": "shop", "action": "update", "settings": [], "differences": [
                        {"key": "rows.max", "before": null, "after": "1"},
                        {"key": "x.password", "before": "(sensitive)", "after": null}],
                       "dangers": []}],
                     "totals": {"create": 0, "update": 1, "delete": 0, "replace": 0, "none": 0}}
                    """));
  }

  @Test
  void applyAsJsonIsTheOutcomeAloneWithItsProblems() throws Exception {
    absentThenCreated(FAILED);

    assertThat(run("apply", "shop", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("kind").asText()).isEqualTo("apply");
    assertThat(document.at("/outcomes/0/result").asText()).isEqualTo("failed");
    assertThat(document.at("/outcomes/0/problems/0/code").asText()).isEqualTo("task-failed");
    assertThat(err.toString()).contains("+ shop");
  }

  @Test
  void statusAsJsonHasTheCauses() throws Exception {
    one(CONFIG, FAILED);

    assertThat(run("status", "shop", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/tasks/0/lastCause").asText()).isEqualTo("Unknown host");
    assertThat(document.at("/binlog/position").asLong()).isEqualTo(155);
  }

  @Test
  void planAsMarkdownIsADiffForAReview() {
    live("\"connector.class\": \"a.B\", \"topic.prefix\": \"p\"");

    assertThat(run("plan", "-o", "markdown")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString(
            """
            ## Plan for local

            0 to create, 1 to update, 0 to delete

            ### update `shop`

            ````diff
            + rows.max = 1
            - topic.prefix = p
            ````
            """
                .replace(
                    "### update `shop`\n",
                    "### update `shop`\n\n> **topic-prefix-changed**: the offsets and the schema"
                        + " history belong to the old prefix: a full snapshot starts, and every row"
                        + " is written again, to other topics\n"));
  }

  @Test
  void anErrorAsJsonIsADocumentToo() throws Exception {
    assertThat(run("plan", "nobody", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("kind").asText()).isEqualTo("error");
    assertThat(document.at("/problems/0/code").asText()).isEqualTo("connector-not-listed");
  }

  @Test
  void aDangerousChangeIsRefusedUntilItIsAccepted() {
    bundle.connector("shop", CONFIG + ", \"topic.prefix\": \"new\"");
    live(CONFIG + ", \"topic.prefix\": \"old\"");

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("! topic-prefix-changed: the offsets");
    assertThat(err.toString())
        .contains("[danger-not-accepted] connector-configs/shop.json:1:72, topic.prefix:")
        .contains("--accept topic-prefix-changed");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void anAcceptedChangeIsMade() {
    updated("\"topic.prefix\": \"new\"", "\"topic.prefix\": \"old\"", RUNNING);

    assertThat(run("apply", "shop", "--accept", "topic-prefix-changed", "--stable-for", "0"))
        .isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("shop: updated, healthy after ");
  }

  @Test
  void anAcceptThatNothingNeedsIsReported() {
    live(CONFIG);

    assertThat(run("apply", "--accept", "mask-removed")).isEqualTo(ExitCode.DONE);

    assertThat(err.toString()).contains("warning --accept mask-removed: nothing needs it");
  }

  @ParameterizedTest
  @CsvSource({"render shop", "validate", "plan", "apply"})
  void aKeyThatNothingReadsIsFoundBeforeAnythingIsSent(String command) {
    bundle.connector("shop", MYSQL + ", \"database.hostnam\": \"h\"");

    assertThat(run(command.split(" "))).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[key-unknown] connector-configs/shop.json:1:94, database.hostnam:")
        .contains("did you mean database.hostname?");
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void anAcceptedKeyIsDeployedAndAnAcceptOfNoneIsReported() {
    String accept = "{\"rule\": \"key-unknown\", \"key\": \"%s\", \"reason\": \"r\"}";
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept.formatted("own.key")
            + "], \"config\": {"
            + MYSQL
            + ", \"own.key\": \"x\"}}");
    live(MYSQL + ", \"own.key\": \"x\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(err).asString().doesNotContain("warning");

    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept.formatted("gone.key")
            + "], \"config\": {"
            + MYSQL
            + "}}");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(err.toString())
        .contains("warning connector-configs/shop.json, accept: nothing needs key-unknown");
  }

  @Test
  void aSavedPlanIsCarriedOutWithoutAskingAndHoldsNoValue() throws Exception {
    Path plan = temp.resolve("plan.json");
    updated("\"x.password\": \"hunter2\"", "\"x.password\": \"hunter1\"", RUNNING);

    assertThat(run("plan", "--env", "prod", "--save", plan.toString())).isEqualTo(ExitCode.DONE);
    assertThat(plan).content().doesNotContain("hunter").contains("\"action\": \"UPDATE\"");

    assertThat(run("apply", "--env", "prod", "--plan", plan.toString(), "--stable-for", "0"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("shop: updated");
  }

  @ParameterizedTest
  @CsvSource({"files", "live", "environment"})
  void aStalePlanIsRefused(String changed) {
    Path plan = temp.resolve("plan.json");
    live("\"connector.class\": \"a.B\"");
    run("plan", "--save", plan.toString());
    switch (changed) {
      case "files" -> bundle.connector("shop", CONFIG + ", \"new\": \"1\"");
      case "live" -> live("\"connector.class\": \"other\"");
      default -> {}
    }

    String env = changed.equals("environment") ? "prod" : "local";
    assertThat(run("apply", "--env", env, "--plan", plan.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[plan-stale]").contains("nothing was changed");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void aRollbackOfWhatTheServerMasksIsRefusedBeforeAnythingIsWritten() {
    bundle.connector("shop", CONFIG + ", \"x.password\": \"${file:/f:x}\", \"a\": \"1\"");
    live(CONFIG + ", \"x.password\": \"••••\"");

    assertThat(run("apply", "shop", "--rollback")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[rollback-impossible] shop, x.password:");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void aFailedUpdateIsRolledBackToWhatRanBefore() {
    updated("\"a\": \"new\"", "\"a\": \"old\"", FAILED);
    WORKER.stubFor(put(urlEqualTo("/connectors/shop/resume")).willReturn(okJson("")));

    assertThat(run("apply", "shop", "--rollback", "--timeout", "1")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[task-failed] shop").contains("rolling back");
    WORKER.verify(
        1,
        putRequestedFor(urlEqualTo("/connectors/shop/config"))
            .withRequestBody(containing("\"old\"")));
  }

  @Test
  void pruningDeletesWhatThisBundleCreatedAndDoesNotListAnyMore() {
    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "bundle: b\nconnectors: [{name: shop}]");
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": "
                        + entry(CONFIG + ", \"mskcdc.bundle\": \"b/local\"")
                        + ", \"gone\": "
                        + entry("\"mskcdc.bundle\": \"b/local\"")
                        + ", \"foreign\": "
                        + entry("\"mskcdc.bundle\": \"b/prod\"")
                        + ", \"byHand\": "
                        + entry(CONFIG)
                        + "}")));

    assertThat(run("plan", "--prune")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("- gone\n\n0 to create, 0 to update, 1 to delete\n");
  }

  @Test
  void pruningIsRefusedWithoutANameOrAList() {
    assertThat(run("apply", "--prune")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("environment.yaml, bundle:");

    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "bundle: b\nconnectors: []");
    assertThat(run("apply", "--prune")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("environment.yaml:5:1, connectors: the list is empty");
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void pruningWithANameIsAUsageError() {
    assertThat(run("apply", "shop", "--prune")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void deleteStopsSavesTheOffsetsAndSaysWhatRemains() {
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("delete")
            .willReturn(
                okJson("{\"config\": {\"schema.history.internal.kafka.topic\": \"history\"}}")));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("delete")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(RUNNING)));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/stop"))
            .inScenario("delete")
            .willReturn(okJson("").withStatus(204))
            .willSetStateTo("stopped"));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("delete")
            .whenScenarioStateIs("stopped")
            .willReturn(okJson("{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}")));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/topics"))
            .willReturn(okJson("{\"shop\": {\"topics\": [\"b\", \"a\"]}}")));
    WORKER.stubFor(
        delete(urlEqualTo("/connectors/shop"))
            .inScenario("delete")
            .willReturn(okJson("").withStatus(204))
            .willSetStateTo("deleted"));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("delete")
            .whenScenarioStateIs("deleted")
            .willReturn(absent()));
    Path offsets = temp.resolve("offsets");

    assertThat(run("delete", "shop", "--offsets-dir", offsets.toString())).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains("shop: deleted; what remains:\n  topics: a, b\n  schema history: history\n");
    assertThat(err.toString()).contains("warning shop is still listed");
    assertThat(offsets)
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith("shop-"));
  }

  @Test
  void deletingWhatIsNotThereSaysSo() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(absent()));

    assertThat(run("delete", "shop")).isEqualTo(ExitCode.DONE);
    assertThat(out).hasToString("shop: there is no such connector, nothing was deleted\n");
  }

  @Test
  void importWritesAFileAfterWhichThePlanIsEmpty() {
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "variables: {host: db.example}\nconnectors:\n  - name: shop\n# the end");
    bundle.connector("shop", CONFIG + ", \"h\": \"{{ host }}\"");
    String config =
        "\"connector.class\": \"a.B\", \"url\": \"jdbc://db.example:1/x\","
            + " \"b.password\": \"${file:/f:b}\", \"c.password\": \"hunter2\"";
    WORKER.stubFor(
        get(urlEqualTo("/connectors/orders")).willReturn(okJson("{\"config\": {" + config + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    assertThat(run("import", "orders")).isEqualTo(ExitCode.DONE);

    assertThat(bundle.root().resolve("orders.json"))
        .hasContent(
            """
            {
              "name": "orders",
              "config": {
                "connector.class": "a.B",
                "b.password": "${file:/f:b}",
                "c.password": "${file:/path/to/secrets.properties:orders.c.password}",
                "url": "jdbc://{{ host }}:1/x"
              }
            }
            """);
    assertThat(bundle.root().resolve("environments/local/environment.yaml"))
        .content()
        .endsWith("connectors:\n  - name: shop\n# the end\n  - name: orders\n");
    assertThat(out.toString()).contains("to do: c.password is a secret");
    assertThat(out.toString() + err).doesNotContain("hunter2");
  }

  @Test
  void importDoesNotOverwriteAFile() {
    one(CONFIG, RUNNING);

    assertThat(run("import", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[file-exists] connector-configs/shop.json");
  }

  @Test
  void aRestartOfWhatIsStoppedSaysHowToStartIt() {
    one(CONFIG, "{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}");

    assertThat(run("restart", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-not-started]").contains("mskcdc resume shop");
  }

  @Test
  void aPauseByHandSaysThatTheNextApplyUndoesIt() {
    one(CONFIG, RUNNING.replace("\"RUNNING\"", "\"PAUSED\""));
    WORKER.stubFor(put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("")));

    assertThat(run("pause", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: paused (PAUSED, 1 task PAUSED)\n");
    assertThat(err.toString()).contains("warning shop is listed as running");
  }

  @Test
  void applyOfFiftyUnchangedConnectorsIsOneReadAndNoWrite() {
    manyLive(50);

    assertThat(run("apply")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString().lines()).hasSize(50);
    WORKER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void planOverFiveHundredConnectorsTakesLessThanTwoSeconds() {
    manyLive(500);
    long start = System.nanoTime();

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    WORKER.verify(1, anyRequestedFor(anyUrl()));
  }

  private void manyLive(int count) {
    StringBuilder list = new StringBuilder("connectors:\n");
    StringBuilder live = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      String config = CONFIG + ", \"topic.prefix\": \"p" + i + "\"";
      bundle.connector("c" + i, config);
      list.append("  - name: c").append(i).append('\n');
      live.append(i == 0 ? "" : ",").append("\"c").append(i).append("\": ").append(entry(config));
    }
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), list.toString());
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors")).willReturn(okJson(live.append('}').toString())));
  }

  /** A live connector whose configuration becomes the file's once it is written. */
  private void updated(String wanted, String before, String status) {
    bundle.connector("shop", CONFIG + ", " + wanted);
    live(CONFIG + ", " + before);
    one(CONFIG + ", " + wanted, status);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("update")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(RUNNING)));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("update")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("{\"config\": {" + CONFIG + ", " + before + "}}")));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/config"))
            .inScenario("update")
            .willReturn(okJson("{}"))
            .willSetStateTo("updated"));
  }

  private static String entry(String config) {
    return "{\"info\": {\"config\": {" + config + "}}, \"status\": " + RUNNING + "}";
  }
}
