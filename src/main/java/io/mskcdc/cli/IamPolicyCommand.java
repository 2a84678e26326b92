package io.mskcdc.cli;

import io.mskcdc.config.Bundle;
import io.mskcdc.iam.LeastPolicy;
import io.mskcdc.report.PolicyReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the least policy for the role of a connector's workers. */
@Command(
    name = "policy",
    description = "Prints the least IAM policy with which a connector runs.",
    footer = {"", "Example: mskcdc iam policy mysql-cdc --env staging > policy.json"},
    mixinStandardHelpOptions = true)
final class IamPolicyCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    LeastPolicy policy = LeastPolicy.of(bundle, Selection.of(bundle, List.of(name)).get(0));
    policy.warnings().forEach(warning -> options.tell("warning " + name + ": " + warning));
    options.print(new PolicyReport(policy.document()));
    return ExitCode.DONE;
  }
}
