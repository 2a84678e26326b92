package io.mskcdc.config;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.KnownOptions;
import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.text.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the keys of a connector's configuration that nothing reads. Connect takes them and says
 * nothing.
 */
final class UnknownKeys {
  private static final String DRIVER = "driver.";
  private static final String DATABASE = "database.";

  /**
   * Handed on whole to the JDBC driver, to Kafka clients, or named after tables. Debezium also
   * hands on database.*, but documents driver.* alone, and a typo in a key of its own would pass as
   * one.
   */
  private static final List<String> PASSED_ON =
      List.of(
          DRIVER,
          "producer.override.",
          "admin.override.",
          "consumer.override.",
          "schema.history.internal.producer.",
          "schema.history.internal.consumer.",
          "signal.consumer.",
          "snapshot.select.statement.overrides.");

  private static final Pattern NAMED_BY_VALUE =
      Pattern.compile(
          "column\\.(mask\\.with\\.\\d+\\.chars|truncate\\.to\\.\\d+\\.chars"
              + "|mask\\.hash\\.(v2\\.)?[^.]+\\.with\\.salt\\..+)");

  private static final int FEWEST_CHOICES = 3;

  /** Since Connect 4.1 every part's version may be chosen. */
  private static final String PLUGIN_VERSION = "plugin.version";

  private final Map<String, String> config;
  private final Set<String> names;

  /** A prefix, and the options known behind it; empty where it is not known which there are. */
  private final Map<String, Optional<Set<String>>> prefixes = new LinkedHashMap<>();

  private final List<Family> families;

  /**
   * A key that is not known.
   *
   * @param key the key, or what the keys of an alias begin with
   * @param written the first of the keys it is about
   * @param message what is wrong
   * @param next what may have been meant
   */
  record Finding(String key, String written, String message, String next) {}

  /** Keys that carry an alias which another key must list. */
  private record Family(String prefix, String listedIn, Set<String> aliases) {
    private Optional<String> unlisted(String key) {
      if (!key.startsWith(prefix)
          || key.equals(listedIn)
          || aliases.stream().anyMatch(alias -> key.startsWith(prefix + alias + "."))) {
        return Optional.empty();
      }
      String[] parts = key.substring(prefix.length()).split("\\.", 2);
      // An alias alone is no key of it: it may be the list's name, mistyped.
      return parts.length == 1 ? Optional.empty() : Optional.of(parts[0]);
    }
  }

