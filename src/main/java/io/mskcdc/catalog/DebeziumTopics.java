package io.mskcdc.catalog;

import io.mskcdc.catalog.Topic.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Derives the topics of a Debezium MySQL connector from its configuration, as two of Debezium's
 * naming strategies name them: the default one, and the one that keeps all names apart. The include
 * lists hold regular expressions for whole names: the literal parts of these become literal parts
 * of topics, and the rest becomes a star.
 */
final class DebeziumTopics {
  static final String PREFIX = "topic.prefix";

  private static final String STRATEGY = "topic.naming.strategy";
  private static final String DEFAULT_STRATEGY = "io.debezium.schema.DefaultTopicNamingStrategy";
  private static final String UNICODE_STRATEGY =
      "io.debezium.schema.DefaultUnicodeTopicNamingStrategy";
  private static final int LONGEST_NAME = 249;

  private final Map<String, String> config;
  private final String prefix;
  private final String delimiter;
  private final String strategy;

  /** One or more tables; each part may hold stars. */
  private record Tables(String database, String name) {}

  DebeziumTopics(Map<String, String> config) {
    this.config = config;
    prefix = config.getOrDefault(PREFIX, Topic.ANY);
    delimiter = config.getOrDefault("topic.delimiter", ".");
    strategy = config.getOrDefault(STRATEGY, DEFAULT_STRATEGY);
  }

  /**
   * Returns the topics.
   *
   * @param warnings receives a sentence for each part of the configuration that is not understood
   */
  List<Topic> topics(Consumer<String> warnings) {
    List<Topic> topics = new ArrayList<>();
    if (isKnownStrategy()) {
      for (Tables tables : tables()) {
        topics.add(ofRows(tables.database(), tables.name()));
      }
    } else {
      warnings.accept(
          STRATEGY
              + " is neither Debezium's default nor its Unicode strategy: the topics that it chooses"
              + " are not known, and the policy allows all topics");
      topics.add(Topic.of(Kind.ROW, Topic.ANY));
    }
    addOwn(topics);
    return topics;
  }

  /** Returns the topic of a table's rows; empty if the strategy is another one. */
  Optional<Topic> topicOf(String database, String table) {
    return isKnownStrategy()
        ? Optional.of(ofRows(sanitized(database), sanitized(table)))
        : Optional.empty();
  }

  private boolean isKnownStrategy() {
    return strategy.equals(DEFAULT_STRATEGY) || strategy.equals(UNICODE_STRATEGY);
  }

  /** Returns the topic of rows for names that Debezium's replacements were applied to. */
  private Topic ofRows(String database, String table) {
    // The prefix may have stars for what a config provider supplies.
    String beginning =
        Stream.of(prefix.split("\\*", -1))
            .map(this::sanitized)
            .collect(Collectors.joining(Topic.ANY));
    String name = String.join(sanitized(delimiter), beginning, database, table);
    String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return Topic.ofRows(
        cut, SchemaNameAdjustment.of(config.get("schema.name.adjustment.mode")).adjust(cut));
  }

  /** Adds the topics of the records that Debezium writes besides rows. */
  private void addOwn(List<Topic> topics) {
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
    if (notifications != null
        && CommaList.of(config.get("notification.enabled.channels")).contains("sink")) {
      topics.add(Topic.of(Kind.NOTIFICATION, notifications));
    }
  }

  private List<Tables> tables() {
    List<String> databases =
        CommaList.ofExpressions(config.get("database.include.list")).stream()
            .map(this::literal)
            .toList();
    List<Tables> included =
        CommaList.ofExpressions(config.get("table.include.list")).stream()
            .map(this::split)
            .toList();
    if (included.isEmpty()) {
      included = List.of(new Tables(Topic.ANY, Topic.ANY));
    }
    List<Tables> tables = new ArrayList<>();
    for (Tables table : included) {
      if (table.database().contains(Topic.ANY) && !databases.isEmpty()) {
        databases.forEach(database -> tables.add(new Tables(database, table.name())));
      } else {
        tables.add(table);
      }
    }
    // Debezium captures the table of signals even if the lists exclude it, and writes its rows.
    for (String name : CommaList.of(config.get("signal.data.collection"))) {
      String[] parts = name.split("\\.", 2);
      if (parts.length == 2) {
        tables.add(new Tables(sanitized(parts[0]), sanitized(parts[1])));
      }
    }
    return tables;
  }

  /**
   * Splits {@code database\.table}. A table's name always has a dot, so a single unescaped dot is
   * the separator, too.
   */
  private Tables split(String regex) {
    for (String dot : List.of("\\.", "[.]")) {
      int at = regex.indexOf(dot);
      if (at >= 0 && regex.indexOf('|') < 0) {
        return new Tables(
            literal(regex.substring(0, at)), literal(regex.substring(at + dot.length())));
      }
    }
    int at = regex.indexOf('.');
    boolean separates = at >= 0 && regex.matches("[\\w-]+\\.[\\w-]+");
    return separates
        ? new Tables(literal(regex.substring(0, at)), literal(regex.substring(at + 1)))
        : new Tables(literal(regex), Topic.ANY);
  }

  /** Returns the literal beginning of a regular expression, and a star if it goes on. */
  private String literal(String regex) {
    StringBuilder literal = new StringBuilder();
    if (regex.indexOf('|') >= 0) {
      return Topic.ANY;
    }
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean escape = c == '\\' && i + 1 < regex.length();
      if (escape && !Character.isLetterOrDigit(regex.charAt(i + 1))) {
        i++;
        literal.append(regex.charAt(i));
      } else if ("*+?{".indexOf(c) >= 0) {
        // A quantifier: the character before it may be missing or repeated.
        literal.setLength(Math.max(0, literal.length() - 1));
        return sanitized(literal.toString()) + Topic.ANY;
      } else if ("\\[]().^$}".indexOf(c) >= 0) {
        return sanitized(literal.toString()) + Topic.ANY;
      } else {
        literal.append(c);
      }
    }
    return sanitized(literal.toString());
  }

  /** Replaces each char that a topic's name cannot have, as the naming strategy does. */
  private String sanitized(String name) {
    boolean unicode = strategy.equals(UNICODE_STRATEGY);
    StringBuilder sanitized = new StringBuilder();
    for (char c : name.toCharArray()) {
      boolean valid =
          c < 128 && Character.isLetterOrDigit(c) || ".-".indexOf(c) >= 0 || c == '_' && !unicode;
      if (valid) {
        sanitized.append(c);
      } else {
        sanitized.append(unicode ? "_u%04x".formatted((int) c) : "_");
      }
    }
    return sanitized.toString();
  }
}
