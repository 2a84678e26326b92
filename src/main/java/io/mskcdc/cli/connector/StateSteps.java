package io.mskcdc.cli.connector;

import io.mskcdc.apply.HealthWatch;
import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.WaitOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.report.StateReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;

/** What pause, resume and stop have in common. */
final class StateSteps {
  private StateSteps() {}

  /** Brings a connector into a state, waits for it, and says when the next apply undoes it. */
  static int bring(
      String name, WantedState state, String done, CommonOptions options, WaitOptions waiting) {
    Bundle bundle = options.read();
    ConnectRuntime runtime = options.open(bundle);
    runtime.changeState(name, state);
    // Only what runs can fail again after a while.
    HealthWatch watch =
        state == WantedState.RUNNING ? waiting.watch(runtime) : waiting.watchOnce(runtime);
    ConnectorStatus status = watch.await(name, state, text -> options.tell(name, text));
    bundle.connectors().stream()
        .filter(listed -> listed.name().equals(name) && listed.state() != state)
        .forEach(
            listed ->
                options.tell(
                    "warning "
                        + name
                        + " is listed as "
                        + listed.state().text()
                        + ": the next apply brings it back, unless its entry gets state: "
                        + state.text()));
    options.print(new StateReport(done, name, status));
    return ExitCode.DONE;
  }
}
