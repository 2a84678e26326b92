package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.AWS_CREDENTIALS_MISSING;
import static io.mskcdc.problem.ErrorCode.AWS_FORBIDDEN;
import static io.mskcdc.problem.ErrorCode.AWS_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;
import static io.mskcdc.problem.ErrorCode.AWS_SERVER_ERROR;
import static io.mskcdc.problem.ErrorCode.AWS_THROTTLED;
import static io.mskcdc.problem.ErrorCode.AWS_TLS;
import static io.mskcdc.problem.ErrorCode.AWS_UNAUTHORIZED;
import static io.mskcdc.problem.ErrorCode.AWS_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_DISAPPEARED;
import static io.mskcdc.problem.ErrorCode.CONNECT_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.CONNECT_NOT_A_WORKER;
import static io.mskcdc.problem.ErrorCode.CONNECT_OTHER_CLUSTER;
import static io.mskcdc.problem.ErrorCode.CONNECT_TLS;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNAUTHORIZED;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.INTERRUPTED;
import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;
import static io.mskcdc.problem.ErrorCode.ROLLBACK_IMPOSSIBLE;
import static io.mskcdc.problem.ErrorCode.UPDATE_ROLLED_BACK;
import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import io.mskcdc.apply.HealthWatch.Healthy;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies a plan, one connector after another or several at a time. Validates every connector that
 * would change, then for each: reads it again, writes only the differences, reads it back, waits
 * until it is healthy. After the first failure, no other connector is begun; those begun are
 * finished.
 *
 * <p>Connect has no compare-and-set. A change that another client makes between the second read and
 * the write is overwritten; reading back, after the write and after the wait, detects only changes
 * after the write.
 */
public final class Applier {
  /** Failures that say nothing about the new configuration, or that are about another client's. */
  private static final Set<ErrorCode> SAYS_NOTHING =
      EnumSet.of(
          LIVE_STATE_CHANGED,
          WRITE_NOT_KEPT,
          CONNECTOR_DISAPPEARED,
          CONNECT_HOST_UNKNOWN,
          CONNECT_UNREACHABLE,
          CONNECT_TLS,
          CONNECT_UNAUTHORIZED,
          CONNECT_NOT_A_WORKER,
          CONNECT_OTHER_CLUSTER,
          AWS_CREDENTIALS_MISSING,
          AWS_HOST_UNKNOWN,
          AWS_UNREACHABLE,
          AWS_TLS,
          AWS_UNAUTHORIZED,
          AWS_FORBIDDEN,
          AWS_THROTTLED,
          AWS_SERVER_ERROR,
          AWS_NOT_THE_SERVICE,
          INTERRUPTED);

  private static final String WRITTEN = "the new configuration was written";

  private final ConnectRuntime runtime;
  private final HealthWatch watch;
  private final Validator validator;
  private final Writer writer;
  private final TaskConfigs tasks;
  private final ApplyListener listener;
  private final UnfinishedChanges unfinished;
  private final boolean rollback;
  private final int parallel;

  /** What answered before the first write. */
  private volatile ClusterWatch cluster = ClusterWatch.NONE;

  /**
   * @param watch waits until a connector is healthy after its change
   * @param validator checks the connectors that would change, before the first write
   * @param listener receives each step
   * @param unfinished keeps the changes that are not healthy yet
   * @param rollback whether to restore the previous configuration when the new one does not become
   *     healthy
   * @param parallel how many connectors to change at a time, at least 1
   */
  public Applier(
      ConnectRuntime runtime,
      HealthWatch watch,
      Validator validator,
      ApplyListener listener,
      UnfinishedChanges unfinished,
      boolean rollback,
      int parallel) {
    this.runtime = runtime;
    this.watch = watch;
    this.validator = validator;
    this.writer = new Writer(runtime, watch, listener, unfinished);
    this.tasks = new TaskConfigs(runtime, watch);
    this.listener = listener;
    this.unfinished = unfinished;
    this.rollback = rollback;
    this.parallel = parallel;
  }

