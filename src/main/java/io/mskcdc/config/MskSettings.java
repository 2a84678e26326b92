package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_BUILT;

import io.mskcdc.problem.Problem;
import io.mskcdc.runtime.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts together what a connector has on MSK Connect beside its configuration. */
final class MskSettings {
  private final BundlePaths paths;
  private final StrictReader reader;
  private final Set<String> unbuilt = new LinkedHashSet<>();

  MskSettings(BundlePaths paths, StrictReader reader) {
    this.paths = paths;
    this.reader = reader;
  }

  /**
   * Returns the settings of a connector.
   *
   * @param environment one on MSK Connect
   * @param worker the worker configuration that the placement names
   */
  Map<String, String> of(Environment environment, Placement placement, WorkerConfiguration worker) {
    MskConnectTarget target = environment.mskConnect().orElseThrow();
    Map<String, String> settings = new TreeMap<>(placement.settings());
    settings.put(Setting.PLUGIN, pluginName(placement.plugin()));
    settings.put(Setting.WORKER, worker.nameIn(environment.name()));
    String topic = worker.properties().get(Setting.OFFSET_TOPIC);
    if (topic != null) {
      settings.put(Setting.OFFSET_TOPIC, topic);
    }
    settings.put(Setting.AUTH, environment.auth().text());
    settings.put(Setting.NETWORK_TYPE, target.networkType());
    settings.put(Setting.BOOTSTRAP_SERVERS, Setting.list(target.bootstrapServers()));
    settings.put(Setting.SUBNETS, Setting.list(target.subnets()));
    settings.put(Setting.SECURITY_GROUPS, Setting.list(target.securityGroups()));
    return settings;
  }

  private String pluginName(String plugin) {
    if (!Files.isDirectory(paths.plugin(plugin))) {
      return plugin;
    }
    Path manifest = paths.pluginManifest(plugin);
    if (!Files.isRegularFile(manifest)) {
      unbuilt.add(plugin);
      return plugin;
    }
    return reader.json(manifest).path("name").asText();
  }

  /** Returns a problem for each plugin whose name on AWS is not known before it is built. */
  List<Problem> unbuilt() {
    List<Problem> problems = new ArrayList<>();
    for (String plugin : unbuilt) {
      problems.add(
          Problem.of(
              PLUGIN_NOT_BUILT,
              paths.shown(paths.plugin(plugin)),
              "the plugin is not built, and its name on AWS follows from its content",
              "run ./scripts/build-plugins.sh " + plugin));
    }
    return problems;
  }
}
