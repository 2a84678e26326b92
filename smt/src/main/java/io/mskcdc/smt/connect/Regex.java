package io.mskcdc.smt.connect;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * A regular expression from a configuration. Its failures name the expression: java.util.regex
 * overflows the stack for some expressions, and for others it takes exponentially many steps.
 */
public final class Regex {

  // A name of a topic or column takes a few hundred steps. These take less than a second.
  private static final int MAX_STEPS = 5_000_000;

  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @param option the option that holds the expression, for errors
   * @param value the option's value or the element of its list, for errors
   * @throws ConfigException if it is not a regular expression
   */
  public static Regex compile(String option, String value, String regex, int flags) {
    try {
      return new Regex(Pattern.compile(regex, flags));
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          option, value, "is not a regular expression: " + e.getDescription());
    }
  }

  /** For an expression that this code made and that is valid. */
  public static Regex of(String regex, int flags) {
    return new Regex(Pattern.compile(regex, flags));
  }

  /**
   * @throws DataException if the match takes too many steps or levels
   */
  public boolean matches(String text) {
    return run(text, Matcher::matches);
  }

  /**
   * Whether the expression matches the text or may match a longer text that begins with it.
   *
   * @throws DataException as {@link #matches}
   */
  public boolean mayMatchBeginning(String text) {
    return run(text, matcher -> matcher.matches() || matcher.hitEnd());
  }

  /**
   * Returns the groups of a match with the whole text, or null if it does not match.
   *
   * @throws DataException as {@link #matches}
   */
  public Matcher match(String text) {
    return run(text, matcher -> matcher.matches() ? matcher : null);
  }

  /**
   * Replaces the first part of the text that matches.
   *
   * @throws DataException as {@link #matches}
   */
  public String replaceFirst(String text, String replacement) {
    return run(text, matcher -> matcher.replaceFirst(replacement));
  }

  public int groups() {
    return pattern.matcher("").groupCount();
  }

  public boolean hasGroup(String name) {
    // Only a successful match accepts names of groups, so add an alternative that matches.
    Matcher empty = Pattern.compile("|" + pattern.pattern(), pattern.flags()).matcher("");
    empty.matches();
    try {
      empty.group(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private <T> T run(String text, Function<Matcher, T> action) {
    try {
      return action.apply(pattern.matcher(new LimitedText(text, pattern)));
    } catch (StackOverflowError e) {
      throw failure(text, pattern);
    }
  }

  private static DataException failure(String text, Pattern pattern) {
    return new DataException(
        "The regular expression %s takes too many steps for a name of %d characters"
            .formatted(pattern, text.length()));
  }

  @Override
  public String toString() {
    return pattern.toString();
  }

  /** Counts the characters that a match reads. */
  private static final class LimitedText implements CharSequence {
    private final String text;
    private final Pattern pattern;
    private int steps;

    LimitedText(String text, Pattern pattern) {
      this.text = text;
      this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw failure(text, pattern);
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
