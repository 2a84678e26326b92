package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A worker configuration beside environment.yaml.
 *
 * @param file the file
 * @param text its content, comments included
 * @param properties the properties in it, by name
 * @param keys where each name is written
 * @param values where each value is written
 */
public record WorkerConfiguration(
    Path file,
    String text,
    SortedMap<String, String> properties,
    Map<String, Location> keys,
    Map<String, Location> values) {
  private static final int DIGEST_DIGITS = 8;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  public WorkerConfiguration {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    keys = Map.copyOf(keys);
    values = Map.copyOf(values);
  }

  /**
   * Reads it.
   *
   * @throws ProblemException when it cannot be read
   */
  static WorkerConfiguration read(BundlePaths paths, Path file) {
    String text = Utf8Text.read(paths, file);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX,
              paths.shown(new Location(file, 1, 1)),
              "the file begins with a byte order mark, and a worker reads it as a part of the first"
                  + " key",
              "save the file as UTF-8 without a byte order mark"));
    }
    SortedMap<String, String> properties = new TreeMap<>();
    Map<String, Location> keys = new HashMap<>();
    Map<String, Location> values = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (PropertiesParser.Property property : parsed(paths, file, text)) {
      properties.put(property.key(), property.value());
      values.put(property.key(), property.valueAt());
      Location first = keys.put(property.key(), property.keyAt());
      if (first != null) {
        problems.add(
            new Problem(
                FILE_SYNTAX,
                paths.shown(property.keyAt()),
                property.key(),
                "it is set before in line " + first.line() + ", and a worker takes the last value",
                "remove one of the two lines"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new WorkerConfiguration(file, text, properties, keys, values);
  }

  private static List<PropertiesParser.Property> parsed(BundlePaths paths, Path file, String text) {
    try {
      return PropertiesParser.parse(file, text);
    } catch (PropertiesParser.MalformedException e) {
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX,
              paths.shown(e.location()),
              "'\\u' is not followed by four hexadecimal digits",
              "write the four digits, or double the backslash"),
          e);
    } catch (IOException e) {
      // The parser reads a text.
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where a property is written, or the file as a whole if the file does not set it. */
  public Location keyAt(String key) {
    return keys.getOrDefault(key, Location.of(file));
  }

  /** Returns where a value is written, or the file as a whole if the file does not set it. */
  public Location valueAt(String key) {
    return values.getOrDefault(key, Location.of(file));
  }

  /** Returns the properties in the file's form, each with its place. */
  public List<WrittenValue> written() {
    List<WrittenValue> written = new ArrayList<>();
    properties.forEach((key, value) -> written.add(new WrittenValue(key, value, values.get(key))));
    return written;
  }

  /**
   * Returns its name on AWS: the environment, the file's name and the start of the SHA-256 of its
   * properties. A worker configuration on AWS never changes, so new content needs a new name.
   * Comments and the order of the properties do not change the name.
   */
  public String nameIn(String env) {
    StringBuilder content = new StringBuilder();
    properties.forEach(
        (key, value) ->
            content
                .append(key.length())
                .append(' ')
                .append(key)
                .append('=')
                .append(value)
                .append('\n'));
    String stem = file.getFileName().toString().replaceFirst("\\.properties$", "");
    return (env + "-" + stem).replaceAll("[^A-Za-z0-9]+", "-")
        + "-"
        + Sha256.of(content.toString()).substring(0, DIGEST_DIGITS);
  }

  /** Returns the names in its {@code config.providers}. */
  public Set<String> providers() {
    return new TreeSet<>(CommaList.of(properties.get("config.providers")));
  }
}
