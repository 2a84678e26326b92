package io.mskcdc.catalog;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression in an option of Debezium, which compares whole names and ignores case. */
public final class Expression {
  private static final ResultCache<String, Optional<Pattern>> COMPILED =
      new ResultCache<>(Expression::compiled);

  private Expression() {}

  /** Compiles an expression; empty if it is not valid, which the runtime's validation reports. */
  public static Optional<Pattern> compile(String expression) {
    return COMPILED.of(expression);
  }

  private static Optional<Pattern> compiled(String expression) {
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
