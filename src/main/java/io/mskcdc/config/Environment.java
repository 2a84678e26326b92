package io.mskcdc.config;

import io.mskcdc.runtime.WantedState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What environment.yaml says.
 *
 * @param name the name of its folder
 * @param file environment.yaml
 * @param endpoint the Connect workers it deploys to
 * @param variables every deploy-time variable, those of its variable files included
 * @param connectors what runs there, in the file's order
 */
public record Environment(
    String name,
    Path file,
    ConnectEndpoint endpoint,
    Map<String, String> variables,
    List<Entry> connectors) {

  public Environment {
    variables = Map.copyOf(variables);
    connectors = List.copyOf(connectors);
  }

  /** A line of the list of connectors. */
  public record Entry(String name, WantedState state) {}
}