  private UnknownKeys(Map<String, String> config, Set<String> options) {
    this.config = config;
    names = new HashSet<>(options);
    names.addAll(KnownOptions.ofConnect());
    names.add("name");
    names.add(RenderedConnector.LABEL_KEY);
    PASSED_ON.forEach(prefix -> prefixes.put(prefix, Optional.empty()));
    ofOtherPart(
        "schema.history.internal",
        "io.debezium.storage.kafka.history.KafkaSchemaHistory",
        "schema.history.internal.");
    ofOtherPart("topic.naming.strategy", "io.debezium.schema.", "topic.");
    ofOtherChannels("signal.", Set.of("source", "kafka", "file", "jmx"));
    ofOtherChannels("notification.", Set.of("sink", "log", "jmx"));
    for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
      prefixes.put(converter + ".", options(config.get(converter), Set.of(PLUGIN_VERSION)));
    }
    for (String list : List.of("converters", "post.processors")) {
      entries(list).forEach(name -> prefixes.put(name + ".", Optional.empty()));
    }
    Family transforms = family("transforms.", "transforms");
    for (String alias : transforms.aliases) {
      String prefix = transforms.prefix + alias + ".";
      Set<String> always = Set.of("type", "predicate", "negate", PLUGIN_VERSION);
      prefixes.put(prefix, options(config.get(prefix + "type"), always));
    }
    Family predicates = family("predicates.", "predicates");
    Family topics = family("topic.creation.", "topic.creation.groups");
    topics.aliases.add("default");
    for (Family family : List.of(predicates, topics)) {
      family.aliases.forEach(a -> prefixes.put(family.prefix + a + ".", Optional.empty()));
    }
    families = List.of(transforms, predicates, topics);
  }

  /**
   * Returns what is found in a configuration; nothing where the connector's class is not one of
   * this build.
   */
  static List<Finding> of(Map<String, String> config) {
    return KnownOptions.of(config.get("connector.class"))
        .map(options -> new UnknownKeys(config, options).findings())
        .orElse(List.of());
  }

  /** The options of another implementation are its own. */
  private void ofOtherPart(String key, String known, String prefix) {
    if (!config.getOrDefault(key, known).startsWith(known)) {
      prefixes.put(prefix, Optional.empty());
    }
  }

  private void ofOtherChannels(String prefix, Set<String> known) {
    if (!known.containsAll(entries(prefix + "enabled.channels"))) {
      prefixes.put(prefix, Optional.empty());
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

  private Family family(String prefix, String listedIn) {
    return new Family(prefix, listedIn, entries(listedIn));
  }

  private Set<String> entries(String key) {
    return new LinkedHashSet<>(CommaList.of(config.get(key)));
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<String> unlisted = new HashSet<>();
    for (String key : config.keySet()) {
      Optional<Finding> alias = unlistedAlias(key);
      if (alias.isPresent()) {
        // Once for all the keys of an alias.
        if (unlisted.add(alias.get().key())) {
          findings.add(alias.get());
        }
      } else if (!isKnown(key)) {
        findings.add(unknown(key));
      }
    }
    return findings;
  }

  private Optional<Finding> unlistedAlias(String key) {
    for (Family family : families) {
      Optional<String> alias = family.unlisted(key);
      if (alias.isPresent()) {
        String meant =
            Spelling.closest(alias.get(), family.aliases)
                .map(listed -> ": did you mean " + family.prefix + listed + "?")
                .orElse("");
        return Optional.of(
            new Finding(
                family.prefix + alias.get(),
                key,
                "'"
                    + alias.get()
                    + "' is not listed in "
                    + family.listedIn
                    + ", and Connect ignores its keys"
                    + meant,
                "add it to " + family.listedIn + ", or remove its keys"));
      }
    }
    return Optional.empty();
  }

  private boolean isKnown(String key) {
    return names.contains(key)
        || NAMED_BY_VALUE.matcher(key).matches()
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

  private Finding unknown(String key) {
    Optional<String> renamed = RenamedKeys.now(key).filter(this::isKnown);
    if (renamed.isPresent()) {
      return new Finding(
          key,
          key,
          "this key is of an older Debezium and is not read any more: it is "
              + renamed.get()
              + " now",
          "write " + renamed.get());
    }
    String message = "nothing knows this key, and Connect ignores it";
    Map<String, String> choices = choices(key);
    Optional<String> meant =
        choices.size() < FEWEST_CHOICES
            ? Spelling.closest(key, candidates(key))
            : Spelling.closest(choice(key), choices.keySet()).map(choices::get);
    if (meant.isPresent()) {
      return new Finding(
          key, key, message + ": did you mean " + meant.get() + "?", "mend the key, or remove it");
    }
    if (choices.size() >= FEWEST_CHOICES) {
      String next = "write one of " + String.join(", ", choices.values());
      return new Finding(key, key, message, next);
    }
    String next =
        isBehind(DATABASE, key)
            ? "remove it; an option of the JDBC driver is written "
                + DRIVER
                + key.substring(DATABASE.length())
            : "mend the key, or remove it";
    return new Finding(key, key, message, next);
  }

  /**
   * Returns the options that differ from the key in nothing but the part before the last, by that
   * part: for a masking method that there is not, those of the others.
   */
  private Map<String, String> choices(String key) {
    int last = key.lastIndexOf('.');
    String before = key.substring(0, Math.max(0, last - choice(key).length()));
    Map<String, String> choices = new TreeMap<>();
    prefixes.forEach(
        (prefix, options) -> {
          if (before.startsWith(prefix)) {
            options.stream()
                .flatMap(Set::stream)
                .map(prefix::concat)
                .filter(known -> known.equals(before + choice(known) + key.substring(last)))
                .forEach(known -> choices.put(choice(known), known));
          }
        });
    return choices;
  }

  /** Returns the part before the last, or nothing. */
  private static String choice(String key) {
    int last = key.lastIndexOf('.');
    return key.substring(key.lastIndexOf('.', last - 1) + 1, Math.max(0, last));
  }

  private Set<String> candidates(String key) {
    Set<String> candidates = new HashSet<>(names);
    prefixes.forEach(
        (prefix, options) ->
            options.ifPresentOrElse(
                known -> known.forEach(option -> candidates.add(prefix + option)),
                () -> behind(prefix, key).ifPresent(candidates::add)));
    return candidates;
  }

  /** Returns the key with a prefix instead of as many of its own first parts. */
  private static Optional<String> behind(String prefix, String key) {
    int parts = prefix.split("\\.").length;
    String[] split = key.split("\\.", parts + 1);
    return split.length > parts ? Optional.of(prefix + split[parts]) : Optional.empty();
  }
}
