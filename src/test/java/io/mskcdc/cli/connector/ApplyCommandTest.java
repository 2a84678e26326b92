package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
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
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyCommandTest extends StubbedWorker {

  @Test
  void anAbsentConnectorIsCreatedAndWaitedFor() {
    absentThenCreated(RUNNING);

    assertThat(run("apply", "shop", "--stable-for", "0")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .startsWith("+ shop\n")
        .contains("1 to create, 0 to update, 0 to delete\n")
        .containsPattern(
            "shop: created, healthy after \\d+ s \\(RUNNING, 1 task RUNNING\\); nothing shows yet that"
                + " it reads its source: it has stored no other offset since\n$");
    WORKER.verify(1, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void anUnchangedConnectorIsReadAndNotWritten() {
    live(CONFIG);

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString("shop: nothing is different, nothing was written (RUNNING, 1 task RUNNING)\n");
    WORKER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void anUnchangedConnectorThatIsNotHealthyYetIsWaitedForAndNotWritten() {
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

  @Test
  void fiftyUnchangedConnectorsAreReadInTwoRequestsAndNotWritten() {
    manyLive(50);

    assertThat(run("apply")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString().lines()).hasSize(50);
    WORKER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void theCauseOfAFailedTaskIsPrinted() {
    absentThenCreated(FAILED);

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("error [task-failed] shop: task 0 failed: outer … caused by Unknown host\n")
        .contains(
            "  next: correct what the cause names and apply again; the log of w:1 has the details\n");
    assertThat(out.toString()).endsWith("shop: failed; the new configuration was written\n");
  }

  @Test
  void aConfigurationThatTheWorkerRejectsIsNotWritten() {
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
  void jsonIsASingleDocumentWithTheOutcomeAndItsProblems() throws Exception {
    absentThenCreated(FAILED);

    assertThat(run("apply", "shop", "-o", "json")).isEqualTo(ExitCode.FAILED);

    var document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("kind").asText()).isEqualTo("apply");
    assertThat(document.at("/outcomes/0/result").asText()).isEqualTo("failed");
    assertThat(document.at("/outcomes/0/problems/0/code").asText()).isEqualTo("task-failed");
    assertThat(err.toString()).contains("+ shop");
  }

  @Test
  void withoutATerminalAnotherEnvironmentIsNotChanged() {
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));

    assertThat(run("apply", "shop", "--env", "prod")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).startsWith("+ shop\n");
    assertThat(err.toString()).contains("[approval-missing]").contains("--auto-approve");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"yes, 0, 1", "y, 1, 0", "'', 1, 0"})
  void onlyTheAnswerYesChangesAnotherEnvironment(String answer, int exitCode, int writes) {
    absentThenCreated(RUNNING);
    terminal = new Terminal(Optional.of(() -> answer));

    assertThat(run("apply", "shop", "--env", "prod", "--stable-for", "0")).isEqualTo(exitCode);

    WORKER.verify(writes, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void autoApproveChangesAnotherEnvironmentWithoutAsking() {
    absentThenCreated(RUNNING);

    assertThat(run("apply", "shop", "--env", "prod", "--stable-for", "0", "--auto-approve"))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void aDangerousChangeIsRefused() {
    bundle.connector("shop", CONFIG + ", \"topic.prefix\": \"new\"");
    live(CONFIG + ", \"topic.prefix\": \"old\"");

    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("! topic-prefix-changed: the offsets");
    assertThat(err.toString())
        .contains("[danger-not-accepted] connector-configs/shop.json:1:72, topic.prefix:")
        .contains("--accept topic-prefix-changed");
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  @Test
  void anAcceptedDangerousChangeIsApplied() {
    updated("\"topic.prefix\": \"new\"", "\"topic.prefix\": \"old\"", RUNNING);

    assertThat(run("apply", "shop", "--accept", "topic-prefix-changed", "--stable-for", "0"))
        .isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("shop: updated, healthy after ");
  }

  @Test
  void anUnneededAcceptIsReported() {
    live(CONFIG);

    assertThat(run("apply", "--accept", "mask-removed")).isEqualTo(ExitCode.DONE);

    assertThat(err.toString()).contains("warning --accept mask-removed: nothing needs it");
  }

  @Test
  void aSavedPlanIsAppliedWithoutAskingAndHoldsNoValues() throws Exception {
    Path plan = temp.resolve("plan.json");
    updated("\"x.password\": \"${file:/f:x}\"", "\"x.password\": \"hunter1\"", RUNNING);

    assertThat(run("plan", "--env", "prod", "--save", plan.toString())).isEqualTo(ExitCode.DONE);
    assertThat(plan).content().doesNotContain("hunter").contains("\"action\": \"UPDATE\"");

    assertThat(run("apply", "--env", "prod", "--plan", plan.toString(), "--stable-for", "0"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("shop: updated");
  }

  @ParameterizedTest
  @CsvSource({"files", "live", "environment"})
  void aStaleSavedPlanIsRefused(String changed) {
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
    if (env.equals("local")) {
      assertThat(err.toString()).contains(" shop --save " + plan + "\n");
    }
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  /** A creation is the same everywhere, and the plan was read for one place. */
  @ParameterizedTest
  @ValueSource(strings = {"address", "cluster"})
  void aSavedPlanIsNotAppliedInAnotherPlace(String changed) {
    Path plan = temp.resolve("plan.json");
    cluster("first");
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));
    WORKER.stubFor(get(urlEqualTo("/connectors")).willReturn(okJson("[]")));
    assertThat(run("plan", "--save", plan.toString())).isEqualTo(ExitCode.DONE);
    if (changed.equals("address")) {
      bundle.environment(
          "local", "http://127.0.0.1:" + WORKER.getPort(), "connectors: [{name: shop}]");
    } else {
      cluster("second");
    }

    assertThat(run("apply", "--plan", plan.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[plan-stale]")
        .contains("leads to another place, or to workers of another Kafka cluster; nothing was");
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  private static void cluster(String id) {
    WORKER.stubFor(
        get(urlEqualTo("/"))
            .willReturn(okJson("{\"version\": \"3.7.2\", \"kafka_cluster_id\": \"" + id + "\"}")));
  }

  /** The default environment may not list the plan's connectors. */
  @Test
  void aSavedPlanOfAnotherEnvironmentNamesTheOptionThatIsMissing() {
    Path plan = temp.resolve("plan.json");
    live(CONFIG);
    run("plan", "--env", "prod", "--save", plan.toString());
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), "connectors: []");

    assertThat(run("apply", "--plan", plan.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("the plan was made for environment prod, and not for local")
        .contains("next: add --env prod");
  }

  @Test
  void aRollbackIsRefusedBeforeTheFirstWriteWhenTheWorkerMasksAValue() {
    bundle.connector("shop", CONFIG + ", \"x.password\": \"${file:/f:x}\", \"a\": \"1\"");
    live(CONFIG + ", \"x.password\": \"••••\"");

    assertThat(run("apply", "shop", "--rollback")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[rollback-impossible] shop, x.password:");
    WORKER.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void aFailedUpdateIsRolledBackToThePreviousConfiguration() {
    updated("\"a\": \"new\"", "\"a\": \"old\"", FAILED);
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/resume")).willReturn(okJson("").withStatus(202)));

    assertThat(run("apply", "shop", "--rollback", "--stable-for", "0", "--timeout", "1"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[task-failed] shop").contains("rolling back");
    WORKER.verify(
        1,
        putRequestedFor(urlEqualTo("/connectors/shop/config"))
            .withRequestBody(containing("\"old\"")));
  }

  @Test
  void pruneIsRefusedWithoutABundleNameOrWithAnEmptyList() {
    assertThat(run("apply", "--prune")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("environment.yaml, bundle:");

    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "bundle: b\nconnectors: []");
    assertThat(run("apply", "--prune")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("environment.yaml:5:1, connectors: the list is empty");
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void pruneWithANameIsAUsageError() {
    assertThat(run("apply", "shop", "--prune")).isEqualTo(ExitCode.USAGE);
  }
}
