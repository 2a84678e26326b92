package io.mskcdc.cli.iam;

import picocli.CommandLine.Command;

/** What concerns permissions in AWS. */
@Command(
    name = "iam",
    description = "What concerns permissions in AWS.",
    subcommands = IamPolicyCommand.class,
    footer = {"", "Example: mskcdc iam policy mysql-cdc --env staging"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class IamCommand {}