  /**
   * Applies the creations, updates and replacements of a plan, in its order. Deletions are not
   * applied.
   *
   * @return one outcome for each connector that the plan does not delete
   * @throws ProblemException when a connector is invalid; then nothing was written
   */
  public List<Outcome> apply(Plan plan) {
    requireRollback(plan);
    validator.validate(
        plan.changes().stream()
            .filter(planned -> planned.change().isWritten())
            .flatMap(planned -> planned.wanted().stream())
            .toList());
    List<PlannedChange> kept =
        plan.changes().stream().filter(planned -> planned.wanted().isPresent()).toList();
    Map<String, Problem> standing =
        watch.standing(
            kept.stream()
                .filter(this::isLeftRunning)
                .map(planned -> planned.live().orElseThrow())
                .toList(),
            listener::event);
    cluster =
        kept.stream().anyMatch(this::isBegun) ? ClusterWatch.begin(runtime) : ClusterWatch.NONE;
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<Outcome> outcomes = new ArrayList<>();
      List<Callable<Outcome>> changes =
          kept.stream()
              .map(planned -> (Callable<Outcome>) () -> apply(planned, failed, standing))
              .toList();
      for (Future<Outcome> change : threads.invokeAll(changes)) {
        outcomes.add(change.get());
      }
      return confirmed(kept, outcomes);
    } catch (InterruptedException e) {
      throw Time.interrupted("apply", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Compares every connector that is called good once more, if anything was waited for: what the
   * plan and the waits saw may be minutes old.
   */
  private List<Outcome> confirmed(List<PlannedChange> planned, List<Outcome> outcomes) {
    if (outcomes.stream().allMatch(outcome -> outcome.took().isZero())) {
      return outcomes;
    }
    Map<String, RenderedConnector> wanted =
        planned.stream()
            .collect(Collectors.toMap(PlannedChange::name, one -> one.wanted().orElseThrow()));
    return outcomes.stream()
        .map(outcome -> outcome.isGood() ? confirmed(outcome, wanted.get(outcome.name())) : outcome)
        .toList();
  }

  private Outcome confirmed(Outcome outcome, RenderedConnector wanted) {
    Optional<ConnectorStatus> status = Optional.empty();
    List<Problem> problems;
    try {
      Optional<LiveConnector> live = watch.read(wanted.name(), found -> isAsWanted(wanted, found));
      status = live.map(LiveConnector::status);
      problems =
          isAsWanted(wanted, live)
              ? List.of()
              : cluster.explained(wanted.name(), List.of(lost(outcome, wanted, live)));
    } catch (ProblemException e) {
      problems = e.problems();
    }
    if (problems.isEmpty()) {
      return outcome;
    }
    if (outcome.result() == Result.APPLIED) {
      leave(wanted);
    }
    return new Outcome(
        outcome.name(),
        outcome.action(),
        Result.FAILED,
        status,
        Optional.empty(),
        outcome.took(),
        problems);
  }

  private static boolean isAsWanted(RenderedConnector wanted, Optional<LiveConnector> live) {
    return Writer.notKept(wanted, live, "").isEmpty()
        && live.filter(found -> Health.isHealthy(found.status(), wanted.state())).isPresent();
  }

  private Problem lost(Outcome outcome, RenderedConnector wanted, Optional<LiveConnector> live) {
    String before =
        outcome.result() == Result.APPLIED
            ? "it was healthy after " + outcome.took().toSeconds() + " s"
            : "it was as wanted when the plan was made";
    if (live.isEmpty()) {
      return Problem.of(
          CONNECTOR_DISAPPEARED,
          wanted.name(),
          before + ", and is not any more: it is gone",
          "find the client that deletes it, then apply again");
    }
    ConnectorStatus status = live.get().status();
    return Writer.notKept(wanted, live, "compared again at the end")
        .or(() -> HealthWatch.stateNotKept(wanted.name(), wanted.state(), status))
        .orElseGet(() -> watch.notAnyMore(wanted.name(), before, status));
  }

  /** Returns whether something of a connector is written or waited for. */
  private boolean isBegun(PlannedChange planned) {
    return planned.change().action() != Action.NONE
        || unfinished.isUnfinished(planned.wanted().orElseThrow());
  }

  /** Returns whether a connector runs as wanted, and nothing of it is written or waited for. */
  private boolean isLeftRunning(PlannedChange planned) {
    RenderedConnector wanted = planned.wanted().orElseThrow();
    return planned.change().action() == Action.NONE
        && wanted.state() == WantedState.RUNNING
        && Health.isHealthy(planned.live().orElseThrow().status(), WantedState.RUNNING)
        && !unfinished.isUnfinished(wanted);
  }

  private Outcome apply(
      PlannedChange planned, AtomicBoolean failed, Map<String, Problem> standing) {
    if (failed.get()) {
      return outcome(
          planned.change(), Result.NOT_ATTEMPTED, Optional.empty(), Duration.ZERO, List.of());
    }
    boolean good = false;
    try {
      Problem stands = standing.get(planned.name());
      Outcome outcome =
          stands == null
              ? apply(planned, planned.wanted().orElseThrow(), failed)
              : outcome(
                  planned.change(),
                  Result.FAILED,
                  Optional.empty(),
                  Duration.ZERO,
                  List.of(stands));
      good = outcome.isGood();
      return outcome;
    } finally {
      if (!good) {
        failed.set(true);
      }
    }
  }

  /** A rollback cannot write a value that the server masks. */
  private void requireRollback(Plan plan) {
    List<Problem> problems =
        plan.changes().stream()
            .filter(planned -> rollback && changesWhatRuns(planned.change()))
            .flatMap(planned -> masked(planned.live().orElseThrow()))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static boolean changesWhatRuns(Change change) {
    return change.action() == Action.REPLACE
        || change.action() == Action.UPDATE && !change.differences().isEmpty();
  }

  private static Stream<Problem> masked(LiveConnector live) {
    return live.config().entrySet().stream()
        .filter(entry -> SecretKeys.isMasked(entry.getValue()))
        .map(
            entry ->
                new Problem(
                    ROLLBACK_IMPOSSIBLE,
                    live.name(),
                    entry.getKey(),
                    "the server masks the value that a rollback would write",
                    "apply without --rollback"));
  }

  /**
   * Applies one change.
   *
   * @param failed set as soon as it has failed, which is long before the end of its rollback
   */
  private Outcome apply(PlannedChange planned, RenderedConnector wanted, AtomicBoolean failed) {
    Change change = planned.change();
    if (change.action() == Action.NONE) {
      ConnectorStatus status = planned.live().orElseThrow().status();
      if (unfinished.isUnfinished(wanted)) {
        listener.event(wanted.name(), "an earlier apply did not see this configuration healthy");
        unfinished.written(wanted);
      } else if (Health.isHealthy(status, wanted.state())) {
        return outcome(
            change,
            Result.UNCHANGED,
            Optional.of(new Healthy(status, watch.unreadTasks(wanted.name(), wanted.state()))),
            Duration.ZERO,
            List.of());
      }
    }
    Duration start = Time.SYSTEM.now();
    Optional<LiveConnector> before = Optional.empty();
    Optional<TaskConfigs.Before> tasksBefore = Optional.empty();
    Optional<String> oldTasks = unfinished.oldTasks(wanted);
    boolean written = false;
    boolean waiting = false;
    try {
      if (change.action() != Action.NONE) {
        before = runtime.settled(wanted.name());
        Change now = Planner.change(wanted, before);
        requireSame(change, now);
        written = now.action() != Action.NONE;
        if (written) {
          tasksBefore = tasks.before(wanted, now, before);
          unfinished.begin(wanted, tasksBefore.flatMap(TaskConfigs.Before::oldTasks));
          writer.write(now, wanted, before);
        }
      }
      waiting = true;
      Healthy healthy =
          watch.await(
              wanted.name(),
              wanted.state(),
              wasInState(change),
              text -> listener.event(wanted.name(), text));
      writer.requireKept(wanted, before, "compared again after the wait");
      cluster.require(wanted.name());
      Optional<String> unlike =
          written
              ? tasksBefore.flatMap(known -> tasks.requireOther(wanted.name(), known))
              : tasks.requireOther(
                  before.or(planned::live).orElseThrow(), wanted.state(), oldTasks);
      unfinished.finished(wanted.name());
      Result result = change.action() == Action.NONE ? Result.UNCHANGED : Result.APPLIED;
      return outcome(change, result, Optional.of(healthy.but(unlike)), since(start), List.of());
    } catch (ProblemException e) {
      failed.set(true);
      List<Problem> problems = cluster.explained(wanted.name(), e.problems());
      if (rollback && written) {
        if (problems.stream().noneMatch(problem -> SAYS_NOTHING.contains(problem.code()))) {
          return rolledBack(change, wanted, before, start, problems);
        }
        listener.event(
            wanted.name(), "not rolled back: nothing shows that the new configuration is at fault");
      }
      Optional<String> partly = unfinished.partly(wanted.name());
      Optional<String> note = written ? left(wanted.name(), partly, problems) : Optional.empty();
      if (written) {
        leave(wanted);
      }
      // The service rolls back only the last of several operations.
      boolean byService =
          partly.isEmpty()
              && problems.stream().anyMatch(problem -> problem.code() == UPDATE_ROLLED_BACK);
      return new Outcome(
          change.name(),
          change.action(),
          byService ? Result.ROLLED_BACK : Result.FAILED,
          Optional.empty(),
          note,
          since(start),
          waiting ? withOtherClient(wanted, before, problems) : problems);
    }
  }

  /** Returns whether a connector was in the wanted state before its change, tasks not counted. */
  private static boolean wasInState(Change change) {
    return change.state().isEmpty()
        && (change.action() == Action.UPDATE || change.action() == Action.NONE);
  }

  /** Adds that what has failed is not the wanted configuration, if another client's is live. */
  private List<Problem> withOtherClient(
      RenderedConnector wanted, Optional<LiveConnector> before, List<Problem> problems) {
    if (!problems.stream().allMatch(ClusterWatch::isOfWhatRuns)) {
      return problems;
    }
    try {
      writer.requireKept(wanted, before, "compared after the failure");
      return problems;
    } catch (ProblemException e) {
      return Stream.concat(
              problems.stream(),
              e.problems().stream().filter(problem -> problem.code() == WRITE_NOT_KEPT))
          .toList();
    }
  }

  /** Returns what a change that failed left behind. */
  private Optional<String> left(String name, Optional<String> partly, List<Problem> problems) {
    if (unfinished.isWritten(name)) {
      return Optional.of(WRITTEN);
    }
    Optional<String> open =
        OpenWrites.isOpen(problems)
            ? Optional.of(
                "whether the new configuration was written is not known; mskcdc plan "
                    + name
                    + " shows what is live")
            : Optional.empty();
    return Stream.of(partly, open)
        .flatMap(Optional::stream)
        .reduce((first, second) -> first + "; " + second);
  }

  private static void requireSame(Change planned, Change now) {
    if (now.action() != Action.NONE && !now.hasSameEffectAs(planned)) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              planned.name(),
              "the connector changed since the plan was made",
              "run the command again to see the new plan"));
    }
  }

