package io.mskcdc.lint.rules;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name in a list of regular expressions, written without metacharacters. A dot may be escaped or
 * not: {@code shop.orders} is what most people write, and matches what they mean.
 *
 * @param parts the parts between the dots
 */
record LiteralName(List<String> parts) {
  private static final String WORD = "[\\p{L}\\p{N}_ -]+";
  private static final String DOT = "(?:\\\\\\.|\\[\\.]|\\.)";
  private static final Pattern NAME = Pattern.compile(WORD + "(?:" + DOT + WORD + ")*");

  /** Returns the name in an expression; empty if the expression may match other names. */
  static Optional<LiteralName> of(String expression) {
    return NAME.matcher(expression).matches()
        ? Optional.of(new LiteralName(List.of(expression.split(DOT))))
        : Optional.empty();
  }

  /** Returns the first parts of a name with at least two, like {@code database.table}. */
  String table() {
    return parts.get(0) + "." + parts.get(1);
  }
}
