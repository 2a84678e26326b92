package io.mskcdc.config;

import java.util.List;

/**
 * One environment of a bundle, read, merged, rendered and without a problem.
 *
 * @param paths where its files lie
 * @param environment the environment
 * @param connectors every listed connector, in the list's order
 */
public record Bundle(
    BundlePaths paths, Environment environment, List<RenderedConnector> connectors) {

  public Bundle {
    connectors = List.copyOf(connectors);
  }
}
