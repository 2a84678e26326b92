package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_DISAPPEARED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FAILED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_HEALTHY;
import static io.mskcdc.problem.ErrorCode.TASK_FAILED;
import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.WantedState;
import io.mskcdc.offsets.SinkOffsets;
import io.mskcdc.offsets.Standstill;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Progress;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.runtime.Validation;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Waits until a connector has been healthy for some time without a break. A change of a state or of
 * the worker that runs a task restarts the count.
 *
 * <p>Debezium's task is RUNNING for up to a minute before it fails on what it cannot reach. So the
 * connector of a known source must also commit an offset, or stay healthy for longer than that.
 */
public final class HealthWatch {
  /** The task before a change has five seconds to end, and commits a last offset then. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  /** Longer than the minute after which Kafka's clients and Debezium's give up. */
  private static final Duration UNPROVEN = Duration.ofSeconds(90);

  /** A worker that has not read the last change yet shows what was before it, for a moment. */
  private static final Duration LAG = Duration.ofSeconds(2);

  /** A restart, a rebalance, and a worker that lags behind the one written to, take seconds. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(10);

  /** A worker that starts again needs longer, and shows the states from before its end at first. */
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  /** A statement that Debezium runs in its database at each heartbeat. */
  private static final String ACTION = "heartbeat.action.query";

  private static final String UNSEEN_OFFSET =
      "nothing shows yet that it reads its source: it committed no offset that can be seen";

  private final ConnectRuntime runtime;
  private final Duration timeout;
  private final Duration stableFor;
  private final Time time;
  private final Standstill standstill;

  /**
   * How a wait has ended.
   *
   * @param caveat what was not seen, although the status is good; empty if nothing is missing
   */
  public record Healthy(ConnectorStatus status, Optional<String> caveat) {
    /** Adds what else was not seen. */
    Healthy but(Optional<String> more) {
      return new Healthy(
          status,
          Stream.of(caveat, more)
              .flatMap(Optional::stream)
              .reduce((first, second) -> first + "; " + second));
    }
  }

  /**
   * @param timeout how long to wait in all
   * @param stableFor how long a connector must be healthy without a break
   */
  public HealthWatch(ConnectRuntime runtime, Duration timeout, Duration stableFor) {
    this(runtime, timeout, stableFor, Time.SYSTEM);
  }

  HealthWatch(ConnectRuntime runtime, Duration timeout, Duration stableFor, Time time) {
    this.runtime = runtime;
    this.timeout = timeout;
    this.stableFor = stableFor;
    this.time = time;
    this.standstill = new Standstill(runtime, time);
  }

  /**
   * Waits, counting from now. A state of before that is not the wanted one may be seen at first.
   *
   * @param progress receives each change of the status
   * @return how the connector was healthy for long enough
   * @throws ProblemException with the cause when it or a task has failed, or is not healthy in time
   */
  public Healthy await(String name, WantedState wanted, Consumer<String> progress) {
    return await(name, wanted, false, progress);
  }

  /**
   * Like {@link #await(String, WantedState, Consumer)}.
   *
   * @param wasAsWanted whether the connector was in the wanted state before: then another client
   *     has brought it into any other one
   */
  Healthy await(String name, WantedState wanted, boolean wasAsWanted, Consumer<String> progress) {
    Observation observation = new Observation(name, wanted, wasAsWanted, progress);
    Sighting last;
    try {
      last =
          poller(timeout)
              .until(
                  name,
                  observation,
                  this::isStable,
                  late -> new ProblemException(late(name, wanted, late)));
    } catch (ProblemException e) {
      throw observation.withSetbacks(e);
    }
    if (!last.isProven()) {
      progress.accept(
          "no task failed in %d s, but %s (neither does an idle source without %s)"
              .formatted(last.healthyFor().toSeconds(), UNSEEN_OFFSET, ACTION));
    }
    Optional<String> unproven =
        last.isProven() ? observation.unfinished() : Optional.of(observation.unseen());
    return new Healthy(last.status(), unproven).but(unreadTasks(name, wanted));
  }

