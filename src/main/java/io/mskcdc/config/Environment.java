package io.mskcdc.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An environment, as environment.yaml describes it.
 *
 * @param name the name of its folder
 * @param document environment.yaml
 * @param variableFiles the files that its {@code variableFiles} names
 * @param bundle the bundle's name, which marks the connectors and AWS resources that it creates;
 *     empty for none
 * @param target what it deploys to
 * @param auth how Debezium's own clients log in to the Kafka cluster
 * @param cluster the ARN of the MSK cluster; empty where environment.yaml does not set it
 * @param variables every deploy-time variable, those of its variable files included
 * @param policies what it demands of its connectors
 * @param connectors what runs there, in the file's order
 * @param dmsTasks the names of the DMS tasks that run there, in the file's order
 */
public record Environment(
    String name,
    Document document,
    List<Document> variableFiles,
    Optional<String> bundle,
    Target target,
    Authentication auth,
    Optional<ClusterArn> cluster,
    Map<String, String> variables,
    Policies policies,
    List<Entry> connectors,
    List<String> dmsTasks) {

  /** The keys of environment.yaml that say where connectors run and which are the bundle's own. */
  private static final Set<String> ADDRESS =
      Set.of("bundle", "target", "connect", "mskConnect", "cluster", "auth");

  public Environment {
    variableFiles = List.copyOf(variableFiles);
    variables = Map.copyOf(variables);
    connectors = List.copyOf(connectors);
    dmsTasks = List.copyOf(dmsTasks);
  }

  /** Returns an environment of no name and without variables, to check a file that is in none. */
  public static Environment unnamed(BundlePaths paths) {
    return new Environment(
        "",
        Document.empty(paths.root()),
        List.of(),
        Optional.empty(),
        ConnectEndpoint.of(URI.create("http://localhost:8083")),
        Authentication.NONE,
        Optional.empty(),
        Map.of(),
        Policies.NONE,
        List.of(),
        List.of());
  }

  /** Returns whether a key at the top of environment.yaml says where connectors run. */
  public static boolean isAddress(String key) {
    return ADDRESS.contains(key);
  }

  /** Returns whether its name says that it is a local stack. */
  public boolean isLocal() {
    return name.startsWith("local");
  }

  /** Returns environment.yaml. */
  public Path file() {
    return document.file();
  }

  /** Returns the value of {@link RenderedConnector#LABEL_KEY} for connectors created from here. */
  public Optional<String> label() {
    return bundle.map(id -> id + "/" + name);
  }

  /** Returns the names of all listed connectors. */
  public Set<String> listed() {
    return connectors.stream().map(Entry::name).collect(Collectors.toSet());
  }

  /**
   * Returns the state that the environment lists for a connector; empty if it is not listed, or if
   * only the address was read and the entry has a mistake.
   */
  public Optional<WantedState> wantedState(String connector) {
    Set<Optional<WantedState>> states =
        connectors.stream()
            .filter(entry -> entry.name().equals(connector))
            .map(Entry::state)
            .collect(Collectors.toSet());
    return states.size() == 1 ? states.iterator().next() : Optional.empty();
  }

  /** Returns where a setting of a connector is written: in its entry, or under defaults. */
  public Location settingAt(String connector, String setting) {
    for (int i = 0; i < connectors.size(); i++) {
      if (connectors.get(i).name().equals(connector)
          && document.root().path("connectors").path(i).has(setting)) {
        return document.keyAt("connectors", String.valueOf(i), setting);
      }
    }
    return document.keyAt("defaults", setting);
  }

  /** Returns where on MSK Connect it deploys to; empty where it deploys to Connect workers. */
  public Optional<MskConnectTarget> mskConnect() {
    return target instanceof MskConnectTarget msk ? Optional.of(msk) : Optional.empty();
  }

  /**
   * An entry of the list of connectors.
   *
   * @param location where the entry is written
   * @param state empty where only the environment's address was read, and the entry has a mistake
   * @param placement what it runs with on MSK Connect; empty on Connect workers, and where only the
   *     environment's address was read
   */
  public record Entry(
      String name, Location location, Optional<WantedState> state, Optional<Placement> placement) {}
}
