package io.mskcdc.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mskcdc.InstalledProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The steps of the workflow that "init" writes, with the release's archive, on a copy of the bundle
 * and a real worker. WireMock answers for GitHub.
 */
class GitOpsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "token-of-the-job";
  private static final String ISSUES = "/repos/shop/cdc/issues";
  private static final String CONFIG = "/connectors/mysql-cdc/config";
  private static final String COMMENTS = ISSUES + "/12/comments";

  private static Pipeline pipeline;
  private static WireMockServer github;
  private static Path root;
  private static Path outputs;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        InstalledProgram.exists("jq") && InstalledProgram.exists("curl"), "jq or curl is missing");
    pipeline = Pipeline.start(Broker::subprocess, "3.7.2");
    github =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    github.start();
    root = pipeline.root();
    outputs = root.resolve("outputs");
    Path repository = root.resolve("init");
    Release.init(repository);
    for (String name : List.of("scripts", "mskcdc.properties")) {
      Files.move(repository.resolve(name), root.resolve(name));
    }
  }

  @AfterAll
  static void stop() {
    if (github != null) {
      github.stop();
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void aChangeIsLintedPlannedAppliedAndWatched() throws Exception {
    lint();
    assertThat(step(0, "plan.sh", "local", "plans/local")).contains("### Plan for local");
    assertThat(changed()).isEqualTo("envs=[\"local\"]");
    comment();
    step(0, "apply.sh", "local", "plans/local", "--stable-for", "2");
    assertThat(liveConfig().path("poll.interval.ms").asText()).isEqualTo("10");
    step(0, "plan.sh", "local", "plans/local");
    assertThat(changed()).isEqualTo("envs=[]");

    changeByHand("77");
    driftIsReportedInOneIssue();

    step(0, "plan.sh", "local", "plans/local");
    changeByHand("88");
    assertThat(step(1, "apply.sh", "local", "plans/local")).contains("[plan-stale]");
    assertThat(liveConfig().path("poll.interval.ms").asText()).isEqualTo("88");

    step(0, "plan.sh", "local", "plans/local");
    step(0, "apply.sh", "local", "plans/local", "--stable-for", "2");
    mendedDriftClosesTheIssue();
  }

  private static void lint() throws Exception {
    step(0, "lint.sh", "lint");
    JsonNode sarif = JSON.readTree(root.resolve("lint/lint.sarif").toFile());
    assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");

    Path overlay = pipeline.configurations().resolve("environments/local/mysql-cdc.json");
    String before = Files.readString(overlay);
    Files.writeString(overlay, pipeline.overlay("local", "\"database.server.name\": \"shop\""));
    assertThat(step(1, "lint.sh", "lint"))
        .contains("::error file=connector-configs/environments/local/mysql-cdc.json,line=");
    Files.writeString(overlay, before);
  }

  private static void comment() throws Exception {
    github.stubFor(
        get(urlPathEqualTo(COMMENTS)).willReturn(okJson("[{\"id\":1,\"body\":\"LGTM\"}]")));
    github.stubFor(post(COMMENTS).willReturn(okJson("{\"id\":2}")));
    step(0, "comment.sh", "12", "lint", "plans", "missing");
    String body = JSON.readTree(sent("POST", COMMENTS).getBodyAsString()).path("body").asText();
    assertThat(body).startsWith("<!-- msk-cdc -->\n").contains("### Plan for local", "mysql-cdc");

    // The first page is full of other comments.
    ArrayNode others = JSON.createArrayNode();
    for (int i = 0; i < 100; i++) {
      others.addObject().put("id", 100 + i).put("body", "LGTM");
    }
    ArrayNode own = JSON.createArrayNode();
    own.addObject().put("id", 2).put("body", body);
    github.stubFor(comments("1").willReturn(okJson(others.toString())));
    github.stubFor(comments("2").willReturn(okJson(own.toString())));
    github.stubFor(any(urlPathEqualTo(ISSUES + "/comments/2")).willReturn(okJson("{\"id\":2}")));
    step(0, "comment.sh", "12", "lint", "plans");
    assertThat(
            JSON.readTree(sent("PATCH", ISSUES + "/comments/2").getBodyAsString())
                .path("body")
                .asText())
        .isEqualTo(body);
  }

  private static MappingBuilder comments(String page) {
    return get(urlPathEqualTo(COMMENTS)).withQueryParam("page", equalTo(page));
  }

  private static void driftIsReportedInOneIssue() throws Exception {
    github.stubFor(
        get(urlPathEqualTo(ISSUES)).willReturn(okJson("[{\"number\":3,\"title\":\"other\"}]")));
    github.stubFor(post(ISSUES).willReturn(okJson("{\"number\":7,\"title\":\"Drift in local\"}")));
    assertThat(step(0, "drift.sh", "local")).contains("opened issue 7: Drift in local");
    JsonNode opened = JSON.readTree(sent("POST", ISSUES).getBodyAsString());
    assertThat(opened.path("title").asText()).isEqualTo("Drift in local");
    assertThat(opened.path("labels").get(0).asText()).isEqualTo("msk-cdc-drift");
    assertThat(opened.path("body").asText()).contains("poll.interval.ms").contains("77");

    github.stubFor(
        get(urlPathEqualTo(ISSUES))
            .willReturn(okJson("[{\"number\":7,\"title\":\"Drift in local\"}]")));
    github.stubFor(any(urlPathEqualTo(ISSUES + "/7")).willReturn(okJson("{}")));
    assertThat(step(0, "drift.sh", "local")).contains("changed issue 7");
    assertThat(sent("PATCH", ISSUES + "/7").getBodyAsString()).contains("poll.interval.ms");
  }

  private static void mendedDriftClosesTheIssue() throws Exception {
    github.stubFor(post(ISSUES + "/7/comments").willReturn(okJson("{}")));
    assertThat(step(0, "drift.sh", "local")).contains("closed issue 7");
    assertThat(JSON.readTree(sent("PATCH", ISSUES + "/7").getBodyAsString()).path("state").asText())
        .isEqualTo("closed");
    assertThat(sent("POST", ISSUES + "/7/comments").getBodyAsString()).contains("no difference");

    // A plan that fails is reported too, and the job fails.
    Path environment = pipeline.configurations().resolve("environments/local/environment.yaml");
    String before = Files.readString(environment);
    Files.writeString(environment, before.replace("target: connect", "target: nowhere"));
    assertThat(step(1, "drift.sh", "local")).contains("changed issue 7");
    assertThat(sent("PATCH", ISSUES + "/7").getBodyAsString()).contains("environment-invalid");
    Files.writeString(environment, before);

    github.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
    assertThat(step(22, "drift.sh", "local")).contains("403");
  }

  private static LoggedRequest sent(String method, String path) {
    List<LoggedRequest> requests =
        github.findAll(WireMock.requestedFor(method, urlPathEqualTo(path)));
    assertThat(requests).as("%s %s", method, path).isNotEmpty();
    LoggedRequest last = requests.get(requests.size() - 1);
    assertThat(last.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
    return last;
  }

  /** Returns what the step changed.sh sets. */
  private static String changed() throws Exception {
    Files.deleteIfExists(outputs);
    step(0, "changed.sh", "plans");
    return Files.readString(outputs).strip();
  }

  private static String step(int exitCode, String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("scripts/release", "gitops/" + script));
    command.addAll(List.of(arguments));
    Release.Run run =
        Release.run(
            root,
            root.resolve("step.log"),
            Map.of(
                "GITHUB_TOKEN", TOKEN,
                "GITHUB_REPOSITORY", "shop/cdc",
                "GITHUB_API_URL", github.baseUrl(),
                "GITHUB_OUTPUT", outputs.toString(),
                "GITHUB_STEP_SUMMARY", root.resolve("summary.md").toString()),
            command);
    String output = run.output();
    assertThat(run.exitCode()).as(script + "\n" + output).isEqualTo(exitCode);
    assertThat(output).doesNotContain(TOKEN).doesNotContain(pipeline.secrets());
    Path plan = root.resolve("plans/local/plan.md");
    return output + (script.equals("plan.sh") ? Files.readString(plan) : "");
  }

  private static ObjectNode liveConfig() throws Exception {
    return (ObjectNode) JSON.readTree(pipeline.request("GET", CONFIG, "").body());
  }

  private static void changeByHand(String pollInterval) throws Exception {
    String changed = liveConfig().put("poll.interval.ms", pollInterval).toString();
    HttpResponse<String> response = pipeline.request("PUT", CONFIG, changed);
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
  }
}
