package io.mskcdc.config;

import io.mskcdc.problem.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One environment of a bundle as read: overlays merged, variables replaced, and no rule of lint
 * applied.
 *
 * @param paths the paths of its files
 * @param environment the environment
 * @param connectors the listed connectors that were read, in the list's order
 * @param dmsTasks the listed DMS tasks that were read, in the list's order
 * @param workers the worker configurations, by their names on MSK Connect; for Connect workers one
 *     at most
 * @param plugins the content of the built plugins that the connectors run with, by their names on
 *     MSK Connect
 * @param unbuilt a problem for each plugin that must be built before a comparison with MSK Connect
 * @param tolerated the problems of what the command does not need
 */
public record Bundle(
    BundlePaths paths,
    Environment environment,
    List<RenderedConnector> connectors,
    List<DmsFile> dmsTasks,
    Map<String, WorkerConfiguration> workers,
    Map<String, PluginContent> plugins,
    List<Problem> unbuilt,
    List<Problem> tolerated) {

  public Bundle {
    connectors = List.copyOf(connectors);
    dmsTasks = List.copyOf(dmsTasks);
    workers = Collections.unmodifiableMap(new LinkedHashMap<>(workers));
    plugins = Map.copyOf(plugins);
    unbuilt = List.copyOf(unbuilt);
    tolerated = List.copyOf(tolerated);
  }

  /** Returns the configuration of a connector's workers; empty if it is not in the bundle. */
  public Optional<WorkerConfiguration> workerOf(RenderedConnector connector) {
    return environment.mskConnect().isPresent()
        ? connector.settings().flatMap(WorkerSettings::worker).map(workers::get)
        : workers.values().stream().findFirst();
  }

  /** Returns the content of a connector's plugin; empty if it is not built from this repository. */
  public Optional<PluginContent> pluginOf(RenderedConnector connector) {
    return connector.settings().map(WorkerSettings::plugin).map(plugins::get);
  }

  /** Returns the worker configurations for MSK Connect; none if the target is another. */
  public Collection<WorkerConfiguration> mskConnectWorkers() {
    return environment.mskConnect().isPresent() ? workers.values() : List.of();
  }

  /** Returns the bundle with other connectors. */
  public Bundle withConnectors(List<RenderedConnector> others) {
    return new Bundle(paths, environment, others, dmsTasks, workers, plugins, unbuilt, tolerated);
  }

  /** Returns the bundle with other DMS tasks. */
  public Bundle withDmsTasks(List<DmsFile> others) {
    return new Bundle(paths, environment, connectors, others, workers, plugins, unbuilt, tolerated);
  }
}
