package io.mskcdc.config;

import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One environment of a bundle, read, merged, rendered and without a problem in its files.
 *
 * @param paths where its files lie
 * @param environment the environment
 * @param connectors every listed connector, in the list's order
 * @param workers the worker configurations, by their names on MSK Connect; on Connect workers the
 *     one there is, if any
 * @param unbuilt the plugins without which the connectors cannot be compared with what runs
 */
public record Bundle(
    BundlePaths paths,
    Environment environment,
    List<RenderedConnector> connectors,
    Map<String, WorkerConfiguration> workers,
    List<Problem> unbuilt) {

  public Bundle {
    connectors = List.copyOf(connectors);
    workers = Map.copyOf(workers);
    unbuilt = List.copyOf(unbuilt);
  }

  /** Returns the configuration of a connector's workers; empty where it is not in the bundle. */
  public Optional<WorkerConfiguration> workerOf(RenderedConnector connector) {
    return environment.mskConnect().isPresent()
        ? connector.settings().flatMap(WorkerSettings::worker).map(workers::get)
        : workers.values().stream().findFirst();
  }
}
