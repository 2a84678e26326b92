package io.mskcdc.cli.dms;

import io.mskcdc.cli.option.Approval;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.cli.option.TerminalReview;
import io.mskcdc.report.ReplicationStatusReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings DMS tasks to the state that the bundle describes. */
@Command(
    name = "apply",
    description =
        "Creates, changes and starts DMS tasks, and waits until they have loaded and follow the"
            + " changes.",
    footer = {
      "",
      "Exits with 0 only if every table is loaded, none has failed, and the task runs, or has"
          + " finished if it only loads. After an interruption, run it again.",
      "",
      "Example:",
      "  mskcdc dms apply orders-lake --env production"
    },
    mixinStandardHelpOptions = true)
public final class DmsApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DmsTaskNames tasks;
  @Mixin private EnvironmentOptions options;
  @Mixin private Approval approval;

  @Option(
      names = "--accept",
      paramLabel = "CODE",
      description = "Accept the dangerous changes with this code in this run. Can be repeated.")
  private List<String> accept = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long to wait for each task (default: ${DEFAULT-VALUE}).")
  private long timeout;

  @Option(
      names = "--stable-for",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long a running task must stay without a failure (default: ${DEFAULT-VALUE}).")
  private long stableFor;

  public DmsApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<ReplicationStatusReport> report =
        options
            .openReplications(tasks.names())
            .apply(
                tasks.names(),
                accept,
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(stableFor),
                TerminalReview.amongResults(options, approval, terminal),
                options::printProgress);
    report.ifPresent(options::print);
    return report.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
