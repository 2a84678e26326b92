package io.mskcdc.deploy;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.database.CapturedDatabase;
import io.mskcdc.database.Column;
import io.mskcdc.database.MySqlCheck;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import io.mskcdc.mask.MaskPreflight;
import io.mskcdc.offsets.StoredPosition;
import io.mskcdc.preflight.CapturedTables;
import io.mskcdc.preflight.ConnectorCheck;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.preflight.MergedTopics;
import io.mskcdc.preflight.WorkerProviders;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.PreflightReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks all that connectors need where they are going to run. Writes nothing anywhere. */
public final class ConnectorPreflight {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors would run
   * @param progress receives steps, one line each
   */
  public ConnectorPreflight(Bundle bundle, ConnectRuntime runtime, Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.progress = progress;
  }

  /**
   * Returns the result of each check.
   *
   * @param names the connectors; empty for all that the environment lists
   * @param outage the longest time for which a connector may stand still
   * @throws ProblemException when a name is not listed
   */
  public PreflightReport check(List<String> names, Duration outage) {
    List<RenderedConnector> connectors = ConnectorSelection.of(bundle, names);
    List<Check> workers = new ArrayList<>();
    Optional<List<LiveConnector>> live = live(workers);
    return new PreflightReport(
        connectors.stream()
            .map(
                connector -> {
                  progress.accept(connector.name() + ": checking");
                  List<Check> checks = new ArrayList<>(workers);
                  live.ifPresent(found -> checks.addAll(exclusiveValues(connector, found)));
                  checks.addAll(checks(connector, live.orElse(List.of()), outage));
                  return new PreflightReport.Entry(connector.name(), checks);
                })
            .toList());
  }

  private Optional<List<LiveConnector>> live(List<Check> checks) {
    try {
      List<LiveConnector> live = runtime.connectors();
      checks.add(ConnectorCheck.WORKERS.ok(live.size() + " connectors run there"));
      return Optional.of(live);
    } catch (ProblemException e) {
      checks.addAll(ConnectorCheck.WORKERS.of(e.problems()));
      return Optional.empty();
    }
  }

  private List<Check> exclusiveValues(RenderedConnector connector, List<LiveConnector> live) {
    try {
      new LiveValues(bundle, live, Set.of(connector.name())).requireOwn(Stream.of(connector));
      return List.of(ConnectorCheck.EXCLUSIVE_VALUES.ok("compared with " + live.size()));
    } catch (ProblemException e) {
      return ConnectorCheck.EXCLUSIVE_VALUES.of(e.problems());
    }
  }

  private List<Check> checks(
      RenderedConnector connector, List<LiveConnector> live, Duration outage) {
    Map<String, String> worker =
        bundle
            .workerOf(connector)
            .map(WorkerConfiguration::properties)
            .orElse(Collections.emptySortedMap());
    boolean isLive = live.stream().anyMatch(other -> other.name().equals(connector.name()));
    try (WorkerProviders providers = new WorkerProviders(worker)) {
      ConnectorDatabases databases = new ConnectorDatabases(providers);
      List<Check> checks = new ArrayList<>();
      SourceConnectors.of(connector.config())
          .ifPresent(
              source -> checks.addAll(ofDatabase(source, connector, databases, isLive, outage)));
      return checks;
    }
  }

  private List<Check> ofDatabase(
      SourceConnector source,
      RenderedConnector connector,
      ConnectorDatabases databases,
      boolean isLive,
      Duration outage) {
    List<Check> checks = new ArrayList<>();
    try {
      SourceDatabase database = databases.of(source, connector.config());
      checks.addAll(
          database.checks(captured(source, connector, database.columns(), isLive, outage)));
      checks.addAll(
          ConnectorCheck.CAPTURED_TABLES.of(
              new CapturedTables(bundle.paths(), databases), connector));
      checks.addAll(
          ConnectorCheck.TOPIC_NAMES.of(new MergedTopics(bundle.paths(), databases), connector));
      checks.addAll(
          ConnectorCheck.MASKS.of(new MaskPreflight(bundle.paths(), databases), connector));
      if (isLive) {
        checks.addAll(
            ConnectorCheck.POSITION.of(
                new StoredPosition(bundle.paths(), runtime, databases), connector));
      }
    } catch (NotReachableException e) {
      checks.add(e.check().orElseGet(() -> MySqlCheck.REACHABLE.unknown(e.getMessage())));
      checks.add(
          ConnectorCheck.DATABASE.unknown(
              "its settings, privileges and tables and the position in its log were not checked"));
    }
    return checks;
  }

  private static CapturedDatabase captured(
      SourceConnector source,
      RenderedConnector connector,
      List<Column> columns,
      boolean isLive,
      Duration outage) {
    Map<String, String> config = connector.config();
    SortedMap<String, List<Column>> tables = source.captured(config).tables(columns);
    return new CapturedDatabase(
        tables,
        tables.entrySet().stream()
            .filter(table -> source.captured(config).keyOf(table.getValue()).isEmpty())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()),
        !isLive && source.locksTables(config),
        !isLive && source.takesSnapshot(config),
        isLive,
        outage);
  }
}
