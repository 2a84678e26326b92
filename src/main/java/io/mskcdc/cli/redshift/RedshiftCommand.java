package io.mskcdc.cli.redshift;

import picocli.CommandLine.Command;

/** Groups the commands that write SQL for Redshift. */
@Command(
    name = "redshift",
    description = "Writes the SQL with which Amazon Redshift reads what a connector or DMS writes.",
    subcommands = {RedshiftSqlCommand.class, RedshiftDmsCommand.class},
    footer = {
      "",
      "Example:",
      "  mskcdc redshift sql mysql-cdc --env production --iam-role ARN > redshift.sql"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class RedshiftCommand {}
