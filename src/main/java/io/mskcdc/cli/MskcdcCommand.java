package io.mskcdc.cli;

import io.mskcdc.cli.completion.CompletionCommand;
import io.mskcdc.cli.config.ConfigCommand;
import io.mskcdc.cli.connector.AdoptCommand;
import io.mskcdc.cli.connector.ApplyCommand;
import io.mskcdc.cli.connector.DeleteCommand;
import io.mskcdc.cli.connector.ImportCommand;
import io.mskcdc.cli.connector.ListCommand;
import io.mskcdc.cli.connector.MigrateCommand;
import io.mskcdc.cli.connector.NewCommand;
import io.mskcdc.cli.connector.PauseCommand;
import io.mskcdc.cli.connector.PlanCommand;
import io.mskcdc.cli.connector.PreflightCommand;
import io.mskcdc.cli.connector.RenderCommand;
import io.mskcdc.cli.connector.RestartCommand;
import io.mskcdc.cli.connector.ResumeCommand;
import io.mskcdc.cli.connector.StatusCommand;
import io.mskcdc.cli.connector.StopCommand;
import io.mskcdc.cli.connector.ValidateCommand;
import io.mskcdc.cli.dms.DmsCommand;
import io.mskcdc.cli.environment.EnvironmentCommand;
import io.mskcdc.cli.iam.IamCommand;
import io.mskcdc.cli.lake.LakeCommand;
import io.mskcdc.cli.lint.LintCommand;
import io.mskcdc.cli.mask.MaskCommand;
import io.mskcdc.cli.option.ManifestVersion;
import io.mskcdc.cli.plugin.PluginCommand;
import io.mskcdc.cli.redshift.RedshiftCommand;
import io.mskcdc.cli.repository.InitCommand;
import io.mskcdc.cli.topic.TopicCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/** The command that groups all others. */
@Command(
    name = "mskcdc",
    description = "Deploys Kafka Connect connectors from files, and shows their status.",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    synopsisSubcommandLabel = "COMMAND")
final class MskcdcCommand {
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          LintCommand.class,
          RenderCommand.class,
          ValidateCommand.class,
          PreflightCommand.class,
          PlanCommand.class,
          ApplyCommand.class,
          ListCommand.class,
          StatusCommand.class,
          RestartCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          StopCommand.class,
          DeleteCommand.class,
          ImportCommand.class,
          AdoptCommand.class,
          MigrateCommand.class,
          NewCommand.class,
          InitCommand.class,
          PluginCommand.class,
          MaskCommand.class,
          TopicCommand.class,
          LakeCommand.class,
          DmsCommand.class,
          RedshiftCommand.class,
          IamCommand.class,
          EnvironmentCommand.class,
          ConfigCommand.class,
          CompletionCommand.class);

  private MskcdcCommand() {}

  /** Returns the parser with all commands. */
  static CommandLine withAll(IFactory factory) {
    return with(SUBCOMMANDS, factory);
  }

  /**
   * Returns a parser that suffices for these arguments. To set up all commands takes as long as the
   * rest of Java's start, so only the named one is set up. The completion script needs all.
   */
  static CommandLine sufficientFor(String[] args, IFactory factory) {
    return with(
        SUBCOMMANDS.stream()
            .filter(type -> args.length > 0 && name(type).equals(args[0]))
            .filter(type -> type != CompletionCommand.class)
            .findFirst()
            .<List<Class<?>>>map(List::of)
            .orElse(SUBCOMMANDS),
        factory);
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }

  private static CommandLine with(List<Class<?>> subcommands, IFactory factory) {
    CommandLine commandLine = new CommandLine(new MskcdcCommand(), factory);
    subcommands.forEach(commandLine::addSubcommand);
    return commandLine;
  }
}
