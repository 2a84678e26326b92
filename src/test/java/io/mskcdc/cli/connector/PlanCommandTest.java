package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest extends StubbedWorker {

  @Test
  void eachDifferenceAndTheTotalsArePrinted() {
    bundle.connector("shop", CONFIG + ", \"b.password\": \"${file:/f:b}\", \"c\": \"2\"");
    live("\"connector.class\": \"a.B\", \"b.password\": \"old\", \"gone\": \"x\", \"c\": \"1\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString(
            """
            ~ shop
                ~ b.password = (sensitive) -> ${file:/f:b}
                ~ c = 1 -> 2
                - gone = x
                + rows.max = 1

            0 to create, 1 to update, 0 to delete
            """);
    WORKER.verify(2, getRequestedFor(anyUrl()));
    WORKER.verify(3, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "markdown"})
  void aSaltInAKeyIsHidden(String format) {
    String hash = "column.mask.hash.v2.SHA-256.with.salt.";
    bundle.connector("shop", CONFIG + ", \"" + hash + "hunter2\": \"d.t.a\"");
    live(CONFIG + ", \"" + hash + "old-hunter2\": \"d.t.a\", \"note\": \"pwd:hunter2\"");

    assertThat(run("plan", "-o", format)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains(hash + "(sensitive)", "mask-key-changed")
        .doesNotContain("hunter2");
  }

  @Test
  void aSaltInTheKeyOfAnErrorIsHidden() {
    String hash = "column.mask.hash.SHA-256.with.salt.";
    bundle.connector("shop", CONFIG + ", \"" + hash + "hunter2\": \"d.t.a\"");
    live(CONFIG + ", \"" + hash + "hunter22\": \"d.t.a\"");

    assertThat(run("apply")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[danger-not-accepted]", hash + "(sensitive): mask-key-changed")
        .doesNotContain("hunter2");
  }

  @Test
  void aLiveValueThatTheWorkersDeclareAsASecretIsHidden() {
    declaredSecret("x.pid");
    live(CONFIG + ", \"x.pid\": \"hunter2\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("- x.pid = (sensitive)").doesNotContain("hunter2");
  }

  @Test
  void secretsAreRecognisedByNameAndValueIfTheWorkersDoNotValidate() {
    WORKER.stubFor(put(urlPathMatching("/connector-plugins/.*")).willReturn(badRequest()));
    live(CONFIG + ", \"url\": \"redis://:hunter2@h\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("- url = (sensitive)").doesNotContain("hunter2");
    assertThat(err.toString()).contains("warning shop: the workers do not validate it");
  }

  @Test
  void aConnectorOfTheCatalogIsPlannedWithTwoRequests() {
    bundle.connector("shop", MYSQL);
    live(MYSQL + ", \"database.password\": \"hunter2\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("- database.password = (sensitive)");
    WORKER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void theClientPropertiesOfIamAuthenticationAreShownAsAdditions() {
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
  void aPlanWithoutChangesExitsWith0() {
    live(CONFIG);

    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DONE);
    assertThat(out).hasToString("Nothing is different.\n");
  }

  @Test
  void aPausedConnectorWithAFailedTaskIsShownAlikeInTextAndJson() throws Exception {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": {\"info\": {\"config\": {"
                        + CONFIG
                        + "}}, \"status\": "
                        + FAILED.replaceFirst("RUNNING", "PAUSED")
                        + "}}")));

    run("plan");
    assertThat(out.toString()).contains("~ state: PAUSED, task FAILED -> RUNNING\n");

    out.getBuffer().setLength(0);
    run("plan", "-o", "json");
    assertThat(new ObjectMapper().readTree(out.toString()).at("/changes/0/state"))
        .hasToString("{\"before\":\"PAUSED\",\"taskFailed\":true,\"after\":\"RUNNING\"}");
  }

  @Test
  void aConfigurationThatAnEarlierApplyDidNotSeeHealthyIsNamed() throws Exception {
    updated("\"a\": \"new\"", "\"a\": \"old\"", FAILED);
    assertThat(run("apply", "shop")).isEqualTo(ExitCode.FAILED);
    live(CONFIG + ", \"a\": \"new\"");
    out.getBuffer().setLength(0);
    String offsets = temp.resolve("offsets").toString();

    assertThat(run("plan", "--offsets-dir", offsets)).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .hasToString(
            "Nothing is different.\nshop: an earlier apply did not see this configuration healthy;"
                + " apply waits until it is\n");

    out.getBuffer().setLength(0);
    run("plan", "--offsets-dir", offsets, "-o", "json");
    assertThat(new ObjectMapper().readTree(out.toString()).at("/unfinished/0").asText())
        .startsWith("shop: an earlier apply");
  }

  @Test
  void detailedExitcodeExitsWith2WhenThereAreChanges() {
    live("\"connector.class\": \"a.B\"");

    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DIFFERENCES);
  }

  @Test
  void jsonHasAKindAndAVersion() throws Exception {
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
                     "unfinished": [], "unlisted": [],
                     "totals": {"create": 0, "update": 1, "delete": 0, "replace": 0, "none": 0}}
                    """));
  }

  @Test
  void markdownIsADiff() {
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
  void anAcceptedUnknownKeyIsPlannedAndAnUnneededAcceptIsReported() {
    String config = MYSQL + ", \"topic.prefix\": \"p\", \"database.server.id\": 1";
    String accept = "{\"rule\": \"key-unknown\", \"key\": \"%s\", \"reason\": \"r\"}";
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept.formatted("own.key")
            + "], \"config\": {"
            + config
            + ", \"own.key\": \"x\"}}");
    live(config + ", \"own.key\": \"x\"");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(err).asString().doesNotContain("warning");

    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept.formatted("gone.key")
            + "], \"config\": {"
            + config
            + "}}");

    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(err.toString())
        .contains("warning connector-configs/shop.json, accept: nothing needs key-unknown");
  }

  @Test
  void pruneDeletesTheUnlistedConnectorsOfThisBundleAndEnvironmentOnly() {
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

    assertThat(out)
        .hasToString(
            "- gone\n\n0 to create, 0 to update, 1 to delete\n"
                + "Not listed, and left as they are: byHand, foreign\n");
  }

  @Test
  void theWorkOfAPlanGrowsInProportionToTheConnectors() {
    manyLive(250);
    run("plan");
    long once = allocatedByPlan();
    manyLive(500);
    WORKER.resetRequests();

    assertThat(allocatedByPlan()).isLessThan(3 * once);
    WORKER.verify(2, anyRequestedFor(anyUrl()));
  }

  /** Returns the bytes that a plan allocates: unlike its time, they do not depend on other load. */
  private long allocatedByPlan() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(run("plan")).isEqualTo(ExitCode.DONE);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void offlineEveryConnectorIsACreationAndNoRequestIsSent() {
    bundle.connector("orders", CONFIG);
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "connectors: [{name: shop}, {name: orders}]");

    assertThat(run("plan", "--offline", "--detailed-exitcode")).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(out)
        .hasToString(
            """
            + shop
                + connector.class = a.B
                + rows.max = 1

            + orders
                + connector.class = a.B
                + rows.max = 1

            2 to create, 0 to update, 0 to delete
            """);
    WORKER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void offlineWithPruneIsAUsageError() {
    assertThat(run("plan", "--offline", "--prune")).isEqualTo(ExitCode.USAGE);
  }
}
