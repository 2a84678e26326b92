package io.mskcdc.catalog;

import java.util.Map;
import java.util.Optional;

/** Connect's keys for a sink: the topics that it reads, and its group. */
public final class SinkTopics {
  /** The topics, with commas. */
  public static final String LIST = "topics";

  /** A regular expression of topics. */
  public static final String PATTERN = "topics.regex";

  /** The group of its consumers, which is {@code connect-NAME} by default. */
  public static final String GROUP = "consumer.override.group.id";

  private SinkTopics() {}

  /** Returns the group of a sink's consumers, which has its offsets; empty for a source. */
  public static Optional<String> group(String name, Map<String, String> config) {
    return areIn(config)
        ? Optional.of(config.getOrDefault(GROUP, defaultGroup(name)))
        : Optional.empty();
  }

  /** Returns the group of the consumers of a sink that sets none. */
  static String defaultGroup(String name) {
    return "connect-" + name;
  }

  /** Returns whether a connector is a sink. MirrorMaker's source has the key of a list too. */
  public static boolean areIn(Map<String, String> config) {
    return (config.containsKey(LIST) || config.containsKey(PATTERN))
        && !config.getOrDefault("connector.class", "").contains("Source");
  }
}
