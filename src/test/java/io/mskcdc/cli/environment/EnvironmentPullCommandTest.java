package io.mskcdc.cli.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentPullCommandTest {
  private static final String OUTPUTS =
      """
      {
        "environment": {
          "sensitive": false,
          "type": "dynamic",
          "value": {
            "cluster": "arn:aws:kafka:eu-west-1:444455556666:cluster/cdc/0f0f0f0f-0000-0000-0000-000000000000-7",
            "mskConnect": {
              "subnets": ["subnet-0a", "subnet-0b"],
              "securityGroups": ["sg-0c"],
              "pluginBucket": {"name": "plugins-444455556666", "kmsKey": null}
            },
            "variables": {"mysql_port": 3307}
          }
        },
        "password": {"sensitive": true, "type": "string", "value": "hunter2hunter2"}
      }
      """;

  @TempDir private Path temp;
  private Path root;
  private Path file;
  private Path outputs;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void shipped() throws IOException {
    root = BundleFolder.shipped(temp).root();
    file = root.resolve("environments/production/environment.yaml");
    outputs = Files.writeString(temp.resolve("terraform-output.json"), OUTPUTS);
  }

  @Test
  void whatAnotherProcessWritesMeanwhileStays() throws Exception {
    AtomicBoolean isDone = new AtomicBoolean();
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(
            () -> {
              int lines = 0;
              while (!isDone.get() && lines < 5000) {
                append("# line " + lines++ + "\n");
              }
              return lines;
            });

    for (int i = 0; i < 60; i++) {
      Files.writeString(outputs, OUTPUTS.replace("sg-0c", "sg-" + i));
      assertThat(run()).as(err.toString()).isEqualTo(ExitCode.DONE);
    }
    isDone.set(true);

    int written = writer.join();
    assertThat(Files.readString(file).lines().filter(line -> line.startsWith("# line ")))
        .hasSize(written);
  }

  private void append(String line) {
    try {
      String before;
      do {
        before = Files.readString(file);
      } while (!WholeFile.replace(file, before, before + line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"db_password\": \"hunter2\"", "\"url\": \"jdbc:mysql://cdc:hunter2@db/shop\""})
  void aSecretIsNotWritten(String variable) throws IOException {
    String before = Files.readString(file);
    Files.writeString(outputs, OUTPUTS.replace("\"mysql_port\": 3307", variable));

    assertThat(run()).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[terraform-output-invalid]", "the value is a secret in clear")
        .doesNotContain("hunter2");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theNameOfASecretIsWritten() throws IOException {
    Files.writeString(
        outputs,
        OUTPUTS.replace("\"mysql_port\": 3307", "\"database_secret\": \"shop/mysql/reader\""));

    assertThat(run()).as(err.toString()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aNameThatYamlWouldReadOtherwiseIsQuoted() throws IOException {
    Files.writeString(
        outputs,
        OUTPUTS
            .replace(
                "\"variables\": {\"mysql_port\": 3307}",
                "\"mskConnect\": {\"tags\": {\"a: b\": \"c\"}}")
            .replaceFirst("(?s)\"mskConnect\": \\{\\s+\"subnets.*?}\\s+},", ""));

    assertThat(run()).as(err.toString()).isEqualTo(ExitCode.DONE);

    assertThat(Files.readString(file)).contains("\"a: b\": c");
  }

  @Test
  void onlyTheValuesOfTheOutputChange() throws IOException {
    String before = Files.readString(file);

    assertThat(run()).as(err.toString()).isEqualTo(ExitCode.DONE);

    assertThat(Files.readString(file))
        .isEqualTo(
            before
                .replaceFirst(
                    "cluster: arn.*",
                    "cluster: arn:aws:kafka:eu-west-1:444455556666:cluster/cdc/0f0f0f0f-0000-0000-0000-000000000000-7")
                .replaceFirst("subnets: .*", "subnets: [subnet-0a, subnet-0b]")
                .replaceFirst("\\[sg-replace-me]", "[sg-0c]")
                .replaceFirst("replace-me-msk-cdc-plugins", "plugins-444455556666")
                .replaceFirst("\"3306\"", "\"3307\""));
    assertThat(out.toString())
        .startsWith("wrote connector-configs/environments/production/environment.yaml\n")
        .contains("  ~ mskConnect.securityGroups = sg-replace-me -> sg-0c\n")
        .contains("  ~ variables.mysql_port = 3306 -> 3307\n")
        .doesNotContain("hunter2");
  }

  @Test
  void aSecondPullChangesNothing() throws IOException {
    run();
    String once = Files.readString(file);

    assertThat(run()).isEqualTo(ExitCode.DONE);

    assertThat(Files.readString(file)).isEqualTo(once);
    assertThat(out.toString()).endsWith("environment.yaml has all values of the outputs\n");
  }

  @Test
  void theChangesAreJsonToo() throws IOException {
    assertThat(run("-o", "json")).isEqualTo(ExitCode.DONE);

    JsonNode change = new ObjectMapper().readTree(out.toString()).path("changes").get(2);
    assertThat(change.path("key").asText()).isEqualTo("mskConnect.securityGroups");
    assertThat(change.path("before").asText()).isEqualTo("sg-replace-me");
    assertThat(change.path("after").asText()).isEqualTo("sg-0c");
  }

  @Test
  void aKeyThatNoEnvironmentHasIsRefusedAtItsPlaceInTheOutputs() throws IOException {
    refused(
        OUTPUTS.replace("\"subnets\"", "\"subnetz\""),
        "[environment-invalid]",
        "terraform-output.json:8:9",
        "subnetz");
  }

  @Test
  void aSensitiveOutputIsRefused() throws IOException {
    refused(
        OUTPUTS.replaceFirst("\"sensitive\": false", "\"sensitive\": true"),
        "[terraform-output-invalid]",
        "terraform-output.json:2:3",
        "the output is sensitive");
  }

  @Test
  void outputsWithoutAnEnvironmentAreRefused() throws IOException {
    refused("{\"cluster\": {\"value\": 1}}", "[terraform-output-invalid]", "no output environment");
    refused(
        "{\"environment\": {\"value\": [1]}}",
        "[terraform-output-invalid]",
        "value of the output is no object");
  }

  @Test
  void aListOfObjectsIsRefused() throws IOException {
    refused(
        OUTPUTS.replace("\"variables\":", "\"connectors\": [{\"name\": \"a\"}], \"variables\":"),
        "[terraform-output-invalid]",
        "connectors: a list of objects cannot be written");
  }

  private void refused(String content, String... errors) throws IOException {
    String before = Files.readString(file);
    Files.writeString(outputs, content);

    assertThat(run()).isNotEqualTo(ExitCode.DONE);

    assertThat(err.toString()).contains(errors);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  private int run(String... more) {
    List<String> all = new ArrayList<>(List.of("env", "pull", "--env", "production"));
    all.addAll(List.of("--from", outputs.toString(), "--configs", root.toString()));
    all.addAll(List.of(more));
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
