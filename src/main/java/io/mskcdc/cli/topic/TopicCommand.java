package io.mskcdc.cli.topic;

import picocli.CommandLine.Command;

/** Groups the commands for the topics that consumers read. */
@Command(
    name = "topic",
    description = "Describes the topics of a connector for their consumers.",
    subcommands = TopicSchemaCommand.class,
    footer = {"", "Example:", "  mskcdc topic schema mysql-cdc"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class TopicCommand {}