  private Outcome rolledBack(
      Change change,
      RenderedConnector wanted,
      Optional<LiveConnector> before,
      Duration start,
      List<Problem> problems) {
    Result soFar = Result.FAILED;
    try {
      writer.requireOwn(wanted, before);
      writer.requireRestorable(wanted.name(), before);
      unfinished.rollingBack(wanted);
      soFar = Result.ROLLBACK_FAILED;
      writer.restore(change, before);
      soFar = Result.ROLLBACK_NOT_VERIFIED;
      unfinished.rolledBack(wanted);
      Optional<Healthy> restored = writer.awaitRestored(wanted.name(), before);
      unfinished.finished(wanted.name());
      return outcome(change, Result.ROLLED_BACK, restored, since(start), problems);
    } catch (ProblemException e) {
      Optional<String> note =
          soFar == Result.FAILED && unfinished.isWritten(wanted.name())
              ? Optional.of(WRITTEN)
              : Optional.empty();
      leave(wanted);
      List<Problem> all = new ArrayList<>(problems);
      String when = soFar == Result.FAILED ? "" : "of the rollback: ";
      e.problems().forEach(problem -> all.add(problem.after(when)));
      return new Outcome(
          change.name(), change.action(), soFar, Optional.empty(), note, since(start), all);
    }
  }

  private void leave(RenderedConnector wanted) {
    unfinished.failed(wanted).ifPresent(text -> listener.event(wanted.name(), text));
  }

  private static Duration since(Duration start) {
    return Time.SYSTEM.now().minus(start);
  }

  private static Outcome outcome(
      Change change,
      Result result,
      Optional<Healthy> healthy,
      Duration took,
      List<Problem> problems) {
    return new Outcome(
        change.name(),
        change.action(),
        result,
        healthy.map(Healthy::status),
        healthy.flatMap(Healthy::caveat),
        took,
        problems);
  }
}
