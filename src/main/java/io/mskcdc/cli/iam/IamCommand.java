package io.mskcdc.cli.iam;

import picocli.CommandLine.Command;

/** Groups the commands for AWS permissions. */
@Command(
    name = "iam",
    description = "Derives AWS permissions from the bundle.",
    subcommands = IamPolicyCommand.class,
    footer = {"", "Example:", "  mskcdc iam policy mysql-cdc --env staging"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class IamCommand {}
