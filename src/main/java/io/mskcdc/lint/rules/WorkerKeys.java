package io.mskcdc.lint.rules;

import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.text.Spelling;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The properties that a worker, its clients and the parts named in its configuration read. */
final class WorkerKeys {
  /** Parts with properties that the user's own classes read. */
  private static final List<String> OWN_READERS =
      List.of(
          "metric.reporters", "rest.extension.classes", "connector.client.config.override.policy");

  private static final List<String> OPEN_PREFIXES =
      List.of(
          "config.providers.", "metrics.context.", "listeners.https.", "admin.listeners.https.");

  private final Map<String, String> properties;
  private final Set<String> names = new HashSet<>(KnownOptions.ofWorkers());

  /** Prefixes, and the options known behind each. */
  private final Map<String, Set<String>> prefixes = new TreeMap<>();

  WorkerKeys(WorkerConfiguration worker) {
    properties = worker.properties();
    for (String client : List.of("producer", "consumer", "admin")) {
      prefixes.put(client + ".", KnownOptions.ofClient(client));
    }
    for (String storage : List.of("config", "offset", "status")) {
      prefixes.put(storage + ".storage.", KnownOptions.ofTopics());
    }
    for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
      KnownOptions.of(properties.get(converter))
          .ifPresent(options -> prefixes.put(converter + ".", options));
    }
  }

  /** Returns whether something reads a property, or may read it. */
  boolean isKnown(String key) {
    return names.contains(key)
        || OPEN_PREFIXES.stream().anyMatch(key::startsWith)
        || isConverterKey(key)
        || prefix(key)
            .map(prefix -> prefixes.get(prefix).contains(key.substring(prefix.length())))
            .orElse(false);
  }

  /**
   * Returns the property that is meant by an unknown one; empty if none is similar enough. Classes
   * of the user's own may read properties that have no similar one.
   */
  Optional<String> meant(String key) {
    if (isKnown(key)) {
      return Optional.empty();
    }
    Set<String> candidates = new HashSet<>(names);
    prefixes.forEach(
        (prefix, options) -> options.forEach(option -> candidates.add(prefix + option)));
    return Spelling.closest(key, candidates);
  }

  /** Returns whether classes of the user's own read properties of any name. */
  boolean hasOwnReaders(String key) {
    return prefix(key).isPresent()
        || OWN_READERS.stream().anyMatch(part -> properties.getOrDefault(part, "").contains("."));
  }

  /** Returns whether a connector reads this key, and a worker does not. */
  boolean isOfConnector(String key) {
    return !isKnown(key)
        && (AliasedKeys.of(properties).stream().anyMatch(keys -> keys.unlisted(key).isPresent())
            || SourceConnectors.all().stream()
                .anyMatch(source -> new KnownKeys(properties, source).contains(key)));
  }

  private Optional<String> prefix(String key) {
    return prefixes.keySet().stream().filter(key::startsWith).findFirst();
  }

  /** The options of a converter that is not in this build are not known. */
  private boolean isConverterKey(String key) {
    return List.of("key.converter", "value.converter", "header.converter").stream()
        .anyMatch(
            converter -> key.startsWith(converter + ".") && !prefixes.containsKey(converter + "."));
  }
}