  /** Returns why the status of a connector in the wanted state may lack a failed task. */
  Optional<String> unreadTasks(String name, WantedState wanted) {
    return wanted == WantedState.RUNNING
        ? runtime.unread(name).map(why -> "nothing shows whether a task has failed: " + why)
        : Optional.empty();
  }

  /**
   * Returns a problem for each of some running connectors that does not move, by name. Waits for
   * those that may not.
   *
   * @param progress receives a connector and why it is waited for
   */
  Map<String, Problem> standing(
      List<LiveConnector> connectors, BiConsumer<String, String> progress) {
    Map<String, Problem> problems = new HashMap<>();
    standstill
        .among(connectors, progress)
        .forEach(
            (name, sentence) ->
                problems.put(
                    name,
                    Problem.of(
                        CONNECTOR_NOT_HEALTHY,
                        name,
                        "it is RUNNING and was not seen to move: " + sentence,
                        Standstill.nextStep(name))));
    return problems;
  }

  /**
   * Waits until a connector's status differs from the given status: Connect restarts what has
   * failed within seconds of an update or of the request.
   *
   * @return whether it did within some seconds
   */
  public boolean awaitChange(String name, ConnectorStatus from) {
    Predicate<Optional<LiveConnector>> isChanged =
        live -> live.map(LiveConnector::status).filter(from::equals).isEmpty();
    return isChanged.test(read(name, isChanged));
  }

  /**
   * Reads a connector until a condition holds, for some seconds: one answer that differs may be of
   * a moment of a rebalance, or of a worker that has not read the last change yet.
   *
   * @return the connector as it was read last, for which the condition may not hold
   */
  Optional<LiveConnector> read(String name, Predicate<Optional<LiveConnector>> condition) {
    return read(name, () -> runtime.connector(name), condition);
  }

  /** Like {@link #read(String, Predicate)}, of something else of a connector. */
  <T> T read(String name, Supplier<T> reading, Predicate<T> condition) {
    return poller(CATCHING_UP).last(name, reading, condition);
  }

  /**
   * Returns a problem for a connector that was in the wanted state and is not any more.
   *
   * @param before a sentence's start: since when it was
   */
  Problem notAnyMore(String name, String before, ConnectorStatus status) {
    List<Problem> failures = status.hasFailed() ? failures(name, status) : List.of();
    return Problem.of(
        CONNECTOR_NOT_HEALTHY,
        name,
        Stream.concat(
                Stream.of(before + ", and is not any more: " + Health.describe(status)),
                failures.stream().map(Problem::message))
            .collect(Collectors.joining("; ")),
        failures.stream()
            .findFirst()
            .map(Problem::next)
            .or(() -> Health.wayToTasks(name, status))
            .or(() -> Health.wayOutOfRestart(name, status))
            .orElse("look at it with mskcdc status " + name + ", then apply again"));
  }

  private boolean isStable(Sighting sighting) {
    return isStable(sighting.healthyFor())
        && (sighting.isProven()
            || !sighting.needsProof() && sighting.healthyFor().compareTo(UNPROVEN) >= 0);
  }

  private boolean isStable(Duration healthyFor) {
    return healthyFor != null && healthyFor.compareTo(stableFor) >= 0;
  }

  private Poller poller(Duration limit) {
    return new Poller(new Polling(runtime.polling().interval(), limit), time);
  }

  /** Returns a problem for a failed connector, or else one for each failed task. */
  private List<Problem> failures(String name, ConnectorStatus status) {
    return FailedPart.of(status).stream().map(part -> failure(name, part)).toList();
  }

  private Problem failure(String name, FailedPart part) {
    return Problem.of(
        part.code(),
        name,
        part.message(),
        SharedServerId.sentences(runtime, name, part.trace()).stream()
                .map(sentence -> sentence + "; ")
                .collect(Collectors.joining())
            + "correct what the cause names and apply again; the log of "
            + (part.worker() == null ? "the workers" : part.worker())
            + " has the details");
  }

