package io.mskcdc.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A topic that a connector uses.
 *
 * @param name its name
 * @param kind what it is for
 * @param creation with which settings it is created if it does not exist; empty if nobody does
 */
public record TopicUse(String name, Kind kind, Optional<Creation> creation) {
  /**
   * What a topic is for, and what a login needs to be permitted on it. The names are those of the
   * actions in a policy of IAM.
   */
  public enum Kind {
    DATA(Set.of("DescribeTopic", "WriteData")),
    HISTORY(Set.of("DescribeTopic", "DescribeTopicDynamicConfiguration", "ReadData", "WriteData")),
    SIGNALS(Set.of("DescribeTopic", "ReadData"));

    private final Set<String> actions;

    Kind(Set<String> actions) {
      this.actions = actions;
    }

    Set<String> actions() {
      return actions;
    }
  }

  /**
   * The settings of a new topic.
   *
   * @param partitions -1 for the brokers' default
   * @param replicas -1 for the brokers' default
   * @param settings its configuration
   */
  public record Creation(int partitions, short replicas, Map<String, String> settings) {}
}
