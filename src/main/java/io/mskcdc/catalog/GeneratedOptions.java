package io.mskcdc.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of Connect and of the connectors, converters and transforms in this build, from files
 * that a test generates from their ConfigDefs. Each line contains the class of the part, or a name
 * such as {@code connect}, and an option. In the files of defaults and of values it also contains
 * the default, or what is valid.
 */
final class GeneratedOptions {
  /** The owner of the options that Connect adds to each source connector. */
  static final String CONNECT = "connect";

  private static final Map<String, Map<String, String>> OPTIONS = read("options.txt");
  private static final Map<String, Map<String, String>> DEFAULTS = read("defaults.txt");
  private static final Map<String, Map<String, String>> SECRETS = read("secret-keys.txt");
  private static final Map<String, Map<String, String>> VALUES = read("values.txt");

  private GeneratedOptions() {}

  /** Returns a part's options; empty if the part is not in this build. */
  static Optional<Set<String>> of(String part) {
    return Optional.ofNullable(OPTIONS.get(part)).map(Map::keySet);
  }

  /** Returns the options of a part that have a default, with it. */
  static Map<String, String> defaults(String part) {
    return DEFAULTS.getOrDefault(part, Map.of());
  }

  /** Returns a part's options of the type PASSWORD. */
  static Set<String> secrets(String part) {
    return SECRETS.getOrDefault(part, Map.of()).keySet();
  }

  /** Returns the parts that have options of the type PASSWORD. */
  static Set<String> partsWithSecrets() {
    return SECRETS.keySet();
  }

  /**
   * Returns what is valid for an option of a part: {@code integer}, {@code number}, or the values
   * with commas between them; empty if the part is not in this build or accepts any text.
   */
  static Optional<String> values(String part, String option) {
    return Optional.ofNullable(VALUES.getOrDefault(part, Map.of()).get(option));
  }

  private static Map<String, Map<String, String>> read(String resource) {
    try (InputStream in = GeneratedOptions.class.getResourceAsStream(resource)) {
      Map<String, Map<String, String>> byPart = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(
              fields ->
                  byPart
                      .computeIfAbsent(fields[0], part -> new LinkedHashMap<>())
                      .put(fields[1], fields.length > 2 ? fields[2] : ""));
      return byPart;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
