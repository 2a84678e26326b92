package io.mskcdc.cli.connector;

import io.mskcdc.apply.Applier;
import io.mskcdc.apply.Deleter;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.apply.HealthWatch;
import io.mskcdc.apply.Outcome;
import io.mskcdc.apply.Validator;
import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.database.CapturedTables;
import io.mskcdc.plan.Acceptance;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.ErrorReport;
import io.mskcdc.report.Format;
import io.mskcdc.report.Palette;
import io.mskcdc.report.PlanReport;
import io.mskcdc.runtime.ConnectRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the live state the wanted one, and waits until it is healthy. */
@Command(
    name = "apply",
    description = "Creates or updates connectors, only where they differ, and waits until healthy.",
    footer = {
      "",
      "Examples: mskcdc apply mysql-cdc",
      "          mskcdc apply --env staging --rollback",
      "",
      "--prune knows what this bundle created by the key mskcdc.bundle, which it writes into each",
      "connector's configuration where environment.yaml has a name under bundle.",
      "",
      "Exits with 0 only when every connector is healthy. May be run again after any interruption."
    },
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;
  @Mixin private Approval approval;
  @Mixin private OffsetsFolder offsets;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Carry out this saved plan, without asking; refused when it is stale.")
  private Path planFile;

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description = "Accept a dangerous change, this once. May be repeated.")
  private List<String> accept = List.of();

  @Option(
      names = "--rollback",
      description = "Restore what ran before when the new configuration does not become healthy.")
  private boolean rollback;

  @Option(
      names = "--prune",
      description =
          "Also delete what this bundle created here and does not list any more. Not with NAME.")
  private boolean prune;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The connectors (default: all of the environment's).")
  private List<String> names = List.of();

  public ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (prune && !names.isEmpty() || planFile != null && (prune || !names.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "NAME, --prune and --plan exclude each other");
    }
    Bundle bundle = options.read();
    ConnectRuntime runtime = options.open(bundle);
    Planning planning = planFile == null ? plan(bundle, runtime) : saved(bundle, runtime);
    Acceptance acceptance = Acceptance.of(planning.plan(), planning.wanted(), accept);
    Dangers.tellUnneeded(acceptance, bundle, options);
    if (!planning.plan().isEmpty()) {
      show(planning);
      Dangers.requireAccepted(acceptance, bundle);
      if (planFile == null && !approval.isGiven(options, terminal)) {
        return ExitCode.FAILED;
      }
    }
    return apply(planning, runtime);
  }

  private Planning plan(Bundle bundle, ConnectRuntime runtime) {
    return Planning.of(bundle, runtime, names, prune);
  }

  private Planning saved(Bundle bundle, ConnectRuntime runtime) {
    SavedPlanFile file = new SavedPlanFile(planFile);
    SavedPlan saved = file.read();
    boolean deletes =
        saved.connectors().stream().anyMatch(entry -> entry.action() == Action.DELETE);
    Planning planning = Planning.of(bundle, runtime, SavedPlanFile.names(saved), deletes);
    file.requireFresh(
        saved, SavedPlan.of(options.env, planning.plan(), planning.wanted(), planning.live()));
    return planning;
  }

  /**
   * The plan is what was asked for only where a person reads it; a program gets the outcome alone.
   */
  private void show(Planning planning) {
    PlanReport report = new PlanReport(options.env, planning.plan());
    if (options.format == Format.TEXT) {
      options.print(report);
    } else {
      options.tell(report.text(Palette.NONE).stripTrailing());
    }
  }

  private int apply(Planning planning, ConnectRuntime runtime) {
    HealthWatch watch = waiting.watch(runtime);
    Validator validator =
        new Validator(
            runtime,
            new CapturedTables(planning.bundle().paths()),
            planning.bundle().paths(),
            options::tell);
    List<Outcome> outcomes =
        new Applier(runtime, watch, validator, options::tell, rollback)
            .apply(planning.plan(), planning.wanted(), planning.live());
    outcomes.stream()
        .filter(outcome -> !outcome.problems().isEmpty())
        .map(outcome -> new ErrorReport(outcome.problems()).text(Palette.NONE).stripTrailing())
        .forEach(options::tell);
    boolean good = outcomes.stream().allMatch(Outcome::isGood);
    List<Remains> deleted = good ? prune(planning, runtime) : List.of();
    options.print(new ApplyReport(options.env, outcomes, deleted));
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Remains> prune(Planning planning, ConnectRuntime runtime) {
    Deleter deleter =
        new Deleter(runtime, waiting.watchOnce(runtime), offsets.of(options), options::tell);
    List<Remains> deleted = new ArrayList<>();
    for (Change change : planning.plan().changes()) {
      if (change.action() == Action.DELETE) {
        deleter.delete(change.name()).ifPresent(deleted::add);
      }
    }
    return deleted;
  }
}
