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
    if (type == ApplyCommand.class) {
      return type.cast(new ApplyCommand(terminal));
    }
    return type == DeleteCommand.class
        ? type.cast(new DeleteCommand(terminal))
        : other.create(type);
  }
}
