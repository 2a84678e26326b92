package io.mskcdc.topics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replacement of the transforms that have one regular expression: RegexRouter,
 * ByLogicalTableRouter and Route. If the expression matches the whole topic, they call {@link
 * Matcher#replaceFirst}, which may replace only the beginning of it.
 */
final class RegexReplacement {
  private static final Pattern REFERENCE =
      Pattern.compile("\\\\(.)|\\$\\{(\\w+)}|\\$(\\d+)", Pattern.DOTALL);

  private final String text;

  RegexReplacement(String text) {
    this.text = text;
  }

  /** Returns the topic that replaces a matched one, with stars for what is not known. */
  String expand(MatchedGroups whole) {
    Matcher matcher = whole.matcher();
    if (whole.shown() == null) {
      return expanded(whole);
    }
    matcher.find(0);
    return NamePattern.merged(expanded(whole) + whole.shown().substring(matcher.end()));
  }

  private String expanded(MatchedGroups groups) {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    int end = 0;
    while (reference.find()) {
      expanded.append(text, end, reference.start());
      end = reference.end();
      if (reference.group(1) != null) {
        expanded.append(reference.group(1));
      } else {
        String group;
        if (reference.group(2) != null) {
          group = groups.group(reference.group(2));
        } else {
          int digits = digits(groups.matcher(), reference.group(3));
          group = groups.group(Integer.parseInt(reference.group(3).substring(0, digits)));
          end = reference.start(3) + digits;
        }
        // A group that took no part in the match is empty.
        expanded.append(group == null ? "" : group);
      }
    }
    return NamePattern.merged(expanded.append(text.substring(end)).toString());
  }

  /** Takes as many digits as form the number of a group, like java.util.regex. */
  private static int digits(Matcher matcher, String number) {
    int digits = 1;
    while (digits < number.length()
        && Integer.parseInt(number.substring(0, digits + 1)) <= matcher.groupCount()) {
      digits++;
    }
    return digits;
  }
}
