package io.mskcdc.catalog;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression in an option of Debezium, which compares whole names and ignores case. */
public final class Expression {
  private Expression() {}

  /** Compiles an expression; empty if it is not valid, which the runtime's validation reports. */
  public static Optional<Pattern> compile(String expression) {
    try {
      return Optional.of(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Returns whether an expression matches a name; empty if it is not valid. */
  public static Optional<Boolean> matches(String expression, String name) {
    return compile(expression).map(pattern -> pattern.matcher(name).matches());
  }
}
