package io.mskcdc.msk;

import io.mskcdc.config.MskConnectTarget;
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
import io.mskcdc.runtime.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Translates between the service's shapes of a connector and its settings. */
final class ConnectorShapes {
  private ConnectorShapes() {}

  /** Returns the settings of a connector, without what only its worker configuration says. */
  static Map<String, String> settings(Connector connector) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(Setting.PLUGIN, name(connector.plugins().get(0).customPlugin().customPluginArn()));
    if (connector.workerConfiguration() != null) {
      settings.put(Setting.WORKER, name(connector.workerConfiguration().workerConfigurationArn()));
    }
    settings.put(Setting.CONNECT_VERSION, connector.kafkaConnectVersion());
    settings.put(Setting.ROLE, connector.serviceExecutionRoleArn());
    settings.put(
        Setting.AUTH,
        connector.kafkaClusterClientAuthentication().authenticationType().toLowerCase(Locale.ROOT));
    settings.put(Setting.ENCRYPTION, connector.kafkaClusterEncryptionInTransit().encryptionType());
    settings.put(
        Setting.NETWORK_TYPE, connector.networkType() == null ? "IPV4" : connector.networkType());
    KafkaCluster.ApacheKafkaCluster cluster = connector.kafkaCluster().apacheKafkaCluster();
    settings.put(
        Setting.BOOTSTRAP_SERVERS,
        Setting.list(Arrays.asList(cluster.bootstrapServers().split("\\s*,\\s*"))));
    settings.put(Setting.SUBNETS, Setting.list(cluster.vpc().subnets()));
    settings.put(
        Setting.SECURITY_GROUPS,
        Setting.list(
            cluster.vpc().securityGroups() == null ? List.of() : cluster.vpc().securityGroups()));
    ofCapacity(connector.capacity(), settings);
    ofLogDelivery(connector.logDelivery(), settings);
    return settings;
  }

  /** Returns the name in the ARN of a plugin, a worker configuration or a connector. */
  static String name(String arn) {
    return arn.split("/")[1];
  }

  private static void ofCapacity(Capacity capacity, Map<String, String> settings) {
    ProvisionedCapacity fixed = capacity.provisionedCapacity();
    if (fixed != null) {
      put(settings, Setting.MCU_COUNT, fixed.mcuCount());
      put(settings, Setting.WORKER_COUNT, fixed.workerCount());
    }
    AutoScaling scaling = capacity.autoScaling();
    if (scaling != null) {
      put(settings, Setting.MIN_WORKER_COUNT, scaling.minWorkerCount());
      put(settings, Setting.MAX_WORKER_COUNT, scaling.maxWorkerCount());
      put(settings, Setting.SCALING_MCU_COUNT, scaling.mcuCount());
      put(settings, Setting.MAX_TASK_COUNT, scaling.maxAutoscalingTaskCount());
      if (scaling.scaleInPolicy() != null) {
        put(settings, Setting.SCALE_IN_AT, scaling.scaleInPolicy().cpuUtilizationPercentage());
      }
      if (scaling.scaleOutPolicy() != null) {
        put(settings, Setting.SCALE_OUT_AT, scaling.scaleOutPolicy().cpuUtilizationPercentage());
      }
    }
  }

  private static void ofLogDelivery(LogDelivery delivery, Map<String, String> settings) {
    if (delivery == null || delivery.workerLogDelivery() == null) {
      return;
    }
    CloudWatchLogs logs = delivery.workerLogDelivery().cloudWatchLogs();
    if (logs != null && Boolean.TRUE.equals(logs.enabled())) {
      put(settings, Setting.LOG_GROUP, logs.logGroup());
    }
    Firehose firehose = delivery.workerLogDelivery().firehose();
    if (firehose != null && Boolean.TRUE.equals(firehose.enabled())) {
      put(settings, Setting.LOG_STREAM, firehose.deliveryStream());
    }
    S3 s3 = delivery.workerLogDelivery().s3();
    if (s3 != null && Boolean.TRUE.equals(s3.enabled())) {
      put(settings, Setting.LOG_BUCKET, s3.bucket());
      put(settings, Setting.LOG_PREFIX, s3.prefix());
    }
  }

  private static void put(Map<String, String> settings, String name, Object value) {
    if (value != null) {
      settings.put(name, value.toString());
    }
  }

  /** Returns the request for a connector with settings that {@link #settings} would return. */
  static CreateConnectorRequest creation(
      String name,
      Map<String, String> config,
      Map<String, String> settings,
      PluginReference plugin,
      WorkerConfigurationReference worker,
      MskConnectTarget target) {
    return new CreateConnectorRequest(
        name,
        null,
        config,
        capacity(settings),
        new KafkaCluster(
            new KafkaCluster.ApacheKafkaCluster(
                settings.get(Setting.BOOTSTRAP_SERVERS),
                new KafkaCluster.Vpc(
                    list(settings, Setting.SUBNETS), list(settings, Setting.SECURITY_GROUPS)))),
        new KafkaCluster.ClientAuthentication(settings.get(Setting.AUTH).toUpperCase(Locale.ROOT)),
        new KafkaCluster.EncryptionInTransit(settings.get(Setting.ENCRYPTION)),
        settings.get(Setting.CONNECT_VERSION),
        List.of(plugin),
        worker,
        settings.get(Setting.ROLE),
        logDelivery(settings),
        settings.get(Setting.NETWORK_TYPE),
        target.tags().isEmpty() ? null : target.tags());
  }

  /** Returns the capacity that settings describe. */
  static Capacity capacity(Map<String, String> settings) {
    if (settings.containsKey(Setting.MCU_COUNT)) {
      return Capacity.provisioned(
          number(settings, Setting.MCU_COUNT), number(settings, Setting.WORKER_COUNT));
    }
    return new Capacity(
        null,
        new AutoScaling(
            number(settings, Setting.MIN_WORKER_COUNT),
            number(settings, Setting.MAX_WORKER_COUNT),
            number(settings, Setting.SCALING_MCU_COUNT),
            policy(settings, Setting.SCALE_IN_AT),
            policy(settings, Setting.SCALE_OUT_AT),
            number(settings, Setting.MAX_TASK_COUNT)));
  }

  private static ScalePolicy policy(Map<String, String> settings, String name) {
    Integer percent = number(settings, name);
    return percent == null ? null : new ScalePolicy(percent);
  }

  private static Integer number(Map<String, String> settings, String name) {
    String value = settings.get(name);
    return value == null ? null : Integer.valueOf(value);
  }

  private static List<String> list(Map<String, String> settings, String name) {
    String value = settings.get(name);
    return value.isEmpty() ? List.of() : List.of(value.split(","));
  }

  private static LogDelivery logDelivery(Map<String, String> settings) {
    String group = settings.get(Setting.LOG_GROUP);
    String stream = settings.get(Setting.LOG_STREAM);
    String bucket = settings.get(Setting.LOG_BUCKET);
    if (group == null && stream == null && bucket == null) {
      return null;
    }
    return new LogDelivery(
        new LogDelivery.WorkerLogDelivery(
            group == null ? null : new CloudWatchLogs(true, group),
            stream == null ? null : new Firehose(true, stream),
            bucket == null ? null : new S3(true, bucket, settings.get(Setting.LOG_PREFIX))));
  }
}
