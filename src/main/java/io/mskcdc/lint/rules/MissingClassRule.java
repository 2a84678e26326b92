package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CLASS_NOT_IN_PLUGIN;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.PluginContent;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds classes of a connector on MSK Connect that its plugin does not contain. The service needs
 * about 20 minutes to report one.
 */
final class MissingClassRule implements ConnectorRule {
  private static final String WORKERS_OWN = "org.apache.kafka.";
  private static final String DISCOVERY = "plugin.discovery";
  private static final List<String> CONVERTERS =
      List.of("key.converter", "value.converter", "header.converter");

  /** A class, and where a configuration names it. */
  private record Named(String key, String name, Location location) {}

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            CLASS_NOT_IN_PLUGIN,
            "classes that connectors and worker.properties name, against the manifest of the built plugin",
            "MSK Connect needs about 20 minutes to report a missing class.",
            "Correct the class, or add it to the plugin and build it again.",
            "AWS, MSK Connect plugins"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<PluginContent> plugin =
        bundle.pluginOf(connector).filter(content -> !content.classes().isEmpty());
    if (plugin.isEmpty()) {
      return List.of();
    }
    Optional<WorkerConfiguration> worker = bundle.workerOf(connector);
    boolean isServiceLoad =
        worker
            .map(configuration -> configuration.properties().getOrDefault(DISCOVERY, ""))
            .filter("service_load"::equalsIgnoreCase)
            .isPresent();
    return named(connector, worker).stream()
        // Connect also accepts a name without the package.
        .filter(named -> named.name().contains(".") && !named.name().startsWith(WORKERS_OWN))
        .flatMap(named -> check(named, plugin.get(), isServiceLoad, bundle).stream())
        .toList();
  }

  private static Optional<Finding> check(
      Named named, PluginContent plugin, boolean isServiceLoad, Bundle bundle) {
    String manifest = bundle.paths().shown(plugin.manifest());
    if (!plugin.classes().contains(named.name())) {
      return Optional.of(
          finding(
              named,
              "the plugin has no class "
                  + named.name()
                  + Spelling.closest(named.name(), plugin.classes())
                      .map(meant -> ": did you mean " + meant + "?")
                      .orElse(""),
              "write one of the classes in "
                  + manifest
                  + ", or add the class to the plugin and build it again"));
    }
    if (isServiceLoad && plugin.undeclared().contains(named.name())) {
      return Optional.of(
          finding(
              named,
              "no file in META-INF/services of the plugin lists "
                  + named.name()
                  + ", and a worker with plugin.discovery=service_load does not find it",
              "write plugin.discovery=hybrid_warn in the worker configuration, or use a release of"
                  + " the plugin that lists it"));
    }
    return Optional.empty();
  }

  private static Finding finding(Named named, String message, String next) {
    return Finding.error(CLASS_NOT_IN_PLUGIN, named.location(), named.key(), message, next);
  }

  private static List<Named> named(
      RenderedConnector connector, Optional<WorkerConfiguration> worker) {
    Map<String, String> config = connector.config();
    List<String> keys = new ArrayList<>(List.of("connector.class"));
    keys.addAll(CONVERTERS);
    for (String list : List.of("transforms", "predicates")) {
      CommaList.of(config.get(list)).forEach(alias -> keys.add(list + "." + alias + ".type"));
    }
    List<Named> named =
        keys.stream()
            .filter(config::containsKey)
            .map(key -> new Named(key, config.get(key).strip(), connector.valueAt(key)))
            .collect(Collectors.toCollection(ArrayList::new));
    worker.ifPresent(configuration -> named.addAll(ofWorker(configuration, config)));
    return named;
  }

  /** The connector's own converters replace those of the worker. */
  private static List<Named> ofWorker(WorkerConfiguration worker, Map<String, String> config) {
    List<String> keys = new ArrayList<>(CONVERTERS);
    keys.removeAll(config.keySet());
    worker.providers().forEach(name -> keys.add("config.providers." + name + ".class"));
    return keys.stream()
        .filter(worker.properties()::containsKey)
        .map(key -> new Named(key, worker.properties().get(key).strip(), worker.valueAt(key)))
        .toList();
  }
}
