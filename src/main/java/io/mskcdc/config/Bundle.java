package io.mskcdc.config;

import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * One environment of a bundle, read, merged, rendered and without a problem in its files.
 *
 * @param paths where its files lie
 * @param environment the environment
 * @param connectors every listed connector, in the list's order
 * @param workers the worker configurations of MSK Connect, by their names there
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
}
