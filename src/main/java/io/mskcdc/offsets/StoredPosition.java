package io.mskcdc.offsets;

import static io.mskcdc.problem.ErrorCode.POSITION_LOST;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.preflight.Preflight;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds connectors whose stored position the database's change log no longer reaches: the task
 * fails when it starts, or takes a new snapshot. A connector that is not to run is not checked.
 */
public final class StoredPosition implements Preflight {
  private final BundlePaths paths;
  private final ConnectRuntime runtime;
  private final ConnectorDatabases databases;

  /** A check that reads the offsets from the runtime, and connects to the connector's database. */
  public StoredPosition(BundlePaths paths, ConnectRuntime runtime, ConnectorDatabases databases) {
    this.paths = paths;
    this.runtime = runtime;
    this.databases = databases;
  }

  @Override
  public List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    Map<String, String> config = connector.config();
    Optional<SourceConnector> source = SourceConnectors.of(config);
    if (source.isEmpty()
        || connector.state() != WantedState.RUNNING
        || !runtime.can(Capability.OFFSETS)
        || runtime.connector(connector.name()).isEmpty()) {
      return List.of();
    }
    Optional<String> loss;
    try {
      JsonNode offsets = runtime.offsets(connector.name());
      if (SourcePosition.isMissing(offsets)) {
        note.accept("no offset is stored for it: a start reads its source from the beginning");
      }
      loss =
          SourcePosition.of(config, offsets, databases, note)
              .flatMap(
                  found -> found.loss().map(why -> why + "; it is at " + found.reached().text()));
    } catch (ProblemException e) {
      note.accept("its offsets were not checked: " + e.problems().get(0).message());
      return List.of();
    }
    if (loss.isPresent() && source.get().replacesLostPosition(config)) {
      note.accept(loss.get() + ": the connector takes a new snapshot");
      return List.of();
    }
    String key = source.get().databaseKey();
    return loss.stream()
        .map(
            why ->
                new Problem(
                    POSITION_LOST,
                    paths.shown(connector.valueAt(key)),
                    key,
                    why + ", so the task fails and changes are lost",
                    "keep binlogs longer than the connector may stand still, and take a new"
                        + " snapshot as in docs/runbook.md"))
        .toList();
  }
}
