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
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment production as cloned: values to replace, and no plugin built. */
class ProductionEnvironmentTest {
  @TempDir Path temp;
  private BundleFolder bundle;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void bundle() throws IOException {
    bundle = BundleFolder.shipped(temp);
    bundle.file("../connect-plugins/debezium-mysql/pom.xml", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"render mysql-cdc", "plan --offline", "iam policy mysql-cdc"})
  void aCommandThatNeedsOnlyFilesWarnsOfEachValueToReplace(String command) {
    assertThat(run(command)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("replace-me");
    assertThat(placeholders()).isEqualTo(9);
    assertThat(err.toString()).contains("warning [plugin-not-built]");
  }

  @Test
  void theFirstDeploymentIsNotDangerous() {
    assertThat(run("plan --offline")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("+ mysql-cdc").doesNotContain("  ! ");
  }

  @ParameterizedTest
  @CsvSource({"plan, 9", "validate, 9", "apply --auto-approve, 9", "status, 6"})
  void aCommandThatConnectsFailsWithEachValueToReplaceThatItNeeds(String command, int values) {
    assertThat(run(command)).isEqualTo(ExitCode.FAILED);

    assertThat(placeholders()).isEqualTo(values);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aPlaceholderIsReportedWithItsFileLineAndKey() {
    run("validate");

    assertThat(err.toString())
        .containsPattern(
            "error \\[placeholder\\] connector-configs/environments/production/environment.yaml:\\d+:10,"
                + " cluster:");
  }

  private long placeholders() {
    return Stream.of(err.toString().split("\n"))
        .filter(line -> line.contains("[placeholder]"))
        .count();
  }

  private int run(String command) {
    String[] arguments =
        Stream.concat(
                Arrays.stream(command.split(" ")),
                Stream.of("--env", "production", "--configs", bundle.root().toString()))
            .toArray(String[]::new);
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
