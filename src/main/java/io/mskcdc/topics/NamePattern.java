package io.mskcdc.topics;

import io.mskcdc.catalog.Topic;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of which only a part is known, and what regular expressions make of it. A star stands for
 * the rest, as in IAM; no topic, database or table in a topic's name has a star of its own.
 *
 * @param text the name
 */
record NamePattern(String text) {
  private static final String ANY = Topic.ANY;

  /**
   * What stands in for the unknown, to learn whether a regular expression takes every name, some or
   * none: small and capital letters, digits, underscores, hyphens. A dot in a table's name is not
   * thought of.
   */
  private static final List<String> STAND_INS =
      List.of("orders", "Order_Lines", "t_7", "k-2", "90", "a_b_1");

  private static final Pattern REFERENCE =
      Pattern.compile("\\\\(.)|\\$\\{(\\w+)}|\\$(\\d+)", Pattern.DOTALL);

  /**
   * What a rule makes of a name.
   *
   * @param names the names that may come out; empty where the rule is for none of the names
   * @param always whether the rule is for all the names that the pattern stands for
   */
  record Replaced(Set<String> names, boolean always) {
    static final Replaced NEVER = new Replaced(Set.of(), false);
  }

  /**
   * Replaces the name where a regular expression matches all of it.
   *
   * @param replacement the new name, with {@code $1} and {@code ${name}} for groups
   */
  Replaced replace(Pattern regex, String replacement) {
    if (!text.contains(ANY)) {
      Matcher matcher = regex.matcher(text);
      return matcher.matches()
          ? new Replaced(Set.of(expand(matcher, replacement, text)), true)
          : Replaced.NEVER;
    }
    Set<String> names = new TreeSet<>();
    boolean always = true;
    for (String standIn : STAND_INS) {
      Matcher matcher = regex.matcher(text.replace(ANY, standIn));
      if (matcher.matches()) {
        String stars = text.replace(ANY, ANY.repeat(standIn.length()));
        names.add(expand(matcher, replacement, stars));
      } else {
        always = false;
      }
    }
    if (names.isEmpty() && mayMatch(regex)) {
      names.add(expand(regex.matcher(""), replacement, null));
    }
    return new Replaced(names, always);
  }

  /**
   * Whether there may be a name that a regular expression matches: not if its beginning is wrong.
   */
  private boolean mayMatch(Pattern regex) {
    Matcher beginning = regex.matcher(text.substring(0, text.indexOf(ANY)));
    return beginning.matches() || beginning.hitEnd();
  }

  /**
   * Fills in the groups.
   *
   * @param shown what was matched, with stars for what is unknown; null where nothing was, and each
   *     group is unknown
   */
  private static String expand(Matcher matched, String replacement, String shown) {
    Matcher reference = REFERENCE.matcher(replacement);
    StringBuilder name = new StringBuilder();
    int end = 0;
    while (reference.find()) {
      name.append(replacement, end, reference.start());
      end = reference.end();
      if (reference.group(1) != null) {
        name.append(reference.group(1));
      } else if (shown == null) {
        name.append(ANY);
        end = reference.group(3) == null ? end : reference.start(3) + digits(matched, reference);
      } else if (reference.group(2) != null) {
        append(name, shown, matched.start(reference.group(2)), matched.end(reference.group(2)));
      } else {
        int digits = digits(matched, reference);
        int group = Integer.parseInt(reference.group(3).substring(0, digits));
        append(name, shown, matched.start(group), matched.end(group));
        end = reference.start(3) + digits;
      }
    }
    return name.append(replacement.substring(end)).toString().replaceAll("\\*+", ANY);
  }

  private static void append(StringBuilder name, String shown, int start, int end) {
    // A group that took no part is empty.
    if (start >= 0) {
      name.append(shown, start, end);
    }
  }

  /** As java.util.regex does: as many digits as are the number of a group. */
  private static int digits(Matcher matched, Matcher reference) {
    String number = reference.group(3);
    int digits = 1;
    while (digits < number.length()
        && Integer.parseInt(number.substring(0, digits + 1)) <= matched.groupCount()) {
      digits++;
    }
    return digits;
  }

  /** Returns the names that no other of them covers. */
  static Set<String> leastOf(Set<String> names) {
    Set<String> least = new TreeSet<>(names);
    least.removeIf(
        name -> names.stream().anyMatch(other -> !other.equals(name) && covers(other, name)));
    return least;
  }

  private static boolean covers(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return name.matches(regex.toString());
  }
}
