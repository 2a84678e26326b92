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
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \"clear-secret\", \"reason\": \"a test\"}],"
            + " \"config\": {"
            + CONFIG
            + ", \"database.password\": \"hunter2\"}}");

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

  @Test
  void aValueThatLooksLikeASuggestedCommandIsPrintedAsItIs() {
    bundle.connector("shop", CONFIG + ", \"note\": \"changed by mskcdc apply shop\"");

    assertThat(run("render", "shop", "--env", "prod")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("\"note\": \"changed by mskcdc apply shop\"");
  }

  @Test
  void aSaltInAKeyIsHidden() {
    String hash = "column.mask.hash.SHA-256.with.salt.";
    bundle.connector(
        "shop",
        CONFIG + ", \"" + hash + "hunter2\": \"d.t.a\", \"" + hash + "hunter22\": \"d.t.b\"");

    assertThat(run("render", "shop")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains(hash + "(sensitive)\": \"d.t.a\"", hash + "(sensitive 2)\": \"d.t.b\"")
        .doesNotContain("hunter2");
  }

  @Test
  void aSecretInClearIsAnErrorThatDoesNotShowIt() {
    bundle.connector("shop", CONFIG + ", \"url\": \"https://cdc:hunter2@db\"");

    assertThat(run("render", "shop")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[clear-secret] connector-configs/shop.json:1:");
    assertThat(out.toString() + err).doesNotContain("hunter2");
  }
}
