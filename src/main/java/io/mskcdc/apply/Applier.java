package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;
import static io.mskcdc.problem.ErrorCode.ROLLBACK_IMPOSSIBLE;
import static io.mskcdc.problem.ErrorCode.UPDATE_ROLLED_BACK;

import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out a plan, one connector after another: validate all that would change, then for each
 * read again, write only what differs, read back, wait until healthy. The first failure ends it.
 *
 * <p>Connect has no compare-and-set: what somebody else changes between reading again and writing
 * is overwritten, and the read back shows only what is changed after the write.
 */
public final class Applier {
  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final Validator validator;
  private final Writer writer;
  private final ApplyListener listener;
  private final boolean rollback;

  /**
   * @param watch waits after each write
   * @param validator asked about all that would change, before the first write
   * @param listener told each step
   * @param rollback whether to restore what ran before when the new configuration does not run
   */
  public Applier(
      ConnectRuntime runtime,
      HealthWatch watch,
      Validator validator,
      ApplyListener listener,
      boolean rollback) {
    this.runtime = runtime;
    this.watch = watch;
    this.validator = validator;
    this.writer = new Writer(runtime, watch, listener);
    this.listener = listener;
    this.rollback = rollback;
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
      if (plan.changes().get(i).isWritten()) {
        writes.add(wanted.get(i));
      }
    }
    requireRollback(plan, live);
    validator.validate(writes);
    List<Outcome> outcomes = new ArrayList<>();
    boolean failed = false;
    for (int i = 0; i < wanted.size(); i++) {
      Change change = plan.changes().get(i);
      Outcome outcome =
          failed
              ? outcome(change, Result.NOT_ATTEMPTED, null, Duration.ZERO, List.of())
              : one(change, wanted.get(i), live);
      failed |= !outcome.isGood();
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /** What a server masks cannot be written back. */
  private void requireRollback(Plan plan, List<LiveConnector> live) {
    List<Problem> problems = new ArrayList<>();
    for (Change change : plan.changes()) {
      boolean changesWhatRuns =
          change.action() == Action.REPLACE
              || change.action() == Action.UPDATE && !change.differences().isEmpty();
      if (rollback && changesWhatRuns) {
        find(live, change.name()).config().entrySet().stream()
            .filter(entry -> Planner.isMasked(entry.getValue()))
            .map(
                entry ->
                    new Problem(
                        ROLLBACK_IMPOSSIBLE,
                        change.name(),
                        entry.getKey(),
                        "the server masks the value that a rollback would write",
                        "apply without --rollback"))
            .forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private Outcome one(Change change, RenderedConnector wanted, List<LiveConnector> live) {
    if (change.action() == Action.NONE) {
      ConnectorStatus status = find(live, change.name()).status();
      if (Health.isHealthy(status, wanted.state())) {
        return outcome(change, Result.UNCHANGED, status, Duration.ZERO, List.of());
      }
    }
    long start = System.nanoTime();
    Optional<LiveConnector> before = Optional.empty();
    boolean written = false;
    try {
      if (change.action() != Action.NONE) {
        before = runtime.connector(wanted.name());
        Change now = Planner.change(wanted, before);
        requireSame(change, now);
        written = now.action() != Action.NONE;
        if (written) {
          writer.write(now, wanted, before);
        }
      }
      ConnectorStatus status =
          watch.await(wanted.name(), wanted.state(), text -> listener.event(wanted.name(), text));
      Result result = change.action() == Action.NONE ? Result.UNCHANGED : Result.APPLIED;
      return outcome(change, result, status, since(start), List.of());
    } catch (ProblemException e) {
      if (rollback && written) {
        return rolledBack(change, before, start, e.problems());
      }
      boolean byItself =
          e.problems().stream().anyMatch(problem -> problem.code() == UPDATE_ROLLED_BACK);
      return outcome(
          change, byItself ? Result.ROLLED_BACK : Result.FAILED, null, since(start), e.problems());
    }
  }

  private static void requireSame(Change planned, Change now) {
    if (now.action() != Action.NONE && !now.doesTheSameAs(planned)) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              planned.name(),
              "the connector changed since the plan was made",
              "run the command again to see the new plan"));
    }
  }

  private Outcome rolledBack(
      Change change, Optional<LiveConnector> before, long start, List<Problem> problems) {
    try {
      Optional<ConnectorStatus> status = writer.restore(change, before);
      return outcome(change, Result.ROLLED_BACK, status.orElse(null), since(start), problems);
    } catch (ProblemException e) {
      List<Problem> all = new ArrayList<>(problems);
      all.addAll(e.problems());
      return outcome(change, Result.FAILED, null, since(start), all);
    }
  }

  private static LiveConnector find(List<LiveConnector> live, String name) {
    return live.stream()
        .filter(connector -> connector.name().equals(name))
        .findFirst()
        .orElseThrow();
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
