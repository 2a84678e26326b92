package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Difference;
import io.mskcdc.plan.Planner;
import io.mskcdc.plan.StateChange;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.WantedState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes one connector's change, reads it back, and takes it back where asked. */
final class Writer {
  /** A new configuration restarts what it changes, a failed task included, within seconds. */
  private static final Duration RESTART_BY_UPDATE = Duration.ofSeconds(10);

  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final ApplyListener listener;

  Writer(ConnectRuntime runtime, HealthWatch watch, ApplyListener listener) {
    this.runtime = runtime;
    this.watch = watch;
    this.listener = listener;
  }

  /**
   * Carries out a change.
   *
   * @param live the connector the change was made from; empty for a creation
   */
  void write(Change change, RenderedConnector wanted, Optional<LiveConnector> live) {
    if (change.action() == Action.CREATE) {
      listener.event(wanted.name(), "creating");
      runtime.create(wanted.name(), wanted.config(), wanted.state());
    } else {
      update(wanted, change, live.orElseThrow().status());
    }
    readBack(wanted);
  }

  private void update(RenderedConnector wanted, Change change, ConnectorStatus before) {
    Optional<StateChange> state = change.state();
    // What is not to run any more does not run with the new configuration first.
    boolean stateFirst = wanted.state() != WantedState.RUNNING;
    if (stateFirst) {
      state.ifPresent(found -> changeState(wanted, found));
    }
    if (!change.differences().isEmpty()) {
      listener.event(wanted.name(), "updating " + keys(change.differences()));
      runtime.update(wanted.name(), wanted.config());
    }
    boolean restarted =
        !change.differences().isEmpty()
            && before.hasFailed()
            && watch.awaitChange(wanted.name(), before, RESTART_BY_UPDATE);
    if (!stateFirst && !restarted) {
      state.ifPresent(found -> changeState(wanted, found));
    }
  }

  private void changeState(RenderedConnector wanted, StateChange change) {
    switch (change.step()) {
      case RESTART -> {
        listener.event(wanted.name(), "restarting what has failed");
        runtime.restart(wanted.name(), true);
      }
      case RESUME, PAUSE, STOP -> {
        listener.event(wanted.name(), change.before() + " to " + wanted.state());
        runtime.changeState(wanted.name(), wanted.state());
      }
    }
  }

  private void readBack(RenderedConnector wanted) {
    Optional<LiveConnector> live = runtime.connector(wanted.name());
    String left =
        live.map(found -> Planner.differences(wanted.config(), found.config()))
            .map(differences -> differences.isEmpty() ? "" : "differs in " + keys(differences))
            .orElse("is gone");
    if (!left.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              WRITE_NOT_KEPT,
              wanted.name(),
              "read back after the write, the connector " + left,
              "find out who else writes to it, then apply again"));
    }
  }

  /**
   * Takes a change back: writes the configuration and the state from before, or stops a creation.
   *
   * @param before the connector as it was; empty where it did not exist
   * @return the status in which it was left healthy, where it was healthy before
   */
  Optional<ConnectorStatus> restore(String name, Optional<LiveConnector> before) {
    if (before.isEmpty()) {
      listener.event(name, "rolling back: stopping what was created");
      runtime.changeState(name, WantedState.STOPPED);
      return Optional.of(
          watch.await(name, WantedState.STOPPED, text -> listener.event(name, text)));
    }
    listener.event(name, "rolling back: writing the configuration from before");
    LiveConnector old = before.get();
    runtime.update(name, old.config());
    WantedState state = stateOf(old);
    runtime.changeState(name, state);
    if (!Health.isHealthy(old.status(), state)) {
      return Optional.empty();
    }
    return Optional.of(watch.await(name, state, text -> listener.event(name, text)));
  }

  private static WantedState stateOf(LiveConnector live) {
    RunState state = live.status().state();
    return switch (state) {
      case PAUSED -> WantedState.PAUSED;
      case STOPPED -> WantedState.STOPPED;
      default -> WantedState.RUNNING;
    };
  }

  private static String keys(List<Difference> differences) {
    return differences.size() == 1
        ? differences.get(0).key()
        : differences.size() + " keys, from " + differences.get(0).key();
  }
}
