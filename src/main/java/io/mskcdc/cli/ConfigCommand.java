package io.mskcdc.cli;

import picocli.CommandLine.Command;

/** What concerns the configuration files themselves. */
@Command(
    name = "config",
    description = "What concerns the configuration files themselves.",
    subcommands = ConfigSchemaCommand.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {}
