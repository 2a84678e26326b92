package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;
import static io.mskcdc.problem.ErrorCode.ROLLBACK_IMPOSSIBLE;
import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Difference;
import io.mskcdc.plan.Planner;
import io.mskcdc.plan.StateChange;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes the change of one connector, reads it back, and can roll it back. */
final class Writer {
  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final ApplyListener listener;
  private final UnfinishedChanges unfinished;

  Writer(
      ConnectRuntime runtime,
      HealthWatch watch,
      ApplyListener listener,
      UnfinishedChanges unfinished) {
    this.runtime = runtime;
    this.watch = watch;
    this.listener = listener;
    this.unfinished = unfinished;
  }

  /**
   * Carries out a change.
   *
   * @param live the connector before the change; empty for a creation
   */
  void write(Change change, RenderedConnector wanted, Optional<LiveConnector> live) {
    switch (change.action()) {
      case CREATE -> create(wanted);
      case REPLACE -> {
        listener.event(wanted.name(), "deleting, to be created again under the same name");
        runtime.delete(wanted.name());
        done(wanted, "the connector was deleted, and was not seen created again");
        create(wanted);
        unfinished.partly(wanted.name(), Optional.empty());
      }
      default -> update(wanted, change, live.orElseThrow().status());
    }
    // A read that fails, or another client's change, does not undo the write.
    unfinished.written(wanted);
    requireKept(wanted, live, "read back after the write");
  }

  private void create(RenderedConnector wanted) {
    listener.event(wanted.name(), "creating");
    runtime.create(wanted.name(), wanted.config(), wanted.settings(), wanted.state());
  }

  private void update(RenderedConnector wanted, Change change, ConnectorStatus before) {
    Optional<StateChange> state = change.state();
    // A connector to be paused or stopped must not run with the new configuration before that.
    boolean stateFirst = wanted.state() != WantedState.RUNNING;
    if (stateFirst) {
      state.ifPresent(
          found -> {
            changeState(wanted, found, before);
            done(wanted, "its state was changed to " + wanted.state().text());
          });
    }
    // The new configuration may require the new plugin; the old one also runs with it.
    if (!change.settings().isEmpty()) {
      listener.event(wanted.name(), "updating " + keys(change.settings()));
      updateSettings(wanted.name(), wanted.settings());
      done(wanted, "changed so far: " + keys(change.settings()));
    }
    if (!change.differences().isEmpty()) {
      if (unfinished.partly(wanted.name()).isPresent()) {
        requireAsPlanned(wanted, change);
      }
      listener.event(wanted.name(), "updating " + keys(change.differences()));
      runtime.update(wanted.name(), wanted.config());
    }
    boolean restarted =
        !change.differences().isEmpty()
            && before.hasFailed()
            && watch.awaitChange(wanted.name(), before);
    if (!stateFirst && !restarted) {
      state.ifPresent(found -> changeState(wanted, found, before));
    }
  }

