package io.mskcdc.cli;

import io.mskcdc.cli.connector.ApplyCommand;
import io.mskcdc.cli.connector.DeleteCommand;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.Connections;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.plugin.PluginGcCommand;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Hands the terminal and the connections to what needs them; the rest is made as picocli does. */
final class CommandFactory implements IFactory {
  private final IFactory other = CommandLine.defaultFactory();
  private final Terminal terminal;
  private final Connections connections;

  CommandFactory(Terminal terminal, Connections connections) {
    this.terminal = terminal;
    this.connections = connections;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == CommonOptions.class) {
      return type.cast(new CommonOptions(connections));
    }
    if (type == ApplyCommand.class) {
      return type.cast(new ApplyCommand(terminal));
    }
    if (type == PluginGcCommand.class) {
      return type.cast(new PluginGcCommand(terminal));
    }
    return type == DeleteCommand.class
        ? type.cast(new DeleteCommand(terminal))
        : other.create(type);
  }
}
