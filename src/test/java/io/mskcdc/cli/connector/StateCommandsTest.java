package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.Test;

class StateCommandsTest extends StubbedWorker {

  @Test
  void theErrorForARestartOfAStoppedConnectorNamesResume() {
    one(CONFIG, "{\"connector\": {\"state\": \"STOPPED\"}, \"tasks\": []}");

    assertThat(run("restart", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("[connector-not-started]").contains("mskcdc resume shop");
  }

  @Test
  void aPausedConnectorThatIsListedAsRunningIsWarnedAbout() {
    one(CONFIG, RUNNING.replace("\"RUNNING\"", "\"PAUSED\""));
    WORKER.stubFor(put(urlEqualTo("/connectors/shop/pause")).willReturn(okJson("")));

    assertThat(run("pause", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasToString("shop: paused (PAUSED, 1 task PAUSED)\n");
    assertThat(err.toString()).contains("warning shop is listed as running");
  }
}
