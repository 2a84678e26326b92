package io.mskcdc.topics;

import io.mskcdc.catalog.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in which stars stand for unknown parts, as in IAM, and the results of regular expressions
 * on it.
 *
 * @param text the name
 */
record NamePattern(String text) {
  private static final String ANY = Topic.ANY;

  /**
   * Sample names for the unknown part. They show whether a regular expression matches all names,
   * some or none. They have small and capital letters, digits, underscores and hyphens, but no dot:
   * a dot in a table's name is not supported.
   */
  private static final List<String> SAMPLES =
      List.of("orders", "Order_Lines", "t_7", "k-2", "90", "a_b_1");

  /**
   * The result of a rule for a name.
   *
   * @param names the names that can result; empty if the rule matches none
   * @param always whether the rule matches every name of the pattern
   */
  record Replaced(Set<String> names, boolean always) {
    static final Replaced NEVER = new Replaced(Set.of(), false);
  }

  /** Replaces the name if a regular expression matches the whole of it. */
  Replaced replace(Pattern regex, RegexReplacement replacement) {
    return replace(regex, groups -> Optional.of(replacement.expand(groups)));
  }

  /**
   * Replaces the name if a regular expression matches the whole of it.
   *
   * @param target returns the new name; empty if the transform fails
   */
  Replaced replace(Pattern regex, Function<MatchedGroups, Optional<String>> target) {
    if (!text.contains(ANY)) {
      Matcher matcher = regex.matcher(text);
      return matcher.matches()
          ? new Replaced(names(target.apply(new MatchedGroups(matcher, text))), true)
          : Replaced.NEVER;
    }
    Set<String> names = new TreeSet<>();
    int matches = 0;
    for (String sample : SAMPLES) {
      Matcher matcher = regex.matcher(text.replace(ANY, sample));
      if (matcher.matches()) {
        matches++;
        String shown = text.replace(ANY, ANY.repeat(sample.length()));
        target.apply(new MatchedGroups(matcher, shown)).ifPresent(names::add);
      }
    }
    if (matches == 0 && mayMatch(regex)) {
      target.apply(new MatchedGroups(regex.matcher(""), null)).ifPresent(names::add);
    }
    return new Replaced(names, matches == SAMPLES.size());
  }

  private static Set<String> names(Optional<String> name) {
    return name.map(Set::of).orElse(Set.of());
  }

  /** Returns whether the known beginning can be the beginning of a match. */
  private boolean mayMatch(Pattern regex) {
    Matcher beginning = regex.matcher(text.substring(0, text.indexOf(ANY)));
    return beginning.matches() || beginning.hitEnd();
  }

  /** Returns whether one text matches both patterns. */
  static boolean haveCommonName(String one, String other) {
    // Most names differ before a star, and are compared with all others.
    for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a == '*' || b == '*') {
        break;
      }
      if (a != b) {
        return false;
      }
    }
    // reached[j] tells whether the part of one read so far and the first j characters of other
    // meet.
    boolean[] reached = new boolean[other.length() + 1];
    reached[0] = true;
    closeOver(other, reached);
    for (char next : one.toCharArray()) {
      boolean[] after = new boolean[reached.length];
      for (int j = 0; j < reached.length; j++) {
        if (!reached[j]) {
          continue;
        }
        char expected = j < other.length() ? other.charAt(j) : 0;
        if (next == '*') {
          Arrays.fill(after, j, after.length, true);
        } else if (expected == '*') {
          after[j] = true;
        } else if (expected == next) {
          after[j + 1] = true;
        }
      }
      closeOver(other, after);
      reached = after;
    }
    return reached[other.length()];
  }

  /** A star may stand for nothing. */
  private static void closeOver(String pattern, boolean[] reached) {
    for (int j = 0; j < pattern.length(); j++) {
      reached[j + 1] |= reached[j] && pattern.charAt(j) == '*';
    }
  }

  /** Returns a name with one star for each sequence of stars. */
  static String merged(String name) {
    return name.replaceAll("\\*+", ANY);
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
