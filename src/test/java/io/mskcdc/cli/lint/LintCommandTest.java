package io.mskcdc.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.mskcdc.cli.StubbedWorker;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.BundleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintCommandTest extends StubbedWorker {
  @BeforeEach
  void aTypingError() throws IOException {
    for (String env : List.of("local", "prod")) {
      Files.delete(bundle.root().resolve("environments/" + env + "/environment.yaml"));
    }
    bundle.file(
        "shop.json",
        """
        {
          "name": "shop",
          "config": {
            "connector.class": "io.debezium.connector.mysql.MySqlConnector",
            "topic.prefix": "shop",
            "database.server.id": "7",
            "database.hostname": "db",
            "heartbeat.interval.ms": "5000",
            "databse.port": "3306"
          }
        }
        """);
  }

  @Test
  void aFindingHasItsRuleItsPlaceItsLineAndTheNextStep() {
    assertThat(run("lint", "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains(
            "error [CDC022 key-unknown] connector-configs/shop.json:9:5, databse.port: nothing"
                + " reads this key, and Connect ignores it: did you mean database.port?\n"
                + "  | \"databse.port\": \"3306\"\n"
                + "  next: correct the key, or remove it; if it is intended, accept key-unknown in"
                + " the connector's file\n");
  }

  @Test
  void aLineWithASecretInClearIsNotShown() {
    bundle.connector("shop", MYSQL + ", \"url\": \"https://cdc:hunter2@db\"");

    for (String format : List.of("text", "json", "markdown", "sarif", "github")) {
      run("lint", "-o", format);
    }

    assertThat(out.toString()).contains("[CDC013 clear-secret]").doesNotContain("hunter2");
  }

  @Test
  void aSaltInAKeyIsNotShown() {
    bundle.connector("shop", MYSQL + ", \"column.mask.hash.SHA-256.with.salt.hunter2\": \"a.b\"");

    for (String format : List.of("text", "json", "markdown", "sarif", "github")) {
      run("lint", "-o", format);
    }

    assertThat(out.toString())
        .contains("entry-matches-nothing", "column.mask.hash.SHA-256.with.salt.")
        .doesNotContain("hunter2");
  }

  @Test
  void severalBrokenFilesAreReportedTogether() {
    bundle
        .environment(
            "test", "http://127.0.0.1:1", "connectors: [{name: shop}, {name: bad}, {name: gone}]")
        .file("bad.json", "{\"name\": \"bad\", \"config\": {\"a\": [1]}}");

    assertThat(run("lint", "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString())
        .contains("[CDC022 key-unknown]")
        .contains("[CDC023 config-value-invalid] connector-configs/bad.json:1:")
        .contains("[CDC109 connector-file-missing]");
  }

  @Test
  void allEnvironmentsAreChecked() {
    bundle.environment("other", "http://127.0.0.1:1", "connectors: [{name: shop}]");

    run("lint");

    assertThat(out.toString()).containsOnlyOnce("[CDC022 key-unknown]").contains(" in other, test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lint", "plan --env test", "status --env test"})
  void aFolderWithoutEnvironmentsIsAnError(String command) throws IOException {
    Files.delete(bundle.root().resolve("environments/test/environment.yaml"));

    assertThat(run(command.split(" "))).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[bundle-not-found] " + bundle.root());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anEnvironmentWhoseVariableFilesAreMissingIsNotChecked() {
    bundle.environment(
        "test",
        "{{ url }}",
        "variableFiles: [nowhere.yaml, neither.yaml]\nconnectors: [{name: shop}]");

    assertThat(run("lint", "--env", "test")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains("not checked: test (there is no file")
        .endsWith("nothing was checked\n");
  }

  @Test
  void theShippedBundleIsClean() throws IOException {
    bundle = BundleFolder.shipped(temp.resolve("shipped"));
    Files.delete(bundle.root().resolve("environments/test/environment.yaml"));

    assertThat(run("lint", "-o", "json")).isEqualTo(ExitCode.DONE);

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("skipped").findValuesAsText("environment")).containsExactly("local-msk");
    assertThat(report.path("findings"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.path("severity").asText()).isEqualTo("hint"));
  }

  @Test
  void sarifHasARunForEachEnvironmentAndIsTheSameEachTime() throws IOException {
    bundle.environment("other", "http://127.0.0.1:1", "connectors: [{name: shop}]");

    run("lint", "-o", "sarif");
    String first = out.toString();
    out.getBuffer().setLength(0);
    run("lint", "-o", "sarif");

    assertThat(out.toString()).isEqualTo(first);
    JsonNode document = new ObjectMapper().readTree(first);
    assertThat(document.path("version").asText()).isEqualTo("2.1.0");
    assertThat(document.at("/runs/0/automationDetails/id").asText()).isEqualTo("mskcdc/other/");
    assertThat(document.at("/runs/1/automationDetails/id").asText()).isEqualTo("mskcdc/test/");
    JsonNode result =
        StreamSupport.stream(document.at("/runs/1/results").spliterator(), false)
            .filter(each -> each.path("ruleId").asText().equals("CDC022"))
            .findFirst()
            .orElseThrow();
    JsonNode rule = document.at("/runs/1/tool/driver/rules").path(result.path("ruleIndex").asInt());
    assertThat(rule.path("id").asText()).isEqualTo(result.path("ruleId").asText());
    assertThat(result.path("level").asText()).isEqualTo("error");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("connector-configs/shop.json");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(9);
    assertThat(place.at("/region/startColumn").asInt()).isEqualTo(5);
  }

  @Test
  void sarifFitsTheSchemaOfOasis() throws IOException {
    bundle
        .environment(
            "test",
            "http://127.0.0.1:1",
            "connectors: [{name: shop}, {name: bad}, {name: gone}, {name: with%20}]")
        .file("bad.json", "{\"name\": \"bad\", \"config\": {\"a\": [1]}}")
        .file("environments/test/no connector.json", "{}")
        .environment(
            "other", "{{ url }}", "variableFiles: [nowhere.yaml]\nconnectors: [{name: shop}]")
        .environment("clean", "http://127.0.0.1:1", "connectors: []");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(
                SarifSchema210.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());

    run("lint", "-o", "sarif");

    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("runs")).hasSize(2);
    assertThat(document.at("/runs/1/results")).hasSizeGreaterThan(3);
    assertThat(schema.validate(document)).isEmpty();
    ((ObjectNode) document.at("/runs/0/tool/driver")).remove("name");
    assertThat(schema.validate(document)).hasSize(1);
  }

  @Test
  void sarifHasNoAcceptedFinding() throws IOException {
    Path file = bundle.root().resolve("shop.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\\{",
                "{\"accept\": [{\"rule\": \"key-unknown\", \"key\": \"databse.port\", \"reason\":"
                    + " \"tried\"}],"));

    run("lint", "-o", "sarif");

    assertThat(new ObjectMapper().readTree(out.toString()).findValuesAsText("ruleId"))
        .isNotEmpty()
        .doesNotContain("CDC022", "CDC092");
  }

  @Test
  void aFingerprintSurvivesAMoveOfItsLine() throws IOException {
    run("lint", "-o", "sarif");
    String before = fingerprint();
    out.getBuffer().setLength(0);
    Path file = bundle.root().resolve("shop.json");
    Files.writeString(file, "\n\n" + Files.readString(file));
    run("lint", "-o", "sarif");

    assertThat(fingerprint()).isEqualTo(before).hasSize(64);
  }

  private String fingerprint() throws IOException {
    return new ObjectMapper()
        .readTree(out.toString())
        .at("/runs/0/results/0/partialFingerprints")
        .path("mskcdc/v1")
        .asText();
  }

  @Test
  void anAnnotationOfGitHubIsOneLine() {
    run("lint", "-o", "github");

    assertThat(out.toString().lines())
        .contains(
            "::error file=connector-configs/shop.json,line=9,col=5,title=CDC022 key-unknown::"
                + "databse.port: nothing reads this key, and Connect ignores it: did you mean"
                + " database.port?; next: correct the key, or remove it; if it is intended, accept"
                + " key-unknown in the connector's file");
  }

  @Test
  void fixRenamesKeysAndNothingElse() throws IOException {
    String text =
        """
        {"name":   "shop",
          "config": { "connector.class":
              "io.debezium.connector.mysql.MySqlConnector",
            "database.server.name"  :  "shop", "table.whitelist": "a.b",
            "drop.tombstones": "false" }}
        """;
    bundle
        .file("shop.json", text)
        .file("environments/test/shop.json", "{\"config\": {\n\t\"table.whitelist\": null}}\n")
        .file("environments/other/shop.json", "{\"config\": {\"table.whitelist\":\"a.c\"}}")
        .environment("other", "http://127.0.0.1:1", "connectors: [{name: shop}]");

    run("lint", "--fix", "--env", "other");

    assertThat(bundle.root().resolve("shop.json"))
        .content()
        .isEqualTo(
            text.replace("database.server.name", "topic.prefix")
                .replace("table.whitelist", "table.include.list"));
    assertThat(bundle.root().resolve("environments/test/shop.json"))
        .content()
        .isEqualTo("{\"config\": {\n\t\"table.include.list\": null}}\n");
    assertThat(bundle.root().resolve("environments/other/shop.json"))
        .content()
        .isEqualTo("{\"config\": {\"table.include.list\":\"a.c\"}}");
    assertThat(out.toString())
        .contains(
            "fixed connector-configs/shop.json:4: database.server.name is topic.prefix now\n");
  }

  @Test
  void fixLeavesAKeyWhoseNewNameIsThereToo() throws IOException {
    String text =
        "{\"name\": \"shop\", \"config\": {"
            + MYSQL
            + ", \"table.whitelist\": \"a.b\", \"table.include.list\": \"a.c\"}}";
    bundle.file("shop.json", text);

    assertThat(run("lint", "--fix")).isEqualTo(ExitCode.FAILED);

    assertThat(bundle.root().resolve("shop.json")).content().isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "",
        "{\"name\": 1}",
        "{\"name\": \"shop\", \"config\": []}",
        "{\"name\": \"shop\", \"config\": {\"connector.class\": \"\"}}",
        "{\"name\": \"shop\", \"config\": {\"connector.class\": {}}, \"accept\": 1}",
        "\u0000",
        "{\"name\": \"shop\", \"config\": {\"a\": \"{{ x\"}}",
      })
  void aBrokenFileIsAFindingAndNoCrash(String content) {
    bundle.file("shop.json", content);

    assertThat(run("lint", "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("connector-configs/shop.json");
    assertThat(err.toString()).doesNotContain("internal");
  }
}
