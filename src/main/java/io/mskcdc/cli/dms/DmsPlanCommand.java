package io.mskcdc.cli.dms;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.report.ReplicationPlanReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the changes that dms apply would make. */
@Command(
    name = "plan",
    description = "Shows the changes that dms apply would make. Changes nothing.",
    footer = {"", "Example:", "  mskcdc dms plan orders-lake --env production"},
    mixinStandardHelpOptions = true)
public final class DmsPlanCommand implements Callable<Integer> {
  @Mixin private DmsTaskNames tasks;
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 instead of 0 if there are changes.")
  private boolean detailedExitCode;

  @Override
  public Integer call() {
    ReplicationPlanReport report = options.openReplications(tasks.names()).plan(tasks.names());
    options.print(report);
    return detailedExitCode && !report.isEmpty() ? ExitCode.DIFFERENCES : ExitCode.DONE;
  }
}
