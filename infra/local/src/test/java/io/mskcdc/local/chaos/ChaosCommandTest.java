package io.mskcdc.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.stack.StackErrors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The options of {@code scripts/chaos.sh}. */
class ChaosCommandTest {
  private static final String ROOT = "mskcdc.root";

  @TempDir Path root;

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void setTheRootAsTheScriptsDo() throws Exception {
    Files.createDirectories(root.resolve("infra/local/runtimes/kafka-3.7.2/target/libs"));
    System.setProperty(ROOT, root.toString());
  }

  @AfterEach
  void clearTheRoot() {
    System.clearProperty(ROOT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--minutes 0 | --minutes must be greater than 0",
        "--limit 0 | --limit must be greater than 0",
        "--seed many | Invalid value for option '--seed'",
        "--faults ( | --faults is not a regular expression",
        "--msk | --msk is not supported here",
        "--iam --exactly-once | --exactly-once does not support --iam",
        "--kills 3 | Unknown options: '--kills'"
      })
  void aWrongOptionIsAUsageError(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(64);
    assertThat(err.toString()).contains(message);
    assertThat(root.resolve(".local-stack")).doesNotExist();
  }

  @Test
  void anUnknownReleaseIsNamedBeforeAnythingStarts() {
    assertThat(run("--connect", "1.0.0")).isEqualTo(1);
    assertThat(err.toString()).contains("Kafka 1.0.0 is not available").contains("next: use one");
  }

  private int run(String... arguments) {
    return new CommandLine(new ChaosCommand())
        .setExecutionExceptionHandler(new StackErrors())
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
