package io.mskcdc.topics;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Topic;
import io.mskcdc.topics.NamePattern.Replaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The rules of this bundle's transform Route: the map of tables first, then rules in order or one
 * regular expression. A property test compares them with the transform.
 */
final class RouteRules {
  private static final String ARROW = "->";
  private static final String TOPIC = "topic:";
  private static final String TABLE = "table:";
  private static final String KEYLESS = "keyless";

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, RouteTarget> ofKinds = new HashMap<>();
  private final boolean keepsUnmatched;
  private final boolean renamesSchemas;

  /**
   * A rule for rows.
   *
   * @param dependsOnRecord whether a field or a header is part of the topic
   */
  private record Rule(boolean dependsOnRecord, Function<Topic, Replaced> replacing) {}

  /**
   * @param options Route's options, without a prefix
   */
  RouteRules(Map<String, String> options) {
    CommaList.of(options.get("map")).forEach(this::addEntry);
    CommaList.of(options.get("rules")).forEach(this::addRule);
    if (options.containsKey("regex")) {
      Pattern regex = Pattern.compile(options.get("regex"));
      RegexReplacement replacement = new RegexReplacement(options.getOrDefault("replacement", ""));
      rules.add(
          new Rule(false, topic -> new NamePattern(topic.name()).replace(regex, replacement)));
    }
    keepsUnmatched = !options.getOrDefault("unmatched", "keep").equals("fail");
    renamesSchemas = Boolean.parseBoolean(options.getOrDefault("rename.schemas", "false"));
  }

  private void addEntry(String entry) {
    int equals = entry.indexOf('=');
    String table = entry.substring(0, Math.max(0, equals)).strip();
    addTableRule(table, new RouteTarget(entry.substring(equals + 1).strip()));
  }

  private void addRule(String rule) {
    int arrow = rule.lastIndexOf(ARROW);
    String match = rule.substring(0, Math.max(0, arrow)).strip();
    RouteTarget target = new RouteTarget(rule.substring(arrow + ARROW.length()).strip());
    if (match.startsWith(TOPIC)) {
      Pattern regex = Pattern.compile(match.substring(TOPIC.length()).strip());
      rules.add(
          new Rule(
              target.dependsOnRecord(),
              topic ->
                  new NamePattern(topic.name())
                      .replace(regex, groups -> target.expand(topic, groups))));
    } else if (match.startsWith(TABLE)) {
      addTableRule(match.substring(TABLE.length()).strip(), target);
    } else if (match.equals(KEYLESS)) {
      rules.add(new Rule(target.dependsOnRecord(), topic -> keyless(topic, target)));
    } else {
      ofKinds.putIfAbsent(match, target);
    }
  }

  /** A table may lose its key at any time, so both topics are possible unless all rows have one. */
  private static Replaced keyless(Topic topic, RouteTarget target) {
    return topic.keyed()
        ? Replaced.NEVER
        : new Replaced(
            target.expand(topic, new MatchedGroups(null, null)).map(Set::of).orElse(Set.of()),
            false);
  }

  private void addTableRule(String glob, RouteTarget target) {
    int dot = glob.indexOf('.');
    Pattern regex = TableGlob.compile(glob.substring(0, Math.max(0, dot)), glob.substring(dot + 1));
    rules.add(
        new Rule(
            target.dependsOnRecord(),
            topic ->
                topic.database() == null
                    ? Replaced.NEVER
                    : new NamePattern(topic.database() + "." + topic.table())
                        .replace(regex, groups -> target.expand(topic, groups))));
  }

  /** Returns the topics that the records of a topic may go to. */
  Set<Topic> apply(Topic topic) {
    Set<String> names = topic.kind() == Topic.Kind.ROW ? ofRow(topic) : ofOtherKind(topic);
    return TopicRouting.topics(names, renamesSchemas ? topic.withoutTable() : topic);
  }

  private Set<String> ofRow(Topic topic) {
    Set<String> names = new TreeSet<>();
    boolean open = true;
    for (int i = 0; i < rules.size() && open; i++) {
      Rule rule = rules.get(i);
      Replaced replaced = rule.replacing().apply(topic);
      names.addAll(replaced.names());
      open = !replaced.always();
      // A tombstone may lack the field, and keeps its topic then.
      if (keepsUnmatched && rule.dependsOnRecord() && !replaced.names().isEmpty()) {
        names.add(topic.name());
      }
    }
    if (open && keepsUnmatched) {
      names.add(topic.name());
    }
    return names;
  }

  private Set<String> ofOtherKind(Topic topic) {
    RouteTarget target = ofKinds.get(topic.kind().rule());
    Optional<String> name =
        target == null
            ? Optional.of(topic.name())
            : target.expand(topic, new MatchedGroups(null, null));
    return name.map(Set::of).orElse(Set.of());
  }
}
