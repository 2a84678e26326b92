package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteCommandTest extends StubbedWorker {

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void whatWasDeletedBeforeAFailureIsReportedToo(String format) throws Exception {
    stopped("first");
    stopped("second");
    stopped("third");
    WORKER.stubFor(
        delete(urlEqualTo("/connectors/second"))
            .willReturn(okJson("{\"message\": \"no\"}").withStatus(400)));

    assertThat(run("delete", "first", "second", "third", "-o", format)).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("error [connect-refused] http://localhost:")
        .contains("DELETE /connectors/second failed (HTTP 400): no");
    if (format.equals("text")) {
      assertThat(out.toString())
          .startsWith(
              "first: deleted; what remains, unless it was deleted before:\n  topics since its creation: none\n  offsets: kept under the")
          .endsWith(
              "second: its deletion was not seen to succeed\nthird: not attempted, because an earlier one failed\n");
    } else {
      JsonNode report = new ObjectMapper().readTree(out.toString());
      assertThat(report.at("/kind").asText()).isEqualTo("delete");
      assertThat(report.at("/deleted/0/name").asText()).isEqualTo("first");
      assertThat(report.at("/failed/0/name").asText()).isEqualTo("second");
      assertThat(report.at("/failed/0/problems/0/code").asText()).isEqualTo("connect-refused");
      assertThat(report.at("/notAttempted/0").asText()).isEqualTo("third");
    }
  }

  @Test
  void aFailureAfterTheStopSaysThatTheConnectorIsStopped() {
    stopped("shop");
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("shop")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(RUNNING)));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/stop"))
            .inScenario("shop")
            .willReturn(okJson("").withStatus(204))
            .willSetStateTo("stopped"));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets"))
            .willReturn(okJson("{\"message\": \"no\"}").withStatus(400)));

    assertThat(run("delete", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains(
            "shop: its stop was requested; unless it is gone, mskcdc resume --configs "
                + bundle.root()
                + " shop starts it again\n");
  }

  /** A connector that is stopped already, and can be deleted. */
  private static void stopped(String name) {
    String path = "/connectors/" + name;
    WORKER.stubFor(get(urlEqualTo(path)).inScenario(name).willReturn(okJson("{\"config\": {}}")));
    WORKER.stubFor(
        get(urlEqualTo(path + "/status"))
            .inScenario(name)
            .willReturn(okJson("{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}")));
    WORKER.stubFor(
        get(urlEqualTo(path + "/topics"))
            .willReturn(okJson("{\"" + name + "\": {\"topics\": []}}")));
    WORKER.stubFor(get(urlEqualTo(path + "/offsets")).willReturn(okJson("{\"offsets\": []}")));
    WORKER.stubFor(
        delete(urlEqualTo(path))
            .inScenario(name)
            .willReturn(okJson("").withStatus(204))
            .willSetStateTo("deleted"));
    WORKER.stubFor(
        get(urlEqualTo(path)).inScenario(name).whenScenarioStateIs("deleted").willReturn(absent()));
  }

  @Test
  void theConnectorIsStoppedItsOffsetsAreSavedAndTheRemainingTopicsArePrinted() {
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
        .contains(
            "shop: deleted; what remains, unless it was deleted before:\n  topics since its creation: a, b\n"
                + "  schema history: history\n");
    assertThat(err.toString()).contains("warning shop is still listed");
    assertThat(offsets)
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith("shop-"));
  }

  @Test
  void anAbsentConnectorIsReported() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(absent()));

    assertThat(run("delete", "shop")).isEqualTo(ExitCode.DONE);
    assertThat(out).hasToString("shop: there is no such connector, nothing was deleted\n");
    assertThat(err.toString()).as("no plan with a deletion").isEmpty();
  }

  @Test
  void onlyWhatIsThereIsShownForTheApproval() {
    stopped("shop");
    WORKER.stubFor(get(urlEqualTo("/connectors/shpo")).willReturn(absent()));

    assertThat(run("delete", "shpo", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(err.toString())
        .startsWith("- shop\n\n0 to create, 0 to update, 1 to delete\n")
        .doesNotContain("shpo");
    assertThat(out.toString()).contains("shpo: there is no such connector", "shop: deleted;");
  }

  @Test
  void aConnectorOfAnotherBundleIsWarnedAboutBeforeTheApproval() {
    one(CONFIG + ", \"mskcdc.bundle\": \"other/prod\"", RUNNING);

    assertThat(run("delete", "shop", "--env", "prod")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .startsWith(
            "warning shop belongs to the bundle and environment other/prod, whose next apply"
                + " creates it again\n")
        .contains("[approval-missing]");
  }
}
