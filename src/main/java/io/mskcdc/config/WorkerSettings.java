package io.mskcdc.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a connector that runs on workers of its own, beside its configuration. A
 * connector on shared workers has none.
 *
 * @param plugin the name of the custom plugin
 * @param worker the name of the worker configuration, which includes a digest of its content; empty
 *     where the connector uses the target's default
 * @param offsetTopic the offset topic that the worker configuration names
 * @param connectVersion the version of Kafka Connect, like {@code 3.7.x}
 * @param role the ARN of the role that the workers run with
 * @param auth how the workers authenticate to the brokers: {@code iam} or {@code none}
 * @param encryption {@code TLS} or {@code PLAINTEXT}
 * @param networkType {@code IPV4} or {@code DUAL}
 * @param bootstrapServers the brokers, as host:port; the three lists are sorted, since their order
 *     has no meaning
 * @param subnets the subnets of the workers
 * @param securityGroups the security groups of the workers
 * @param capacity the number and size of the workers
 * @param logs where the workers' logs go
 */
public record WorkerSettings(
    String plugin,
    Optional<String> worker,
    Optional<String> offsetTopic,
    String connectVersion,
    String role,
    String auth,
    String encryption,
    String networkType,
    List<String> bootstrapServers,
    List<String> subnets,
    List<String> securityGroups,
    WorkerCapacity capacity,
    WorkerLogs logs) {
  /** The name of {@link #plugin} in environment.yaml and in plans. */
  public static final String PLUGIN = "plugin";

  /** The worker property that names the offset topic; plans show the topic under the same name. */
  public static final String OFFSET_TOPIC = "offset.storage.topic";

  private static final String WORKER = "worker";

  public WorkerSettings {
    bootstrapServers = sorted(bootstrapServers);
    subnets = sorted(subnets);
    securityGroups = sorted(securityGroups);
  }

  /**
   * Returns whether changing a setting requires a new connector.
   *
   * @param name a name of {@link #texts}
   */
  public static boolean isImmutable(String name) {
    return !name.equals(PLUGIN)
        && !name.equals(WORKER)
        && !name.equals(OFFSET_TOPIC)
        && !name.startsWith(WorkerCapacity.PREFIX);
  }

  /** Returns each setting that has a value as text, by the name that environment.yaml uses. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put(PLUGIN, plugin);
    worker.ifPresent(name -> texts.put(WORKER, name));
    offsetTopic.ifPresent(topic -> texts.put(OFFSET_TOPIC, topic));
    texts.put("connectVersion", connectVersion);
    texts.put("role", role);
    texts.put("auth", auth);
    texts.put("encryption", encryption);
    texts.put("networkType", networkType);
    texts.put("bootstrapServers", String.join(",", bootstrapServers));
    texts.put("subnets", String.join(",", subnets));
    texts.put("securityGroups", String.join(",", securityGroups));
    texts.putAll(capacity.texts());
    texts.putAll(logs.texts());
    return Collections.unmodifiableSortedMap(texts);
  }

  private static List<String> sorted(List<String> entries) {
    return entries.stream().sorted().toList();
  }
}
