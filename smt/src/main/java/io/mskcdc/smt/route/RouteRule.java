package io.mskcdc.smt.route;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;

/**
 * Which records get which topic: {@code topic:regex -> target}, {@code table:database.table ->
 * target}, or one of Debezium's own kinds, {@code heartbeat -> target}.
 */
public final class RouteRule {

  private static final String ARROW = "->";
  private static final String TOPIC = "topic:";
  private static final String TABLE = "table:";
  // A group's number or name after a dollar sign, a dollar sign alone, or an escaped character,
  // which may be missing at the end.
  private static final Pattern REFERENCE =
      Pattern.compile("\\\\(.?)|\\$(?:(\\d)|\\{(\\w+)}|)", Pattern.DOTALL);

  private final RecordKind kind;
  private final Pattern topic;
  private final Pattern database;
  private final Pattern table;
  private final TopicTemplate target;
  // The replacement of the single regular expression, in the syntax of java.util.regex.
  private final String option;
  private final String replacement;

  private RouteRule(
      RecordKind kind, Pattern topic, Pattern database, Pattern table, TopicTemplate target) {
    this.kind = kind;
    this.topic = topic;
    this.database = database;
    this.table = table;
    this.target = target;
    option = null;
    replacement = null;
  }

  private RouteRule(Pattern topic, String option, String replacement) {
    this.kind = RecordKind.ROW;
    this.topic = topic;
    this.option = option;
    this.replacement = replacement;
    database = null;
    table = null;
    target = null;
  }

  /** A rule as RegexRouter has it. */
  static RouteRule ofRegex(String option, String regex, String replacementOption, String target) {
    Pattern pattern = regex(option, regex, regex);
    requireGroups(replacementOption, pattern, target);
    return new RouteRule(pattern, replacementOption, target);
  }

  /** One entry of the static map, {@code database.table=topic}. */
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
        null,
        Globs.compile(name.substring(0, dot)),
        Globs.compile(name.substring(dot + 1)),
        TopicTemplate.parse(option, entry, topic, null));
  }

  /**
   * @throws ConfigException if it is none of the three forms, or its target is wrong
   */
  static RouteRule parse(String option, String rule) {
    int arrow = rule.lastIndexOf(ARROW);
    if (arrow < 0) {
      throw malformed(option, rule);
    }
    String match = rule.substring(0, arrow).trim();
    String target = rule.substring(arrow + ARROW.length()).trim();
    if (match.startsWith(TOPIC)) {
      Pattern topic = regex(option, rule, match.substring(TOPIC.length()).trim());
      return new RouteRule(
          RecordKind.ROW, topic, null, null, TopicTemplate.parse(option, rule, target, topic));
    }
    TopicTemplate template = TopicTemplate.parse(option, rule, target, null);
    if (match.startsWith(TABLE)) {
      String[] names = match.substring(TABLE.length()).trim().split("\\.", -1);
      if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
        throw malformed(option, rule);
      }
      return new RouteRule(
          RecordKind.ROW, null, Globs.compile(names[0]), Globs.compile(names[1]), template);
    }
    RecordKind kind =
        switch (match) {
          case "heartbeat" -> RecordKind.HEARTBEAT;
          case "schema-change" -> RecordKind.SCHEMA_CHANGE;
          case "transaction" -> RecordKind.TRANSACTION;
          case "notification" -> RecordKind.NOTIFICATION;
          default -> throw malformed(option, rule);
        };
    return new RouteRule(kind, null, null, null, template);
  }

  private static ConfigException malformed(String option, String rule) {
    return new ConfigException(
        option,
        rule,
        "must be topic:regex -> target, table:database.table -> target, heartbeat -> target,"
            + " schema-change -> target, transaction -> target or notification -> target");
  }

  private static Pattern regex(String option, String value, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new ConfigException(option, value, "is no regular expression: " + e.getDescription());
    }
  }

  /** Refuses $1 and ${name} that are no groups; java.util.regex would only when it replaces. */
  private static void requireGroups(String option, Pattern regex, String replacement) {
    Matcher reference = REFERENCE.matcher(replacement);
    int groups = regex.matcher("").groupCount();
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
              || name != null && regex.pattern().contains("(?<" + name + ">")
              || escaped != null;
      if (!known) {
        throw new ConfigException(
            option, replacement, "names a group that the regular expression does not have");
      }
    }
  }

  public boolean isFor(RecordKind other) {
    return kind == other;
  }

  /** Whether rows of one table may get different topics. */
  public boolean isPerRow() {
    return target != null && target.isPerRow();
  }

  /** Whether the topic depends on columns of the row. */
  public boolean readsRow() {
    return target != null && target.readsRow();
  }

  /** Whether a record has all fields and headers that the target names. */
  public boolean isToldBy(ConnectRecord<?> record) {
    return target == null || target.isToldBy(record);
  }

  /** How errors call it. */
  public String text() {
    return target == null ? option + "=" + replacement : target.rule();
  }

  /** Whether it is for records of this topic and table. */
  public boolean matches(String name, TableName from) {
    if (topic != null) {
      return topic.matcher(name).matches();
    }
    return table == null
        || table.matcher(from.table()).matches()
            && from.database() != null
            && database.matcher(from.database()).matches();
  }

  /**
   * The rule for the records of one topic and table that it is for: nothing is left to match.
   *
   * @throws DataException if the topic and table lack what the target names
   */
  public RouteRule boundTo(String name, TableName from) {
    if (target == null) {
      return this;
    }
    Matcher matcher = topic == null ? null : topic.matcher(name);
    if (matcher != null) {
      matcher.matches();
    }
    return new RouteRule(kind, topic, database, table, target.boundTo(name, from, matcher));
  }

  /**
   * The topic for a record that it is for; the rule is bound.
   *
   * @throws DataException if the record lacks what the target names, or Kafka refuses the result
   */
  public String topic(ConnectRecord<?> record) {
    String result =
        target == null
            ? topic.matcher(record.topic()).replaceFirst(replacement)
            : target.fill(record);
    if (!TopicName.isValid(result)) {
      throw new DataException(
          "Routing topic %s: Kafka refuses the name of the topic that %s gives"
              .formatted(record.topic(), text()));
    }
    return result;
  }
}
