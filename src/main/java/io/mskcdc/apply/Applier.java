package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CONFIG_REJECTED;
import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;
import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SecretKeys;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Difference;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.plan.StateChange;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.WantedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out a plan, one connector after another: validate all that would change, then for each
 * read again, write only what differs, read back, wait until healthy. The first failure ends it.
 *
 * <p>Connect has no compare-and-set: a change that somebody else makes between reading again and
 * writing is overwritten, and shows as drift in nobody's plan.
 */
public final class Applier {
  /** A new configuration restarts what it changes, a failed task included, within seconds. */
  private static final Duration RESTART_BY_UPDATE = Duration.ofSeconds(10);

  /** Debezium reports every trouble with its database under one key. */
  private static final Map<String, String> NEXT =
      Map.of(
          "database.hostname",
          "check database.hostname, database.port and the secrets, as the workers see them");

  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final Preflight preflight;
  private final BundlePaths paths;
  private final ApplyListener listener;

  /**
   * @param watch waits after each write
   * @param preflight asked about each connector that the runtime finds valid
   * @param paths shows files in messages
   * @param listener told each step
   */
  public Applier(
      ConnectRuntime runtime,
      HealthWatch watch,
      Preflight preflight,
      BundlePaths paths,
      ApplyListener listener) {
    this.runtime = runtime;
    this.watch = watch;
    this.preflight = preflight;
    this.paths = paths;
    this.listener = listener;
  }

  /**
   * Asks the runtime whether it would take these connectors.
   *
   * @throws ProblemException with everything that is wrong with any of them
   */
  public void validate(List<RenderedConnector> connectors) {
    List<Problem> problems = new ArrayList<>();
    for (RenderedConnector connector : connectors) {
      listener.event(connector.name(), "validating");
      List<Problem> rejected = rejections(connector);
      problems.addAll(
          rejected.isEmpty()
              ? preflight.check(connector, note -> listener.event(connector.name(), note))
              : rejected);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private List<Problem> rejections(RenderedConnector connector) {
    return runtime.validate(connector.name(), connector.config()).findings().stream()
        .map(
            finding ->
                new Problem(
                    CONFIG_REJECTED,
                    paths.shown(connector.file()),
                    finding.key(),
                    finding.message().strip().replaceFirst(":$", "")
                        + value(connector, finding.key()),
                    NEXT.getOrDefault(finding.key(), "mend this key, or what it refers to")))
        .toList();
  }

  /**
   * Applies a plan.
   *
   * @param plan what is to be done
   * @param wanted the connectors it was made for, in the same order
   * @param live the connectors it was made from
   * @return one outcome for each connector
   * @throws ProblemException when a connector is invalid; then nothing was written
   */
  public List<Outcome> apply(Plan plan, List<RenderedConnector> wanted, List<LiveConnector> live) {
    List<RenderedConnector> writes = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (!plan.changes().get(i).differences().isEmpty()) {
        writes.add(wanted.get(i));
      }
    }
    validate(writes);
    List<Outcome> outcomes = new ArrayList<>();
    boolean failed = false;
    for (int i = 0; i < wanted.size(); i++) {
      Change change = plan.changes().get(i);
      Outcome outcome =
          failed
              ? outcome(change, Result.NOT_ATTEMPTED, null, Duration.ZERO, List.of())
              : one(change, wanted.get(i), live);
      failed |= outcome.result() == Result.FAILED;
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private Outcome one(Change change, RenderedConnector wanted, List<LiveConnector> live) {
    if (change.action() == Action.NONE) {
      ConnectorStatus status =
          live.stream()
              .filter(connector -> connector.name().equals(change.name()))
              .findFirst()
              .orElseThrow()
              .status();
      if (Health.isHealthy(status, wanted.state())) {
        return outcome(change, Result.UNCHANGED, status, Duration.ZERO, List.of());
      }
    }
    long start = System.nanoTime();
    try {
      if (change.action() != Action.NONE) {
        write(change, wanted);
      }
      ConnectorStatus status =
          watch.await(wanted.name(), wanted.state(), text -> listener.event(wanted.name(), text));
      Result result = change.action() == Action.NONE ? Result.UNCHANGED : Result.APPLIED;
      return outcome(change, result, status, since(start), List.of());
    } catch (ProblemException e) {
      return outcome(change, Result.FAILED, null, since(start), e.problems());
    }
  }

  private void write(Change change, RenderedConnector wanted) {
    Optional<LiveConnector> live = runtime.connector(wanted.name());
    Change now = Planner.change(wanted, live);
    if (now.action() == Action.NONE) {
      return;
    }
    if (!now.differences().equals(change.differences()) || now.action() != change.action()) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              wanted.name(),
              "the connector changed since the plan was made",
              "run the command again to see the new plan"));
    }
    if (now.action() == Action.CREATE) {
      listener.event(wanted.name(), "creating");
      runtime.create(wanted.name(), wanted.config(), wanted.state());
    } else {
      update(wanted, now, live.get().status());
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
    List<Difference> left =
        runtime
            .connector(wanted.name())
            .map(live -> Planner.differences(wanted.config(), live.config()))
            .orElse(List.of(new Difference("the connector", null, "")));
    if (!left.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              WRITE_NOT_KEPT,
              wanted.name(),
              "read back after the write, the connector differs in " + keys(left),
              "find out who else writes to it, then apply again"));
    }
  }

  private static String value(RenderedConnector connector, String key) {
    String value = connector.config().get(key);
    return value == null ? "" : " (the value is " + SecretKeys.shown(key, value) + ")";
  }

  private static String keys(List<Difference> differences) {
    return differences.size() == 1
        ? differences.get(0).key()
        : differences.size() + " keys, from " + differences.get(0).key();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Outcome outcome(
      Change change, Result result, ConnectorStatus status, Duration took, List<Problem> problems) {
    return new Outcome(
        change.name(), change.action(), result, Optional.ofNullable(status), took, problems);
  }
}
