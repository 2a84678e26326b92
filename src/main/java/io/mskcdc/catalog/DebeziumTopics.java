package io.mskcdc.catalog;

import io.mskcdc.catalog.Topic.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Derives the topics of a Debezium MySQL connector from its configuration, as Debezium's default
 * naming strategy names them. The include lists hold regular expressions for whole names: the
 * literal parts of these become literal parts of topics, and the rest becomes a star.
 */
final class DebeziumTopics {
  static final String PREFIX = "topic.prefix";

  private static final String STRATEGY = "topic.naming.strategy";
  private static final String DEFAULT_STRATEGY = "io.debezium.schema.DefaultTopicNamingStrategy";

  private final Map<String, String> config;
  private final String prefix;
  private final String delimiter;

  /** One or more tables; each part may hold stars. */
  private record Tables(String database, String name) {}

  DebeziumTopics(Map<String, String> config) {
    this.config = config;
    prefix = config.get(PREFIX);
    delimiter = config.getOrDefault("topic.delimiter", ".");
  }

  /**
   * Returns the topics.
   *
   * @param warnings receives a sentence for each part of the configuration that is not understood
   */
  List<Topic> topics(Consumer<String> warnings) {
    List<Topic> topics = new ArrayList<>();
    if (config.getOrDefault(STRATEGY, DEFAULT_STRATEGY).equals(DEFAULT_STRATEGY)) {
      SchemaNameAdjustment adjustment =
          SchemaNameAdjustment.of(config.get("schema.name.adjustment.mode"));
      for (Tables tables : tables()) {
        String name = String.join(delimiter, prefix, tables.database(), tables.name());
        topics.add(Topic.ofRows(name, adjustment.adjust(name)));
      }
    } else {
      warnings.accept(
          STRATEGY
              + " is not Debezium's default: the topics that it chooses are not known, and the"
              + " policy allows all topics");
      topics.add(Topic.of(Kind.ROW, Topic.ANY));
    }
    addOwn(topics);
    return topics;
  }

  /** Returns the topic of a table's rows; empty if another class than Debezium's names it. */
  Optional<Topic> topicOf(String database, String table) {
    String strategy = config.getOrDefault(STRATEGY, DEFAULT_STRATEGY);
    if (!strategy.equals(DEFAULT_STRATEGY)) {
      return Optional.empty();
    }
    String name = sanitized(String.join(delimiter, prefix, database, table));
    return Optional.of(
        Topic.ofRows(
            name, SchemaNameAdjustment.of(config.get("schema.name.adjustment.mode")).adjust(name)));
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
            .map(DebeziumTopics::literal)
            .toList();
    List<Tables> included =
        CommaList.ofExpressions(config.get("table.include.list")).stream()
            .map(DebeziumTopics::split)
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
  private static Tables split(String regex) {
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
  private static String literal(String regex) {
    StringBuilder literal = new StringBuilder();
    if (regex.indexOf('|') >= 0) {
      return Topic.ANY;
    }
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean escape = c == '\\' && i + 1 < regex.length();
      if (escape && !Character.isLetterOrDigit(regex.charAt(i + 1))) {
        i++;
        literal.append(sanitized(regex.substring(i, i + 1)));
      } else if ("*+?{".indexOf(c) >= 0) {
        // A quantifier: the character before it may be missing or repeated.
        literal.setLength(Math.max(0, literal.length() - 1));
        return literal + Topic.ANY;
      } else if ("\\[]().^$}".indexOf(c) >= 0) {
        return literal + Topic.ANY;
      } else {
        literal.append(sanitized(String.valueOf(c)));
      }
    }
    return literal.toString();
  }

  /** Replaces each char that a topic's name cannot have by an underscore, as Debezium does. */
  private static String sanitized(String name) {
    StringBuilder sanitized = new StringBuilder();
    for (char c : name.toCharArray()) {
      boolean valid = c < 128 && Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0;
      sanitized.append(valid ? c : '_');
    }
    return sanitized.toString();
  }
}