  /**
   * A failed connector, or a failed task of a connector that has not failed.
   *
   * @param what the failed part and the verb
   * @param worker the worker that ran the task, or null
   */
  private record FailedPart(ErrorCode code, String what, String trace, String worker) {
    static List<FailedPart> of(ConnectorStatus status) {
      if (status.state() == RunState.FAILED) {
        return List.of(
            new FailedPart(CONNECTOR_FAILED, "the connector failed", status.trace(), null));
      }
      return status.tasks().stream()
          .filter(task -> task.state() == RunState.FAILED)
          .map(
              task ->
                  new FailedPart(
                      TASK_FAILED, "task " + task.id() + " failed", task.trace(), task.worker()))
          .toList();
    }

    String message() {
      return what + ": " + TraceCause.of(trace).text();
    }
  }

  private static Problem disappeared(String name) {
    return Problem.of(
        CONNECTOR_DISAPPEARED,
        name,
        "another client deleted the connector during the wait",
        "find the client that deletes it, then apply again");
  }

  /** Returns the problem of a connector that was in the wanted state and is in another such one. */
  static Optional<Problem> stateNotKept(String name, WantedState wanted, ConnectorStatus status) {
    String verb =
        switch (status.state()) {
          case RUNNING -> "resumed";
          case PAUSED -> "paused";
          case STOPPED -> "stopped";
          default -> null;
        };
    return verb == null || isIn(status, wanted)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                WRITE_NOT_KEPT,
                name,
                "it was %s, and is %s now: another client has %s it"
                    .formatted(wanted, status.state(), verb),
                "find out who has " + verb + " it and why, then run the command again"));
  }

  private static boolean isIn(ConnectorStatus status, WantedState wanted) {
    return status.state().name().equals(wanted.name());
  }

  private Problem late(String name, WantedState wanted, Sighting last) {
    return Problem.of(
        CONNECTOR_NOT_HEALTHY,
        name,
        "not "
            + wanted.text()
            + " and stable within "
            + timeout.toSeconds()
            + " s; last seen: "
            + Health.describe(last.status())
            + missing(last),
        "look at the workers' logs; "
            + Health.wayToStatus(last.status())
                .or(() -> Health.wayToTasks(name, last.status()))
                .or(() -> Health.wayOutOfRestart(name, last.status()))
                .orElse("if it only needs longer, run the command again with a longer --timeout"));
  }

  /** Returns what was missing, unless the status shows it. */
  private String missing(Sighting last) {
    if (isStable(last.healthyFor()) && last.needsProof()) {
      return ", without an offset committed since, although it commits some even of an idle database;"
          + " its task may hang in its start, its snapshot or its first write to Kafka";
    }
    if (isStable(last.healthyFor())) {
      return ", without an offset committed since, and for only %d of the %d s that prove as much"
          .formatted(last.healthyFor().toSeconds(), UNPROVEN.toSeconds());
    }
    return last.healthyFor() == null
        ? ""
        : ", without a change for only %d of the %d s of --stable-for"
            .formatted(last.healthyFor().toSeconds(), stableFor.toSeconds());
  }

  /**
   * One read of a connector.
   *
   * @param healthyFor how long it has been healthy without a change; null if it is not
   * @param isProven whether it needs no proof that it reads its source, or has given it
   * @param needsProof whether no wait replaces the proof
   */
  private record Sighting(
      ConnectorStatus status, Duration healthyFor, boolean isProven, boolean needsProof) {}

  /** Reads a connector, and measures how long it has been healthy without a change. */
  private final class Observation implements Supplier<Sighting> {
    private final String name;
    private final WantedState wanted;
    private final Consumer<String> progress;
    private ConnectorStatus previous;
    private Map<String, String> config = Map.of();
    private Duration healthySince;
    private Duration lastRead;

    /** The time of the fastest answer so far. */
    private Duration answerTime;

    private boolean wasAsWanted;

    /** Since when each read shows another client's change; null if the last one does not. */
    private Duration theirsSince;

    /** The progress once the task before the change cannot commit any more; null before that. */
    private Progress progressBefore;

    /** The progress that was read last; null if none could be. */
    private Progress progressNow;

    /** The offsets of a sink when it was first seen healthy; null if they could not be read. */
    private JsonNode offsetsBefore;

    /** The last read of a source of an unknown class; null if it is another connector. */
    private LiveConnector unknown;

    /** Its progress when it was first seen healthy; null before that. */
    private Optional<Progress> unknownBefore;

    private boolean isProven;
    private boolean isAnnounced;

    /** How often it was healthy and then was not, or moved to another worker. */
    private int breaks;

    private int failures;

    /** Why the workers refused what runs; null if they do not, or were not asked. */
    private Problem refusal;

    /** The status at the last failure; null if there was none. */
    private ConnectorStatus lastFailure;

    Observation(String name, WantedState wanted, boolean wasAsWanted, Consumer<String> progress) {
      this.name = name;
      this.wanted = wanted;
      this.wasAsWanted = wasAsWanted;
      this.progress = progress;
    }

    @Override
    public Sighting get() {
      Duration asked = time.now();
      Optional<LiveConnector> found = runtime.connector(name);
      Duration took = time.now().minus(asked);
      answerTime = answerTime == null || took.compareTo(answerTime) < 0 ? took : answerTime;
      noteGap();
      requireOwn(found.map(LiveConnector::status));
      return found
          .map(this::sighting)
          .orElseGet(
              () ->
                  new Sighting(
                      Optional.ofNullable(previous).orElse(ConnectorStatus.NOT_YET),
                      null,
                      false,
                      false));
    }

    /**
     * What nobody could read for a while counts as a restart: it may have been one. A service that
     * reports no tasks does not run on the workers, and its outage says nothing about them. A
     * service that always needs long to answer is no outage; a read has a request or two more.
     */
    private void noteGap() {
      Duration now = time.now();
      Duration gap = lastRead == null ? Duration.ZERO : now.minus(lastRead);
      lastRead = now;
      Duration usual = runtime.polling().interval().plus(answerTime.multipliedBy(2));
      if (gap.compareTo(usual.plus(UNSEEN)) < 0 || previous != null && !previous.tasksKnown()) {
        return;
      }
      previous = null;
      theirsSince = null;
      progressBefore = null;
      if (healthySince != null) {
        healthySince = null;
        breaks++;
        progress.accept(
            "it could not be read for %d s, so the count of its healthy seconds starts again"
                .formatted(gap.toSeconds()));
      }
    }

    /** Ends the wait when another client's change is seen for longer than a worker may lag. */
    private void requireOwn(Optional<ConnectorStatus> status) {
      wasAsWanted |= status.filter(found -> isIn(found, wanted)).isPresent();
      Optional<Problem> theirs =
          status.isEmpty()
              ? Optional.of(disappeared(name))
              : status
                  .filter(found -> wasAsWanted)
                  .flatMap(found -> stateNotKept(name, wanted, found));
      if (theirs.isEmpty()) {
        theirsSince = null;
        return;
      }
      Duration now = time.now();
      theirsSince = theirsSince == null ? now : theirsSince;
      if (now.minus(theirsSince).compareTo(LAG) >= 0) {
        throw new ProblemException(theirs.get());
      }
    }

    private Sighting sighting(LiveConnector live) {
      ConnectorStatus status = live.status();
      config = live.config();
      boolean same = status.equals(previous);
      if (!same) {
        progress.accept(Health.describe(status));
        noteSetbacks(status);
      }
      previous = status;
      // What the task until now commits at its end does not prove the next one.
      if (!same && healthySince != null) {
        progressBefore = null;
      }
      if (Health.isHealthy(status, wanted)) {
        Duration now = time.now();
        healthySince = healthySince == null || !same ? now : healthySince;
        Duration healthyFor = now.minus(healthySince);
        offsetsBefore = offsetsBefore == null ? sinkOffsets().orElse(null) : offsetsBefore;
        unknown = isUnknownSource() ? live : null;
        if (unknown != null && unknownBefore == null) {
          unknownBefore = progress(unknown);
        }
        boolean proven = isProven(live, healthyFor);
        boolean isLong = healthyFor.compareTo(UNPROVEN) >= 0;
        boolean needsProof = !proven && (needsProof(live) || isLong && isBehind(live));
        if (proven || needsProof || !isLong || isUsable(live)) {
          return new Sighting(status, healthyFor, proven, needsProof);
        }
        breaks++;
      }
      healthySince = null;
      // The first sighting may show a failure of the configuration before.
      if (status.hasFailed() && same) {
        throw new ProblemException(failures(name, status));
      }
      if (status.tasksKnown() && status.tasks().stream().allMatch(this::isEnded)) {
        progressBefore = progress(live).orElse(null);
      }
      return new Sighting(status, null, false, false);
    }

    /**
     * Asks the workers to validate what runs, where nothing else shows that the task reaches its
     * source: a task without its database stays RUNNING.
     */
    private boolean isUsable(LiveConnector live) {
      // A masked value is not the one that runs.
      if (!runtime.can(Capability.VALIDATE)
          || live.config().values().stream().anyMatch(SecretKeys::isMasked)) {
        return true;
      }
      try {
        Validation found = runtime.validate(name, live.config());
        refusal =
            found.findings().stream()
                .findFirst()
                .map(one -> Validator.rejection(name, live.config(), one, found.secrets()))
                .orElse(null);
      } catch (ProblemException e) {
        refusal = e.problems().get(0);
      }
      if (refusal != null) {
        progress.accept(
            "no task failed in %d s, but the workers refuse its configuration now, so the count"
                    .formatted(UNPROVEN.toSeconds())
                + " starts again: "
                + refusal.headline());
      }
      return refusal == null;
    }

    private void noteSetbacks(ConnectorStatus status) {
      if (healthySince != null) {
        breaks++;
      }
      if (status.hasFailed()) {
        failures += previous != null && previous.hasFailed() ? 0 : 1;
        lastFailure = status;
      }
    }

    /**
     * Adds what was seen during the wait to the problem that ends it: a connector that fails and
     * comes back in turns may look well in the last status.
     */
    ProblemException withSetbacks(ProblemException end) {
      Problem first = end.problems().get(0);
      boolean isLate = first.code() == CONNECTOR_NOT_HEALTHY;
      // A failure that ends the wait is its own cause.
      boolean isFailure = first.code() == TASK_FAILED || first.code() == CONNECTOR_FAILED;
      String seen =
          (isLate && breaks > 0
                  ? "; before that it was healthy " + times(breaks) + ", never for long enough"
                  : "")
              + (isLate && refusal != null
                  ? "; the workers refused its configuration then: " + refusal.headline()
                  : "")
              + (failures > 0 && !isFailure
                  ? "; it was seen FAILED " + times(failures) + ", the last time: " + lastCause()
                  : "");
      return seen.isEmpty()
          ? end
          : new ProblemException(
              Problem.of(
                  first.code(),
                  first.where(),
                  first.message() + seen,
                  isLate ? nextAfterSetbacks(first) : first.next()),
              end.getCause());
    }

    private String nextAfterSetbacks(Problem end) {
      if (failures > 0) {
        return failures(name, lastFailure).get(0).next();
      }
      return refusal == null ? end.next() : refusal.next();
    }

    private String lastCause() {
      return FailedPart.of(lastFailure).stream()
          .map(FailedPart::message)
          .collect(Collectors.joining("; "));
    }

    private static String times(int count) {
      return count == 1 ? "once" : count + " times";
    }

    private boolean isEnded(TaskStatus task) {
      return task.state() == RunState.FAILED || task.state() == RunState.UNASSIGNED;
    }

    private boolean isProven(LiveConnector live, Duration healthyFor) {
      if (isProven
          || wanted != WantedState.RUNNING
          || SourceConnectors.of(live.config()).isEmpty()) {
        return true;
      }
      if (progressBefore == null && healthyFor.compareTo(SETTLED) >= 0) {
        progressBefore = progress(live).orElse(null);
      } else if (progressBefore != null && isStable(healthyFor)) {
        progressNow = progress(live).orElse(null);
        isProven = progressNow != null && !progressNow.text().equals(progressBefore.text());
      }
      if (!isProven && isStable(healthyFor) && !isAnnounced) {
        isAnnounced = true;
        progress.accept(waitingFor(live));
      }
      return isProven;
    }

    /** Returns what is missing without an offset, and what not to do until there is one. */
    String unseen() {
      boolean mayRebuild =
          SourceConnectors.of(config).filter(source -> source.rebuildsHistory(config)).isPresent();
      return mayRebuild
          ? UNSEEN_OFFSET
              + "; it may still read the schemas of its tables, so keep snapshot.mode until a row"
              + " arrives"
          : UNSEEN_OFFSET;
    }

    /** Returns what a connector that moves has not finished yet. */
    Optional<String> unfinished() {
      return progressNow != null && progressNow.stage() == Progress.Stage.SNAPSHOT
          ? Optional.of("its last offset is of a snapshot, which may still run")
          : unread().or(this::unmoved);
    }

    private boolean isRunningSink() {
      return wanted == WantedState.RUNNING && SinkTopics.areIn(config);
    }

    private boolean isUnknownSource() {
      return wanted == WantedState.RUNNING
          && SourceConnectors.of(config).isEmpty()
          && !SinkTopics.areIn(config);
    }

    /**
     * Returns that a source of an unknown class was not seen to move. It is not known whether it
     * commits when it is idle; its task may also hang, or the one before the change, which then
     * still counts as RUNNING.
     */
    private Optional<String> unmoved() {
      if (unknown == null) {
        return Optional.empty();
      }
      Optional<Progress> now = progress(unknown);
      String why =
          now.isEmpty() || unknownBefore.isEmpty()
              ? "its offsets cannot be read"
              : "it has stored no other offset since";
      return now.isPresent() && unknownBefore.isPresent() && !now.equals(unknownBefore)
          ? Optional.empty()
          : Optional.of("nothing shows yet that it reads its source: " + why);
    }

    /** Returns what a sink was not seen to do. Offsets from before the change prove nothing. */
    private Optional<String> unread() {
      if (isRunningSink() && !runtime.can(Capability.OFFSETS)) {
        return Optional.of("nothing shows that it reads its topics: no offsets can be read here");
      }
      return sinkOffsets()
          .flatMap(
              offsets ->
                  SinkOffsets.unread(config, () -> offsets)
                      .map(topics -> "reads " + topics + ": no offset is stored")
                      .or(
                          () ->
                              offsets.equals(offsetsBefore)
                                  ? Optional.of("writes: it has stored no other offset since")
                                  : Optional.empty()))
          .map(missing -> "nothing shows yet that it " + missing);
    }

    /** Returns the offsets of a sink that is to run; empty for a source. */
    private Optional<JsonNode> sinkOffsets() {
      if (!isRunningSink() || !runtime.can(Capability.OFFSETS)) {
        return Optional.empty();
      }
      try {
        return Optional.of(runtime.offsets(name));
      } catch (ProblemException e) {
        return Optional.empty();
      }
    }

    /** A heartbeat of an idle source commits the offset that is there, which nothing shows. */
    private String waitingFor(LiveConnector live) {
      String commit =
          "waiting until it commits an offset; workers do so every offset.flush.interval.ms, 60 s by"
              + " default";
      if (needsProof(live)) {
        return commit;
      }
      String shorter =
          live.config().containsKey(ACTION)
              ? ""
              : "; with heartbeat.interval.ms and " + ACTION + ", an idle source commits one too";
      return commit
          + ", or until it has been healthy for "
          + UNPROVEN.toSeconds()
          + " s without one"
          + shorter;
    }

    /**
     * A connector with heartbeats commits its first offsets also of an idle database. Later ones
     * may be equal.
     */
    private boolean needsProof(LiveConnector live) {
      return progressBefore != null && !progressBefore.mayStandStill() && commitsWhenIdle(live);
    }

    /** Later offsets are not equal while the database has changes that it has not read. */
    private boolean isBehind(LiveConnector live) {
      return commitsWhenIdle(live) && standstill.isBehind(live);
    }

    private static boolean commitsWhenIdle(LiveConnector live) {
      return SourceConnectors.of(live.config())
          .flatMap(source -> source.idleInterval(live.config()))
          .isPresent();
    }

    /** Returns the progress; a failure to read it says nothing about the connector. */
    private Optional<Progress> progress(LiveConnector live) {
      try {
        return runtime.progress(live);
      } catch (ProblemException e) {
        return Optional.empty();
      }
    }
  }
}
