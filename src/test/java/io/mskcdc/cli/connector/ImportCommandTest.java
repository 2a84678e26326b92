package io.mskcdc.cli.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import org.junit.jupiter.api.Test;

class ImportCommandTest extends StubbedWorker {

  @Test
  void theConnectorIsWrittenToAFileAndListed() {
    bundle.environment(
        "local",
        "http://localhost:" + WORKER.getPort(),
        "variables: {host: db.example}\nconnectors:\n  - name: shop\n# the end");
    bundle.connector("shop", CONFIG + ", \"h\": \"{{ host }}\"");
    String config =
        "\"connector.class\": \"a.B\", \"url\": \"jdbc://db.example:1/x\","
            + " \"b.password\": \"${file:/f:b}\", \"c.password\": \"hunter2\"";
    WORKER.stubFor(
        get(urlEqualTo("/connectors/orders")).willReturn(okJson("{\"config\": {" + config + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    assertThat(run("import", "orders")).isEqualTo(ExitCode.DONE);

    assertThat(bundle.root().resolve("orders.json"))
        .hasContent(
            """
            {
              "name": "orders",
              "config": {
                "connector.class": "a.B",
                "b.password": "${file:/f:b}",
                "c.password": "${file:/path/to/secrets.properties:orders.c.password}",
                "url": "jdbc://{{ host }}:1/x"
              }
            }
            """);
    assertThat(bundle.root().resolve("environments/local/environment.yaml"))
        .content()
        .endsWith("connectors:\n  - name: shop\n  - name: orders\n# the end\n");
    assertThat(out.toString()).contains("to do: c.password is a secret");
    assertThat(out.toString() + err).doesNotContain("hunter2");
  }

  @Test
  void aConnectorOfAnOlderDebeziumIsWrittenWithWhatToDoAndOtherCommandsStillWork() {
    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "connectors:\n  - name: shop\n# the end");
    String config =
        "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
            + " \"database.server.name\": \"orders\", \"pattern\": \"${ENV}\"";
    WORKER.stubFor(
        get(urlEqualTo("/connectors/orders")).willReturn(okJson("{\"config\": {" + config + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    assertThat(run("import", "orders")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .startsWith("wrote connector-configs/orders.json\n")
        .contains("to do: [key-renamed] connector-configs/orders.json:5:5, database.server.name: ")
        .contains("    next: write topic.prefix")
        .endsWith(
            "  to do: then list it under connectors in"
                + " connector-configs/environments/local/environment.yaml: - name: orders\n");
    assertThat(bundle.root().resolve("orders.json")).exists();
    assertThat(bundle.root().resolve("environments/local/environment.yaml"))
        .content()
        .endsWith("connectors:\n  - name: shop\n# the end\n");
    assertThat(run("render", "shop")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aSecretThatOnlyTheWorkersRecogniseBecomesAReference() {
    declaredSecret("x.pid");
    WORKER.stubFor(
        get(urlEqualTo("/connectors/orders"))
            .willReturn(okJson("{\"config\": {" + CONFIG + ", \"x.pid\": \"hunter2\"}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    assertThat(run("import", "orders")).isEqualTo(ExitCode.DONE);

    assertThat(bundle.root().resolve("orders.json"))
        .content()
        .contains("\"x.pid\": \"${file:")
        .doesNotContain("hunter2");
    assertThat(out.toString()).contains("to do: x.pid is a secret").doesNotContain("hunter2");
  }

  @Test
  void aConnectorOfAnotherBundleIsNamedAsOne() {
    bundle.environment(
        "local", "http://localhost:" + WORKER.getPort(), "connectors:\n  - name: shop\n# the end");
    bundle.connector("shop", CONFIG);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/orders"))
            .willReturn(
                okJson("{\"config\": {" + CONFIG + ", \"mskcdc.bundle\": \"other/prod\"}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/orders/status")).willReturn(okJson(RUNNING)));

    assertThat(run("import", "orders")).isEqualTo(ExitCode.DONE);

    assertThat(err.toString())
        .contains(
            "warning orders belongs to the bundle and environment other/prod, whose next apply"
                + " writes its own configuration again");
  }

  @Test
  void anExistingFileIsNotOverwritten() {
    one(CONFIG, RUNNING);

    assertThat(run("import", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[file-exists] connector-configs/shop.json", "next: look at the differences");
  }

  /** An import that was killed before it listed the connector leaves its file. */
  @Test
  void anExistingFileOfAConnectorThatIsNotListedIsToBeListed() {
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), "connectors: []");
    one(CONFIG, RUNNING);

    assertThat(run("import", "shop")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[file-exists] ", "next: list it under connectors in environment.yaml, or move");
  }
}
