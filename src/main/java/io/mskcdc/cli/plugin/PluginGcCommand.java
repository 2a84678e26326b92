package io.mskcdc.cli.plugin;

import static io.mskcdc.problem.ErrorCode.PRUNE_IMPOSSIBLE;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.Environment;
import io.mskcdc.msk.GarbageReport;
import io.mskcdc.msk.Leftover;
import io.mskcdc.msk.MskSession;
import io.mskcdc.msk.PluginGarbage;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.Palette;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Removes what nothing uses any more. */
@Command(
    name = "gc",
    description =
        "Removes custom plugins and worker configurations of this bundle that no connector uses.",
    footer = {"", "Example: mskcdc plugin gc --env production --dry-run"},
    mixinStandardHelpOptions = true)
public final class PluginGcCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions options;
  @Mixin private Approval approval;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many of each to keep, the newest first (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Option(names = "--dry-run", description = "Show what would be removed, and remove nothing.")
  private boolean dryRun;

  public PluginGcCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep is less than 0");
    }
    Environment environment = options.readEnvironment();
    requireBundle(environment);
    MskSession session = options.openMskConnect(environment);
    PluginGarbage garbage = new PluginGarbage(session, environment);
    GarbageReport found = new GarbageReport(garbage.find(keep), true);
    List<Leftover> removable = found.removable();
    if (dryRun || removable.isEmpty()) {
      options.print(found);
      return ExitCode.DONE;
    }
    options.tell(found.text(Palette.NONE).stripTrailing());
    if (!approval.isGiven(options, terminal)) {
      return ExitCode.FAILED;
    }
    for (Leftover one : removable) {
      options.tell("removing " + one.kind().text() + " " + one.name());
      garbage.remove(one);
    }
    options.print(new GarbageReport(found.leftovers(), false));
    return ExitCode.DONE;
  }

  private void requireBundle(Environment environment) {
    if (environment.bundle().isEmpty()) {
      throw new ProblemException(
          new Problem(
              PRUNE_IMPOSSIBLE,
              options.paths().shown(environment.file()),
              "bundle",
              "without a name of the bundle nobody knows which plugins are its own",
              "write bundle: with a name; what is uploaded from then on carries it as a tag"));
    }
  }
}
