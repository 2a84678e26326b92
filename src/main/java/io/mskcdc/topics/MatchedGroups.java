package io.mskcdc.topics;

import io.mskcdc.catalog.Topic;
import java.util.regex.Matcher;

/**
 * The groups of a regular expression that matched a name, in which a part may be unknown.
 *
 * @param matcher the matcher, after a match; without a match, each group is a star
 * @param shown the matched text with stars for its unknown characters, or null without a match
 */
record MatchedGroups(Matcher matcher, String shown) {

  /** Returns the text of a group, or null if it took no part in the match. */
  String group(int number) {
    if (shown == null) {
      return Topic.ANY;
    }
    int start = matcher.start(number);
    return start < 0 ? null : shown.substring(start, matcher.end(number));
  }

  /** Returns the text of a named group, or null if it took no part in the match. */
  String group(String name) {
    if (shown == null) {
      return Topic.ANY;
    }
    int start = matcher.start(name);
    return start < 0 ? null : shown.substring(start, matcher.end(name));
  }
}
