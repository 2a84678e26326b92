package io.mskcdc.catalog;

import java.util.Optional;
import java.util.Set;

/** The options that connectors, converters and transforms read. */
public final class KnownOptions {
  private KnownOptions() {}

  /** Returns the options that Connect adds to each source connector. */
  public static Set<String> ofConnect() {
    return GeneratedOptions.of(GeneratedOptions.CONNECT).orElseThrow();
  }

  /** Returns the properties that a worker declares, without those behind a prefix. */
  public static Set<String> ofWorkers() {
    return GeneratedOptions.of("worker").orElseThrow();
  }

  /**
   * Returns the options of one of Kafka's clients.
   *
   * @param client {@code producer}, {@code consumer} or {@code admin}
   */
  public static Set<String> ofClient(String client) {
    return GeneratedOptions.of(client).orElseThrow();
  }

  /** Returns the options of a topic. */
  public static Set<String> ofTopics() {
    return GeneratedOptions.of("topic").orElseThrow();
  }

  /**
   * Returns the options of a connector, converter or transform, without the prefix they are written
   * with; empty if the part is not known.
   *
   * @param type the part's class, or null
   */
  public static Optional<Set<String>> of(String type) {
    return SourceConnectors.of(type)
        .map(SourceConnector::options)
        .or(() -> Optional.ofNullable(type).flatMap(GeneratedOptions::of));
  }
}
