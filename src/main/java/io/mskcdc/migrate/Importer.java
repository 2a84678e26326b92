package io.mskcdc.migrate;

import static io.mskcdc.problem.ErrorCode.CONFIG_VALUE_INVALID;
import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.text.PrettyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes the file of a connector that already runs. Lists it in the environment if the bundle can
 * then still be used: with a listed connector that has an error, every command would fail.
 */
public final class Importer {
  private static final String CLASS = "connector.class";

  private final BundlePaths paths;
  private final Environment environment;
  private final Supplier<List<Problem>> check;

  /**
   * @param environment the environment that the connector runs in
   * @param check returns the problems of the environment's files
   */
  public Importer(BundlePaths paths, Environment environment, Supplier<List<Problem>> check) {
    this.paths = paths;
    this.environment = environment;
    this.check = check;
  }

  /**
   * The result of an import.
   *
   * @param name the connector's name
   * @param file the connector's file, as messages show it
   * @param environmentFile the file that lists connectors, as messages show it
   * @param listed whether the environment lists the connector now
   * @param secrets the keys whose live value is masked or a secret in clear, each with the
   *     reference that the file has instead
   * @param problems what prevents that the environment lists the connector
   */
  public record Imported(
      String name,
      String file,
      String environmentFile,
      boolean listed,
      Map<String, String> secrets,
      List<Problem> problems) {}

  /**
   * Writes a connector's file.
   *
   * @throws ProblemException if the file exists, or the name or a value cannot be written in a file
   */
  public Imported write(LiveConnector live) {
    RenderedConnector.requireName(live.name(), "environment " + environment.name(), null);
    Path file = paths.connector(live.name());
    if (Files.exists(file)) {
      throw new ProblemException(
          Problem.of(
              FILE_EXISTS,
              paths.shown(file),
              "the connector has a file",
              "look at the differences with mskcdc plan, or move the file away"));
    }
    Map<String, String> secrets = new LinkedHashMap<>();
    VariableFinder variables = new VariableFinder(environment.variables());
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", live.name());
    ObjectNode config = document.putObject("config");
    // The class comes first, as people write it, and then the other keys by name.
    Optional.ofNullable(live.config().get(CLASS)).ifPresent(value -> config.put(CLASS, value));
    new TreeMap<>(live.config())
        .forEach(
            (key, value) -> {
              if (key.equals(CLASS) || isAddedByTools(key)) {
                return;
              }
              if (isSecret(key, value)) {
                secrets.put(key, reference(live.name(), key));
                config.put(key, secrets.get(key));
              } else {
                requireNoVariable(live.name(), key, value);
                config.put(key, variables.replace(key, value));
              }
            });
    save(file, PrettyJson.of(document));
    boolean isListed = environment.listed().contains(live.name());
    EnvironmentListing listing = new EnvironmentListing(environment.file());
    boolean isAdded = !isListed && listing.add(live.name(), live.status().state());
    List<Problem> problems = isListed || isAdded ? check.get() : List.of();
    if (isAdded && !problems.isEmpty()) {
      listing.undo();
    }
    return new Imported(
        live.name(),
        paths.shown(file),
        paths.shown(environment.file()),
        isListed || isAdded && problems.isEmpty(),
        Collections.unmodifiableMap(secrets),
        problems);
  }

  private static boolean isSecret(String key, String value) {
    return SecretKeys.isMasked(value) || !SecretKeys.shown(key, value).equals(value);
  }

  /** Returns a reference to a file of secrets, which the user has to complete. */
  private String reference(String name, String key) {
    String file =
        environment.variables().containsKey("secrets_file")
            ? "{{ secrets_file }}"
            : "/path/to/secrets.properties";
    return "${file:" + file + ":" + name + "." + key + "}";
  }

  /** Returns whether this tool or the server added a key to the configuration. */
  private static boolean isAddedByTools(String key) {
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

  private void save(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              paths.shown(file),
              "the file cannot be written",
              "make its folder writable"),
          e);
    }
  }
}
