package io.mskcdc.cli.iam;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Selection;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.iam.LeastPolicy;
import io.mskcdc.iam.PolicyDocument;
import io.mskcdc.report.PolicyReport;
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
  @Mixin private CommonOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors of one role (default: all of the environment's).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    PolicyDocument document = new PolicyDocument(List.of());
    for (RenderedConnector connector : Selection.of(bundle, names)) {
      LeastPolicy policy = LeastPolicy.of(bundle, connector);
      policy
          .warnings()
          .forEach(warning -> options.tell("warning " + connector.name() + ": " + warning));
      document = document.and(policy.document());
    }
    options.print(new PolicyReport(document));
    return ExitCode.DONE;
  }
}
