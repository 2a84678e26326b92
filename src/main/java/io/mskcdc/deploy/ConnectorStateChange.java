package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_STARTED;

import io.mskcdc.apply.ClusterWatch;
import io.mskcdc.apply.Health;
import io.mskcdc.apply.HealthWatch;
import io.mskcdc.apply.HealthWatch.Healthy;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.WantedState;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.StateReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pauses, resumes, stops or restarts one connector, and waits until it is in its new state. */
public final class ConnectorStateChange {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final WaitLimits limits;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connector runs
   * @param progress receives each status and warning, one line each
   */
  public ConnectorStateChange(
      Bundle bundle, ConnectRuntime runtime, WaitLimits limits, Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * Brings a connector into a state. Warns when the environment lists another one, which the next
   * apply restores, and when a start reads the source from the beginning.
   *
   * @throws ProblemException when the connector does not reach the state in time
   */
  public StateReport change(String name, WantedState state) {
    OtherBundle.warning(bundle, runtime, name, "brings it back to the state that it lists")
        .ifPresent(progress);
    if (state == WantedState.RUNNING) {
      warnOfLostOffsets(name);
    }
    ClusterWatch cluster = ClusterWatch.begin(runtime);
    runtime.changeState(name, state);
    HealthWatch watch =
        state == WantedState.RUNNING ? limits.untilStable(runtime) : limits.untilReached(runtime);
    Healthy reached = await(name, state, cluster, () -> healthy(name, state, watch));
    bundle
        .environment()
        .wantedState(name)
        .filter(listed -> listed != state)
        .ifPresent(
            listed ->
                progress.accept(
                    "warning "
                        + name
                        + " is listed as "
                        + listed.text()
                        + ": the next apply brings it back, unless its entry gets state: "
                        + state.text()));
    return new StateReport(verb(state), name, reached);
  }

  private void warnOfLostOffsets(String name) {
    runtime
        .connector(name)
        .filter(live -> live.status().state() == RunState.STOPPED)
        .flatMap(live -> LostOffsets.of(live, runtime))
        .ifPresent(sentence -> progress.accept("warning " + sentence));
  }

  /**
   * Restarts a connector and its tasks, and waits until it is healthy, or paused as before.
   *
   * @param onlyFailed whether to restart only the failed parts; if nothing has failed, nothing is
   *     restarted
   * @throws ProblemException when the connector is paused or stopped, or does not become healthy
   */
  public StateReport restart(String name, boolean onlyFailed) {
    Optional<ConnectorStatus> before = runtime.connector(name).map(LiveConnector::status);
    before.ifPresent(status -> requireStarted(name, status));
    WantedState state =
        before.filter(status -> status.state() == RunState.PAUSED).isPresent()
            ? WantedState.PAUSED
            : WantedState.RUNNING;
    if (onlyFailed && before.filter(ConnectorStateChange::isWhole).isPresent()) {
      return new StateReport(
          "not restarted",
          name,
          new Healthy(before.get(), Optional.of("nothing of it has failed")));
    }
    ClusterWatch cluster = ClusterWatch.begin(runtime);
    runtime.restart(name, onlyFailed);
    HealthWatch watch = limits.untilStable(runtime);
    return new StateReport(
        "restarted",
        name,
        await(
            name,
            state,
            cluster,
            () -> {
              // Until the restart is seen, the failure is the one before it.
              before
                  .filter(ConnectorStatus::hasFailed)
                  .ifPresent(failed -> watch.awaitChange(name, failed));
              return healthy(name, state, watch);
            }));
  }

  /**
   * Connect accepts the restart of a paused or stopped connector, and starts nothing but the failed
   * tasks of a paused one, which are paused then.
   */
  private static void requireStarted(String name, ConnectorStatus status) {
    RunState state = status.state();
    if (state == RunState.STOPPED || state == RunState.PAUSED && !status.hasFailed()) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_NOT_STARTED,
              name,
              "the connector is " + state + ", so there is nothing to restart",
              "start it with: mskcdc resume " + name));
    }
  }

  /** Connect accepts the restart of what has failed also if nothing has, and restarts nothing. */
  private static boolean isWhole(ConnectorStatus status) {
    return status.tasksKnown() && Health.isHealthy(status, WantedState.RUNNING);
  }

  private Healthy healthy(String name, WantedState state, HealthWatch watch) {
    return watch.await(name, state, text -> progress.accept(name + ": " + text));
  }

  private Healthy await(
      String name, WantedState state, ClusterWatch cluster, Supplier<Healthy> wait) {
    return Interruption.during(
        () -> {
          try {
            Healthy reached = wait.get();
            cluster.require(name);
            return reached;
          } catch (ProblemException e) {
            throw cluster.explained(name, e);
          }
        },
        () ->
            progress.accept(
                name
                    + ": interrupted. The request was accepted; the connector was not seen "
                    + state.text()
                    + ". Next: mskcdc status "
                    + name));
  }

  private static String verb(WantedState state) {
    return switch (state) {
      case RUNNING -> "resumed";
      case PAUSED -> "paused";
      case STOPPED -> "stopped";
    };
  }
}
