package io.mskcdc.config;

import java.util.List;
import java.util.Map;

/**
 * The parts of environment.yaml, after the schema was checked and the variables replaced. Each
 * target has its own record, because Jackson needs time to prepare each record that it reads.
 */
final class EnvironmentFile {
  private EnvironmentFile() {}

  /** How to reach a Connect worker. */
  record Connect(
      String url,
      String caFile,
      String clientCertificateFile,
      String clientKeyFile,
      Basic basic,
      Bearer bearer,
      List<String> jmx) {
    Connect {
      jmx = jmx == null ? List.of() : List.copyOf(jmx);
    }
  }

  record Basic(String user, String passwordEnv, String passwordFile) {}

  record Bearer(String tokenEnv, String tokenFile) {}

  /** Where MSK Connect runs the connectors. */
  record MskConnect(
      String region,
      String account,
      String endpoint,
      String profile,
      String assumeRole,
      String assumeRoleExternalId,
      String bootstrapServers,
      List<String> subnets,
      List<String> securityGroups,
      String networkType,
      Bucket pluginBucket,
      Map<String, String> tags) {

    MskConnect {
      securityGroups = securityGroups == null ? List.of() : securityGroups;
      tags = tags == null ? Map.of() : tags;
    }
  }

  record Bucket(String name, String prefix, String endpoint, String kmsKey) {}

  /** The settings of a connector: those of its entry over the defaults. */
  record Settings(
      String plugin,
      String worker,
      String connectVersion,
      String role,
      Capacity capacity,
      String encryption,
      LogDelivery logDelivery) {}

  record Capacity(Integer mcuCount, Integer workerCount, AutoScaling autoScaling) {}

  record AutoScaling(
      Integer minWorkerCount,
      Integer maxWorkerCount,
      Integer mcuCount,
      Integer maxAutoscalingTaskCount,
      ScalingPolicy scaleInPolicy,
      ScalingPolicy scaleOutPolicy) {}

  record ScalingPolicy(Integer cpuUtilizationPercentage) {}

  record LogDelivery(CloudWatchLogs cloudWatchLogs, Firehose firehose, S3 s3) {}

  record CloudWatchLogs(String logGroup) {}

  record Firehose(String deliveryStream) {}

  record S3(String bucket, String prefix) {}
}
