package io.mskcdc.catalog;

import java.util.Map;

/** The keys that name the topics of a sink. */
public final class SinkTopics {
  /** The topics, with commas. */
  public static final String LIST = "topics";

  /** A regular expression of topics. */
  public static final String PATTERN = "topics.regex";

  private SinkTopics() {}

  /** Returns whether a connector is a sink. MirrorMaker's source has the key of a list too. */
  public static boolean areIn(Map<String, String> config) {
    return (config.containsKey(LIST) || config.containsKey(PATTERN))
        && !config.getOrDefault("connector.class", "").contains("Source");
  }
}
