package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_NAME_INVALID;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A connector as an environment wants it: overlay merged, variables replaced.
 *
 * @param name the connector's name, equal to its file's
 * @param document its file, merged with the overlay
 * @param description its purpose, or null
 * @param owner who looks after it, or null
 * @param accept the findings and dangers that its file accepts
 * @param config the configuration in the file's order, without {@code name}, followed by the keys
 *     that the environment adds
 * @param settings the settings of its own workers; empty on shared workers
 * @param state the state it is to be in
 */
public record RenderedConnector(
    String name,
    Document document,
    String description,
    String owner,
    List<Accept> accept,
    Map<String, String> config,
    Optional<WorkerSettings> settings,
    WantedState state) {

  /**
   * The configuration key that records which bundle and environment created a connector. Connect
   * and Debezium ignore it.
   */
  public static final String LABEL_KEY = "mskcdc.bundle";

  /** Valid in Connect, in a path of its REST API and as a file name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public RenderedConnector {
    accept = List.copyOf(accept);
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /**
   * Returns a connector that no file contains yet, for a check of its configuration. It has no
   * settings of workers of its own.
   *
   * @param config the configuration as a file would contain it, with variables of the environment
   */
  public static RenderedConnector unwritten(
      BundlePaths paths,
      Environment environment,
      String name,
      Map<String, String> config,
      List<Accept> accept) {
    Map<String, String> rendered = new LinkedHashMap<>(config);
    rendered.replaceAll(
        (key, value) -> {
          Template template = new Template(value);
          return environment.variables().keySet().containsAll(template.variables())
              ? template.render(environment.variables())
              : value;
        });
    return new RenderedConnector(
        name,
        Document.empty(paths.connector(name)),
        null,
        null,
        accept,
        rendered,
        Optional.empty(),
        WantedState.RUNNING);
  }

  /**
   * Checks a connector's name.
   *
   * @param where where the name is written
   * @param key the key that it is the value of, or null
   * @throws ProblemException if a bundle cannot contain a connector of this name
   */
  public static void requireName(String name, String where, String key) {
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          new Problem(
              CONNECTOR_NAME_INVALID,
              where,
              key,
              "'" + name + "' is not a connector's name",
              "use letters, digits, '.', '_' and '-', at most 128, a letter or digit first"));
    }
  }

  /** Returns the connector's file. */
  public Path file() {
    return document.file();
  }

  /**
   * Returns where a configuration key is written; the file if neither it nor the overlay has it.
   */
  public Location keyAt(String key) {
    return isWritten(key) ? document.keyAt("config", key) : Location.of(file());
  }

  /** Returns where a key's value is written; the file if neither it nor the overlay has the key. */
  public Location valueAt(String key) {
    return isWritten(key) ? document.valueAt("config", key) : Location.of(file());
  }

  /** Returns a key's value as it is written, without the variables in it. */
  public String literal(String key) {
    return isWritten(key)
        ? new Template(document.root().path("config").path(key).asText()).literal()
        : config.get(key);
  }

  private boolean isWritten(String key) {
    return document.root().path("config").has(key);
  }

  /** Returns the connector with other accepts. */
  public RenderedConnector withAccept(List<Accept> other) {
    return new RenderedConnector(
        name, document, description, owner, other, config, settings, state);
  }

  /** Returns the class of the connector, which every rendered connector has. */
  public String connectorClass() {
    return config.get("connector.class");
  }
}
