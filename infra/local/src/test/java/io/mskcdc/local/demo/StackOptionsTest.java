package io.mskcdc.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.stack.LocalStackCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Both commands reject a release of Kafka Connect that MSK Connect does not run. */
class StackOptionsTest {

  private static final String ROOT = "mskcdc.root";

  @BeforeAll
  static void setTheRootAsTheScriptsDo(@TempDir Path root) {
    System.setProperty(ROOT, root.toString());
  }

  @AfterAll
  static void clearTheRoot() {
    System.clearProperty(ROOT);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(new DemoCommand(), List.of("--msk", "--connect", "4.3.1")),
        Arguments.of(new LocalStackCommand(), List.of("up", "--msk", "--connect", "4.3.1")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void mskOptionWithAnotherReleaseIsRejected(Object command, List<String> arguments) {
    assertThat(rejection(command, arguments)).contains("--msk", "3.7.2", "omit --connect");
  }

  @Test
  void demoOfDynamoDbOnMskConnectIsRejected() {
    assertThat(rejection(new DemoCommand(), List.of("--dynamodb", "--msk")))
        .contains("--dynamodb does not support --msk; omit one of them");
  }

  private static String rejection(Object command, List<String> arguments) {
    StringWriter error = new StringWriter();

    int exit =
        new CommandLine(command)
            .setErr(new PrintWriter(error))
            .execute(arguments.toArray(String[]::new));

    assertThat(exit).isEqualTo(64);
    return error.toString();
  }
}
