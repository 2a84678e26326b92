package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Acceptance;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.report.PlanReport;
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
  @Mixin private CommonOptions options;

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
  private List<String> names;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    Planning planning = Planning.of(bundle, options.open(bundle), names, prune);
    Dangers.tellUnneeded(
        Acceptance.of(planning.plan(), planning.wanted(), List.of()), bundle, options);
    if (save != null) {
      new SavedPlanFile(save)
          .write(SavedPlan.of(options.env, planning.plan(), planning.wanted(), planning.live()));
    }
    options.print(new PlanReport(options.env, planning.plan()));
    return detailedExitCode && !planning.plan().isEmpty() ? ExitCode.DIFFERENCES : ExitCode.DONE;
  }
}
