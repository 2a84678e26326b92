package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of every command on a real worker, which hold for each release. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LifecycleContract {
  private static final String[] QUICK = {"--stable-for", "1", "--timeout", "60"};

  private Path groupFolder;
  private WorkerGroup group;
  private BundleFolder bundle;
  private String name;
  private int number;
  private String out;
  private String err;

  abstract String version();

  @BeforeAll
  void startWorker(@TempDir Path folder) {
    groupFolder = folder;
    group = WorkerGroup.start(version(), 1, groupFolder);
  }

  @AfterAll
  void stopWorker() {
    group.close();
  }

  @BeforeEach
  void bundle(@TempDir Path folder) {
    name = "c" + ++number;
    bundle = new BundleFolder(folder);
    list("  - name: " + name);
    wanted("1", "never");
  }

  @Test
  void anApplyEndsHealthyAndASecondApplyWritesNothing() {
    assertThat(apply()).isZero();
    assertThat(out).contains(name + ": created, healthy after").contains("1 task RUNNING");

    assertThat(apply()).isZero();
    assertThat(out).startsWith(name + ": nothing is different, nothing was written");
    assertThat(run("plan", "--detailed-exitcode")).isZero();

    wanted("2", "never");
    assertThat(run("plan", "--detailed-exitcode")).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(out).contains("    ~ required = 1 -> 2\n");
    assertThat(apply()).isZero();
    assertThat(out).contains(name + ": updated, healthy after");
  }

  @Test
  void aTaskThatFailsIsAFailureWithItsFirstAndLastCause() {
    wanted("1", "task");

    assertThat(apply()).isEqualTo(ExitCode.FAILED);

    assertThat(err)
        .contains("[task-failed] " + name)
        .contains("the task was told to fail")
        .contains("caused by java.lang.IllegalStateException: the root of it");
    assertThat(run("status", name)).isEqualTo(ExitCode.FAILED);
    assertThat(out).contains("task 0: FAILED").contains("the root of it");

    wanted("1", "never");
    assertThat(apply()).as("mended: " + err).isZero();
  }

  @Test
  void aConnectorThatFailsIsAFailureWithItsCause() {
    wanted("1", "connector");

    assertThat(apply()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[connector-failed] " + name).contains("was told to fail");
  }

  @Test
  void aFailedUpdateIsRolledBack() {
    assertThat(apply()).isZero();
    wanted("2", "task");

    assertThat(apply("--rollback")).isEqualTo(ExitCode.FAILED);

    assertThat(out)
        .contains(name + ": failed, and rolled back to the configuration before (RUNNING");
    wanted("1", "never");
    assertThat(run("plan", "--detailed-exitcode")).as(out).isZero();
  }

  @Test
  void aFailedCreationIsLeftStoppedWhenRolledBack() {
    wanted("1", "task");

    assertThat(apply("--rollback")).isEqualTo(ExitCode.FAILED);

    assertThat(out).contains(name + ": failed, and left stopped (STOPPED, no tasks)");
  }

  @Test
  void anInvalidConfigurationIsNotWritten() {
    wanted("many", "never");

    assertThat(apply()).isEqualTo(ExitCode.FAILED);

    assertThat(err)
        .containsPattern(
            "\\[config-rejected\\] connector-configs/" + name + "\\.json:1:\\d+, required:");
    assertThat(run("status", name)).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[connector-absent]");
  }

  @Test
  void aClassThatNoWorkerHasIsNotWritten() {
    bundle.connector(name, "\"connector.class\": \"no.such.Connector\"");

    assertThat(run("validate", name)).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("connector.class: no worker has the plugin no.such.Connector");
  }

  @Test
  void commandsChangeTheStateAndTheNextApplyRestoresTheListedState() {
    assertThat(apply()).isZero();

    assertThat(run("pause", name)).isZero();
    assertThat(run("plan")).isZero();
    assertThat(out).contains("~ state: PAUSED -> RUNNING");
    assertThat(apply()).isZero();

    assertThat(run("stop", name)).isZero();
    assertThat(out).isEqualTo(name + ": stopped (STOPPED, no tasks)\n");
    assertThat(run("restart", name)).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("[connector-not-started]");
    assertThat(run("resume", name, "--stable-for", "1")).isZero();
    assertThat(run("restart", name, "--stable-for", "1")).isZero();
    assertThat(run("restart", name, "--failed-only", "--stable-for", "1")).isZero();
  }

  @Test
  void theFailedTaskOfAPausedConnectorIsRestartedAndEndsPaused() {
    wanted("1", "task");
    assertThat(apply()).isEqualTo(ExitCode.FAILED);
    assertThat(run("pause", name)).isEqualTo(ExitCode.FAILED);
    list("  - {name: " + name + ", state: paused}");

    assertThat(apply()).as(err).isZero();
    assertThat(out)
        .contains("~ state: PAUSED, task FAILED -> PAUSED\n")
        .contains("(PAUSED, 1 task PAUSED)");
    assertThat(run("status", name)).isZero();
    assertThat(out).contains("task 0: PAUSED").doesNotContain("RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paused", "stopped"})
  void aConnectorMayBeginWithoutRunning(String state) {
    list("  - {name: " + name + ", state: " + state + "}");

    assertThat(apply()).as(err).isZero();

    assertThat(run("status", name)).isZero();
    assertThat(out).startsWith(name + ": " + state.toUpperCase(java.util.Locale.ROOT));
  }

  @Test
  void aDeletionPrintsTheRemainingTopicsAndMayBeRunAgain() {
    assertThat(apply()).isZero();
    String offsets = groupFolder.resolve("offsets").toString();

    assertThat(run("delete", name, "--offsets-dir", offsets)).as(err).isZero();
    assertThat(out)
        .contains(
            name
                + ": deleted; what remains, unless it was deleted before:\n  topics since its creation: none\n");

    assertThat(run("delete", name, "--offsets-dir", offsets)).isZero();
    assertThat(out).contains("there is no such connector");
  }

  @Test
  void pruningDeletesOnlyWhatThisBundleCreated() {
    String other = name + "-other";
    bundle.connector(other, config("1", "never"));
    list("  - name: " + name + "\n  - name: " + other);
    assertThat(apply()).as(err).isZero();
    list("  - name: " + name);

    String offsets = groupFolder.resolve("offsets").toString();
    assertThat(apply("--prune", "--offsets-dir", offsets)).as(err).isZero();

    assertThat(out).contains("- " + other).contains(other + ": deleted").contains("1 to delete");
    assertThat(run("status", other)).isEqualTo(ExitCode.FAILED);
    assertThat(run("status", name)).isZero();
  }

  @Test
  void afterAnImportThePlanIsEmpty(@TempDir Path elsewhere) {
    bundle.environment("local", group.url(0), "connectors: [{name: " + name + "}]");
    assertThat(apply()).isZero();
    bundle = new BundleFolder(elsewhere);
    bundle.environment("local", group.url(0), "bundle: mine\nconnectors:\n  - name: shop\n");

    assertThat(run("import", name)).as(err).isZero();

    assertThat(run("plan", name, "--detailed-exitcode")).as(out).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validating", "creating", "RUNNING", "updating"})
  void anApplyThatIsKilledReachesTheWantedStateWhenRunAgain(String step) throws IOException {
    if (step.equals("updating")) {
      assertThat(apply()).isZero();
      wanted("2", "never");
    }

    KilledDeployer.at(name + ": " + step, bundle.root(), "apply", name);

    assertThat(apply()).as(err).isZero();
    assertThat(run("plan", "--detailed-exitcode")).as(out).isZero();
    assertThat(run("status", name)).isZero();
  }

  private void list(String entries) {
    bundle.environment(
        "local", group.url(0), "bundle: " + name + "\nconnectors:\n" + entries + "\n");
  }

  private void wanted(String required, String fail) {
    bundle.connector(name, config(required, fail));
  }

  private static String config(String required, String fail) {
    return "\"connector.class\": \""
        + SourceOfTests.class.getName()
        + "\", \"required\": \""
        + required
        + "\", \"fail\": \""
        + fail
        + "\"";
  }

  private int apply(String... options) {
    List<String> all = new ArrayList<>(List.of("apply"));
    all.addAll(List.of(QUICK));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private int run(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--configs";
    all[args.length + 1] = bundle.root().toString();
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode =
        Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
            .setOut(new PrintWriter(outText))
            .setErr(new PrintWriter(errText))
            .execute(all);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }
}
