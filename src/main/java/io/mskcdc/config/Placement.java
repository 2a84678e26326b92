package io.mskcdc.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What environment.yaml gives one connector on MSK Connect, the defaults included.
 *
 * @param plugin a folder of connect-plugins, or the name of a custom plugin on AWS
 * @param worker the file of its worker configuration
 * @param settings the rest, each under its name in {@link io.mskcdc.runtime.Setting}
 */
public record Placement(String plugin, Path worker, Map<String, String> settings) {

  public Placement {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
