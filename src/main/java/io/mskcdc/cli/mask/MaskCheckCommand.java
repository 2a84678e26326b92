package io.mskcdc.cli.mask;

import io.mskcdc.cli.option.ConnectorName;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.ColumnMasking;
import io.mskcdc.report.MaskCheckReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what happens to each column that a connector captures. */
@Command(
    name = "check",
    description = "Prints what happens to each column that a connector captures.",
    footer = {
      "",
      "Reads the database. Exits with 1 if nobody decided about a column, or if a rule matches no"
          + " column.",
      "",
      "Example:",
      "  mskcdc mask check mysql-cdc"
    },
    mixinStandardHelpOptions = true)
final class MaskCheckCommand implements Callable<Integer> {
  @Mixin private ConnectorName connector;
  @Mixin private EnvironmentOptions options;

  @Override
  public Integer call() {
    MaskCheckReport report =
        new ColumnMasking(options.loadFilesOnly(List.of(connector.name()))).check(connector.name());
    options.print(report);
    return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
