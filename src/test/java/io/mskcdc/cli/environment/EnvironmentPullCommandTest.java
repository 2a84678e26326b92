package io.mskcdc.cli.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
