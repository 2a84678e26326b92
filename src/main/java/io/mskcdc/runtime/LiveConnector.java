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
 * @param status its status
 */
public record LiveConnector(String name, Map<String, String> config, ConnectorStatus status) {

  public LiveConnector {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }
}
