package io.mskcdc.cli;

import io.mskcdc.cli.connector.ApplyCommand;
import io.mskcdc.cli.connector.DeleteCommand;
import io.mskcdc.cli.dms.DmsApplyCommand;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.plugin.PluginGcCommand;
import io.mskcdc.deploy.TargetConnections;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Creates the classes that need the terminal or the connections; picocli creates the others. */
final class CommandFactory implements IFactory {
  private final IFactory other = CommandLine.defaultFactory();
  private final Terminal terminal;
  private final TargetConnections connections;

  CommandFactory(Terminal terminal, TargetConnections connections) {
    this.terminal = terminal;
    this.connections = connections;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == EnvironmentOptions.class) {
      return type.cast(new EnvironmentOptions(connections));
    }
    if (type == ApplyCommand.class) {
      return type.cast(new ApplyCommand(terminal));
    }
    if (type == DmsApplyCommand.class) {
      return type.cast(new DmsApplyCommand(terminal));
    }
    if (type == PluginGcCommand.class) {
      return type.cast(new PluginGcCommand(terminal));
    }
    return type == DeleteCommand.class
        ? type.cast(new DeleteCommand(terminal))
        : other.create(type);
  }
}
