package io.mskcdc.cli.connector;

import io.mskcdc.cli.option.ConnectorNames;
import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.config.Bundle;
import io.mskcdc.deploy.ConnectorInspection;
import io.mskcdc.report.EnvironmentStatusReport;
import io.mskcdc.report.EnvironmentStatusReport.Entry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the status of connectors. */
@Command(
    name = "status",
    description = "Shows the status of connectors, their tasks and their positions in the binlog.",
    footer = {
      "",
      "Exits with 1 if a connector is not deployed, not in its state, or not seen to move.",
      "",
      "Examples:",
      "  mskcdc status",
      "  mskcdc status mysql-cdc --watch"
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectorNames connectors;
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--watch",
      description = "Print the status of one connector again whenever it changes, until Ctrl-C.")
  private boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    List<String> names = connectors.names();
    if (watch && names.size() != 1) {
      throw new ParameterException(spec.commandLine(), "--watch needs exactly one NAME");
    }
    Bundle bundle = options.loadAddress();
    ConnectorInspection inspection =
        new ConnectorInspection(bundle, options.open(bundle), options::printProgress);
    if (watch) {
      inspection.watch(
          names.get(0),
          status -> {
            options.print(status);
            return !spec.commandLine().getOut().checkError();
          });
      return ExitCode.FAILED;
    }
    if (names.size() == 1) {
      Entry entry = inspection.inspect(names.get(0));
      options.print(entry);
      return entry.isAsWanted() ? ExitCode.DONE : ExitCode.FAILED;
    }
    EnvironmentStatusReport report = inspection.inspectAll(names);
    options.print(report);
    return report.isAsWanted() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
