package io.mskcdc.cli.plugin;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.TerminalReview;
import io.mskcdc.report.GarbageReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Removes unused custom plugins and worker configurations. */
@Command(
    name = "gc",
    description =
        "Removes the custom plugins and worker configurations that this bundle created and that no"
            + " connector uses.",
    footer = {"", "Example:", "  mskcdc plugin gc --env production --dry-run"},
    mixinStandardHelpOptions = true)
public final class PluginGcCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private EnvironmentOptions options;
  @Mixin private Approval approval;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How many versions of each to keep, the newest first (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Option(names = "--dry-run", description = "Only show which ones would be removed.")
  private boolean dryRun;

  public PluginGcCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep is less than 0");
    }
    Optional<GarbageReport> report =
        options
            .openPlugins()
            .removeUnused(keep, dryRun, TerminalReview.asProgress(options, approval, terminal));
    report.ifPresent(options::print);
    return report.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
