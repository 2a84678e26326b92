package io.mskcdc.msk;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.WorkerCapacity;
import io.mskcdc.config.WorkerCapacity.Autoscaled;
import io.mskcdc.config.WorkerCapacity.Provisioned;
import io.mskcdc.config.WorkerLogs;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.msk.api.Capacity;
import io.mskcdc.msk.api.Capacity.AutoScaling;
import io.mskcdc.msk.api.Capacity.ProvisionedCapacity;
import io.mskcdc.msk.api.Capacity.ScalePolicy;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.CreateConnectorRequest;
import io.mskcdc.msk.api.KafkaCluster;
import io.mskcdc.msk.api.LogDelivery;
import io.mskcdc.msk.api.LogDelivery.CloudWatchLogs;
import io.mskcdc.msk.api.LogDelivery.Firehose;
import io.mskcdc.msk.api.LogDelivery.S3;
import io.mskcdc.msk.api.PluginReference;
import io.mskcdc.msk.api.WorkerConfigurationReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Converts between the API's records of a connector and {@link WorkerSettings}. */
final class ConnectorShapes {
  private ConnectorShapes() {}

  /**
   * Returns the worker settings of a connector.
   *
   * @param offsetTopic the offset topic that its worker configuration names
   */
  static WorkerSettings settings(Connector connector, Optional<String> offsetTopic) {
    KafkaCluster.ApacheKafkaCluster cluster = connector.kafkaCluster().apacheKafkaCluster();
    List<String> securityGroups = cluster.vpc().securityGroups();
    return new WorkerSettings(
        name(connector.plugins().get(0).customPlugin().customPluginArn()),
        Optional.ofNullable(connector.workerConfiguration())
            .map(worker -> name(worker.workerConfigurationArn())),
        offsetTopic,
        connector.kafkaConnectVersion(),
        connector.serviceExecutionRoleArn(),
        connector.kafkaClusterClientAuthentication().authenticationType().toLowerCase(Locale.ROOT),
        connector.kafkaClusterEncryptionInTransit().encryptionType(),
        connector.networkType() == null ? "IPV4" : connector.networkType(),
        CommaList.of(cluster.bootstrapServers()),
        cluster.vpc().subnets(),
        securityGroups == null ? List.of() : securityGroups,
        capacity(connector.capacity()),
        logs(connector));
  }

  /** Returns the name in the ARN of a plugin, a worker configuration or a connector. */
  static String name(String arn) {
    return arn.split("/")[1];
  }

  /** Returns the last part of a connector's ARN, which the service adds to names too. */
  static String id(Connector connector) {
    String arn = connector.connectorArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /**
   * Returns how many tasks a connector has at most; a connector whose capacity scales has more than
   * its configuration sets.
   */
  static int mostTasks(Connector connector) {
    String most = connector.connectorConfiguration().getOrDefault("tasks.max", "1");
    boolean scales = connector.capacity() != null && connector.capacity().autoScaling() != null;
    return !scales && most.matches("\\d{1,9}") ? Integer.parseInt(most) : Integer.MAX_VALUE;
  }

  private static WorkerCapacity capacity(Capacity capacity) {
    ProvisionedCapacity fixed = capacity.provisionedCapacity();
    if (fixed != null) {
      return new Provisioned(fixed.mcuCount(), fixed.workerCount());
    }
    AutoScaling scaling = capacity.autoScaling();
    return new Autoscaled(
        scaling.minWorkerCount(),
        scaling.maxWorkerCount(),
        scaling.mcuCount(),
        Optional.ofNullable(scaling.maxAutoscalingTaskCount()),
        percent(scaling.scaleInPolicy(), Autoscaled.SCALE_IN),
        percent(scaling.scaleOutPolicy(), Autoscaled.SCALE_OUT));
  }

  private static int percent(ScalePolicy policy, int usual) {
    return Optional.ofNullable(policy).map(ScalePolicy::cpuUtilizationPercentage).orElse(usual);
  }

  /** Returns where a connector's workers log to. */
  static WorkerLogs logs(Connector connector) {
    Optional<LogDelivery.WorkerLogDelivery> delivery =
        Optional.ofNullable(connector.logDelivery()).map(LogDelivery::workerLogDelivery);
    return new WorkerLogs(
        delivery
            .map(LogDelivery.WorkerLogDelivery::cloudWatchLogs)
            .filter(logs -> Boolean.TRUE.equals(logs.enabled()))
            .map(CloudWatchLogs::logGroup),
        delivery
            .map(LogDelivery.WorkerLogDelivery::firehose)
            .filter(firehose -> Boolean.TRUE.equals(firehose.enabled()))
            .map(Firehose::deliveryStream),
        delivery
            .map(LogDelivery.WorkerLogDelivery::s3)
            .filter(s3 -> Boolean.TRUE.equals(s3.enabled()))
            .map(s3 -> new WorkerLogs.Bucket(s3.bucket(), Optional.ofNullable(s3.prefix()))));
  }

  /** Returns the request that creates a connector. */
  static CreateConnectorRequest creation(
      String name,
      Map<String, String> config,
      WorkerSettings settings,
      PluginReference plugin,
      WorkerConfigurationReference worker,
      MskConnectTarget target) {
    return new CreateConnectorRequest(
        name,
        null,
        config,
        capacity(settings.capacity()),
        new KafkaCluster(
            new KafkaCluster.ApacheKafkaCluster(
                String.join(",", settings.bootstrapServers()),
                new KafkaCluster.Vpc(settings.subnets(), settings.securityGroups()))),
        new KafkaCluster.ClientAuthentication(settings.auth().toUpperCase(Locale.ROOT)),
        new KafkaCluster.EncryptionInTransit(settings.encryption()),
        settings.connectVersion(),
        List.of(plugin),
        worker,
        settings.role(),
        logDelivery(settings.logs()),
        settings.networkType(),
        target.tags().isEmpty() ? null : target.tags());
  }

  /** Returns a capacity as the API expects it. */
  static Capacity capacity(WorkerCapacity capacity) {
    if (capacity instanceof Provisioned fixed) {
      return Capacity.provisioned(fixed.mcuCount(), fixed.workerCount());
    }
    Autoscaled scaling = (Autoscaled) capacity;
    return new Capacity(
        null,
        new AutoScaling(
            scaling.minWorkerCount(),
            scaling.maxWorkerCount(),
            scaling.mcuCount(),
            new ScalePolicy(scaling.scaleInPercent()),
            new ScalePolicy(scaling.scaleOutPercent()),
            scaling.maxTaskCount().orElse(null)));
  }

  private static LogDelivery logDelivery(WorkerLogs logs) {
    if (logs.isEmpty()) {
      return null;
    }
    return new LogDelivery(
        new LogDelivery.WorkerLogDelivery(
            logs.logGroup().map(group -> new CloudWatchLogs(true, group)).orElse(null),
            logs.deliveryStream().map(stream -> new Firehose(true, stream)).orElse(null),
            logs.s3()
                .map(bucket -> new S3(true, bucket.name(), bucket.prefix().orElse(null)))
                .orElse(null)));
  }
}
