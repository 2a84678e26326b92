package io.mskcdc.catalog;

import java.util.List;
import java.util.Map;

/**
 * A value of a connector that no other connector may have.
 *
 * @param key the configuration key
 * @param value the value
 */
public record ExclusiveValue(String key, String value) {

  /** Returns these values of a configuration; none if its class is not known. */
  public static List<ExclusiveValue> of(Map<String, String> config) {
    return SourceConnectors.of(config).stream()
        .flatMap(source -> source.exclusive(config).entrySet().stream())
        .map(entry -> new ExclusiveValue(entry.getKey(), entry.getValue()))
        .toList();
  }
}
