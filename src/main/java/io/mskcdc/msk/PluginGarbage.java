package io.mskcdc.msk;

import io.mskcdc.config.Environment;
import io.mskcdc.msk.Leftover.Kind;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.ConnectorOperation;
import io.mskcdc.msk.api.ConnectorOperation.WorkerSetting;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.PluginReference;
import io.mskcdc.msk.api.WorkerConfigurationDescription;
import io.mskcdc.msk.api.WorkerConfigurationReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds and removes unused custom plugins and worker configurations of the bundle. They have its
 * tag, and a name that ends with the start of a SHA-256. Worker configurations of other
 * environments are not touched.
 */
public final class PluginGarbage {
  private static final String ACTIVE = "ACTIVE";
  private static final Pattern NAME = Pattern.compile("(.+?)((?:-\\d+)*)-[0-9a-f]{8}");

  private final KafkaConnect api;
  private final String bundle;
  private final String environmentPrefix;

  /**
   * @param environment an environment whose bundle has a name
   */
  public PluginGarbage(MskSession session, Environment environment) {
    this.api = session.api();
    this.bundle = environment.bundle().orElseThrow();
    this.environmentPrefix = environment.name().replaceAll("[^A-Za-z0-9]+", "-") + "-";
  }

  /**
   * Finds the bundle's resources.
   *
   * @param keep the number of newest resources of each group to keep, whether in use or not
   */
  public List<Leftover> find(int keep) {
    Map<String, String> users = users();
    List<Leftover> found = new ArrayList<>();
    for (CustomPlugin plugin : api.listCustomPlugins("")) {
      add(
          found,
          Kind.CUSTOM_PLUGIN,
          plugin.name(),
          plugin.customPluginArn(),
          plugin.creationTime(),
          plugin.customPluginState());
    }
    for (WorkerConfigurationDescription worker : api.listWorkerConfigurations(environmentPrefix)) {
      add(
          found,
          Kind.WORKER_CONFIGURATION,
          worker.name(),
          worker.workerConfigurationArn(),
          worker.creationTime(),
          worker.workerConfigurationState());
    }
    found.sort(
        Comparator.comparing(Leftover::kind)
            .thenComparing(Leftover::group)
            .thenComparing(Comparator.comparing(Leftover::created).reversed()));
    return judged(found, users, keep);
  }

  private void add(
      List<Leftover> found, Kind kind, String name, String arn, Instant created, String state) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()
        || state.equals("DELETING")
        || !bundle.equals(api.listTagsForResource(arn).get(BundleTags.BUNDLE))) {
      return;
    }
    found.add(new Leftover(kind, matcher.group(1), name, arn, created, state, null));
  }

  private static List<Leftover> judged(List<Leftover> sorted, Map<String, String> users, int keep) {
    Map<String, Integer> usable = new HashMap<>();
    return sorted.stream()
        .map(
            one -> {
              int position =
                  one.state().equals(ACTIVE)
                      ? usable.merge(one.kind() + " " + one.group(), 1, Integer::sum)
                      : 0;
              return judged(one, position, users.get(one.arn()), keep);
            })
        .toList();
  }

  private static Leftover judged(Leftover one, int position, String user, int keep) {
    if (user != null) {
      return one.keptFor("in use by " + user);
    }
    if (one.state().equals("CREATING")) {
      return one.keptFor("being created");
    }
    return position > 0 && position <= keep ? one.keptFor("one of the newest " + keep) : one;
  }

  /** Removes a resource; the service refuses if a connector has started to use it. */
  public void remove(Leftover one) {
    switch (one.kind()) {
      case CUSTOM_PLUGIN -> api.deleteCustomPlugin(one.arn());
      case WORKER_CONFIGURATION -> api.deleteWorkerConfiguration(one.arn());
    }
  }

  /** Returns the connector that uses each resource, by the resource's ARN. */
  private Map<String, String> users() {
    Map<String, String> users = new HashMap<>();
    for (Connector listed : api.listConnectors("")) {
      String arn = listed.connectorArn();
      Stream.concat(Stream.of(listed), api.describeConnector(arn).stream())
          .forEach(
              connector ->
                  use(
                      users,
                      listed.connectorName(),
                      connector.plugins(),
                      connector.workerConfiguration()));
      // An update in progress may end with the old or the new resources, so both are in use.
      if (listed.connectorState().equals("UPDATING")) {
        api.listConnectorOperations(arn).stream()
            .findFirst()
            .flatMap(newest -> api.describeConnectorOperation(newest.connectorOperationArn()))
            .ifPresent(operation -> use(users, listed.connectorName(), operation));
      }
    }
    return users;
  }

  private static void use(
      Map<String, String> users, String connector, ConnectorOperation operation) {
    for (WorkerSetting setting :
        Stream.of(operation.originWorkerSetting(), operation.targetWorkerSetting())
            .filter(Objects::nonNull)
            .toList()) {
      use(users, connector, setting.plugins(), setting.workerConfiguration());
    }
  }

  private static void use(
      Map<String, String> users,
      String connector,
      List<PluginReference> plugins,
      WorkerConfigurationReference worker) {
    if (plugins != null) {
      plugins.forEach(plugin -> users.put(plugin.customPlugin().customPluginArn(), connector));
    }
    if (worker != null) {
      users.put(worker.workerConfigurationArn(), connector);
    }
  }
}
