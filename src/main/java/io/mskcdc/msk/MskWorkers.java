package io.mskcdc.msk;

import io.mskcdc.config.WorkerSettings;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.UpdateConnectorRequest;
import io.mskcdc.problem.Problem;
import io.mskcdc.runtime.DedicatedWorkers;
import java.util.List;

/** The workers that MSK Connect runs for each connector. */
final class MskWorkers implements DedicatedWorkers {
  private final AccountConnectors connectors;
  private final PluginsAndWorkers parts;

  MskWorkers(AccountConnectors connectors, PluginsAndWorkers parts) {
    this.connectors = connectors;
    this.parts = parts;
  }

  /** ListCustomPlugins. */
  @Override
  public List<Problem> missing(String name, WorkerSettings settings) {
    return parts.missing(name, settings.plugin()).stream().toList();
  }

  /** UpdateConnector with the settings that differ, all in one call. */
  @Override
  public void update(String name, WorkerSettings settings) {
    Connector now = connectors.settled(name);
    WorkerSettings live = connectors.settings(now);
    boolean resized = !settings.capacity().equals(live.capacity());
    boolean otherPlugin = !settings.plugin().equals(live.plugin());
    boolean otherWorker = !settings.worker().equals(live.worker());
    if (resized || otherPlugin || otherWorker) {
      connectors.update(
          now,
          UpdateConnectorRequest.workers(
              resized ? ConnectorShapes.capacity(settings.capacity()) : null,
              otherPlugin ? List.of(parts.plugin(name, settings.plugin())) : null,
              otherWorker ? settings.worker().map(parts::worker).orElse(null) : null,
              otherWorker && settings.worker().isEmpty() ? true : null,
              AccountConnectors.isPaused(now)));
    }
  }
}
