package io.mskcdc.cli.lake;

import picocli.CommandLine.Command;

/** Groups the commands for a lake of Iceberg tables. */
@Command(
    name = "lake",
    description = "Prints what a lake of Iceberg tables needs for a connector's topics.",
    subcommands = LakeDdlCommand.class,
    footer = {"", "Example:", "  mskcdc lake ddl mysql-cdc"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class LakeCommand {}