  /**
   * Compares the configuration again: a change of the workers or the state takes minutes on MSK
   * Connect, and another client's change may follow it.
   */
  private void requireAsPlanned(RenderedConnector wanted, Change change) {
    List<Difference> left = Planner.change(wanted, runtime.settled(wanted.name())).differences();
    if (!left.isEmpty() && !left.equals(change.differences())) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              wanted.name(),
              "another client has changed its configuration since the plan was made",
              "run the command again to see the new plan"));
    }
  }

  /** Notes a request of several, so that a failure of a later one does not hide it. */
  private void done(RenderedConnector wanted, String sentence) {
    String name = wanted.name();
    unfinished.partly(
        name,
        unfinished
            .partly(name)
            .map(before -> before + "; " + sentence)
            .or(() -> Optional.of(sentence)));
  }

  private void changeState(RenderedConnector wanted, StateChange change, ConnectorStatus before) {
    switch (change.step()) {
      case RESTART -> {
        listener.event(wanted.name(), "restarting what has failed");
        runtime.restart(wanted.name(), true);
        watch.awaitChange(wanted.name(), before);
      }
      case RESUME, PAUSE, STOP, REPLACE -> {
        listener.event(wanted.name(), change.before() + " to " + wanted.state());
        runtime.changeState(wanted.name(), wanted.state());
      }
    }
  }

  /**
   * Compares the live connector with the wanted one.
   *
   * @param before the connector before the change; empty where it did not exist
   * @throws ProblemException when another client has changed it, whose change is live, or if it is
   *     still seen as before
   */
  void requireKept(RenderedConnector wanted, Optional<LiveConnector> before, String when) {
    Optional<LiveConnector> live =
        watch.read(wanted.name(), found -> notKept(wanted, found, when).isEmpty());
    ProblemException.throwIfPresent(
        notKept(wanted, live, when)
            .map(
                problem ->
                    isAs(before, live) ? asBefore(wanted, live.orElseThrow(), when) : problem));
  }

  private static boolean isAs(Optional<LiveConnector> before, Optional<LiveConnector> live) {
    return live.isPresent()
        && live.map(LiveConnector::config).equals(before.map(LiveConnector::config))
        && live.map(LiveConnector::settings).equals(before.map(LiveConnector::settings));
  }

  /** A worker that reads its group's topics no more shows what was before the write. */
  private static Problem asBefore(RenderedConnector wanted, LiveConnector live, String when) {
    return Problem.of(
        WRITE_NOT_KEPT,
        wanted.name(),
        when
            + ", the connector differs in "
            + keys(left(wanted, live))
            + " as before the write: another client has restored it, or a worker shows an old state",
        "look at it again with mskcdc plan "
            + wanted.name()
            + "; if it stays so, find that client, or the worker that lags behind the others");
  }

  /** Returns the problem of a live connector that is not configured as wanted. */
  static Optional<Problem> notKept(
      RenderedConnector wanted, Optional<LiveConnector> live, String when) {
    String left =
        live.map(found -> left(wanted, found))
            .map(differences -> differences.isEmpty() ? "" : "differs in " + keys(differences))
            .orElse("is gone");
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                WRITE_NOT_KEPT,
                wanted.name(),
                when + ", the connector " + left + ": the change of another client is live",
                "find the other client that writes to it, then apply again"));
  }

  /**
   * Checks, before a rollback, that what is live is the change or what was there before it.
   *
   * @throws ProblemException when it is the change of another client, which a rollback would
   *     overwrite
   */
  void requireOwn(RenderedConnector wanted, Optional<LiveConnector> before) {
    Optional<LiveConnector> live = runtime.connector(wanted.name());
    // A replacement that failed halfway leaves nothing.
    if (live.isPresent()
        && !live.map(LiveConnector::config).equals(before.map(LiveConnector::config))
        && !Planner.differences(wanted.config(), live.get().config()).isEmpty()) {
      ProblemException.throwIfPresent(notKept(wanted, live, "compared before the rollback"));
    }
  }

  private static List<Difference> left(RenderedConnector wanted, LiveConnector live) {
    Change change = Planner.change(wanted, Optional.of(live));
    List<Difference> left = new ArrayList<>(change.settings());
    left.addAll(change.differences());
    return left;
  }

  /**
   * Rolls a change back: restores the previous configuration and state, or stops a new connector.
   * Does not wait for the effect.
   *
   * @param before the connector before the change; empty where it did not exist
   */
  void restore(Change change, Optional<LiveConnector> before) {
    String name = change.name();
    if (before.isEmpty()) {
      listener.event(name, "rolling back: stopping the new connector");
      runtime.changeState(name, WantedState.STOPPED);
      return;
    }
    listener.event(name, "rolling back: writing the previous configuration");
    LiveConnector old = before.get();
    WantedState state = stateOf(old);
    Optional<ConnectorStatus> failed =
        runtime.connector(name).map(LiveConnector::status).filter(ConnectorStatus::hasFailed);
    if (change.action() == Action.REPLACE) {
      runtime.delete(name);
      runtime.create(name, old.config(), old.settings(), state);
    } else {
      runtime.update(name, old.config());
      if (!change.settings().isEmpty()) {
        updateSettings(name, old.settings());
      }
      runtime.changeState(name, state);
      failed.ifPresent(status -> watch.awaitChange(name, status));
    }
    listener.event(name, "the previous configuration is written");
  }

  /**
   * Waits until a rollback has taken effect.
   *
   * @param before the connector before the change; empty where it did not exist
   * @return how it was healthy; empty where it was not healthy before either
   */
  Optional<HealthWatch.Healthy> awaitRestored(String name, Optional<LiveConnector> before) {
    WantedState state = before.map(Writer::stateOf).orElse(WantedState.STOPPED);
    if (before.filter(old -> !Health.isHealthy(old.status(), state)).isPresent()) {
      listener.event(name, "it was not healthy before the change either");
      before.ifPresent(old -> requireRestored(name, old));
      return Optional.empty();
    }
    HealthWatch.Healthy restored = watch.await(name, state, text -> listener.event(name, text));
    before.ifPresent(old -> requireRestored(name, old));
    return Optional.of(restored);
  }

  private void requireRestored(String name, LiveConnector old) {
    Predicate<Optional<LiveConnector>> isRestored =
        live ->
            live.filter(found -> Planner.differences(old.config(), found.config()).isEmpty())
                .isPresent();
    if (!isRestored.test(watch.read(name, isRestored))) {
      throw new ProblemException(
          Problem.of(
              WRITE_NOT_KEPT,
              name,
              "compared after the rollback, the change of another client is live",
              "find the other client that writes to it, then apply again"));
    }
  }

  private void updateSettings(String name, Optional<WorkerSettings> settings) {
    runtime.dedicatedWorkers().orElseThrow().update(name, settings.orElseThrow());
  }

  /**
   * Checks that the runtime can undo a creation.
   *
   * @param before the connector before the change; empty where it did not exist
   */
  void requireRestorable(String name, Optional<LiveConnector> before) {
    if (before.isPresent()) {
      return;
    }
    runtime
        .refusal(Capability.STOP, name)
        .ifPresent(
            refusal -> {
              throw new ProblemException(
                  Problem.of(
                      ROLLBACK_IMPOSSIBLE,
                      name,
                      refusal.message() + ": the new connector is left as it is",
                      "correct it and apply again, or delete it: mskcdc delete " + name));
            });
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
