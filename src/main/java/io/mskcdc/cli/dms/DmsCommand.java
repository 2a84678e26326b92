package io.mskcdc.cli.dms;

import picocli.CommandLine.Command;

/** Groups the commands for tasks of AWS DMS. */
@Command(
    name = "dms",
    description = "Plans, applies and follows the replication tasks of AWS DMS.",
    subcommands = {DmsPlanCommand.class, DmsApplyCommand.class, DmsStatusCommand.class},
    footer = {"", "Example:", "  mskcdc dms plan --env production"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class DmsCommand {}
