package io.mskcdc.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connector as an environment wants it: overlay merged, variables replaced.
 *
 * @param name the connector's name, equal to its file's
 * @param file the file it comes from
 * @param description what it is for, or null
 * @param owner who looks after it, or null
 * @param accept what its file accepts and reading it did not need
 * @param config the configuration in the file's order, without {@code name}, and behind it what the
 *     environment adds
 * @param settings the settings of its own workers; empty on shared workers
 * @param state the state it is to be in
 */
public record RenderedConnector(
    String name,
    Path file,
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

  public RenderedConnector {
    accept = List.copyOf(accept);
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Returns the class of the connector, which every rendered connector has. */
  public String connectorClass() {
    return config.get("connector.class");
  }
}
