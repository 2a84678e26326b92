package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_BUILT;

import io.mskcdc.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * Combines what environment.yaml and the worker configuration set for a connector. Threads may
 * share it.
 */
final class MskSettings {
  private final BundlePaths paths;
  private final StrictReader reader;
  private final Set<String> unbuilt = new ConcurrentSkipListSet<>();
  private final Map<String, Plugin> built = new ConcurrentHashMap<>();

  /** A plugin as its manifest describes it. */
  private record Plugin(String name, PluginContent content) {}

  MskSettings(BundlePaths paths, StrictReader reader) {
    this.paths = paths;
    this.reader = reader;
  }

  /**
   * Returns the worker settings of a connector.
   *
   * @param environment one on MSK Connect
   * @param worker the worker configuration that the placement names
   */
  WorkerSettings of(Environment environment, Placement placement, WorkerConfiguration worker) {
    MskConnectTarget target = environment.mskConnect().orElseThrow();
    return new WorkerSettings(
        pluginName(placement.plugin()),
        Optional.of(worker.nameIn(environment.name())),
        Optional.ofNullable(worker.properties().get(WorkerSettings.OFFSET_TOPIC)),
        placement.connectVersion(),
        placement.role(),
        environment.auth().text(),
        placement.encryption(),
        target.networkType(),
        target.bootstrapServers(),
        target.subnets(),
        target.securityGroups(),
        placement.capacity(),
        placement.logs());
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
    return built.computeIfAbsent(plugin, each -> read(manifest)).name();
  }

  private Plugin read(Path manifest) {
    Document document = reader.json(manifest);
    return new Plugin(document.root().path("name").asText(), PluginContent.of(document));
  }

  /** Returns the content of the built plugins, by their names on AWS. */
  Map<String, PluginContent> plugins() {
    return built.values().stream()
        .collect(Collectors.toMap(Plugin::name, Plugin::content, (a, b) -> a));
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
