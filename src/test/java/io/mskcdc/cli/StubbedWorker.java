package io.mskcdc.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A bundle and a stubbed Connect worker, for tests of commands. */
public abstract class StubbedWorker {
  protected static final String CONFIG = "\"connector.class\": \"a.B\", \"rows.max\": \"1\"";
  protected static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
  protected static final String RUNNING =
      """
      {"name": "shop", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "w:1"}]}
      """;
  protected static final String FAILED =
      """
      {"name": "shop", "connector": {"state": "RUNNING", "worker_id": "w:1"},
       "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:1",
                  "trace": "outer\\n\\tat a.B\\nCaused by: Unknown host"}]}
      """;

  @RegisterExtension
  protected static final WireMockExtension WORKER = WireMockExtension.newInstance().build();

  @TempDir protected Path temp;
  protected BundleFolder bundle;
  protected final StringWriter out = new StringWriter();
  protected final StringWriter err = new StringWriter();
  protected Terminal terminal = new Terminal(Optional.empty());

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp).connector("shop", CONFIG);
    String url = "http://localhost:" + WORKER.getPort();
    bundle.environment("local", url, "connectors: [{name: shop}]");
    bundle.environment("prod", url, "connectors: [{name: shop}]");
    WORKER.stubFor(
        put(urlPathMatching("/connector-plugins/.*"))
            .willReturn(okJson("{\"error_count\": 0, \"configs\": []}")));
    WORKER.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\": \"3.7.2\"}")));
    WORKER.stubFor(get(urlEqualTo("/connectors")).atPriority(1).willReturn(okJson("[]")));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/offsets"))
            .willReturn(
                okJson(
                    """
                    {"offsets": [{"partition": {"server": "p"}, "offset":
                      {"file": "binlog.000002", "pos": 155, "ts_sec": 1767225600}}]}
                    """)));
  }

  /** Makes the worker declare an option of every connector as a secret. */
  protected static void declaredSecret(String key) {
    WORKER.stubFor(
        put(urlPathMatching("/connector-plugins/.*"))
            .willReturn(
                okJson(
                    "{\"error_count\": 0, \"configs\": [{\"definition\": {\"name\": \""
                        + key
                        + "\", \"type\": \"PASSWORD\"}, \"value\": {\"name\": \""
                        + key
                        + "\", \"value\": \"hunter2\", \"errors\": []}}]}")));
  }

  protected int run(String... args) {
    String[] all = args;
    if (args.length > 0
        && args[0].matches(
            "lint|render|validate|plan|apply|status|list|delete|import|restart|pause|resume|stop")) {
      all = java.util.Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--configs";
      all[args.length + 1] = bundle.root().toString();
    }
    if (args.length > 0
        && args[0].matches("apply|delete")
        && !java.util.List.of(args).contains("--offsets-dir")) {
      int length = all.length;
      all = java.util.Arrays.copyOf(all, length + 2);
      all[length] = "--offsets-dir";
      all[length + 1] = temp.resolve("offsets").toString();
    }
    return Main.commandLine(terminal, new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  protected static void live(String config) {
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors"))
            .willReturn(
                okJson(
                    "{\"shop\": {\"info\": {\"name\": \"shop\", \"config\": {\"name\": \"shop\", "
                        + config
                        + "}}, \"status\": "
                        + RUNNING
                        + "}}")));
  }

  protected static void one(String config, String status) {
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .willReturn(okJson("{\"name\": \"shop\", \"config\": {" + config + "}}")));
    WORKER.stubFor(get(urlEqualTo("/connectors/shop/status")).willReturn(okJson(status)));
  }

  protected static void absentThenCreated(String status) {
    WORKER.stubFor(get(urlPathEqualTo("/connectors")).willReturn(okJson("{}")));
    one(CONFIG, status);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("create")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(absent()));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/config"))
            .inScenario("create")
            .willReturn(okJson("{}").withStatus(201))
            .willSetStateTo("created"));
  }

  protected static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder absent() {
    return okJson("{\"error_code\": 404, \"message\": \"Connector shop not found\"}")
        .withStatus(404);
  }

  protected void manyLive(int count) {
    StringBuilder list = new StringBuilder("connectors:\n");
    StringBuilder live = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      String config = CONFIG + ", \"topic.prefix\": \"p" + i + "\"";
      bundle.connector("c" + i, config);
      list.append("  - name: c").append(i).append('\n');
      live.append(i == 0 ? "" : ",").append("\"c").append(i).append("\": ").append(entry(config));
    }
    bundle.environment("local", "http://localhost:" + WORKER.getPort(), list.toString());
    WORKER.stubFor(
        get(urlPathEqualTo("/connectors")).willReturn(okJson(live.append('}').toString())));
  }

  protected void updated(String wanted, String before, String status) {
    bundle.connector("shop", CONFIG + ", " + wanted);
    live(CONFIG + ", " + before);
    one(CONFIG + ", " + wanted, status);
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop/status"))
            .inScenario("update")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(RUNNING)));
    WORKER.stubFor(
        get(urlEqualTo("/connectors/shop"))
            .inScenario("update")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("{\"config\": {" + CONFIG + ", " + before + "}}")));
    WORKER.stubFor(
        put(urlEqualTo("/connectors/shop/config"))
            .inScenario("update")
            .willReturn(okJson("{}"))
            .willSetStateTo("updated"));
  }

  protected static String entry(String config) {
    return "{\"info\": {\"config\": {" + config + "}}, \"status\": " + RUNNING + "}";
  }
}
