package io.mskcdc.smt.route;

import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.connect.TopicName;
import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;

/**
 * Matches records and gives them a topic: {@code topic:regex -> target}, {@code
 * table:database.table -> target}, {@code keyless -> target} for rows without a key, or a kind of
 * Debezium's other records, such as {@code heartbeat -> target}.
 */
public final class RouteRule {

  private static final String ARROW = "->";
  private static final String TOPIC = "topic:";
  private static final String TABLE = "table:";
  private static final String KEYLESS = "keyless";
  // Matches an escaped character, which may be missing at the end, or a dollar sign with a group's
  // number, a group's name or neither.
  private static final Pattern REFERENCE =
      Pattern.compile("\\\\(.?)|\\$(?:(\\d)|\\{(\\w+)}|)", Pattern.DOTALL);

  private final RecordKind kind;
  private final boolean keyless;
  private final Regex topic;
  private final Regex database;
  private final Regex table;
  private final TopicTemplate target;
  // The options regex and replacement, in the syntax of java.util.regex; null if there is a target.
  private final String option;
  private final String replacement;

  private RouteRule(
      RecordKind kind,
      boolean keyless,
      Regex topic,
      Regex database,
      Regex table,
      TopicTemplate target) {
    this.kind = kind;
    this.keyless = keyless;
    this.topic = topic;
    this.database = database;
    this.table = table;
    this.target = target;
    option = null;
    replacement = null;
  }

  private RouteRule(Regex topic, String option, String replacement) {
    this.kind = RecordKind.ROW;
    this.keyless = false;
    this.topic = topic;
    this.option = option;
    this.replacement = replacement;
    database = null;
    table = null;
    target = null;
  }

  /** Makes a rule from a regular expression and a replacement, as Kafka's RegexRouter does. */
  static RouteRule ofRegex(String option, String regex, String replacementOption, String target) {
    Regex pattern = Regex.compile(option, regex, regex, 0);
    requireGroups(replacementOption, pattern, target);
    return new RouteRule(pattern, replacementOption, target);
  }

  /** Parses an entry of the option map, {@code database.table=topic}. */
  static RouteRule ofEntry(String option, String entry) {
    int equals = entry.indexOf('=');
    String name = equals < 0 ? "" : entry.substring(0, equals).trim();
    int dot = name.indexOf('.');
    if (dot < 1 || dot == name.length() - 1 || name.indexOf('*') >= 0) {
      throw new ConfigException(option, entry, "must be database.table=topic");
    }
    String topic = entry.substring(equals + 1).trim();
    if (!TopicName.isValid(topic)) {
      throw new ConfigException(option, entry, "Kafka refuses the topic");
    }
    return new RouteRule(
        RecordKind.ROW,
        false,
        null,
        Globs.compile(name.substring(0, dot)),
        Globs.compile(name.substring(dot + 1)),
        TopicTemplate.parse(option, entry, topic, null));
  }

  /**
   * @throws ConfigException if the rule has none of the forms or its target is wrong
   */
  static RouteRule parse(String option, String rule) {
    int arrow = rule.lastIndexOf(ARROW);
    if (arrow < 0) {
      throw malformed(option, rule);
    }
    String match = rule.substring(0, arrow).trim();
    String target = rule.substring(arrow + ARROW.length()).trim();
    if (match.startsWith(TOPIC)) {
      Regex topic = Regex.compile(option, rule, match.substring(TOPIC.length()).trim(), 0);
      return new RouteRule(
          RecordKind.ROW,
          false,
          topic,
          null,
          null,
          TopicTemplate.parse(option, rule, target, topic));
    }
    TopicTemplate template = TopicTemplate.parse(option, rule, target, null);
    if (match.startsWith(TABLE)) {
      String[] names = match.substring(TABLE.length()).trim().split("\\.", -1);
      if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
        throw malformed(option, rule);
      }
      return new RouteRule(
          RecordKind.ROW, false, null, Globs.compile(names[0]), Globs.compile(names[1]), template);
    }
    if (match.equals(KEYLESS)) {
      return new RouteRule(RecordKind.ROW, true, null, null, null, template);
    }
    RecordKind kind =
        switch (match) {
          case "heartbeat" -> RecordKind.HEARTBEAT;
          case "schema-change" -> RecordKind.SCHEMA_CHANGE;
          case "transaction" -> RecordKind.TRANSACTION;
          case "notification" -> RecordKind.NOTIFICATION;
          default -> throw malformed(option, rule);
        };
    return new RouteRule(kind, false, null, null, null, template);
  }

  private static ConfigException malformed(String option, String rule) {
    return new ConfigException(
        option,
        rule,
        "must be topic:regex -> target, table:database.table -> target, keyless -> target,"
            + " heartbeat -> target, schema-change -> target, transaction -> target or"
            + " notification -> target");
  }

  /** Refuses $1 and ${name} without such a group; java.util.regex fails only when it replaces. */
  private static void requireGroups(String option, Regex regex, String replacement) {
    Matcher reference = REFERENCE.matcher(replacement);
    int groups = regex.groups();
    while (reference.find()) {
      String escaped = reference.group(1);
      String number = reference.group(2);
      String name = reference.group(3);
      if ("".equals(escaped)) {
        throw new ConfigException(
            option, replacement, "ends in a backslash, which must be before another character");
      }
      boolean known =
          number != null && Character.digit(number.charAt(0), 10) <= groups
              || name != null && regex.hasGroup(name)
              || escaped != null;
      if (!known) {
        throw new ConfigException(
            option, replacement, "names a group that the regular expression does not have");
      }
    }
  }

  /**
   * Whether the rule applies to records of a kind.
   *
   * @param hasKey whether the record has a key
   */
  public boolean isFor(RecordKind other, boolean hasKey) {
    return kind == other && !(keyless && hasKey);
  }

  /** Whether records of one table may get different topics. */
  public boolean dependsOnRecord() {
    return target != null && target.dependsOnRecord();
  }

  /** Whether the topic depends on columns of the row. */
  public boolean readsRow() {
    return target != null && target.readsRow();
  }

  /** Whether the record has all fields and headers that the target names. */
  public boolean isResolvable(ConnectRecord<?> record) {
    return target == null || target.isResolvable(record);
  }

  /** The rule as configured, for errors. */
  public String text() {
    return target == null ? option + "=" + replacement : target.rule();
  }

  /** Whether the rule applies to records of this topic and table. */
  public boolean matches(String name, TableName from) {
    if (topic != null) {
      return topic.matches(name);
    }
    return table == null
        || table.matches(from.table())
            && from.database() != null
            && database.matches(from.database());
  }

  /**
   * Returns this rule for the records of one topic and table that it matches. All variables are
   * replaced except fields and headers.
   *
   * @throws DataException if the topic or table has no value for a variable
   */
  public RouteRule resolve(String name, TableName from) {
    if (target == null) {
      return this;
    }
    Matcher matcher = topic == null ? null : topic.match(name);
    return new RouteRule(
        kind, keyless, topic, database, table, target.resolve(name, from, matcher));
  }

  /**
   * Returns the topic for a record. Call it on the result of {@link #resolve}.
   *
   * @throws DataException if the record lacks a field or header of the target, or the result is not
   *     a valid topic
   */
  public String topic(ConnectRecord<?> record) {
    String result =
        target == null ? topic.replaceFirst(record.topic(), replacement) : target.fill(record);
    if (!TopicName.isValid(result)) {
      throw new DataException(
          "Routing topic %s: Kafka refuses the name of the topic that %s gives"
              .formatted(record.topic(), text()));
    }
    return result;
  }
}
