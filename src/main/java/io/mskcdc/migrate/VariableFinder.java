package io.mskcdc.migrate;

import io.mskcdc.catalog.SecretKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the values of deploy-time variables in a live configuration by the variables. */
final class VariableFinder {
  /** A shorter value, like 1 or yes, may be equal by chance. */
  private static final int SHORTEST = 4;

  private static final String BEFORE = "(?<![A-Za-z0-9._-])";
  private static final String AFTER = "(?![A-Za-z0-9._-])";
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final List<Map.Entry<String, String>> variables;

  VariableFinder(Map<String, String> variables) {
    // The longest first, so that a host with its port is found before the host.
    this.variables =
        variables.entrySet().stream()
            .filter(variable -> variable.getValue().length() >= SHORTEST)
            .sorted(
                Comparator.comparing((Map.Entry<String, String> v) -> -v.getValue().length())
                    .thenComparing(Map.Entry::getKey))
            .toList();
  }

  /**
   * Returns a value with the variables' values replaced by the variables. In a key of a secret, the
   * value is a reference, and only a part of it can be a variable.
   */
  String replace(String key, String value) {
    String text = value;
    for (Map.Entry<String, String> variable : variables) {
      String name = "{{ " + variable.getKey() + " }}";
      if (value.equals(variable.getValue()) && !SecretKeys.isSecret(key)) {
        return name;
      }
      // A number inside of a value may be equal by chance.
      if (!DIGITS.matcher(variable.getValue()).matches()) {
        text =
            Pattern.compile(BEFORE + Pattern.quote(variable.getValue()) + AFTER)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(name));
      }
    }
    return text;
  }
}
