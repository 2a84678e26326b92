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
import java.util.Map;
import java.util.TreeMap;

/** Writes the file of a connector that already runs, and lists it in the environment. */
public final class Importer {
  private final BundlePaths paths;
  private final Environment environment;

  /**
   * @param environment the environment that the connector runs in
   */
  public Importer(BundlePaths paths, Environment environment) {
    this.paths = paths;
    this.environment = environment;
  }

  /**
   * What was written.
   *
   * @param file the connector's file, as messages show it
   * @param environmentFile the file that lists connectors, as messages show it
   * @param listed whether the environment lists the connector now
   * @param secrets the keys whose live value is a secret in clear or masked, each with the
   *     reference written instead
   */
  public record Imported(
      String file, String environmentFile, boolean listed, Map<String, String> secrets) {}

  /**
   * Writes a connector's file.
   *
   * @throws ProblemException when there is one already, or a value cannot be written in a file
   */
  public Imported write(LiveConnector live) {
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
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", live.name());
    ObjectNode config = document.putObject("config");
    VariableFinder variables = new VariableFinder(environment.variables());
    // The class first, as people write it; the rest by name.
    new TreeMap<>(live.config())
        .forEach(
            (key, value) -> {
              if (key.equals("connector.class")) {
                config.put(key, value);
              }
            });
    new TreeMap<>(live.config())
        .forEach(
            (key, value) -> {
              if (!key.equals("connector.class") && !isOfTheTool(key)) {
                config.put(key, text(live.name(), key, value, variables, secrets));
              }
            });
    save(file, PrettyJson.of(document));
    boolean listed =
        environment.listed().contains(live.name())
            || new EnvironmentListing(environment.file()).add(live.name(), live.status().state());
    return new Imported(
        paths.shown(file),
        paths.shown(environment.file()),
        listed,
        Collections.unmodifiableMap(secrets));
  }

  private String text(
      String name,
      String key,
      String value,
      VariableFinder variables,
      Map<String, String> secrets) {
    boolean masked = SecretKeys.isMasked(value);
    if (masked || !SecretKeys.shown(key, value).equals(value)) {
      String folder =
          environment.variables().containsKey("secrets_file")
              ? "{{ secrets_file }}"
              : "/path/to/secrets.properties";
      String reference = "${file:" + folder + ":" + name + "." + key + "}";
      secrets.put(key, reference);
      return reference;
    }
    if (value.contains("{{")) {
      throw new ProblemException(
          new Problem(
              CONFIG_VALUE_INVALID,
              name,
              key,
              "the live value holds '{{', which begins a variable in a file",
              "write the connector's file by hand"));
    }
    return variables.replace(key, value);
  }

  private static boolean isOfTheTool(String key) {
    return key.equals(RenderedConnector.LABEL_KEY) || key.startsWith("__internal.");
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
