package io.mskcdc.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector as it is at the moment.
 *
 * @param name its name
 * @param config its configuration with references to config providers unresolved, without {@code
 *     name}
 * @param settings what it has beside it, under the names in {@link Setting}; empty where connectors
 *     share workers
 * @param status its status
 */
public record LiveConnector(
    String name, Map<String, String> config, Map<String, String> settings, ConnectorStatus status) {

  public LiveConnector {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** A connector on workers that it shares. */
  public LiveConnector(String name, Map<String, String> config, ConnectorStatus status) {
    this(name, config, Map.of(), status);
  }
}
