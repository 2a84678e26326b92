package io.mskcdc.cli.iam;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.LookedUpNames;
import io.mskcdc.deploy.RolePolicy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the least policy for the role that the workers of connectors have. */
@Command(
    name = "policy",
    description = "Prints the least IAM policy that connectors need to run.",
    footer = {"", "Example:", "  mskcdc iam policy mysql-cdc --env staging > policy.json"},
    mixinStandardHelpOptions = true)
final class IamPolicyCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = LookedUpNames.Connectors.class,
      description =
          "The connectors that share the role (default: all connectors of the environment).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    options.print(
        new RolePolicy(options.loadFilesOnly(names), options::printProgress).derive(names));
    return ExitCode.DONE;
  }
}
