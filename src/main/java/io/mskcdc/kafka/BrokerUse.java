package io.mskcdc.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What a connector does with its brokers.
 *
 * @param bootstrapServers the brokers' addresses, as host:port
 * @param login the settings of a client's login
 * @param topics the topics
 * @param signalGroup the consumer group for signals
 * @param maxRequestSize the most bytes that the producer sends at once, and the option that says so
 * @param largestRow the bytes of the largest row, if they are known
 * @param arns the ARNs of topics and groups, where a policy of IAM decides; otherwise ACLs do
 */
public record BrokerUse(
    String bootstrapServers,
    Map<String, String> login,
    List<TopicUse> topics,
    Optional<String> signalGroup,
    Limit maxRequestSize,
    OptionalLong largestRow,
    Optional<Arns> arns) {

  /**
   * A limit in bytes.
   *
   * @param option the option that sets it, as it is written where it belongs
   */
  public record Limit(String option, long bytes) {}

  /**
   * Makes ARNs of names.
   *
   * @param topic the ARN of a topic
   * @param group the ARN of a group
   * @param cluster the ARN of the cluster
   */
  public record Arns(UnaryOperator<String> topic, UnaryOperator<String> group, String cluster) {}
}
