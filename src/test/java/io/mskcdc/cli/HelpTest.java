package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {

  @Test
  void theHelpOfEveryCommandHasAnExample() {
    assertThat(commands().skip(1))
        .allSatisfy(
            command ->
                assertThat(command.getUsageMessage())
                    .as(command.getCommandSpec().qualifiedName())
                    .containsPattern("Examples?:\n  .*mskcdc "));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void noLineOfAFooterIsWiderThanTheTerminalOrWrappedTwice(int width) {
    assertThat(commands())
        .allSatisfy(
            command ->
                assertThat(
                        badLines(
                            command.setUsageHelpWidth(width).getHelp().footer().lines().toList(),
                            width))
                    .as(command.getCommandSpec().qualifiedName())
                    .isEmpty());
  }

  /** Returns the lines that are too wide, and those that break although the next word would fit. */
  private static List<String> badLines(List<String> lines, int width) {
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
      boolean goesOn =
          !line.isBlank() && !next.isBlank() && !line.matches(".*[.:]") && !next.startsWith("  ");
      if (line.length() > width
          || goesOn && line.length() + 1 + next.split(" ")[0].length() < width) {
        bad.add(line);
      }
    }
    return bad;
  }

  private static Stream<CommandLine> commands() {
    return withSubcommands(
        Main.commandLine(new Terminal(Optional.empty()), new TargetConnections()));
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
  }
}
