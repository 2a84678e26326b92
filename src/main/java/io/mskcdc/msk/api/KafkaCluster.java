package io.mskcdc.msk.api;

import java.util.List;

/** The Kafka cluster of a connector. */
public record KafkaCluster(ApacheKafkaCluster apacheKafkaCluster) {

  /** Where the brokers are, and the network that reaches them. */
  public record ApacheKafkaCluster(String bootstrapServers, Vpc vpc) {}

  /** Where the workers' network interfaces are made. */
  public record Vpc(List<String> subnets, List<String> securityGroups) {}

  /**
   * How workers log in.
   *
   * @param authenticationType IAM or NONE
   */
  public record ClientAuthentication(String authenticationType) {}

  /**
   * How connections are kept from being read.
   *
   * @param encryptionType TLS or PLAINTEXT
   */
  public record EncryptionInTransit(String encryptionType) {}
}
