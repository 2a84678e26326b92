package io.mskcdc.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The source connectors that this deployer supports. */
public final class SourceConnectors {
  private static final List<SourceConnector> ALL =
      ServiceLoader.load(SourceConnector.class, SourceConnectors.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private static final Map<String, SourceConnector> BY_CLASS =
      ALL.stream().collect(Collectors.toMap(SourceConnector::className, source -> source));

  private SourceConnectors() {}

  /** Returns all of them. */
  public static List<SourceConnector> all() {
    return ALL;
  }

  /** Returns the source connector of a configuration; empty if its class is not known. */
  public static Optional<SourceConnector> of(Map<String, String> config) {
    return of(config.get("connector.class"));
  }

  /**
   * Returns the source connector of a configuration, or all if its class is not known. Connectors
   * of one family share options and offsets, so one of these can fit an unknown class.
   */
  public static List<SourceConnector> candidates(Map<String, String> config) {
    return of(config).map(List::of).orElse(ALL);
  }

  /**
   * Returns the source connector of a class; empty if it is not known.
   *
   * @param className the class, or null
   */
  public static Optional<SourceConnector> of(String className) {
    return Optional.ofNullable(className).map(BY_CLASS::get);
  }
}
