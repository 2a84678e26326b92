package io.mskcdc.cli;

import io.mskcdc.cli.completion.CompletionCommand;
import io.mskcdc.cli.config.ConfigCommand;
import io.mskcdc.cli.connector.AdoptCommand;
import io.mskcdc.cli.connector.ApplyCommand;
import io.mskcdc.cli.connector.DeleteCommand;
import io.mskcdc.cli.connector.ImportCommand;
import io.mskcdc.cli.connector.ListCommand;
import io.mskcdc.cli.connector.NewCommand;
import io.mskcdc.cli.connector.PauseCommand;
import io.mskcdc.cli.connector.PlanCommand;
import io.mskcdc.cli.connector.RenderCommand;
import io.mskcdc.cli.connector.RestartCommand;
import io.mskcdc.cli.connector.ResumeCommand;
import io.mskcdc.cli.connector.StatusCommand;
import io.mskcdc.cli.connector.StopCommand;
import io.mskcdc.cli.connector.ValidateCommand;
import io.mskcdc.cli.environment.EnvironmentCommand;
import io.mskcdc.cli.iam.IamCommand;
import io.mskcdc.cli.lint.LintCommand;
import io.mskcdc.cli.mask.MaskCommand;
import io.mskcdc.cli.option.ManifestVersion;
import io.mskcdc.cli.plugin.PluginCommand;
import picocli.CommandLine.Command;

/** The command that groups all others. */
@Command(
    name = "mskcdc",
    description = "Deploys Kafka Connect connectors from files, and shows their status.",
    subcommands = {
      LintCommand.class,
      RenderCommand.class,
      ValidateCommand.class,
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
      NewCommand.class,
      PluginCommand.class,
      MaskCommand.class,
      IamCommand.class,
      EnvironmentCommand.class,
      ConfigCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    synopsisSubcommandLabel = "COMMAND")
final class MskcdcCommand {}
