package io.mskcdc.config;

import io.mskcdc.runtime.WantedState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What environment.yaml says.
 *
 * @param name the name of its folder
 * @param file environment.yaml
 * @param bundle the bundle's name, under which it owns what it creates; empty where it owns nothing
 * @param endpoint the Connect workers it deploys to
 * @param auth how Debezium's own clients log in to the Kafka cluster
 * @param cluster the ARN of the Kafka cluster, where it is one of MSK and named
 * @param variables every deploy-time variable, those of its variable files included
 * @param connectors what runs there, in the file's order
 */
public record Environment(
    String name,
    Path file,
    Optional<String> bundle,
    ConnectEndpoint endpoint,
    Authentication auth,
    Optional<ClusterArn> cluster,
    Map<String, String> variables,
    List<Entry> connectors) {

  public Environment {
    variables = Map.copyOf(variables);
    connectors = List.copyOf(connectors);
  }

  /** Returns what connectors created from here carry as {@link RenderedConnector#LABEL_KEY}. */
  public Optional<String> label() {
    return bundle.map(id -> id + "/" + name);
  }

  /** Returns the names of all listed connectors. */
  public Set<String> listed() {
    return connectors.stream().map(Entry::name).collect(Collectors.toSet());
  }

  /** A line of the list of connectors. */
  public record Entry(String name, WantedState state) {}
}
