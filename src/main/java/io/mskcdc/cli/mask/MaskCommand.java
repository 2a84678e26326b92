package io.mskcdc.cli.mask;

import picocli.CommandLine.Command;

/** Groups the commands for masks. */
@Command(
    name = "mask",
    description = "Compares the masks of connectors with the columns of their databases.",
    subcommands = {MaskCheckCommand.class, MaskSuggestCommand.class},
    footer = {"", "Example:", "  mskcdc mask check mysql-cdc"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class MaskCommand {}
