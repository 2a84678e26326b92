package io.mskcdc.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.apply.Outcome;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.Format;
import io.mskcdc.report.Palette;
import io.mskcdc.report.Report;
import io.mskcdc.runtime.ConnectRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the use cases without the command line. */
class ConnectorDeploymentTest {
  private static final String CONFIG =
      "\"connector.class\": \"a.B\", \"topic.prefix\": \"%s\", \"rows.max\": \"1\"";
  private static final String MYSQL =
      """
      "connector.class": "io.debezium.connector.mysql.MySqlConnector",
      "database.server.id": "5400", "topic.prefix": "shop"\
      """;
  private static final String NEW = CONFIG.formatted("new");
  private static final String OLD = CONFIG.formatted("old");
  private static final String RUNNING =
      """
      {"name": "shop", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "w:1"}]}
      """;

  @RegisterExtension
  static final WireMockExtension WORKER = WireMockExtension.newInstance().build();

  @TempDir Path temp;
  private final TargetConnections connections = new TargetConnections();
  private final List<String> progress = new ArrayList<>();
  private final List<Report> shown = new ArrayList<>();
  private boolean approved = true;
  private Bundle bundle;
  private ConnectRuntime runtime;

  @BeforeEach
  void openTheEnvironment() {
    WORKER.stubFor(
        put(urlPathMatching("/connector-plugins/.*")).willReturn(okJson("{\"configs\": []}")));
    shop(NEW);
    runtime = connections.open(bundle, progress::add, false);
  }

  @AfterEach
  void closeTheConnections() {
    connections.close();
  }

  @Test
  void aPlanIsARecordOfTheChanges() {
    live(OLD);

    DeploymentPlan planned = planning().plan(List.of(), false);

    assertThat(planned.plan().changes()).extracting(PlannedChange::name).containsExactly("shop");
    assertThat(planned.plan().count(Action.UPDATE)).isEqualTo(1);
    assertThat(planned.acceptance(List.of()).open()).hasSize(1);
    assertThat(planned.acceptance(List.of("topic-prefix-changed")).open()).isEmpty();
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  @Test
  void anApprovedPlanIsAppliedAndReported() {
    live(OLD);
    updatedByAWrite();

    Optional<ApplyReport> report = deployment("topic-prefix-changed").deploy(List.of(), false);

    assertThat(report.orElseThrow().isGood()).isTrue();
    assertThat(report.orElseThrow().outcomes())
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED);
    assertThat(shown)
        .singleElement()
        .satisfies(plan -> assertThat(plan.text(Palette.NONE)).startsWith("~ shop\n"));
    assertThat(Format.JSON.write(report.orElseThrow(), Palette.NONE))
        .contains("\"kind\": \"apply\"", "\"result\": \"applied\"");
    WORKER.verify(1, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void aPlanThatIsNotApprovedIsNotApplied() {
    live(OLD);
    approved = false;

    assertThat(deployment("topic-prefix-changed").deploy(List.of(), false)).isEmpty();

    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  @Test
  void aDangerThatIsNotAcceptedRefusesThePlanBeforeApproval() {
    live(OLD);

    assertThatThrownBy(() -> deployment().deploy(List.of(), false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[danger-not-accepted]");

    assertThat(shown).hasSize(1);
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  @Test
  void aSavedPlanIsAppliedWithoutApproval() {
    live(OLD);
    updatedByAWrite();
    SavedPlanFile file = new SavedPlanFile(temp.resolve("plan.json"));
    file.write(planning().plan(List.of(), false).saved(Optional.empty()));
    approved = false;

    ApplyReport report = deployment("topic-prefix-changed").deploySaved(file);

    assertThat(report.isGood()).isTrue();
    WORKER.verify(1, putRequestedFor(urlEqualTo("/connectors/shop/config")));
  }

  @Test
  void aLiveConnectorWithTheSameServerIdRefusesThePlan() {
    shop(MYSQL);
    live("other", MYSQL.replace("shop", "other"), RUNNING);

    assertThatThrownBy(() -> deployment().deploy(List.of(), false))
        .hasMessageContaining("[value-shared] connector-configs/shop.json:")
        .hasMessageContaining(
            "database.server.id: the live connector other has the same value 5400");
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  @Test
  void aStoppedConnectorHasReleasedItsServerId() {
    shop(MYSQL);
    live("other", MYSQL.replace("shop", "other"), RUNNING.replace("RUNNING", "STOPPED"));

    assertThat(planning().plan(List.of(), false).plan().count(Action.CREATE)).isEqualTo(1);
  }

  private ConnectorPlanning planning() {
    return new ConnectorPlanning(
        bundle, runtime, new UnfinishedChanges(temp.resolve("offsets")), progress::add);
  }

  private void shop(String config) {
    BundleFolder folder = new BundleFolder(temp).connector("shop", config);
    folder.environment(
        "staging", "http://localhost:" + WORKER.getPort(), "connectors: [{name: shop}]");
    bundle = folder.load("staging");
  }

  @Test
  void anOfflinePlanNeedsNoRuntime() {
    DeploymentPlan planned = ConnectorPlanning.offline(bundle, List.of("shop"));

    assertThat(planned.plan().changes())
        .extracting(PlannedChange::action)
        .containsExactly(Action.CREATE);
    WORKER.verify(0, putRequestedFor(urlPathMatching("/connectors/.*")));
  }

  private ConnectorDeployment deployment(String... accepted) {
    return new ConnectorDeployment(
        bundle,
        runtime,
        new ApplyOptions(
            List.of(accepted),
            false,
            new WaitLimits(Optional.empty(), Duration.ZERO),
            1,
            temp.resolve("offsets")),
        new ChangeReview() {
          @Override
          public void show(Report change) {
            shown.add(change);
          }

          @Override
          public boolean isApproved() {
            return approved;
          }
        },
        progress::add);
  }

  private static void live(String config) {
    live("shop", config, RUNNING);
  }

  private static void live(String name, String config, String status) {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"%s\": {\"info\": {\"config\": {%s}}, \"status\": %s}}"
                        .formatted(name, config, status))));
  }

  /** The worker answers with the old configuration until the new one is written. */
  private static void updatedByAWrite() {
    WORKER.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\": \"3.7.2\"}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(RUNNING)));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets")).willReturn(okJson("{\"offsets\": []}")));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("update")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("{\"config\": {" + OLD + "}}")));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/config"))
            .inScenario("update")
            .willReturn(okJson("{}"))
            .willSetStateTo("updated"));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("update")
            .whenScenarioStateIs("updated")
            .willReturn(okJson("{\"config\": {" + NEW + "}}")));
  }
}
