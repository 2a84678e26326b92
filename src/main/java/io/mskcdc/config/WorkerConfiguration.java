package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a worker configuration beside environment.yaml says.
 *
 * @param file the file
 * @param text its content, comments included
 * @param properties the properties in it, by name
 */
public record WorkerConfiguration(Path file, String text, SortedMap<String, String> properties) {
  private static final int DIGEST_DIGITS = 8;

  public WorkerConfiguration {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /**
   * Reads it.
   *
   * @throws ProblemException when it cannot be read
   */
  static WorkerConfiguration read(BundlePaths paths, Path file) {
    Properties properties = new Properties();
    try {
      String text = Files.readString(file);
      properties.load(new StringReader(text));
      TreeMap<String, String> sorted = new TreeMap<>();
      properties.forEach((key, value) -> sorted.put((String) key, (String) value));
      return new WorkerConfiguration(file, text, sorted);
    } catch (IOException e) {
      throw StrictReader.unreadable(paths, file, e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX,
              paths.shown(file),
              "a backslash and u begin no character",
              "write four hexadecimal digits behind them, or double the backslash"),
          e);
    }
  }

  /**
   * Returns its name on AWS, where a worker configuration never changes: the environment, the file,
   * and the start of the SHA-256 of its properties. Comments and order make no other name.
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

  /** Returns the config providers that it names. */
  public Set<String> providers() {
    return new TreeSet<>(CommaList.of(properties.get("config.providers")));
  }

  /** Returns the providers that a value refers to and that this worker does not have. */
  Set<String> unknownProviders(String value) {
    return ProviderReference.in(value).stream()
        .map(ProviderReference::provider)
        .filter(name -> !providers().contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
