package io.mskcdc.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands that need the terminal; the rest as picocli does. */
final class CommandFactory implements IFactory {
  private final IFactory other = CommandLine.defaultFactory();
  private final Terminal terminal;

  CommandFactory(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    return type == ApplyCommand.class ? type.cast(new ApplyCommand(terminal)) : other.create(type);
  }
}
