package io.mskcdc.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with deploy-time variables, {@code {{ name }}}. A reference to a config provider, {@code
 * ${provider:path:key}}, stays as it is, since the worker resolves it. It may contain variables.
 */
public final class Template {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

  private final String text;

  public Template(String text) {
    this.text = text;
  }

  /** Returns the names of the variables in the text, in their order. */
  Set<String> variables() {
    if (!mayHaveVariables()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Returns whether the text has a {@code {{} that does not begin a variable. */
  boolean isMalformed() {
    return literal().contains("{{");
  }

  /** Returns the text without its variables. */
  String literal() {
    return mayHaveVariables() ? VARIABLE.matcher(text).replaceAll("") : text;
  }

  /** Returns the text with the values of its variables. A variable without a value stays. */
  public String render(Map<String, String> values) {
    return mayHaveVariables()
        ? VARIABLE
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())))
        : text;
  }

  /** Most texts have none, and to search for two characters is cheaper than for the expression. */
  private boolean mayHaveVariables() {
    return text.contains("{{");
  }
}
