package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the worker configuration beside environment.yaml says.
 *
 * @param file worker.properties
 * @param providers the config providers it names
 */
record WorkerConfiguration(Path file, Set<String> providers) {
  /** What Connect takes for a reference: a name before the first colon, in {@code ${…}}. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]*):[^}]*}");

  /**
   * Reads it.
   *
   * @return the configuration; empty where the environment has none
   * @throws ProblemException when there is one that cannot be read
   */
  static Optional<WorkerConfiguration> read(BundlePaths paths, String env) {
    Path file = paths.workerFile(env);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
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
    return Optional.of(
        new WorkerConfiguration(
            file,
            Stream.of(properties.getProperty("config.providers", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  /** Returns the providers that a value refers to and that this worker does not have. */
  Set<String> unknownProviders(String value) {
    return REFERENCE
        .matcher(value)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(name -> !providers.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
