package io.mskcdc.cli.environment;

import picocli.CommandLine.Command;

/** Groups the commands for environments. */
@Command(
    name = "env",
    description = "Works on the file of an environment.",
    subcommands = EnvironmentPullCommand.class,
    footer = {"", "Example:", "  mskcdc env pull --from terraform-output.json --env production"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class EnvironmentCommand {}
