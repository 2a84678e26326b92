package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_FILE_MISSING;
import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;

import io.mskcdc.catalog.ExclusiveValue;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Document;
import io.mskcdc.config.Environment;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.Template;
import io.mskcdc.config.Utf8Text;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a new connector's files from those of another one, with its overlays in all environments.
 * The values that no two connectors may share are new. The text keeps its order and form.
 */
public final class ConnectorCopy {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final BundlePaths paths;
  private final Environment environment;
  private final Supplier<List<Problem>> check;

  /**
   * @param environment the environment that is to list the connector
   * @param check returns the problems of the environment's files
   */
  public ConnectorCopy(BundlePaths paths, Environment environment, Supplier<List<Problem>> check) {
    this.paths = paths;
    this.environment = environment;
    this.check = check;
  }

  /**
   * The result of a copy.
   *
   * @param name the new connector
   * @param files its files, as messages show them
   * @param environmentFile the file that lists connectors, as messages show it
   * @param listed whether the environment lists the connector now
   * @param values the values that are its own, by key
   * @param mentions the other keys whose values contain the old topic prefix
   * @param problems what prevents that the environment lists the connector
   */
  public record Copied(
      String name,
      List<String> files,
      String environmentFile,
      boolean listed,
      Map<String, String> values,
      List<String> mentions,
      List<Problem> problems) {}

  /**
   * Writes the files, and lists the connector if it has no problem.
   *
   * @param from a connector of the bundle
   * @throws ProblemException if it has no file, or the new one has files already
   */
  public Copied copy(String from, String name) {
    RenderedConnector.requireName(name, "the command line", null);
    Map<Path, Path> files = files(from, name);
    Map<String, String> config = Document.read(paths, paths.connector(from)).texts("config");
    Optional<SourceConnector> source = SourceConnectors.of(config);
    String prefix = source.map(SourceConnector::topicPrefixKey).map(config::get).orElse("");
    Map<String, String> values = new LinkedHashMap<>();
    for (ExclusiveValue old : ExclusiveValue.of(from, config)) {
      // The group of a sink that sets none follows its name.
      if (config.containsKey(old.key())) {
        values.put(old.key(), own(old, prefix, name));
      }
    }
    files.forEach(
        (old, target) ->
            Importer.save(paths, target, replaced(Utf8Text.read(paths, old), from, name, values)));
    boolean isListed = environment.listed().contains(name);
    EnvironmentListing listing = new EnvironmentListing(environment.file());
    boolean isAdded = !isListed && listing.add(name, RunState.RUNNING);
    List<Problem> problems = isListed || isAdded ? check.get() : List.of();
    if (isAdded && !problems.isEmpty()) {
      listing.undo();
    }
    return new Copied(
        name,
        files.values().stream().map(paths::shown).toList(),
        paths.shown(environment.file()),
        isListed || isAdded && problems.isEmpty(),
        values,
        mentions(config, values, prefix),
        problems);
  }

  /** Returns the files to write by the files that they are copies of. */
  private Map<Path, Path> files(String from, String name) {
    Map<Path, Path> files = new LinkedHashMap<>();
    if (!Files.isRegularFile(paths.connector(from))) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_FILE_MISSING,
              paths.shown(paths.connector(from)),
              "there is no such file",
              "name a connector of the bundle with --from"));
    }
    files.put(paths.connector(from), paths.connector(name));
    for (String env : paths.environmentNames()) {
      if (Files.isRegularFile(paths.overlay(env, from))) {
        files.put(paths.overlay(env, from), paths.overlay(env, name));
      }
    }
    List<Problem> taken =
        files.values().stream()
            // A link to nothing would write a file outside of the bundle.
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .map(
                file ->
                    Problem.of(
                        FILE_EXISTS,
                        paths.shown(file),
                        "the connector has a file",
                        "choose another name, or move the file away"))
            .toList();
    if (!taken.isEmpty()) {
      throw new ProblemException(taken);
    }
    return files;
  }

  private String own(ExclusiveValue old, String prefix, String name) {
    if (old.value().equals(prefix)) {
      return name;
    }
    String value = new Template(old.value()).render(environment.variables());
    if (NUMBER.matcher(value).matches()) {
      return String.valueOf(Math.max(highest(paths, old.key()), Long.parseLong(value)) + 1);
    }
    return !prefix.isEmpty() && old.value().contains(prefix)
        ? old.value().replace(prefix, name)
        : old.value() + "." + name;
  }

  /** Returns the highest number that a file of the bundle has for a key. */
  static long highest(BundlePaths paths, String key) {
    try (Stream<Path> files = Files.walk(paths.root())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .flatMap(file -> value(key).matcher(Utf8Text.read(paths, file)).results())
          .map(found -> found.group(2).replace("\"", ""))
          .filter(text -> NUMBER.matcher(text).matches())
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              paths.shown(paths.root()),
              "a folder in it cannot be read, which may have the numbers of other connectors",
              "check its permissions"),
          e);
    }
  }

  private static Pattern value(String key) {
    return Pattern.compile(
        "(\"" + Pattern.quote(key) + "\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*+\"|\\d+)");
  }

  private static String replaced(
      String text, String from, String name, Map<String, String> values) {
    String copy =
        value("name")
            .matcher(text)
            .replaceFirst(
                found ->
                    Matcher.quoteReplacement(
                        found.group(2).equals("\"" + from + "\"")
                            ? found.group(1) + "\"" + name + "\""
                            : found.group()));
    for (Map.Entry<String, String> own : values.entrySet()) {
      copy =
          value(own.getKey())
              .matcher(copy)
              .replaceAll(
                  found -> Matcher.quoteReplacement(found.group(1) + "\"" + own.getValue() + "\""));
    }
    return copy;
  }

  private static List<String> mentions(
      Map<String, String> config, Map<String, String> values, String prefix) {
    Pattern mention = Pattern.compile("\\b" + Pattern.quote(prefix) + "\\b");
    List<String> mentions = new ArrayList<>();
    config.forEach(
        (key, value) -> {
          if (!prefix.isEmpty() && !values.containsKey(key) && mention.matcher(value).find()) {
            mentions.add(key);
          }
        });
    return mentions;
  }
}
