package io.mskcdc.cli.iam;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.RolePolicy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the least policy for the role of the workers of connectors. */
@Command(
    name = "policy",
    description = "Prints the least IAM policy with which connectors run.",
    footer = {"", "Example: mskcdc iam policy mysql-cdc --env staging > policy.json"},
    mixinStandardHelpOptions = true)
final class IamPolicyCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors of one role (default: all of the environment's).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    options.print(new RolePolicy(options.loadFilesOnly(), options::tell).derive(names));
    return ExitCode.DONE;
  }
}
