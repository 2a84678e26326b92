package io.mskcdc.lint.rules;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.text.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys that contain an alias, such as those of transforms.
 *
 * @param prefix the text before the alias
 * @param list the key that lists the aliases
 * @param aliases the listed aliases
 */
record AliasedKeys(String prefix, String list, Set<String> aliases) {

  /**
   * An alias that its list does not contain.
   *
   * @param prefixed the alias with the prefix of its keys, like {@code transforms.unwrap}
   * @param name the alias
   * @param list the key that should list it
   * @param closest a listed alias with a similar name, with the prefix
   */
  record Unlisted(String prefixed, String name, String list, Optional<String> closest) {}

  /** Returns all such keys of a configuration, without those whose list a worker looks up. */
  static List<AliasedKeys> of(Map<String, String> config) {
    return Stream.of(ofTransforms(config), ofPredicates(config), ofTopics(config))
        .filter(keys -> !config.getOrDefault(keys.list, "").contains("${"))
        .toList();
  }

  static AliasedKeys ofTransforms(Map<String, String> config) {
    return of("transforms.", "transforms", config);
  }

  static AliasedKeys ofPredicates(Map<String, String> config) {
    return of("predicates.", "predicates", config);
  }

  static AliasedKeys ofTopics(Map<String, String> config) {
    AliasedKeys topics = of("topic.creation.", "topic.creation.groups", config);
    topics.aliases.add("default");
    return topics;
  }

  private static AliasedKeys of(String prefix, String list, Map<String, String> config) {
    return new AliasedKeys(prefix, list, new LinkedHashSet<>(CommaList.of(config.get(list))));
  }

  /** Returns what the keys of each alias begin with. */
  List<String> prefixes() {
    return aliases.stream().map(alias -> prefix + alias + ".").toList();
  }

  /** Returns the alias in a key if the list does not contain it. */
  Optional<Unlisted> unlisted(String key) {
    if (!key.startsWith(prefix)
        || key.equals(list)
        || prefixes().stream().anyMatch(key::startsWith)) {
      return Optional.empty();
    }
    String[] parts = key.substring(prefix.length()).split("\\.", 2);
    // No option follows the alias, so the key may be a misspelling of the list's name.
    return parts.length == 1
        ? Optional.empty()
        : Optional.of(
            new Unlisted(
                prefix + parts[0],
                parts[0],
                list,
                Spelling.closest(parts[0], aliases).map(prefix::concat)));
  }
}
