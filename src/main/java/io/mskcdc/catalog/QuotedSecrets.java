package io.mskcdc.catalog;

import io.mskcdc.text.SaltedKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hides secrets in texts about a connector: stack traces, lines of a log, messages of workers. Such
 * a text may quote a value that a config provider resolved, and that nobody but the worker has.
 *
 * @see <a
 *     href="https://github.com/apache/kafka/blob/3.7.2/clients/src/main/java/org/apache/kafka/common/config/ConfigException.java">Kafka's
 *     ConfigException</a>
 */
public final class QuotedSecrets {
  /** A value may have several lines, but no lines of a stack trace. */
  private static final String VALUE = "(?<value>(?:(?!\\n\\s+at |\\nCaused by: )(?s:.))*?)";

  /** The messages of Kafka and of Debezium that quote a value. */
  private static final List<Pattern> QUOTES =
      List.of(
          Pattern.compile("Invalid value " + VALUE + " for configuration (?<key>[\\w.-]+)"),
          Pattern.compile("The '(?<key>[^'\\s]+)' value '" + VALUE + "' is invalid"));

  /** What stands instead of a value that is absent, or already hidden. */
  private static final Set<String> NO_VALUES =
      Set.of("", "null", "[hidden]", "********", SecretKeys.SENSITIVE);

  /** A shorter value is replaced only where it is quoted: it may be a part of other words. */
  private static final int SHORTEST = 3;

  private final Map<String, String> config;
  private final Set<String> declared;
  private final Set<String> secrets = new LinkedHashSet<>();
  private final Set<String> names = new TreeSet<>();

  private QuotedSecrets(Map<String, String> config, Set<String> declared, Set<String> resolved) {
    this.config = config;
    this.declared = declared;
    secrets.addAll(resolved);
    config.forEach(
        (key, value) -> {
          boolean isClear = SecretKeys.isClear(key, value, declared);
          if (isClear) {
            secrets.add(value);
            secrets.addAll(SecretValues.secretOptions(value));
          }
          if (isClear || !ProviderReference.in(value).isEmpty()) {
            names(key).forEach(names::add);
          }
        });
    secrets.removeIf(String::isBlank);
  }

  /**
   * Reads the secrets of a configuration.
   *
   * @param config the configuration with references to config providers unresolved
   */
  public static QuotedSecrets of(Map<String, String> config) {
    return of(config, Set.of(), Set.of());
  }

  /**
   * Reads the secrets of a configuration.
   *
   * @param config the configuration with references to config providers unresolved
   * @param declared the keys that a worker declares as secrets
   * @param resolved values that a config provider resolved
   */
  public static QuotedSecrets of(
      Map<String, String> config, Set<String> declared, Set<String> resolved) {
    return new QuotedSecrets(config, declared, resolved);
  }

  /** The key, and each of its ends: clients and transforms get their options without a prefix. */
  private static Stream<String> names(String key) {
    return Stream.iterate(key, name -> !name.isEmpty(), name -> name.replaceFirst("^[^.]*\\.?", ""))
        .filter(name -> !name.startsWith("."));
  }

  /** Returns a text without secrets; null for null. */
  public String hide(String text) {
    if (text == null) {
      return null;
    }
    String shown = text;
    for (Pattern quote : QUOTES) {
      shown = hideQuoted(quote, shown);
    }
    for (String secret : secrets) {
      shown = anyForm(secret).matcher(shown).replaceAll(SecretKeys.SENSITIVE);
    }
    return SecretValues.hide(SaltedKey.hide(hideAssigned(shown)), SecretKeys.SENSITIVE);
  }

  /** A URL contains a value with some of its characters percent-encoded. */
  private static Pattern anyForm(String secret) {
    return Pattern.compile(
        secret
            .codePoints()
            .mapToObj(Character::toString)
            .map(
                character -> {
                  String encoded =
                      character.equals(" ")
                          ? "%20"
                          : URLEncoder.encode(character, StandardCharsets.UTF_8);
                  String same = Pattern.quote(character);
                  return encoded.equals(character)
                      ? same
                      : "(?:" + same + "|(?i:" + Pattern.quote(encoded) + "))";
                })
            .collect(Collectors.joining()));
  }

  private String hideQuoted(Pattern quote, String text) {
    Set<String> hidden = new LinkedHashSet<>();
    Matcher matcher = quote.matcher(text);
    StringBuilder shown = new StringBuilder();
    while (matcher.find()) {
      String value = matcher.group("value");
      if (!isPublic(matcher.group("key"), value)) {
        hidden.add(value);
        int start = matcher.start("value") - matcher.start();
        String message = matcher.group();
        matcher.appendReplacement(
            shown,
            Matcher.quoteReplacement(
                message.substring(0, start)
                    + SecretKeys.SENSITIVE
                    + message.substring(start + value.length())));
      }
    }
    String result = matcher.appendTail(shown).toString();
    for (String value : hidden) {
      result = value.length() < SHORTEST ? result : result.replace(value, SecretKeys.SENSITIVE);
    }
    return result;
  }

  /**
   * Returns whether the configuration itself shows the value. The value of another key, or of an
   * earlier configuration, may be a secret.
   */
  private boolean isPublic(String key, String value) {
    return NO_VALUES.contains(value)
        || config.entrySet().stream()
            .filter(entry -> names(entry.getKey()).anyMatch(key::equals))
            .filter(entry -> !SecretKeys.isClear(entry.getKey(), entry.getValue(), declared))
            .anyMatch(entry -> entry.getValue().strip().equals(value.strip()));
  }

  /** Kafka logs the options of each client, one a line; other classes log a map. */
  private String hideAssigned(String text) {
    if (names.isEmpty()) {
      return text;
    }
    String name = "(?:" + names.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")";
    return Pattern.compile(
            ("(?m)(?<line>^\\s*" + name + "[ \\t]*=[ \\t]*)[^\\n]+")
                + ("|(?<entry>(?<![\\w.-])" + name + "=)[^\\s,}]+"))
        .matcher(text)
        .replaceAll(QuotedSecrets::withoutValue);
  }

  private static String withoutValue(MatchResult assignment) {
    String name = assignment.group(1) == null ? assignment.group(2) : assignment.group(1);
    return Matcher.quoteReplacement(name + SecretKeys.SENSITIVE);
  }
}
