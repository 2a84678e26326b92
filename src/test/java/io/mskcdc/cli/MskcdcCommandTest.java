package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MskcdcCommandTest {
  private final CommandFactory factory =
      new CommandFactory(new Terminal(Optional.empty()), new TargetConnections());

  private final Set<String> all = MskcdcCommand.withAll(factory).getSubcommands().keySet();

  @Test
  void aCommandNeedsNoOtherCommand() {
    assertThat(all)
        .hasSizeGreaterThan(10)
        .filteredOn(name -> !name.equals("completion"))
        .allSatisfy(name -> assertThat(commands(name, "--help")).containsExactly(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "lnit", "completion", ""})
  void helpErrorsAndTheCompletionScriptNeedAllCommands(String first) {
    assertThat(commands(first)).isEqualTo(all);
  }

  @Test
  void noArgumentNeedsAllCommands() {
    assertThat(commands()).isEqualTo(all);
  }

  private Set<String> commands(String... arguments) {
    return MskcdcCommand.sufficientFor(arguments, factory).getSubcommands().keySet();
  }
}
