package io.mskcdc.cli;

import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.report.PlanText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what apply would do. */
@Command(
    name = "plan",
    description = "Shows what apply would do; writes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin BundleOptions options;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 instead of 0 when something is different.")
  boolean detailedExitCode;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  List<String> names;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    Plan plan =
        Planner.plan(
            options.select(bundle, names),
            options.open(bundle, spec.commandLine().getErr()).connectors());
    spec.commandLine().getOut().print(PlanText.of(plan));
    spec.commandLine().getOut().flush();
    return detailedExitCode && !plan.isEmpty() ? ExitCode.DIFFERENCES : ExitCode.DONE;
  }
}
