package io.mskcdc.catalog;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which values of a configuration are secrets: by what connectors and transforms of this
 * build declare, by the option's name, and by the value. When in doubt, a value is a secret.
 */
public final class SecretKeys {
  private static final Pattern TRANSFORM = Pattern.compile("transforms\\.[^.]+\\.(.+)");

  static final String SENSITIVE = "(sensitive)";

  /** A login, whose options are judged one by one. */
  private static final Pattern LOGIN =
      Pattern.compile(
          "\\s*[\\w.$]+\\s+(required|requisite|sufficient|optional)"
              + "(\\s+[\\w.]+\\s*=\\s*(\"[^\"]*\"|[^\\s\";]+))*\\s*;\\s*",
          Pattern.CASE_INSENSITIVE);

  /** What may stand around references: separators, and the scheme of an Authorization header. */
  private static final Pattern AROUND_REFERENCES =
      Pattern.compile("(bearer|basic|token|apikey)?[\\s:;,|@/]*", Pattern.CASE_INSENSITIVE);

  private static final String VARIABLE = "\\{\\{\\s*\\w+\\s*}}";

  /** A reference in a file of the bundle: the braces of a variable do not end it. */
  private static final Pattern REFERENCE_WITH_VARIABLES =
      Pattern.compile("\\$\\{[^{}:]+:([^{}]|" + VARIABLE + ")*+}");

  private static final Pattern USER_INFO =
      Pattern.compile("(.*[._])?user[._]?info", Pattern.CASE_INSENSITIVE);

  /** What stands for a secret whose value is not known. */
  public static final String MASKED = "••••";

  /** The text that some servers return instead of a secret. */
  private static final Pattern MASK = Pattern.compile("•{2,}");

  private static final ResultCache<Map.Entry<String, String>, Boolean> CLEAR =
      new ResultCache<>(entry -> isClear(entry.getKey(), entry.getValue(), Set.of()));

  private SecretKeys() {}

  /** Returns whether the key's value must never be shown. */
  public static boolean isSecret(String key) {
    Matcher transform = TRANSFORM.matcher(key);
    return SecretNames.suggestsSecret(key)
        || (transform.matches()
            ? isSecretOfTransform(transform.group(1))
            : SourceConnectors.all().stream().anyMatch(source -> source.secrets().contains(key)));
  }

  /**
   * An alias does not determine the transform's class, so this looks at the transforms together.
   */
  private static boolean isSecretOfTransform(String option) {
    return GeneratedOptions.partsWithSecrets().stream()
        .anyMatch(part -> GeneratedOptions.secrets(part).contains(option));
  }

  /**
   * Returns whether a value is, or contains, a secret in clear.
   *
   * @param declared the keys that a worker declares as secrets
   */
  public static boolean isClear(String key, String value, Set<String> declared) {
    return isClearWithoutVariables(key, withoutVariables(value), declared);
  }

  /** Returns a value with a word for each variable within a reference. */
  private static String withoutVariables(String value) {
    return value.contains("{{")
        ? REFERENCE_WITH_VARIABLES
            .matcher(value)
            .replaceAll(
                reference ->
                    Matcher.quoteReplacement(reference.group().replaceAll(VARIABLE, "variable")))
        : value;
  }

  private static boolean isClearWithoutVariables(String key, String value, Set<String> declared) {
    return SecretValues.containsSecret(value)
        || (declared.contains(key) || isSecret(key))
            && !SecretValues.isHarmless(value)
            && !LOGIN.matcher(value).matches()
            && !isReferred(key, value);
  }

  /** Returns whether a value is, or contains, a secret in clear, as far as this build knows. */
  public static boolean isClear(String key, String value) {
    return CLEAR.of(Map.entry(key, value));
  }

  private static boolean isReferred(String key, String value) {
    String clear = ProviderReference.replace(value, reference -> "");
    return !clear.equals(value)
        && (AROUND_REFERENCES.matcher(clear).matches()
            // The user is no secret.
            || USER_INFO.matcher(key).matches() && clear.matches("[^:]*:"));
  }

  /** Returns whether a live value is a server's mask instead of the value. */
  public static boolean isMasked(String value) {
    return MASK.matcher(value).matches();
  }

  /**
   * Returns a key's value for output: {@code (sensitive)} if the value is a secret in clear.
   *
   * @param declared the keys that a worker declares as secrets
   */
  public static String shown(String key, String value, Set<String> declared) {
    return isClear(key, value, declared) ? SENSITIVE : value;
  }

  /** Returns a key's value for output, as far as this build knows. */
  public static String shown(String key, String value) {
    return shown(key, value, Set.of());
  }
}
