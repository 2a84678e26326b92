package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DeleteCommandTest extends StubbedWorker {

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
        .contains("shop: deleted; what remains:\n  topics: a, b\n  schema history: history\n");
    assertThat(err.toString()).contains("warning shop is still listed");
    assertThat(offsets)
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith("shop-"));
  }

  @Test
  void anAbsentConnectorIsReported() {
    WORKER.stubFor(get(urlEqualTo("/connectors/shop")).willReturn(absent()));

    assertThat(run("delete", "shop")).isEqualTo(ExitCode.DONE);
    assertThat(out).hasToString("shop: there is no such connector, nothing was deleted\n");
  }
}
