package io.mskcdc.catalog;

import java.util.List;
import java.util.Map;

/**
 * A value that two connectors have and must not share.
 *
 * @param key the configuration key
 * @param value the value of both
 */
public record SharedValue(String key, String value) {

  /** Returns the values that two configurations must not share, in the order of the keys. */
  public static List<SharedValue> between(Map<String, String> one, Map<String, String> other) {
    Map<String, String> others =
        SourceConnectors.of(other).map(source -> source.exclusive(other)).orElse(Map.of());
    return SourceConnectors.of(one)
        .map(source -> source.exclusive(one))
        .orElse(Map.of())
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().equals(others.get(entry.getKey())))
        .map(entry -> new SharedValue(entry.getKey(), entry.getValue()))
        .toList();
  }
}
