package io.mskcdc.topics;

import io.mskcdc.topics.Topic.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The topics of a Debezium MySQL connector as its naming strategy makes them, before any transform.
 * Include lists are regular expressions for the whole name: what is literal in them stays literal.
 */
public final class CapturedTopics {
  private static final String STRATEGY = "topic.naming.strategy";
  private static final String DEFAULT_STRATEGY = "io.debezium.schema.DefaultTopicNamingStrategy";

  private final Map<String, String> config;
  private final String prefix;
  private final String delimiter;

  /** A table, or tables; each part may hold stars. */
  private record Table(String database, String name) {}

  public CapturedTopics(Map<String, String> config) {
    this.config = config;
    prefix = config.get("topic.prefix");
    delimiter = config.getOrDefault("topic.delimiter", ".");
  }

  /** Returns the topics; what cannot be told is a warning. */
  public List<Topic> topics(Consumer<String> warnings) {
    List<Topic> topics = new ArrayList<>();
    if (config.getOrDefault(STRATEGY, DEFAULT_STRATEGY).equals(DEFAULT_STRATEGY)) {
      for (Table table : tables()) {
        String name = String.join(delimiter, prefix, table.database(), table.name());
        topics.add(new Topic(Kind.ROW, name, prefix, table.database(), table.name()));
      }
    } else {
      warnings.accept(
          STRATEGY
              + " is not Debezium's default: which topics it names is not known, and the policy is"
              + " for all");
      topics.add(Topic.of(Kind.ROW, NamePattern.ANY));
    }
    own(topics);
    return topics;
  }

  private void own(List<Topic> topics) {
    if (!config.getOrDefault("heartbeat.interval.ms", "0").strip().equals("0")) {
      String beginning = config.getOrDefault("topic.heartbeat.prefix", "__debezium-heartbeat");
      String name =
          config.getOrDefault("topic.heartbeat.name", String.join(delimiter, beginning, prefix));
      topics.add(Topic.of(Kind.HEARTBEAT, name));
    }
    if (!config.getOrDefault("include.schema.changes", "").equalsIgnoreCase("false")) {
      topics.add(Topic.of(Kind.SCHEMA_CHANGE, prefix));
    }
    if (config.getOrDefault("provide.transaction.metadata", "").equalsIgnoreCase("true")) {
      String end = config.getOrDefault("topic.transaction", "transaction");
      topics.add(Topic.of(Kind.TRANSACTION, String.join(delimiter, prefix, end)));
    }
    String notifications = config.get("notification.sink.topic.name");
    if (notifications != null && list(config, "notification.enabled.channels").contains("sink")) {
      topics.add(Topic.of(Kind.NOTIFICATION, notifications));
    }
  }

  private List<Table> tables() {
    List<String> databases = entries("database.include.list").map(CapturedTopics::literal).toList();
    List<Table> included = entries("table.include.list").map(CapturedTopics::table).toList();
    if (included.isEmpty()) {
      included = List.of(new Table(NamePattern.ANY, NamePattern.ANY));
    }
    List<Table> tables = new ArrayList<>();
    for (Table table : included) {
      if (table.database().contains(NamePattern.ANY) && !databases.isEmpty()) {
        databases.forEach(database -> tables.add(new Table(database, table.name())));
      } else {
        tables.add(table);
      }
    }
    // Debezium captures the table of signals whatever the lists say, and emits its rows too.
    for (String name : list(config, "signal.data.collection")) {
      String[] parts = name.split("\\.", 2);
      if (parts.length == 2) {
        tables.add(new Table(sanitized(parts[0]), sanitized(parts[1])));
      }
    }
    return tables;
  }

  /** Returns the entries of a list of regular expressions, in which {@code \,} is no comma. */
  private Stream<String> entries(String key) {
    return Stream.of(config.getOrDefault(key, "").split("(?<!\\\\),"))
        .map(entry -> entry.strip().replace("\\,", ","))
        .filter(entry -> !entry.isEmpty());
  }

  /** Takes {@code database\.table} apart; a name has one dot at least, so a bare dot may be it. */
  private static Table table(String regex) {
    for (String dot : List.of("\\.", "[.]")) {
      int at = regex.indexOf(dot);
      if (at >= 0 && regex.indexOf('|') < 0) {
        return new Table(
            literal(regex.substring(0, at)), literal(regex.substring(at + dot.length())));
      }
    }
    int at = regex.indexOf('.');
    boolean separates = at >= 0 && regex.matches("[\\w-]+\\.[\\w-]+");
    return separates
        ? new Table(literal(regex.substring(0, at)), literal(regex.substring(at + 1)))
        : new Table(literal(regex), NamePattern.ANY);
  }

  /** Returns what a regular expression begins with for certain, and a star where it goes on. */
  private static String literal(String regex) {
    StringBuilder literal = new StringBuilder();
    if (regex.indexOf('|') >= 0) {
      return NamePattern.ANY;
    }
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean escape = c == '\\' && i + 1 < regex.length();
      if (escape && !Character.isLetterOrDigit(regex.charAt(i + 1))) {
        i++;
        literal.append(sanitized(regex.substring(i, i + 1)));
      } else if ("*+?{".indexOf(c) >= 0) {
        // The character before may be there or not, or more than once.
        literal.setLength(Math.max(0, literal.length() - 1));
        return literal + NamePattern.ANY;
      } else if ("\\[]().^$}".indexOf(c) >= 0) {
        return literal + NamePattern.ANY;
      } else {
        literal.append(sanitized(String.valueOf(c)));
      }
    }
    return literal.toString();
  }

  /** Debezium writes an underscore for what a topic cannot have. */
  private static String sanitized(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Returns the entries of a list of plain names. */
  static List<String> list(Map<String, String> config, String key) {
    return Arrays.stream(config.getOrDefault(key, "").split(","))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
