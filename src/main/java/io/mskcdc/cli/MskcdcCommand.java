package io.mskcdc.cli;

import picocli.CommandLine.Command;

/** The command that holds all others. */
@Command(
    name = "mskcdc",
    description = "Deploys Kafka Connect connectors from files, and says what runs.",
    subcommands = {
      RenderCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      StatusCommand.class,
      RestartCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      StopCommand.class,
      DeleteCommand.class,
      ImportCommand.class,
      PluginCommand.class,
      IamCommand.class,
      ConfigCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class MskcdcCommand {}
