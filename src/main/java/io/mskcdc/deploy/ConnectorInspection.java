package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.NOT_ON_MSK_CONNECT;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.apply.Health;
import io.mskcdc.apply.SharedServerId;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.config.WantedState;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.offsets.SinkOffsets;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.offsets.Standstill;
import io.mskcdc.preflight.ChangeLogContent;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.preflight.DatabasePrivileges;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.EnvironmentStatusReport;
import io.mskcdc.report.EnvironmentStatusReport.Entry;
import io.mskcdc.report.ListReport;
import io.mskcdc.report.StatusReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LeftOut;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the status of connectors and their positions in the binlogs of their databases. */
public final class ConnectorInspection {
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(2);

  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final Standstill standstill;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors run
   * @param progress receives what is waited for, one line each
   */
  public ConnectorInspection(Bundle bundle, ConnectRuntime runtime, Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.progress = progress;
    this.standstill = new Standstill(runtime, Time.SYSTEM);
  }

  /**
   * Returns the status of one connector, listed or not.
   *
   * @throws ProblemException when it is not deployed
   */
  public Entry inspect(String name) {
    LiveConnector live = read(name);
    Map<String, String> standing = standing(List.of(live));
    return new Entry(name, wanted(name), Optional.of(report(live, Optional.empty(), standing)));
  }

  /**
   * Returns the status of connectors, deployed or not.
   *
   * @param names the connectors, listed or not; empty for all that the environment lists
   */
  public EnvironmentStatusReport inspectAll(List<String> names) {
    Map<String, LiveConnector> live = live();
    List<String> inspected =
        names.isEmpty()
            ? bundle.environment().connectors().stream().map(Environment.Entry::name).toList()
            : names.stream().distinct().toList();
    Map<String, String> standing =
        standing(inspected.stream().filter(live::containsKey).map(live::get).toList());
    return new EnvironmentStatusReport(
        bundle.environment().name(),
        inspected.stream()
            .map(
                name ->
                    new Entry(
                        name,
                        wanted(name),
                        Optional.ofNullable(live.get(name))
                            .map(found -> report(found, Optional.empty(), standing))))
            .toList());
  }

  /**
   * Returns every connector that the environment lists, in the list's order, and then every other
   * live one by name.
   */
  public ListReport list() {
    Map<String, LiveConnector> live = live();
    Environment environment = bundle.environment();
    return new ListReport(
        environment.name(),
        Stream.concat(
                environment.connectors().stream().map(Environment.Entry::name),
                live.keySet().stream()
                    .filter(name -> !environment.listed().contains(name))
                    .sorted())
            .map(
                name ->
                    new ListReport.Entry(
                        name,
                        environment.listed().contains(name),
                        environment.wantedState(name),
                        Optional.ofNullable(live.get(name)).map(LiveConnector::status)))
            .toList());
  }

  /**
   * Reports the status until an exception ends it, or nobody reads it any more.
   *
   * @param reported receives the status at the start and whenever it changes; returns whether
   *     somebody still reads it
   * @throws ProblemException when the connector is not deployed
   */
  public void watch(String name, Predicate<StatusReport> reported) throws InterruptedException {
    ConnectorStatus last = null;
    boolean isRead = true;
    while (isRead) {
      // A worker that lags behind the others may not know it for a moment.
      Optional<LiveConnector> known = runtime.connector(name);
      if (known.isEmpty()) {
        Thread.sleep(WATCH_INTERVAL.toMillis());
      }
      LiveConnector live = known.orElseGet(() -> read(name));
      if (!live.status().equals(last)) {
        last = live.status();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        isRead = reported.test(report(live, Optional.of(now), Map.of()));
      }
      Thread.sleep(WATCH_INTERVAL.toMillis());
    }
  }

  private Map<String, LiveConnector> live() {
    return runtime.connectors().stream()
        .collect(Collectors.toMap(LiveConnector::name, Function.identity()));
  }

