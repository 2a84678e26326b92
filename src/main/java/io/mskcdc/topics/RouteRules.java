package io.mskcdc.topics;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Topic;
import io.mskcdc.topics.NamePattern.Replaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of this bundle's transform Route, as docs/transforms.md explains its options: the map
 * of tables first, then rules in order or one regular expression.
 */
final class RouteRules {
  private static final String ARROW = "->";
  private static final String TOPIC = "topic:";
  private static final String TABLE = "table:";
  private static final Pattern PER_ROW = Pattern.compile("\\$\\{(field|header):[^}]*}");

  private final List<Function<Topic, Replaced>> rules = new ArrayList<>();
  private final Map<String, String> ofKinds = new HashMap<>();
  private final boolean keepsUnmatched;
  private final boolean renamesSchemas;

  /** Takes Route's options, without a prefix. */
  RouteRules(Map<String, String> options) {
    CommaList.of(options.get("map")).forEach(this::entry);
    CommaList.of(options.get("rules")).forEach(this::rule);
    if (options.containsKey("regex")) {
      Pattern regex = Pattern.compile(options.get("regex"));
      String replacement = options.getOrDefault("replacement", "");
      rules.add(topic -> new NamePattern(topic.name()).replace(regex, replacement));
    }
    keepsUnmatched = !options.getOrDefault("unmatched", "keep").equals("fail");
    renamesSchemas = Boolean.parseBoolean(options.getOrDefault("rename.schemas", "false"));
  }

  private void entry(String entry) {
    int equals = entry.indexOf('=');
    tableRule(entry.substring(0, Math.max(0, equals)).strip(), entry.substring(equals + 1).strip());
  }

  private void rule(String rule) {
    int arrow = rule.lastIndexOf(ARROW);
    String match = rule.substring(0, Math.max(0, arrow)).strip();
    String target = rule.substring(arrow + ARROW.length()).strip();
    if (match.startsWith(TOPIC)) {
      Pattern regex = Pattern.compile(match.substring(TOPIC.length()).strip());
      rules.add(
          topic -> told(target, new NamePattern(topic.name()).replace(regex, fill(target, topic))));
    } else if (match.startsWith(TABLE)) {
      tableRule(match.substring(TABLE.length()).strip(), target);
    } else {
      ofKinds.putIfAbsent(match, target);
    }
  }

  private void tableRule(String table, String target) {
    Pattern regex = glob(table);
    rules.add(
        topic ->
            told(
                target,
                new NamePattern(topic.database() + "." + topic.table())
                    .replace(regex, fill(target, topic))));
  }

  /** A row may lack what its target reads, as a tombstone does. */
  private static Replaced told(String target, Replaced replaced) {
    return PER_ROW.matcher(target).find() ? new Replaced(replaced.names(), false) : replaced;
  }

  private static String fill(String target, Topic topic) {
    return PER_ROW
        .matcher(target)
        .replaceAll(Matcher.quoteReplacement(Topic.ANY))
        .replace("${prefix}", topic.prefix())
        .replace("${database}", topic.database())
        .replace("${table}", topic.table())
        .replace("${topic}", topic.name());
  }

  /** A star crosses no dot, and Debezium may have written an underscore for other characters. */
  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      String literal = Pattern.quote(String.valueOf(c));
      if (c == Topic.ANY.charAt(0)) {
        regex.append("[^.]*");
      } else if (c == '.' || c < 128 && Character.isLetterOrDigit(c)) {
        regex.append(literal);
      } else {
        regex.append("(?:").append(literal).append("|_)");
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }

  /** Returns the topics that records may go to. */
  Set<Topic> apply(Topic topic) {
    Set<String> names = new TreeSet<>();
    if (topic.kind() == Topic.Kind.ROW) {
      boolean all = false;
      for (int i = 0; i < rules.size() && !all; i++) {
        Replaced replaced = rules.get(i).apply(topic);
        names.addAll(replaced.names());
        all = replaced.always();
      }
      if (!all && keepsUnmatched) {
        names.add(topic.name());
      }
    } else {
      String target = ofKinds.get(topic.kind().rule());
      names.add(target == null ? topic.name() : fill(target, topic).replaceAll("\\*+", "*"));
    }
    return TopicRouting.topics(names, renamesSchemas ? topic.withoutTable() : topic);
  }
}
