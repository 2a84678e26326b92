package io.mskcdc.catalog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What each reference begins with; most values have none. */
  private static final String BEGIN = "${";

  private static final Pattern SECRET_WITH_KEY = Pattern.compile("([^:]*:[^:]*)(:.*)");

  private static final int ARN_PARTS = 6;

  /** Returns the references in a value, in their order. */
  public static List<ProviderReference> in(String value) {
    return value.contains(BEGIN)
        ? SYNTAX.matcher(value).results().map(ProviderReference::of).toList()
        : List.of();
  }

  /**
   * Returns a value with its references replaced.
   *
   * @param replacement returns the text for a reference, or null to keep the reference
   */
  public static String replace(String value, Function<ProviderReference, String> replacement) {
    if (!value.contains(BEGIN)) {
      return value;
    }
    return SYNTAX
        .matcher(value)
        .replaceAll(
            match -> {
              String text = replacement.apply(of(match));
              return Matcher.quoteReplacement(text == null ? match.group() : text);
            });
  }

  /**
   * Returns a configuration with {@link Topic#ANY} for each reference. Those in the options of
   * transforms stay.
   */
  public static Map<String, String> unknownIn(Map<String, String> config) {
    Map<String, String> known = new LinkedHashMap<>(config);
    known.replaceAll(
        (key, value) ->
            key.startsWith("transforms.") ? value : replace(value, reference -> Topic.ANY));
    return known;
  }

  /**
   * Returns the text that works instead of this reference if it contains an ARN with its colons:
   * {@code ${secretsmanager:arn:aws:…}}. Connect splits a reference at its first two colons. Empty
   * for other references.
   */
  public Optional<String> withEncodedArn() {
    String[] parts = (path + ":" + key).split(":", ARN_PARTS);
    if (!path.equals("arn") || !key.startsWith("aws") || parts.length < ARN_PARTS) {
      return Optional.empty();
    }
    String resource = parts[ARN_PARTS - 1];
    // An object is referred to by its bucket and key.
    return Optional.of(
        "${" + provider + ":" + (parts[2].equals("s3") ? resource : encoded(parts)) + "}");
  }

  private static String encoded(String[] parts) {
    String resource = parts[ARN_PARTS - 1];
    // The name of a secret, secret:NAME, has no colon: the secret's key follows the next one.
    Matcher secret = SECRET_WITH_KEY.matcher(resource);
    String rest = "";
    if (parts[2].equals("secretsmanager") && secret.matches()) {
      resource = secret.group(1);
      rest = secret.group(2);
    }
    String head = String.join("%3A", Arrays.copyOf(parts, ARN_PARTS - 1));
    return head + "%3A" + resource.replace(":", "%3A") + rest;
  }

  private static ProviderReference of(MatchResult match) {
    String path = match.group(3) == null ? "" : match.group(3);
    return new ProviderReference(match.group(1), path, match.group(4));
  }
}
