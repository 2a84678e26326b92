package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.NOT_ON_MSK_CONNECT;

import io.mskcdc.apply.Health;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.StatusReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the status of connectors and how far they have read their databases. */
public final class ConnectorInspection {
  private final Bundle bundle;
  private final ConnectRuntime runtime;

  /**
   * @param runtime where the connectors run
   */
  public ConnectorInspection(Bundle bundle, ConnectRuntime runtime) {
    this.bundle = bundle;
    this.runtime = runtime;
  }

  /**
   * Returns a live connector.
   *
   * @throws ProblemException when it is not deployed
   */
  public LiveConnector read(String name) {
    return runtime
        .connector(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        CONNECTOR_ABSENT,
                        name,
                        "it is not deployed in environment " + bundle.environment().name(),
                        "deploy it with: mskcdc apply " + name)));
  }

  /** Returns whether a connector is in the state that the environment lists, running if none. */
  public boolean isAsWanted(LiveConnector live) {
    WantedState wanted =
        bundle.connectors().stream()
            .filter(connector -> connector.name().equals(live.name()))
            .map(RenderedConnector::state)
            .findFirst()
            .orElse(WantedState.RUNNING);
    return Health.isHealthy(live.status(), wanted);
  }

  /**
   * Returns the status of a connector with its position.
   *
   * @param since when the status was first seen, while the connector is watched
   */
  public StatusReport report(LiveConnector live, Optional<Instant> since) {
    List<String> notes = new ArrayList<>();
    Optional<SourcePosition> position = Optional.empty();
    try {
      position = SourcePosition.of(live.config(), runtime.offsets(live.name()), notes::add);
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      notes.add("its offsets: [" + problem.code().code() + "] " + problem.message());
    }
    if (!live.status().tasksKnown()) {
      notes.add(
          "its tasks: [" + NOT_ON_MSK_CONNECT.code() + "] MSK Connect tells of connectors alone");
    }
    return new StatusReport(live, since, position, notes);
  }
}
