package io.mskcdc.cli.config;

import picocli.CommandLine.Command;

/** What concerns the configuration files themselves. */
@Command(
    name = "config",
    description = "What concerns the configuration files themselves.",
    subcommands = ConfigSchemaCommand.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand {}
