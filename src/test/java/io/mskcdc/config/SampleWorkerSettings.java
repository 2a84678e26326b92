package io.mskcdc.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Worker settings for tests, written as {@link WorkerSettings#texts} returns them. */
public final class SampleWorkerSettings {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("plugin", "debezium-1a2b"),
          Map.entry("connectVersion", "3.7.x"),
          Map.entry("role", "arn:role"),
          Map.entry("auth", "iam"),
          Map.entry("encryption", "TLS"),
          Map.entry("networkType", "IPV4"),
          Map.entry("bootstrapServers", "b-1:9098"),
          Map.entry("subnets", "subnet-1"),
          Map.entry("securityGroups", "sg-1"),
          Map.entry("capacity.mcuCount", "1"),
          Map.entry("capacity.workerCount", "1"));

  private SampleWorkerSettings() {}

  /** Returns settings with the given values, and defaults for required settings not given. */
  public static WorkerSettings of(Map<String, String> texts) {
    Map<String, String> all = new TreeMap<>(DEFAULTS);
    all.putAll(texts);
    return new WorkerSettings(
        all.get("plugin"),
        Optional.ofNullable(all.get("worker")),
        Optional.ofNullable(all.get("offset.storage.topic")),
        all.get("connectVersion"),
        all.get("role"),
        all.get("auth"),
        all.get("encryption"),
        all.get("networkType"),
        List.of(all.get("bootstrapServers").split(",")),
        List.of(all.get("subnets").split(",")),
        List.of(all.get("securityGroups").split(",")),
        new WorkerCapacity.Provisioned(
            Integer.parseInt(all.get("capacity.mcuCount")),
            Integer.parseInt(all.get("capacity.workerCount"))),
        new WorkerLogs(
            Optional.ofNullable(all.get("logDelivery.cloudWatchLogs.logGroup")),
            Optional.empty(),
            Optional.empty()));
  }

  /** Returns settings of which one differs from the given settings. */
  public static WorkerSettings with(WorkerSettings settings, String name, String value) {
    Map<String, String> texts = new TreeMap<>(settings.texts());
    texts.put(name, value);
    return of(texts);
  }
}
