package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidateCommandTest extends StubbedWorker {

  @BeforeEach
  void shopIsLive() {
    live(CONFIG);
  }

  @Test
  void validConnectorsArePrinted() {
    assertThat(run("validate")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: valid\n");
  }

  @Test
  void aValueOfALiveConnectorThatIsNotListedIsAnError() {
    String config = MYSQL + ", \"tasks.max\": \"1\", \"database.server.id\": \"7\"";
    bundle.connector("shop", config);
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(okJson("{\"foreign\": " + entry(config) + "}")));

    assertThat(run("validate")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[value-shared] ")
        .contains("the live connector foreign has the same value 7");
  }

  @Test
  void aSecretInClearThatOnlyTheWorkersRecogniseIsAnError() {
    declaredSecret("x.pid");
    bundle.connector("shop", CONFIG + ", \"x.pid\": \"hunter2\"");

    assertThat(run("validate")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[clear-secret] connector-configs/shop.json:1:", ", x.pid: ")
        .doesNotContain("hunter2");
  }
}
