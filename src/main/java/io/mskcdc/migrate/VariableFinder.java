package io.mskcdc.migrate;

import io.mskcdc.catalog.SecretKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the values of deploy-time variables in a live configuration. */
final class VariableFinder {
  /** Shorter values, like 1 or true, are equal by chance. */
  private static final int SHORTEST = 4;

  private static final String BEFORE = "(?<![A-Za-z0-9._-])";
  private static final String BEHIND = "(?![A-Za-z0-9._-])";
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final List<Map.Entry<String, String>> variables;

  VariableFinder(Map<String, String> variables) {
    // The longest first: a host and port before the host alone. By name where equal.
    this.variables =
        variables.entrySet().stream()
            .filter(variable -> variable.getValue().length() >= SHORTEST)
            .sorted(
                Comparator.comparing((Map.Entry<String, String> v) -> -v.getValue().length())
                    .thenComparing(Map.Entry::getKey))
            .toList();
  }

  /** Returns the value with the variables' values replaced by the variables. */
  String replace(String key, String value) {
    // In a secret a variable may stand inside a reference only, and there it is found too.
    String text = value;
    for (Map.Entry<String, String> variable : variables) {
      String name = "{{ " + variable.getKey() + " }}";
      if (value.equals(variable.getValue()) && !SecretKeys.isSecret(key)) {
        return name;
      }
      if (!DIGITS.matcher(variable.getValue()).matches()) {
        text =
            Pattern.compile(BEFORE + Pattern.quote(variable.getValue()) + BEHIND)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(name));
      }
    }
    return text;
  }
}
