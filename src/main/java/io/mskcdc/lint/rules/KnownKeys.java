package io.mskcdc.lint.rules;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.text.Spelling;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  private final Map<String, String> config;
  private final SourceConnector source;
  private final Set<String> names;

  /** A prefix, and the options known behind it; empty if any option is valid. */
  private final Map<String, Optional<Set<String>>> prefixes = new LinkedHashMap<>();

  private final List<AliasedKeys> aliasedKeys;

  /**
   * An alias that its list does not contain.
   *
   * @param prefixed the alias with the prefix of its keys, like {@code transforms.unwrap}
   * @param name the alias
   * @param list the key that should list it
   * @param closest a listed alias with a similar name, with the prefix
   */
  record UnlistedAlias(String prefixed, String name, String list, Optional<String> closest) {}

  /**
   * Keys that contain an alias, such as those of transforms.
   *
   * @param prefix the text before the alias
   * @param list the key that lists the aliases
   */
  private record AliasedKeys(String prefix, String list, Set<String> aliases) {
    private Optional<UnlistedAlias> unlisted(String key) {
      if (!key.startsWith(prefix)
          || key.equals(list)
          || aliases.stream().anyMatch(alias -> key.startsWith(prefix + alias + "."))) {
        return Optional.empty();
      }
      String[] parts = key.substring(prefix.length()).split("\\.", 2);
      // No option follows the alias, so the key may be a misspelling of the list's name.
      return parts.length == 1
          ? Optional.empty()
          : Optional.of(
              new UnlistedAlias(
                  prefix + parts[0],
                  parts[0],
                  list,
                  Spelling.closest(parts[0], aliases).map(prefix::concat)));
    }
  }

  /**
   * @param config the connector's configuration
   * @param source the source connector of its class
   */
  KnownKeys(Map<String, String> config, SourceConnector source) {
    this.config = config;
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
    AliasedKeys transforms = aliasedKeys("transforms.", "transforms");
    for (String alias : transforms.aliases) {
      String prefix = transforms.prefix + alias + ".";
      Set<String> always = Set.of("type", "predicate", "negate", PLUGIN_VERSION);
      prefixes.put(prefix, options(config.get(prefix + "type"), always));
    }
    AliasedKeys predicates = aliasedKeys("predicates.", "predicates");
    AliasedKeys topics = aliasedKeys("topic.creation.", "topic.creation.groups");
    topics.aliases.add("default");
    for (AliasedKeys keys : List.of(predicates, topics)) {
      keys.aliases.forEach(a -> prefixes.put(keys.prefix + a + ".", Optional.empty()));
    }
    aliasedKeys = List.of(transforms, predicates, topics);
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

  private AliasedKeys aliasedKeys(String prefix, String list) {
    return new AliasedKeys(prefix, list, entries(list));
  }

  private Set<String> entries(String key) {
    return new LinkedHashSet<>(CommaList.of(config.get(key)));
  }

  /** Returns the alias in a key if its list does not contain it. */
  Optional<UnlistedAlias> unlistedAlias(String key) {
    return aliasedKeys.stream().flatMap(keys -> keys.unlisted(key).stream()).findFirst();
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
