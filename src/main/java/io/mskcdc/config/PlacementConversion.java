package io.mskcdc.config;

import io.mskcdc.config.EnvironmentFile.AutoScaling;
import io.mskcdc.config.EnvironmentFile.Capacity;
import io.mskcdc.config.EnvironmentFile.CloudWatchLogs;
import io.mskcdc.config.EnvironmentFile.Firehose;
import io.mskcdc.config.EnvironmentFile.LogDelivery;
import io.mskcdc.config.EnvironmentFile.ScalingPolicy;
import io.mskcdc.config.EnvironmentFile.Settings;
import io.mskcdc.config.WorkerCapacity.Autoscaled;
import io.mskcdc.config.WorkerCapacity.Provisioned;
import java.nio.file.Path;
import java.util.Optional;

/** Converts the settings of a connector on MSK Connect, with the checks that span several keys. */
final class PlacementConversion {
  private static final String TLS = "TLS";

  private final Path folder;
  private final Authentication auth;
  private final EnvironmentProblems problems;

  /**
   * @param folder the folder of environment.yaml, which holds the worker configurations
   * @param auth how the connectors' clients log in
   */
  PlacementConversion(Path folder, Authentication auth, EnvironmentProblems problems) {
    this.folder = folder;
    this.auth = auth;
    this.problems = problems;
  }

  /**
   * Returns the placement; after a problem, without the value that the problem is about.
   *
   * @param settings the connector's settings
   * @param pointer the connector's entry in environment.yaml
   */
  Placement convert(Settings settings, String pointer) {
    require(settings.plugin(), pointer + "/plugin");
    require(settings.worker(), pointer + "/worker");
    require(settings.connectVersion(), pointer + "/connectVersion");
    require(settings.role(), pointer + "/role");
    String encryption = Optional.ofNullable(settings.encryption()).orElse(TLS);
    if (auth == Authentication.IAM && !encryption.equals(TLS)) {
      problems.add(pointer + "/encryption", "a login by IAM needs TLS", "write TLS, or auth: none");
    }
    return new Placement(
        settings.plugin(),
        settings.worker() == null ? folder : folder.resolve(settings.worker()).normalize(),
        settings.connectVersion(),
        settings.role(),
        encryption,
        capacity(settings.capacity(), pointer + "/capacity"),
        logs(settings.logDelivery()));
  }

  private void require(String value, String pointer) {
    if (value == null) {
      problems.add(pointer, "it is missing", "write it here, or under defaults for all");
    }
  }

  /** Returns the capacity, or null after a problem. */
  private WorkerCapacity capacity(Capacity capacity, String pointer) {
    AutoScaling scaling = capacity == null ? null : capacity.autoScaling();
    boolean isFixed = capacity != null && capacity.mcuCount() != null;
    boolean hasWorkers = capacity != null && capacity.workerCount() != null;
    if (scaling != null && (isFixed || hasWorkers)) {
      return invalid(pointer, "both provisioned and autoscaled capacity are set");
    }
    if (isFixed && hasWorkers) {
      return new Provisioned(capacity.mcuCount(), capacity.workerCount());
    }
    if (scaling == null
        || scaling.minWorkerCount() == null
        || scaling.maxWorkerCount() == null
        || scaling.mcuCount() == null) {
      return invalid(pointer, "it is missing, or a part of it");
    }
    return new Autoscaled(
        scaling.minWorkerCount(),
        scaling.maxWorkerCount(),
        scaling.mcuCount(),
        Optional.ofNullable(scaling.maxAutoscalingTaskCount()),
        percent(scaling.scaleInPolicy(), Autoscaled.SCALE_IN),
        percent(scaling.scaleOutPolicy(), Autoscaled.SCALE_OUT));
  }

  private WorkerCapacity invalid(String pointer, String message) {
    problems.add(
        pointer,
        message,
        "write mcuCount and workerCount, or autoScaling with minWorkerCount, maxWorkerCount and"
            + " mcuCount");
    return null;
  }

  private static int percent(ScalingPolicy policy, int usual) {
    return Optional.ofNullable(policy).map(ScalingPolicy::cpuUtilizationPercentage).orElse(usual);
  }

  private static WorkerLogs logs(LogDelivery logs) {
    Optional<LogDelivery> delivery = Optional.ofNullable(logs);
    return new WorkerLogs(
        delivery.map(LogDelivery::cloudWatchLogs).map(CloudWatchLogs::logGroup),
        delivery.map(LogDelivery::firehose).map(Firehose::deliveryStream),
        delivery
            .map(LogDelivery::s3)
            .filter(s3 -> s3.bucket() != null)
            .map(s3 -> new WorkerLogs.Bucket(s3.bucket(), Optional.ofNullable(s3.prefix()))));
  }
}
