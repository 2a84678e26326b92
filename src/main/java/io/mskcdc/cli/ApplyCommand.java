package io.mskcdc.cli;

import static io.mskcdc.problem.ErrorCode.APPROVAL_MISSING;

import io.mskcdc.apply.Applier;
import io.mskcdc.apply.HealthWatch;
import io.mskcdc.apply.Outcome;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.CapturedTables;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.OutcomeText;
import io.mskcdc.report.PlanText;
import io.mskcdc.report.ProblemText;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the live state the wanted one, and waits until it is healthy. */
@Command(
    name = "apply",
    description = "Creates or updates connectors, only where they differ, and waits until healthy.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec CommandSpec spec;
  @Mixin BundleOptions options;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for each connector (default: ${DEFAULT-VALUE}).")
  long timeout;

  @Option(
      names = "--stable-for",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long it must stay healthy without a break (default: ${DEFAULT-VALUE}).")
  long stableFor;

  @Option(
      names = "--auto-approve",
      description = "Do not ask; environments other than local ask otherwise.")
  boolean autoApprove;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  List<String> names;

  ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    List<RenderedConnector> wanted = options.select(bundle, names);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ConnectRuntime runtime = options.open(bundle, err);
    List<LiveConnector> live = runtime.connectors();
    Plan plan = Planner.plan(wanted, live);
    if (!plan.isEmpty()) {
      out.print(PlanText.of(plan));
      out.flush();
      if (!isApproved(err)) {
        err.println("nothing was changed");
        return ExitCode.FAILED;
      }
    }
    HealthWatch watch =
        new HealthWatch(runtime, Duration.ofSeconds(timeout), Duration.ofSeconds(stableFor));
    List<Outcome> outcomes =
        new Applier(
                runtime,
                watch,
                new CapturedTables(bundle.paths()),
                bundle.paths(),
                Progress.to(err))
            .apply(plan, wanted, live);
    for (Outcome outcome : outcomes) {
      outcome.problems().forEach(problem -> err.print(ProblemText.of(problem)));
      err.flush();
      out.print(OutcomeText.of(outcome));
    }
    out.flush();
    return outcomes.stream().anyMatch(outcome -> outcome.result() == Result.FAILED)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private boolean isApproved(PrintWriter err) {
    if (autoApprove || options.env.equals(BundleOptions.LOCAL)) {
      return true;
    }
    if (terminal.answer().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              APPROVAL_MISSING,
              "environment " + options.env,
              "there is no terminal to ask for approval, nothing was changed",
              "look at the plan, then run the command with --auto-approve"));
    }
    err.print("Apply this to environment " + options.env + "? Only 'yes' is a yes: ");
    err.flush();
    return "yes".equals(terminal.answer().get().get());
  }
}
