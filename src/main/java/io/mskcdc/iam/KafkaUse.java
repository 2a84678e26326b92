package io.mskcdc.iam;

import io.mskcdc.catalog.DebeziumClients;
import io.mskcdc.config.ClusterArn;
import io.mskcdc.topics.CapturedTopics;
import io.mskcdc.topics.NamePattern;
import io.mskcdc.topics.TopicRouting;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Debezium MySQL connector and its worker use in the Kafka cluster, as ARNs; a set is empty
 * where they do not. A connector of this kind has one task.
 */
final class KafkaUse {
  /** What MSK Connect names its topics and groups after; its guide asks for these patterns. */
  private static final String OF_THE_SERVICE = "__amazon_msk_connect_*";

  private final ClusterArn cluster;
  private final String connector;
  private final Map<String, String> config;
  private final Map<String, String> worker;
  private final Set<String> dataTopics;

  /**
   * @param config the connector's configuration, what cannot be known of a value as stars
   * @param worker the worker's configuration, empty where it is not known
   * @param warnings told what cannot be known
   */
  KafkaUse(
      ClusterArn cluster,
      String connector,
      Map<String, String> config,
      Map<String, String> worker,
      Consumer<String> warnings) {
    this.cluster = cluster;
    this.connector = connector;
    this.config = config;
    this.worker = worker;
    dataTopics =
        arns(
            cluster::topic,
            NamePattern.leastOf(
                new TopicRouting(config, warnings)
                    .names(new CapturedTopics(config).topics(warnings))));
  }

  Set<String> cluster() {
    return Set.of(cluster.cluster());
  }

  /**
   * The cluster, where a producer is idempotent. Connect's are not unless they are told to; one
   * with a transactional id is asked for leave to that instead.
   */
  Set<String> clusterOfIdempotence() {
    boolean idempotent =
        Boolean.parseBoolean(worker.get("producer.enable.idempotence"))
            || Boolean.parseBoolean(config.get("producer.override.enable.idempotence"));
    return idempotent ? cluster() : Set.of();
  }

  /** What the connector writes to: rows, and records of Debezium's own. */
  Set<String> dataTopics() {
    return dataTopics;
  }

  /** The same where the worker makes them, and does not leave it to somebody else. */
  Set<String> createdTopics() {
    boolean created =
        config.keySet().stream().anyMatch(key -> key.startsWith("topic.creation."))
            && !"false".equalsIgnoreCase(worker.get("topic.creation.enable"));
    return created ? dataTopics : Set.of();
  }

  Set<String> historyTopic() {
    return DebeziumClients.keepHistory(config)
        ? arns(cluster::topic, Set.of(config.get("schema.history.internal.kafka.topic")))
        : Set.of();
  }

  Set<String> signalTopic() {
    String topic = config.getOrDefault("signal.kafka.topic", prefix() + "-signal");
    return DebeziumClients.readSignals(config) ? arns(cluster::topic, Set.of(topic)) : Set.of();
  }

  Set<String> signalGroup() {
    String group =
        config.getOrDefault(
            "signal.consumer.group.id",
            config.getOrDefault("signal.kafka.groupId", "kafka-signal"));
    return DebeziumClients.readSignals(config) ? arns(cluster::group, Set.of(group)) : Set.of();
  }

  /** The worker's own topics, and the one of offsets that the connector has for itself. */
  Set<String> workerTopics() {
    Set<String> topics =
        Stream.of("config.storage.topic", "offset.storage.topic", "status.storage.topic")
            .map(key -> worker.getOrDefault(key, OF_THE_SERVICE))
            .collect(Collectors.toCollection(TreeSet::new));
    if (config.containsKey("offsets.storage.topic")) {
      topics.add(config.get("offsets.storage.topic"));
    }
    return arns(cluster::topic, topics);
  }

  Set<String> workerGroups() {
    return arns(
        cluster::group,
        worker.containsKey("group.id")
            ? Set.of(worker.get("group.id"))
            // Its guide also asks for connect-*, the groups of sinks, and this is none.
            : Set.of(OF_THE_SERVICE));
  }

  /** The transactional ids of the group's leader, and of the connector's task. */
  Set<String> transactionalIds() {
    String group = worker.getOrDefault("group.id", OF_THE_SERVICE);
    Set<String> ids = new TreeSet<>();
    if (isExactlyOnce()) {
      ids.add("connect-cluster-" + group);
    }
    if (hasTransactionalTask()) {
      ids.add(group + "-" + connector + "-0");
    }
    return arns(cluster::transactionalId, ids);
  }

  private boolean isExactlyOnce() {
    return hasTransactionalTask() || "preparing".equals(workersExactlyOnce());
  }

  private boolean hasTransactionalTask() {
    return "enabled".equals(workersExactlyOnce())
        || "required".equals(config.get("exactly.once.support"));
  }

  private String workersExactlyOnce() {
    return worker.get("exactly.once.source.support");
  }

  private String prefix() {
    return config.get("topic.prefix");
  }

  private static Set<String> arns(UnaryOperator<String> arn, Set<String> names) {
    return names.stream().map(arn).collect(Collectors.toCollection(TreeSet::new));
  }
}
