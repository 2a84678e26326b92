package io.mskcdc.catalog;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference in a configuration value that a worker's config provider resolves: {@code
 * ${provider:path:key}} or {@code ${provider:key}}.
 *
 * @param provider the provider's name in the worker's {@code config.providers}
 * @param path the path, empty where the reference has none
 * @param key the key
 * @see <a
 *     href="https://github.com/apache/kafka/blob/3.7.2/clients/src/main/java/org/apache/kafka/common/config/ConfigTransformer.java">Kafka's
 *     ConfigTransformer</a>
 */
public record ProviderReference(String provider, String path, String key) {
  /** ConfigTransformer's own pattern. */
  private static final Pattern SYNTAX = Pattern.compile("\\$\\{([^}]*?):(([^}]*?):)?([^}]*?)}");

  /** Returns the references in a value, in their order. */
  public static List<ProviderReference> in(String value) {
    return SYNTAX.matcher(value).results().map(ProviderReference::of).toList();
  }

  /**
   * Returns a value with its references replaced.
   *
   * @param replacement returns the text for a reference, or null to keep the reference
   */
  public static String replace(String value, Function<ProviderReference, String> replacement) {
    return SYNTAX
        .matcher(value)
        .replaceAll(
            match -> {
              String text = replacement.apply(of(match));
              return Matcher.quoteReplacement(text == null ? match.group() : text);
            });
  }

  private static ProviderReference of(MatchResult match) {
    String path = match.group(3) == null ? "" : match.group(3);
    return new ProviderReference(match.group(1), path, match.group(4));
  }
}
