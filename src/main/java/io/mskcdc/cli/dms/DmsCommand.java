package io.mskcdc.cli.dms;

import picocli.CommandLine.Command;

/** Groups the commands for tasks of AWS DMS. */
@Command(
    name = "dms",
    description = "Imports, renders, plans, applies and follows replication tasks of AWS DMS.",
    subcommands = {
      DmsImportCommand.class,
      DmsRenderCommand.class,
      DmsPlanCommand.class,
      DmsApplyCommand.class,
      DmsStatusCommand.class
    },
    footer = {"", "Example:", "  mskcdc dms plan --env production"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class DmsCommand {}