  private LiveConnector read(String name) {
    return runtime
        .connector(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        CONNECTOR_ABSENT,
                        name,
                        "it is not deployed in environment " + bundle.environment().name(),
                        bundle.environment().listed().contains(name)
                            ? "deploy it with: mskcdc apply " + name
                            : "list it in environment.yaml, or see what is there: mskcdc list")));
  }

  /** A connector that the environment does not list is expected to run. */
  private Optional<WantedState> wanted(String name) {
    Environment environment = bundle.environment();
    return environment.listed().contains(name)
        ? environment.wantedState(name)
        : Optional.of(WantedState.RUNNING);
  }

  /** Returns why connectors that are to run, and look so, do not move, by name. */
  private Map<String, String> standing(List<LiveConnector> connectors) {
    return standstill.among(
        connectors.stream()
            .filter(live -> wanted(live.name()).equals(Optional.of(WantedState.RUNNING)))
            .filter(live -> Health.isHealthy(live.status(), WantedState.RUNNING))
            .toList(),
        (name, text) -> progress.accept(name + ": " + text));
  }

  private StatusReport report(
      LiveConnector live, Optional<Instant> since, Map<String, String> standing) {
    List<String> notes = new ArrayList<>();
    if (wanted(live.name()).isEmpty()) {
      notes.add("its wanted state: correct the connector's entry in environment.yaml");
    }
    ConnectorDatabases databases = new ConnectorDatabases();
    Optional<SourcePosition> position = Optional.empty();
    try {
      JsonNode offsets = runtime.offsets(live.name());
      position = SourcePosition.of(live.config(), offsets, databases, notes::add);
      if (SourceConnectors.of(live.config()).isPresent() && SourcePosition.isMissing(offsets)) {
        notes.add(
            "its position: no offset is stored, so a start reads its source from the beginning");
      }
      SinkOffsets.unread(live.config(), () -> offsets)
          .ifPresent(topics -> notes.add("whether it reads " + topics + ": no offset is stored"));
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      notes.add("its offsets: [" + problem.code().code() + "] " + problem.message());
    }
    if (!live.status().tasksKnown()) {
      notes.add(
          "its tasks: ["
              + NOT_ON_MSK_CONNECT.code()
              + "] MSK Connect reports the state of connectors only");
    }
    runtime.unread(live.name()).ifPresent(why -> notes.add("whether a task has failed: " + why));
    List<String> faults = new ArrayList<>(databaseFaults(live, databases, notes));
    live.status().tasks().stream()
        .map(TaskStatus::trace)
        .flatMap(trace -> SharedServerId.sentences(runtime, live.name(), trace).stream())
        .distinct()
        .forEach(faults::add);
    return new StatusReport(
        live,
        since,
        position,
        Optional.ofNullable(standing.get(live.name())),
        faults,
        leftOut(live, notes),
        notes);
  }

  /** Returns what the connector's database or its user lacks. */
  private static List<String> databaseFaults(
      LiveConnector live, ConnectorDatabases databases, List<String> notes) {
    Optional<SourceConnector> source = SourceConnectors.of(live.config());
    if (source.isEmpty()) {
      return List.of();
    }
    try {
      return Stream.concat(
              ChangeLogContent.faults(source.get(), live.config(), databases).stream(),
              DatabasePrivileges.missing(source.get(), live.config(), databases, false).stream())
          .map(Check::seen)
          .toList();
    } catch (NotReachableException e) {
      if (notes.stream().noneMatch(note -> note.endsWith(e.getMessage()))) {
        notes.add("the settings and privileges in its database: " + e.getMessage());
      }
      return List.of();
    }
  }

  /** Reads what closed masks left out. All other masks leave out nothing. */
  private Optional<LeftOut> leftOut(LiveConnector live, List<String> notes) {
    Optional<String> prefix =
        SourceConnectors.of(live.config())
            .map(source -> live.config().get(source.topicPrefixKey()))
            .filter(
                any -> MaskTransform.of(live.config()).stream().anyMatch(MaskTransform::isClosed));
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    Optional<LeftOut> leftOut = runtime.leftOut(prefix.get(), notes::add);
    if (leftOut.isEmpty()) {
      notes.add("what its masks left out: the workers' log has it");
    }
    return leftOut;
  }
}
