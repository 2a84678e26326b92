package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorPlanning;
import io.mskcdc.deploy.DeploymentPlan;
import io.mskcdc.deploy.SavedPlanFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what apply would do. */
@Command(
    name = "plan",
    description = "Shows what apply would do; writes nothing.",
    footer = {
      "",
      "Examples: mskcdc plan",
      "          mskcdc plan --env staging --save plan.json && mskcdc apply --env staging --plan plan.json"
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 instead of 0 when something is different.")
  private boolean detailedExitCode;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Save the plan for apply --plan; it holds no configuration value.")
  private Path save;

  @Option(names = "--prune", description = "Plan the deletion of what is not listed any more.")
  private boolean prune;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    Bundle bundle = options.load();
    DeploymentPlan planned =
        new ConnectorPlanning(bundle, options.open(bundle), options::tell).plan(names, prune);
    if (save != null) {
      new SavedPlanFile(save).write(planned.saved());
    }
    options.print(planned.report());
    return detailedExitCode && !planned.plan().isEmpty() ? ExitCode.DIFFERENCES : ExitCode.DONE;
  }
}
