package io.mskcdc.topics;

import io.mskcdc.catalog.Topic;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The target of one of Route's rules, as the transform's TopicTemplate reads it. */
final class RouteTarget {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{(?:(field|header):)?([^}:]+)}|(\\d+))");

  private final String text;

  RouteTarget(String text) {
    this.text = text;
  }

  /** Returns whether the topic depends on a field or a header of the record. */
  boolean dependsOnRecord() {
    return VARIABLE.matcher(text).results().anyMatch(variable -> variable.group(1) != null);
  }

  /**
   * Returns the topic for the records of a topic, with stars for what is not known; empty if these
   * lack what the target refers to, and the transform fails.
   *
   * @param groups returns the text of the rule's groups
   */
  Optional<String> expand(Topic topic, MatchedGroups groups) {
    Matcher variable = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    int end = 0;
    while (variable.find()) {
      String value = value(variable, topic, groups);
      if (value == null) {
        return Optional.empty();
      }
      expanded.append(text, end, variable.start()).append(value);
      end = variable.end();
    }
    return Optional.of(NamePattern.merged(expanded.append(text.substring(end)).toString()));
  }

  private static String value(MatchResult variable, Topic topic, MatchedGroups groups) {
    if (variable.group(1) != null) {
      return Topic.ANY;
    }
    if (variable.group(3) != null) {
      return groups.group(Integer.parseInt(variable.group(3)));
    }
    return switch (variable.group(2)) {
      case "prefix" -> topic.prefix();
      case "database" -> topic.database();
      case "table" -> topic.table();
      case "topic" -> topic.name();
      default -> groups.group(variable.group(2));
    };
  }
}
