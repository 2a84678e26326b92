package io.mskcdc.msk.api;

import java.util.List;
import java.util.Map;

/**
 * A new connector. The description, log delivery, network type, worker configuration and tags are
 * optional.
 *
 * @param networkType IPV4 or DUAL
 */
public record CreateConnectorRequest(
    String connectorName,
    String connectorDescription,
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
    String networkType,
    Map<String, String> tags) {}
