package io.mskcdc.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a connector that no other connector may have.
 *
 * @param key the configuration key
 * @param value the value
 */
public record ExclusiveValue(String key, String value) {
  /**
   * Returns these values of a configuration; none for a source whose class is not known.
   *
   * @param name the connector's name
   */
  public static List<ExclusiveValue> of(String name, Map<String, String> config) {
    Optional<String> group = SinkTopics.group(name, config);
    return group.isPresent()
        ? List.of(new ExclusiveValue(SinkTopics.GROUP, group.get()))
        : SourceConnectors.of(config).stream()
            .flatMap(source -> source.exclusive(config).entrySet().stream())
            .map(entry -> new ExclusiveValue(entry.getKey(), entry.getValue()))
            .toList();
  }
}
