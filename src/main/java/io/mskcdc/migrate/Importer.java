package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.CLEAR_SECRET;
import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.config.ForeignConnector;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.text.PrettyJson;
import io.mskcdc.text.SaltedKey;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes the file of a connector that already runs or is written in another form. Lists it in the
 * environment if the bundle can then still be used: with a listed connector that has an error,
 * every command would fail.
 */
public final class Importer {
  private static final String CLASS = "connector.class";

  /** What the file has instead of a salt in a key. */
  private static final String SALT = "replace-me";

  private final BundlePaths paths;
  private final Optional<Environment> environment;
  private final Supplier<List<Problem>> check;

  /**
   * @param environment the environment that the connector runs in; empty to write the file alone
   * @param check returns the problems of the environment's files
   */
  public Importer(
      BundlePaths paths, Optional<Environment> environment, Supplier<List<Problem>> check) {
    this.paths = paths;
    this.environment = environment;
    this.check = check;
  }

  /**
   * The result of an import.
   *
   * @param name the connector's name
   * @param file the connector's file, as messages show it
   * @param environmentFile the file that lists connectors, as messages show it; empty if the import
   *     is for no environment
   * @param listed whether the environment lists the connector now
   * @param secrets the keys whose live value is masked or a secret in clear, each with the
   *     reference that the file has instead
   * @param problems what prevents that the environment lists the connector
   * @param unplaced settings of the source that belong into environment.yaml, and prevent it too
   * @param entry the lines of its entry under connectors
   */
  public record Imported(
      String name,
      String file,
      Optional<String> environmentFile,
      boolean listed,
      Map<String, String> secrets,
      List<Problem> problems,
      List<String> unplaced,
      List<String> entry) {}

  /** A connector to write, with values as a file contains them. */
  private record Source(
      String name,
      Optional<String> description,
      Map<String, String> config,
      RunState state,
      Optional<Path> file,
      Map<String, String> entry,
      List<String> unplaced) {}

  /**
   * Writes the file of a running connector.
   *
   * @param declared the keys that the workers declare as secrets
   * @throws ProblemException if the file exists, or the name or a value cannot be written in a file
   */
  public Imported write(LiveConnector live, Set<String> declared) {
    Map<String, String> config = new TreeMap<>(live.config());
    config.keySet().removeIf(Importer::isAddedByTools);
    return write(
        new Source(
            live.name(),
            Optional.empty(),
            config,
            live.status().state(),
            Optional.empty(),
            Map.of(),
            List.of()),
        declared);
  }

  /**
   * Writes the file of a connector that is written in another form. The file may be the source
   * itself, unless secrets would be lost.
   *
   * @param file the source
   * @throws ProblemException if another file exists, or the name cannot be written in a file
   */
  public Imported write(ForeignConnector foreign, Path file) {
    Map<String, String> config = new LinkedHashMap<>(foreign.config());
    config.keySet().removeIf(Importer::isAddedByTools);
    // Entries of other environments have no settings.
    boolean isPlaced = environment.filter(env -> env.mskConnect().isEmpty()).isEmpty();
    return write(
        new Source(
            foreign.name(),
            foreign.description(),
            config,
            RunState.RUNNING,
            Optional.of(file),
            isPlaced ? foreign.entry() : Map.of(),
            Stream.concat(
                    isPlaced ? Stream.empty() : foreign.entry().keySet().stream(),
                    foreign.unplaced().stream())
                .toList()),
        Set.of());
  }

  private Imported write(Source source, Set<String> declared) {
    String place = environment.map(env -> "environment " + env.name()).orElse("the new file");
    RenderedConnector.requireName(source.name(), place, null);
    Path file = paths.connector(source.name());
    Map<String, String> secrets = new LinkedHashMap<>();
    Set<String> salted = new LinkedHashSet<>();
    ObjectNode document = document(source, declared, secrets, salted);
    requireFree(file, source, secrets);
    save(paths, file, PrettyJson.of(document));
    boolean isListed = environment.filter(env -> env.listed().contains(source.name())).isPresent();
    Optional<EnvironmentListing> listing =
        environment
            .filter(env -> !isListed && source.unplaced().isEmpty())
            .map(env -> new EnvironmentListing(env.file()))
            .filter(list -> list.add(source.name(), source.state(), source.entry()));
    List<Problem> problems = isListed || listing.isPresent() ? check.get() : List.of();
    if (!problems.isEmpty()) {
      listing.ifPresent(EnvironmentListing::undo);
    }
    boolean isRendered = problems.isEmpty();
    return new Imported(
        source.name(),
        paths.shown(file),
        environment.map(env -> paths.shown(env.file())),
        isListed || listing.isPresent() && isRendered,
        Collections.unmodifiableMap(secrets),
        Stream.concat(problems.stream(), salted.stream().map(key -> salted(file, key))).toList(),
        source.unplaced(),
        EnvironmentListing.entry(source.name(), source.state(), source.entry()));
  }

