package io.mskcdc.cli.config;

import picocli.CommandLine.Command;

/** Groups the commands for the format of configuration files. */
@Command(
    name = "config",
    description = "Describes the format of the configuration files.",
    subcommands = ConfigSchemaCommand.class,
    footer = {"", "Example:", "  mskcdc config schema"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand {}
