package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.Test;

class RenderCommandTest extends StubbedWorker {

  @Test
  void theConfigurationIsPrintedWithoutSecrets() {
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
}
