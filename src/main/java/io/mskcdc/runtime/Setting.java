package io.mskcdc.runtime;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of what a connector has beside its configuration where each one runs on workers of its
 * own, as environment.yaml and plans write them. Connectors that share workers have none of it.
 */
public final class Setting {
  /** The name of the custom plugin. */
  public static final String PLUGIN = "plugin";

  /** The name of the worker configuration, which tells its content. */
  public static final String WORKER = "worker";

  /** The topic of its workers' offsets, where the worker configuration names one. */
  public static final String OFFSET_TOPIC = "offset.storage.topic";

  public static final String CONNECT_VERSION = "connectVersion";
  public static final String ROLE = "role";

  /** Whether its clients log in: {@code iam} or {@code none}. */
  public static final String AUTH = "auth";

  /** {@code TLS} or {@code PLAINTEXT}. */
  public static final String ENCRYPTION = "encryption";

  /** {@code IPV4} or {@code DUAL}. */
  public static final String NETWORK_TYPE = "networkType";

  /** Lists, as {@link #list} writes them. */
  public static final String BOOTSTRAP_SERVERS = "bootstrapServers";

  public static final String SUBNETS = "subnets";
  public static final String SECURITY_GROUPS = "securityGroups";

  public static final String MCU_COUNT = "capacity.mcuCount";
  public static final String WORKER_COUNT = "capacity.workerCount";
  public static final String MIN_WORKER_COUNT = "capacity.autoScaling.minWorkerCount";
  public static final String MAX_WORKER_COUNT = "capacity.autoScaling.maxWorkerCount";
  public static final String SCALING_MCU_COUNT = "capacity.autoScaling.mcuCount";
  public static final String MAX_TASK_COUNT = "capacity.autoScaling.maxAutoscalingTaskCount";

  /** In percent of the CPU. */
  public static final String SCALE_IN_AT =
      "capacity.autoScaling.scaleInPolicy.cpuUtilizationPercentage";

  /** In percent of the CPU. */
  public static final String SCALE_OUT_AT =
      "capacity.autoScaling.scaleOutPolicy.cpuUtilizationPercentage";

  public static final String LOG_GROUP = "logDelivery.cloudWatchLogs.logGroup";
  public static final String LOG_STREAM = "logDelivery.firehose.deliveryStream";
  public static final String LOG_BUCKET = "logDelivery.s3.bucket";
  public static final String LOG_PREFIX = "logDelivery.s3.prefix";

  private static final String CAPACITY = "capacity.";

  /** What the worker configuration says is changed with it. */
  private static final Set<String> MUTABLE = Set.of(PLUGIN, WORKER, OFFSET_TOPIC);

  private Setting() {}

  /** Returns a list as a setting holds it: its order says nothing. */
  public static String list(Collection<String> entries) {
    return entries.stream().sorted().collect(Collectors.joining(","));
  }

  /** Returns whether a connector keeps a setting for as long as it lives. */
  public static boolean isImmutable(String name) {
    return !MUTABLE.contains(name) && !name.startsWith(CAPACITY);
  }
}
