package io.mskcdc.cli.connector;

import io.mskcdc.apply.Deleter;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.OffsetsFolder;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Plan;
import io.mskcdc.report.DeleteReport;
import io.mskcdc.report.Palette;
import io.mskcdc.report.PlanReport;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes connectors. */
@Command(
    name = "delete",
    description = "Stops connectors, saves their offsets, deletes them, and says what remains.",
    footer = {"", "Example: mskcdc delete mysql-cdc"},
    mixinStandardHelpOptions = true)
public final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;
  @Mixin private Approval approval;
  @Mixin private OffsetsFolder offsets;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "The connectors, listed in the environment or not.")
  private List<String> names;

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    Plan plan = new Plan(names.stream().distinct().map(Change::deletion).toList());
    options.tell(new PlanReport(options.env, plan).text(Palette.NONE).stripTrailing());
    if (!approval.isGiven(options, terminal)) {
      return ExitCode.FAILED;
    }
    ConnectRuntime runtime = options.open(bundle);
    Deleter deleter =
        new Deleter(runtime, waiting.watchOnce(runtime), offsets.of(options), options::tell);
    List<Remains> deleted = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (Change change : plan.changes()) {
      deleter.delete(change.name()).ifPresentOrElse(deleted::add, () -> absent.add(change.name()));
      if (bundle.environment().listed().contains(change.name())) {
        options.tell(
            "warning " + change.name() + " is still listed: the next apply creates it again");
      }
    }
    options.print(new DeleteReport(deleted, absent));
    return ExitCode.DONE;
  }
}
