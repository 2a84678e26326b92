package io.mskcdc.lint.rules;

import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.RenderedConnector;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The keys that Connect, a connector and the parts named in its configuration read. */
final class KnownKeys {
  /** Prefixes of the keys that Connect passes to the Kafka clients of one connector. */
  private static final List<String> CLIENT_OVERRIDES =
      List.of("producer.override.", "admin.override.", "consumer.override.");

  /** Selects the version of a part, since Connect 4.1. */
  private static final String PLUGIN_VERSION = "plugin.version";

  private final SourceConnector source;
  private final Set<String> names;

  /** A prefix, and the options known behind it; empty if any option is valid. */
  private final Map<String, Optional<Set<String>>> prefixes = new LinkedHashMap<>();

  /**
   * @param config the connector's configuration
   * @param source the source connector of its class
   */
  KnownKeys(Map<String, String> config, SourceConnector source) {
    this.source = source;
    names = new HashSet<>(source.options());
    names.addAll(KnownOptions.ofConnect());
    names.add("name");
    names.add(RenderedConnector.LABEL_KEY);
    CLIENT_OVERRIDES.forEach(prefix -> prefixes.put(prefix, Optional.empty()));
    source.uncheckedPrefixes(config).forEach(prefix -> prefixes.put(prefix, Optional.empty()));
    for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
      prefixes.put(converter + ".", options(config.get(converter), Set.of(PLUGIN_VERSION)));
    }
    Set<String> ofTransforms = Set.of("type", "predicate", "negate", PLUGIN_VERSION);
    for (String prefix : AliasedKeys.ofTransforms(config).prefixes()) {
      prefixes.put(prefix, options(config.get(prefix + "type"), ofTransforms));
    }
    for (AliasedKeys keys :
        List.of(AliasedKeys.ofPredicates(config), AliasedKeys.ofTopics(config))) {
      keys.prefixes().forEach(prefix -> prefixes.put(prefix, Optional.empty()));
    }
  }

  private static Optional<Set<String>> options(String type, Set<String> always) {
    return KnownOptions.of(type)
        .map(
            declared -> {
              Set<String> options = new HashSet<>(declared);
              options.addAll(always);
              return options;
            });
  }

  /** Returns whether something reads a key. */
  boolean contains(String key) {
    return names.contains(key)
        || source.isVariableKey(key)
        || prefixes.entrySet().stream()
            .filter(prefix -> isBehind(prefix.getKey(), key))
            .anyMatch(
                prefix ->
                    prefix
                        .getValue()
                        .map(options -> options.contains(key.substring(prefix.getKey().length())))
                        .orElse(true));
  }

  private static boolean isBehind(String prefix, String key) {
    return key.startsWith(prefix) && key.length() > prefix.length();
  }

  /**
   * Returns the options that differ from a key in the part before the last only, by that part. For
   * a masking method that does not exist, these are the options of the existing methods.
   */
  Map<String, String> variants(String key) {
    int last = key.lastIndexOf('.');
    String before = key.substring(0, Math.max(0, last - variant(key).length()));
    Map<String, String> variants = new TreeMap<>();
    prefixes.forEach(
        (prefix, options) -> {
          if (before.startsWith(prefix)) {
            options.stream()
                .flatMap(Set::stream)
                .map(prefix::concat)
                .filter(known -> known.equals(before + variant(known) + key.substring(last)))
                .forEach(known -> variants.put(variant(known), known));
          }
        });
    return variants;
  }

  /** Returns the part before the last; empty if there is none. */
  static String variant(String key) {
    int last = key.lastIndexOf('.');
    return key.substring(key.lastIndexOf('.', last - 1) + 1, Math.max(0, last));
  }

  /** Returns the keys that may be meant by a misspelt one. */
  Set<String> candidates(String key) {
    Set<String> candidates = new HashSet<>(names);
    prefixes.forEach(
        (prefix, options) ->
            options.ifPresentOrElse(
                known -> known.forEach(option -> candidates.add(prefix + option)),
                () -> withPrefix(prefix, key).ifPresent(candidates::add)));
    return candidates;
  }

  /** Replaces the first parts of a key by a prefix of as many parts. */
  private static Optional<String> withPrefix(String prefix, String key) {
    int parts = prefix.split("\\.").length;
    String[] split = key.split("\\.", parts + 1);
    return split.length > parts ? Optional.of(prefix + split[parts]) : Optional.empty();
  }
}