  /** No reference can stand in a key. */
  private Problem salted(Path file, String key) {
    return new Problem(
        CLEAR_SECRET,
        paths.shown(file),
        key,
        "the key holds its salt in clear, and the file has " + SALT + " instead",
        "write the salt, or mask the columns with hmac.columns of io.mskcdc.smt.Mask, whose key is a"
            + " reference");
  }

  /** The class comes first, as people write it. */
  private ObjectNode document(
      Source source, Set<String> declared, Map<String, String> secrets, Set<String> salted) {
    VariableFinder variables =
        new VariableFinder(environment.map(Environment::variables).orElse(Map.of()));
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", source.name());
    source.description().ifPresent(text -> document.put("description", text));
    ObjectNode config = document.putObject("config");
    Optional.ofNullable(source.config().get(CLASS)).ifPresent(value -> config.put(CLASS, value));
    source
        .config()
        .forEach(
            (key, value) -> {
              if (key.equals(CLASS)) {
                return;
              }
              if (SecretKeys.isMasked(value) || SecretKeys.isClear(key, value, declared)) {
                secrets.put(key, reference(source.name(), key));
                config.put(key, secrets.get(key));
              } else {
                // A source in another form is converted with its variables.
                if (source.file().isEmpty()) {
                  requireNoVariable(source.name(), key, value);
                }
                String name = key;
                for (int i = 1; config.has(name) || i == 1; i++) {
                  name = SaltedKey.replace(key, i == 1 ? SALT : SALT + "-" + i);
                }
                if (!name.equals(key)) {
                  salted.add(name);
                }
                config.put(name, variables.replace(key, value));
              }
            });
    return document;
  }

  private void requireFree(Path file, Source source, Map<String, String> secrets) {
    boolean isSource =
        source
            .file()
            .map(path -> path.toAbsolutePath().normalize())
            .filter(file::equals)
            .isPresent();
    if (isSource && !secrets.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              FILE_EXISTS,
              paths.shown(file),
              "it would be overwritten, and it has the only copy of secrets in clear: "
                  + String.join(", ", secrets.keySet()),
              "move it out of the bundle and of git, and run the command with its new path"));
    }
    if (!isSource && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProblemException(
          Problem.of(
              FILE_EXISTS,
              paths.shown(file),
              "the connector has a file",
              environment.filter(env -> env.listed().contains(source.name())).isPresent()
                  ? "look at the differences with mskcdc plan, or move the file away"
                  : "list it under connectors in environment.yaml, or move the file away"));
    }
  }

  /** Returns a reference to a file of secrets, which the user has to complete. */
  private String reference(String name, String key) {
    String file =
        environment.filter(env -> env.variables().containsKey("secrets_file")).isPresent()
            ? "{{ secrets_file }}"
            : "/path/to/secrets.properties";
    return "${file:" + file + ":" + name + "." + key + "}";
  }

  /** Returns whether this tool or the server added a key to the configuration. */
  static boolean isAddedByTools(String key) {
    return key.equals(RenderedConnector.LABEL_KEY) || key.startsWith("__internal.");
  }

  private static void requireNoVariable(String name, String key, String value) {
    if (value.contains("{{")) {
      throw new ProblemException(
          new Problem(
              CONFIG_VALUE_INVALID,
              name,
              key,
              "the live value contains '{{', which begins a variable in a file",
              "write the connector's file by hand"));
    }
  }

  static void save(BundlePaths paths, Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              paths.shown(file),
              "the file cannot be written (" + WholeFile.reason(e) + ")",
              "make its folder writable, with free space"),
          e);
    }
  }
}
