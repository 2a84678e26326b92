package io.mskcdc.smt.route;

import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.connect.TopicName;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/**
 * The target of a rule: text with the variables {@code ${prefix}}, {@code ${database}}, {@code
 * ${table}}, {@code ${topic}}, {@code ${field:name}}, {@code ${header:name}} and, after a regular
 * expression, {@code $1} or {@code ${group}}.
 */
final class TopicTemplate {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{(?:(field|header):)?([^}:]+)}|(\\d+))");
  private static final int MAX_DIGITS = 9;
  private static final List<String> NAMES = List.of("prefix", "database", "table", "topic");

  private enum Source {
    TEXT,
    NAME,
    GROUP,
    NAMED_GROUP,
    FIELD,
    HEADER
  }

  /**
   * @param path the names of nested fields, from the outside in; null unless the source is FIELD
   */
  private record Part(Source source, String text, String[] path) {

    Part(Source source, String text) {
      this(source, text, source == Source.FIELD ? text.split("\\.", -1) : null);
    }
  }

  private final String rule;
  private final List<Part> parts;

  private TopicTemplate(String rule, List<Part> parts) {
    this.rule = rule;
    this.parts = parts;
  }

  /**
   * @param option the option that holds the rule, for errors
   * @param rule the rule as configured, for errors
   * @param regex the regular expression whose groups may be used, or null
   * @throws ConfigException if a variable is unknown or the text is not allowed in a topic
   */
  static TopicTemplate parse(String option, String rule, String target, Regex regex) {
    List<Part> parts = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(target);
    int end = 0;
    while (variable.find()) {
      addText(parts, option, rule, target.substring(end, variable.start()));
      end = variable.end();
      if (variable.group(3) != null) {
        parts.add(new Part(Source.GROUP, variable.group(3)));
      } else if (variable.group(1) != null) {
        Source source = variable.group(1).equals("field") ? Source.FIELD : Source.HEADER;
        parts.add(new Part(source, variable.group(2)));
      } else {
        boolean known = NAMES.contains(variable.group(2));
        parts.add(new Part(known ? Source.NAME : Source.NAMED_GROUP, variable.group(2)));
      }
    }
    addText(parts, option, rule, target.substring(end));
    for (Part part : parts) {
      if (!isKnown(part, regex)) {
        throw new ConfigException(
            option,
            rule,
            part.text
                + " is no group of the rule's regular expression, nor one of ${prefix},"
                + " ${database}, ${table}, ${topic}, ${field:name}, ${header:name}");
      }
    }
    if (parts.isEmpty()) {
      throw new ConfigException(option, rule, "the target is empty");
    }
    return new TopicTemplate(rule, List.copyOf(parts));
  }

  private static void addText(List<Part> parts, String option, String rule, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (!TopicName.isValid("t" + text)) {
      throw new ConfigException(option, rule, "Kafka refuses topics with '" + text + "'");
    }
    parts.add(new Part(Source.TEXT, text));
  }

  private static boolean isKnown(Part part, Regex regex) {
    return switch (part.source) {
      case FIELD -> !List.of(part.path).contains("");
      case GROUP -> regex != null && isGroup(part.text, regex.groups());
      case NAMED_GROUP -> regex != null && regex.hasGroup(part.text);
      default -> true;
    };
  }

  private static boolean isGroup(String number, int groups) {
    return number.length() <= MAX_DIGITS && Integer.parseInt(number) <= groups;
  }

  String rule() {
    return rule;
  }

  /** Whether records of one table may get different topics. */
  boolean dependsOnRecord() {
    return parts.stream()
        .anyMatch(part -> part.source == Source.FIELD || part.source == Source.HEADER);
  }

  /** Whether the topic depends on columns of the row. */
  boolean readsRow() {
    return parts.stream().anyMatch(part -> part.source == Source.FIELD);
  }

  /** Whether the record has all fields and headers that the template names. */
  boolean isResolvable(ConnectRecord<?> record) {
    for (Part part : parts) {
      boolean missing =
          part.source == Source.FIELD && field(record, part.path) == null
              || part.source == Source.HEADER && header(record, part.text) == null;
      if (missing) {
        return false;
      }
    }
    return true;
  }

  /**
   * Replaces all variables except fields and headers.
   *
   * @param matcher the match of the rule's regular expression with the topic, or null
   * @throws DataException if the topic or table has no value for a variable
   */
  TopicTemplate resolve(String topic, TableName table, Matcher matcher) {
    List<Part> resolved = new ArrayList<>();
    for (Part part : parts) {
      String text =
          switch (part.source) {
            case NAME -> name(part.text, topic, table);
            case GROUP -> matcher.group(Integer.parseInt(part.text));
            case NAMED_GROUP -> matcher.group(part.text);
            case TEXT, FIELD, HEADER -> part.text;
          };
      if (text == null) {
        throw missing(topic, part);
      }
      boolean ofRecord = part.source == Source.FIELD || part.source == Source.HEADER;
      resolved.add(ofRecord ? part : new Part(Source.TEXT, text));
    }
    return new TopicTemplate(rule, List.copyOf(resolved));
  }

  /**
   * Returns the topic of a record. Call it on the result of {@link #resolve}.
   *
   * @throws DataException if the record lacks a field or header of the template
   */
  String fill(ConnectRecord<?> record) {
    StringBuilder topic = new StringBuilder();
    for (Part part : parts) {
      String text =
          switch (part.source) {
            case FIELD -> field(record, part.path);
            case HEADER -> header(record, part.text);
            default -> part.text;
          };
      if (text == null) {
        throw missing(record.topic(), part);
      }
      topic.append(text);
    }
    return topic.toString();
  }

  private DataException missing(String topic, Part part) {
    return new DataException(
        "Routing topic %s: the rule %s finds no %s in the record"
            .formatted(topic, rule, part.text));
  }

  private static String name(String name, String topic, TableName table) {
    return switch (name) {
      case "prefix" -> table.prefix();
      case "database" -> table.database();
      case "table" -> table.table();
      default -> topic;
    };
  }

  private static String field(ConnectRecord<?> record, String[] path) {
    Object value = image(record.value());
    for (String name : path) {
      value = member(value, name);
    }
    return text(value);
  }

  /** Returns the row: an envelope's after image, or its before image for a delete. */
  private static Object image(Object value) {
    boolean envelope =
        value instanceof Struct struct ? Envelope.is(struct.schema()) : Envelope.is(value);
    if (!envelope) {
      return value;
    }
    Object after = member(value, Envelope.AFTER);
    return after == null ? member(value, Envelope.BEFORE) : after;
  }

  private static Object member(Object holder, String name) {
    if (holder instanceof Struct struct) {
      Field field = struct.schema().field(name);
      return field == null ? null : struct.getWithoutDefault(name);
    }
    return holder instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static String header(ConnectRecord<?> record, String name) {
    Header header = record.headers().lastWithName(name);
    return header == null ? null : text(header.value());
  }

  private static String text(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }
}
