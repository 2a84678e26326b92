package io.mskcdc.cli.connector;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_STARTED;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.StateReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.RunState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restarts a connector. */
@Command(
    name = "restart",
    description = "Restarts a connector and its tasks, and waits until healthy.",
    footer = {"", "Example: mskcdc restart mysql-cdc --failed-only"},
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Callable<Integer> {
  @Mixin private CommonOptions options;
  @Mixin private WaitOptions waiting;

  @Option(names = "--failed-only", description = "Restart only what has failed.")
  private boolean failedOnly;

  @Parameters(paramLabel = "NAME", description = "The connector.")
  private String name;

  @Override
  public Integer call() {
    Bundle bundle = options.read();
    ConnectRuntime runtime = options.open(bundle);
    requireStarted(runtime);
    runtime.restart(name, failedOnly);
    ConnectorStatus status =
        waiting.watch(runtime).await(name, WantedState.RUNNING, text -> options.tell(name, text));
    options.print(new StateReport("restarted", name, status));
    return ExitCode.DONE;
  }

  /** Connect takes a restart of what is paused or stopped, and does nothing. */
  private void requireStarted(ConnectRuntime runtime) {
    runtime
        .connector(name)
        .map(live -> live.status().state())
        .filter(state -> state == RunState.PAUSED || state == RunState.STOPPED)
        .ifPresent(
            state -> {
              throw new ProblemException(
                  Problem.of(
                      CONNECTOR_NOT_STARTED,
                      name,
                      "the connector is " + state + ", so there is nothing to restart",
                      "start it with: mskcdc resume " + name));
            });
  }
}
