package io.mskcdc.cli.dms;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.deploy.ReplicationDeployment;
import io.mskcdc.report.ReplicationStatusReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the status of DMS tasks. */
@Command(
    name = "status",
    description =
        "Shows the status of DMS tasks, the statistics of their tables, and where they start and"
            + " resume.",
    footer = {
      "",
      "Exits with 1 if a task does not do what was declared.",
      "",
      "Examples:",
      "  mskcdc dms status --env production",
      "  mskcdc dms status orders-lake --env production --watch"
    },
    mixinStandardHelpOptions = true)
public final class DmsStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DmsTaskNames tasks;
  @Mixin private EnvironmentOptions options;

  @Option(
      names = "--watch",
      description = "Print the status of one task again whenever it changes, until it is settled.")
  private boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    List<String> names = tasks.names();
    if (watch && names.size() != 1) {
      throw new ParameterException(spec.commandLine(), "--watch needs exactly one NAME");
    }
    ReplicationDeployment deployment = options.openReplications(names);
    ReplicationStatusReport report;
    if (watch) {
      report =
          deployment.watch(
              names.get(0),
              status -> {
                options.print(status);
                return !spec.commandLine().getOut().checkError();
              });
    } else {
      report = deployment.status(names);
      options.print(report);
    }
    return report.isAsDeclared() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
