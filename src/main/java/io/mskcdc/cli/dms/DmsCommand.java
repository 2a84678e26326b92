package io.mskcdc.cli.dms;

import picocli.CommandLine.Command;

/** Groups the commands for tasks of AWS DMS. */
@Command(
    name = "dms",
    description = "Imports and renders replication tasks of AWS DMS.",
    subcommands = {DmsImportCommand.class, DmsRenderCommand.class},
    footer = {"", "Example:", "  mskcdc dms import task.json"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class DmsCommand {}
