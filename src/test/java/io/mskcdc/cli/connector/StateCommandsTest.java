package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateCommandsTest extends StubbedWorker {

  @Test
  void theErrorForARestartOfAStoppedConnectorNamesResume() {
    one(CONFIG, "{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}");

    assertThat(run("restart", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[connector-not-started]")
        .contains("mskcdc resume --configs " + bundle.root() + " shop");
  }

  @Test
  void aRestartThatTakesSecondsIsNotFailedByTheFailureBeforeIt() {
    one(CONFIG, RUNNING);
    List<String> states = List.of(Scenario.STARTED, "second", "third", "fourth", "up");
    for (int read = 0; read < 4; read++) {
      WORKER.stubFor(
          get(urlEqualTo("/connectors/shop/status"))
              .inScenario("restart")
              .whenScenarioStateIs(states.get(read))
              .willSetStateTo(states.get(read + 1))
              .willReturn(okJson(FAILED)));
    }
    WORKER.stubFor(
        post(urlPathEqualTo("/connectors/shop/restart"))
            .willReturn(okJson(FAILED).withStatus(202)));

    assertThat(run("restart", "shop", "--stable-for", "0")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).startsWith("shop: restarted (RUNNING, 1 task RUNNING)");
  }

  @Test
  void nothingIsRestartedWhereNothingHasFailed() {
    one(CONFIG, RUNNING);

    assertThat(run("restart", "shop", "--failed-only")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString("shop: not restarted (RUNNING, 1 task RUNNING); nothing of it has failed\n");
    WORKER.verify(0, postRequestedFor(urlPathEqualTo("/connectors/shop/restart")));
  }

  @Test
  void anotherClusterIsNotADeletionByAnotherClient() {
    one(CONFIG, RUNNING);
    cluster("first", Scenario.STARTED, "then");
    cluster("second", "then", "then");
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/pause"))
            .inScenario("switch")
            .willReturn(okJson("").withStatus(202))
            .willSetStateTo("switched"));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("switch")
            .whenScenarioStateIs("switched")
            .willReturn(absent()));

    assertThat(run("pause", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[connect-other-cluster] shop: the workers that answer now are others")
        .doesNotContain("another client");
  }

  private static void cluster(String id, String state, String next) {
    WORKER.stubFor(
        get(urlEqualTo("/"))
            .inScenario("cluster")
            .whenScenarioStateIs(state)
            .willSetStateTo(next)
            .willReturn(okJson("{\"version\": \"3.7.2\", \"kafka_cluster_id\": \"" + id + "\"}")));
  }

  @Test
  void aResumeThatReadsTheSourceFromTheBeginningIsWarnedAbout() {
    one(MYSQL, "{\"connector\": {\"state\": \"STOPPED\", \"worker_id\": \"w:1\"}, \"tasks\": []}");
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets")).willReturn(okJson("{\"offsets\": []}")));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/resume")).willReturn(okJson("").withStatus(202)));

    assertThat(run("resume", "shop", "--timeout", "1", "--stable-for", "0"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .startsWith(
            "warning shop: no offset is stored for it, so it reads its source from the beginning");
  }

  @Test
  void aPausedConnectorThatIsListedAsRunningIsWarnedAbout() {
    one(CONFIG, RUNNING.replace("\"RUNNING\"", "\"PAUSED\""));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("").withStatus(202)));

    assertThat(run("pause", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: paused (PAUSED, 1 task PAUSED)\n");
    assertThat(err.toString()).contains("warning shop is listed as running");
  }

  @Test
  void aConnectorOfAnotherBundleIsWarnedAbout() {
    one(CONFIG + ", \"mskcdc.bundle\": \"other/prod\"", RUNNING.replace("RUNNING", "PAUSED"));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("").withStatus(202)));

    run("pause", "shop", "--timeout", "1");

    assertThat(err.toString())
        .startsWith(
            "warning shop belongs to the bundle and environment other/prod, whose next apply"
                + " brings it back to the state that it lists\n");
  }
}
