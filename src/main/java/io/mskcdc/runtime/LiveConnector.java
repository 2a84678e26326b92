package io.mskcdc.runtime;

import io.mskcdc.config.WorkerSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A connector as the runtime reports it.
 *
 * @param name its name
 * @param config its configuration with references to config providers unresolved, without {@code
 *     name}
 * @param settings the settings of its own workers; empty where connectors share workers
 * @param status its status, without the secrets that its traces quote
 */
public record LiveConnector(
    String name,
    Map<String, String> config,
    Optional<WorkerSettings> settings,
    ConnectorStatus status) {

  public LiveConnector {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    status = status.withoutSecrets(config);
  }

  /** A connector on shared workers. */
  public LiveConnector(String name, Map<String, String> config, ConnectorStatus status) {
    this(name, config, Optional.empty(), status);
  }
}
