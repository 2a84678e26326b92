package io.mskcdc.offsets;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Progress;
import io.mskcdc.runtime.Validation;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Finds connectors that run and do not move: they commit no other offset although they should,
 * because the change log of their database goes on behind their position, or the workers cannot
 * reach the database any more. Connect reports RUNNING for a task that waits for Kafka without an
 * end, for example for a topic that was deleted.
 *
 * <p>Only a source that commits offsets of an idle database can be judged, past its snapshot, where
 * the workers return offsets.
 */
public final class Standstill {
  /** Workers commit every 60 s by default; a slow broker or a rebalance needs some seconds more. */
  private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(75);

  private final ConnectRuntime runtime;
  private final Duration committedWithin;
  private final Time time;

  /** A check of connectors whose workers commit offsets at the default interval. */
  public Standstill(ConnectRuntime runtime, Time time) {
    this(runtime, COMMITTED_WITHIN, time);
  }

  /**
   * @param committedWithin how long a worker needs to commit an offset that it has received
   */
  public Standstill(ConnectRuntime runtime, Duration committedWithin, Time time) {
    this.runtime = runtime;
    this.committedWithin = committedWithin;
    this.time = time;
  }

  /**
   * Returns those of some running connectors that do not move. Waits for those that may not, all at
   * the same time; a connector whose last record is recent is not waited for.
   *
   * @param progress receives a connector and why it is waited for
   * @return a sentence without its end, by the connector's name
   */
  public Map<String, String> among(
      Collection<LiveConnector> connectors, BiConsumer<String, String> progress) {
    List<Suspect> suspects = new ArrayList<>();
    connectors.forEach(live -> suspect(live).ifPresent(suspects::add));
    if (suspects.isEmpty()) {
      return Map.of();
    }
    Duration limit =
        suspects.stream().map(Suspect::limit).max(Duration::compareTo).orElse(Duration.ZERO);
    suspects.forEach(
        one ->
            progress.accept(
                one.live().name(),
                "waiting up to %d s for its next offset, because nothing else shows that it moves"
                    .formatted(limit.toSeconds())));
    new Poller(new Polling(runtime.polling().interval(), limit), time)
        .last(
            suspects.get(0).live().name(),
            () -> {
              suspects.removeIf(this::hasMoved);
              return suspects;
            },
            List::isEmpty);
    Map<String, String> standing = new LinkedHashMap<>();
    for (Suspect one : suspects) {
      reason(one.live())
          .ifPresent(
              lag ->
                  standing.put(
                      one.live().name(),
                      "it has committed no other offset for %d s, and %s"
                          .formatted(limit.toSeconds(), lag.text())));
    }
    return standing;
  }

  /** Returns the next step for a connector that does not move. */
  public static String nextStep(String name) {
    return "read the worker's log: its task may wait for Kafka, for example for a topic that was"
        + " deleted, which mskcdc restart "
        + name
        + " creates again where the connector may create topics, or for its database";
  }

  /** Returns whether the log of a connector's database goes on behind its position, if known. */
  public boolean isBehind(LiveConnector live) {
    return position(live).flatMap(found -> behind(live, found)).isPresent();
  }

  /**
   * A connector that may not move.
   *
   * @param first its first progress
   * @param limit after which time it must have committed another offset
   */
  private record Suspect(LiveConnector live, Progress first, Duration limit) {}

  private Optional<Suspect> suspect(LiveConnector live) {
    Optional<Duration> limit =
        SourceConnectors.of(live.config())
            .flatMap(source -> source.idleInterval(live.config()))
            .map(committedWithin::plus);
    if (limit.isEmpty() || !runtime.can(Capability.OFFSETS)) {
      return Optional.empty();
    }
    Optional<Progress> first = progress(live).filter(Progress::mayStandStill);
    return first.isPresent() && reason(live).filter(lag -> !lag.isWithin(limit.get())).isPresent()
        ? Optional.of(new Suspect(live, first.get(), limit.get()))
        : Optional.empty();
  }

  private boolean hasMoved(Suspect one) {
    return progress(one.live()).filter(now -> !now.text().equals(one.first().text())).isPresent();
  }

  /** Returns the progress; a failure to read it says nothing about the connector. */
  private Optional<Progress> progress(LiveConnector live) {
    try {
      return runtime.progress(live);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /**
   * Why a connector should move.
   *
   * @param age the time since the last record before its position; empty if not known
   * @param text a sentence without its end
   */
  private record Lag(Optional<Duration> age, String text) {
    /** A record after now is one of a clock that was set back. */
    boolean isWithin(Duration limit) {
      return age.filter(found -> !found.isNegative() && found.compareTo(limit) < 0).isPresent();
    }
  }

  /** Returns why a connector should move, if something is known. */
  private Optional<Lag> reason(LiveConnector live) {
    Optional<SourcePosition> position = position(live);
    return position.filter(found -> found.logEnd().isEmpty()).isPresent() && !movesWhenIdle(live)
        ? refusal(live)
        : position.flatMap(found -> behind(live, found));
  }

  private Optional<SourcePosition> position(LiveConnector live) {
    if (!runtime.can(Capability.OFFSETS)) {
      return Optional.empty();
    }
    try {
      return SourcePosition.of(
          live.config(), runtime.offsets(live.name()), new ConnectorDatabases(), unread -> {});
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static boolean movesWhenIdle(LiveConnector live) {
    return SourceConnectors.of(live.config()).filter(SourceConnector::movesWhenIdle).isPresent();
  }

  private static Optional<Lag> behind(LiveConnector live, SourcePosition position) {
    return movesWhenIdle(live)
        ? Optional.of(lag(position, Instant.now(), "it commits others even of an idle source"))
        : position
            .logEnd()
            .filter(end -> !end.isReached())
            .map(
                end ->
                    lag(
                        position,
                        // As the time of a record, it is the database's.
                        end.time(),
                        "the server's "
                            + position.reached().log()
                            + " goes on behind its position, to "
                            + end.text()));
  }

  /** A task whose database is gone stays RUNNING, and the workers do not reach it either then. */
  private Optional<Lag> refusal(LiveConnector live) {
    // A masked value is not the one that runs.
    if (!runtime.can(Capability.VALIDATE)
        || live.config().values().stream().anyMatch(SecretKeys::isMasked)) {
      return Optional.empty();
    }
    String key = SourceConnectors.of(live.config()).orElseThrow().databaseKey();
    Optional<String> refused;
    try {
      refused =
          runtime.validate(live.name(), live.config()).findings().stream()
              .filter(finding -> finding.key().equals(key))
              .map(Validation.Finding::message)
              .findFirst();
    } catch (ProblemException e) {
      refused =
          e.problems().stream()
              .filter(problem -> problem.code() == ErrorCode.CONNECT_REFUSED)
              .map(Problem::message)
              .findFirst();
    }
    return refused.map(
        message ->
            new Lag(
                Optional.empty(),
                "the workers do not reach its database: "
                    + message.strip().replaceFirst("[:.]$", "")));
  }

  private static Lag lag(SourcePosition position, Instant now, String text) {
    return new Lag(
        position.reached().lastRecord().map(record -> Duration.between(record, now)), text);
  }
}
