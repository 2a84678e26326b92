package io.mskcdc.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.demo.DemoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * MSK Connect has no newer workers: to take its own without a word would prove the wrong release.
 */
class StackOptionsTest {

  private static final String ROOT = "mskcdc.root";

  @BeforeAll
  static void startAsTheScriptsDo(@TempDir Path root) {
    System.setProperty(ROOT, root.toString());
  }

  @AfterAll
  static void forgetTheRoot() {
    System.clearProperty(ROOT);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(new DemoCommand(), List.of("--msk", "--connect", "4.3.1")),
        Arguments.of(new LocalStackCommand(), List.of("up", "--msk", "--connect", "4.3.1")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void mskConnectOfAnotherReleaseIsRefused(Object command, List<String> arguments) {
    StringWriter error = new StringWriter();

    int exit =
        LocalStackCommand.execute(
            new CommandLine(command).setErr(new PrintWriter(error)),
            arguments.toArray(String[]::new));

    assertThat(exit).isEqualTo(64);
    assertThat(error.toString()).contains("--msk", "3.7.2", "leave --connect out");
  }
}
