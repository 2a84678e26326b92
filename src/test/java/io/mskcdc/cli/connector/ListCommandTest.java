package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListCommandTest extends StubbedWorker {

  @BeforeEach
  void twoListedTwoDeployed() {
    bundle.connector("orders-paused", CONFIG);
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "connectors: [{name: shop}, {name: orders-paused, state: paused}]");
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson("{\"foreign\": " + entry(CONFIG) + ", \"shop\": " + entry(CONFIG) + "}")));
  }

  @Test
  void listedConnectorsComeFirstAndThenWhatElseRuns() {
    assertThat(run("list")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString(
            """
            CONNECTOR      WANTED      STATUS
            shop           running     RUNNING, 1 task RUNNING
            orders-paused  paused      not deployed
            foreign        not listed  RUNNING, 1 task RUNNING
            """);
  }

  @Test
  void jsonHasNoWantedStateForWhatIsNotListed() throws Exception {
    assertThat(run("list", "-o", "json")).isEqualTo(ExitCode.DONE);

    var connectors = new ObjectMapper().readTree(out.toString()).path("connectors");
    assertThat(connectors).hasSize(3);
    assertThat(connectors.at("/1/wanted").asText()).isEqualTo("paused");
    assertThat(connectors.at("/1").has("status")).isFalse();
    assertThat(connectors.at("/2/name").asText()).isEqualTo("foreign");
    assertThat(connectors.at("/2").has("wanted")).isFalse();
  }

  @Test
  void aPlanNamesWhatRunsAndIsNotListed() throws Exception {
    assertThat(run("plan", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .hasToString("Nothing is different.\nNot listed, and left as they are: foreign\n");

    out.getBuffer().setLength(0);
    run("plan", "shop", "-o", "json");
    assertThat(new ObjectMapper().readTree(out.toString()).at("/unlisted/0").asText())
        .isEqualTo("foreign");
  }
}
