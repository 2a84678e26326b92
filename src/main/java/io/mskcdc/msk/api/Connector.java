package io.mskcdc.msk.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A connector as the service describes it.
 *
 * @param connectorState CREATING, RUNNING, UPDATING, PAUSING, PAUSED, RESUMING, RESTARTING, FAILED
 *     or DELETING
 * @param currentVersion the version that an update must name; each update changes it
 * @param connectorConfiguration null in a listing
 * @param stateDescription the cause of a failure; null in a listing
 */
public record Connector(
    String connectorArn,
    String connectorName,
    String connectorDescription,
    String connectorState,
    StateDescription stateDescription,
    String currentVersion,
    Instant creationTime,
    Map<String, String> connectorConfiguration,
    Capacity capacity,
    KafkaCluster kafkaCluster,
    KafkaCluster.ClientAuthentication kafkaClusterClientAuthentication,
    KafkaCluster.EncryptionInTransit kafkaClusterEncryptionInTransit,
    String kafkaConnectVersion,
    List<PluginReference> plugins,
    WorkerConfigurationReference workerConfiguration,
    String serviceExecutionRoleArn,
    LogDelivery logDelivery,
    String networkType) {
  private static final Set<String> TRANSITIONAL =
      Set.of("CREATING", "UPDATING", "PAUSING", "RESUMING", "RESTARTING", "DELETING");

  /** Returns whether it has what each connector in a listing has. */
  boolean isListed() {
    return connectorArn != null && connectorName != null && connectorState != null;
  }

  /** Returns whether it has what the service always describes. */
  boolean isDescribed() {
    return isListed()
        && Stream.of(
                creationTime,
                connectorConfiguration,
                capacity,
                kafkaCluster,
                kafkaClusterClientAuthentication,
                kafkaClusterEncryptionInTransit,
                kafkaConnectVersion,
                plugins)
            .allMatch(Objects::nonNull);
  }

  /** Returns whether the connector is in a state that ends without a further request. */
  public boolean isTransitional() {
    return TRANSITIONAL.contains(connectorState);
  }
}
