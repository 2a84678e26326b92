package io.mskcdc.msk.api;

import java.util.List;

/** The Kafka cluster of a connector. */
public record KafkaCluster(ApacheKafkaCluster apacheKafkaCluster) {

  /** The brokers' addresses, and the network that reaches them. */
  public record ApacheKafkaCluster(String bootstrapServers, Vpc vpc) {}

  /** The network of the workers' interfaces. */
  public record Vpc(List<String> subnets, List<String> securityGroups) {}

  /**
   * How workers authenticate to the brokers.
   *
   * @param authenticationType IAM or NONE
   */
  public record ClientAuthentication(String authenticationType) {}

  /**
   * The encryption of connections.
   *
   * @param encryptionType TLS or PLAINTEXT
   */
  public record EncryptionInTransit(String encryptionType) {}
}
