package io.mskcdc.iam;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.ClusterArn;
import io.mskcdc.topics.TopicRouting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics, groups and transactional ids of the Kafka cluster that a connector and its worker
 * use, as ARNs. A set is empty if they use none.
 */
final class KafkaUse {
  /** The topics and groups that MSK Connect names itself, as its developer guide lists them. */
  private static final String OF_THE_SERVICE = "__amazon_msk_connect_*";

  private final ClusterArn cluster;
  private final String connector;
  private final Optional<SourceConnector> source;
  private final Map<String, String> config;
  private final Map<String, String> worker;
  private final Set<String> dataTopics;

  /**
   * @param source the connector, if it is a source
   * @param config the connector's configuration, with stars for the values that the worker resolves
   * @param worker the worker's configuration in the same form, empty if it is not known
   * @param warnings receives a sentence for each part of the configuration that is not understood
   */
  KafkaUse(
      ClusterArn cluster,
      String connector,
      Optional<SourceConnector> source,
      Map<String, String> config,
      Map<String, String> worker,
      Consumer<String> warnings) {
    this.cluster = cluster;
    this.connector = connector;
    this.source = source;
    this.config = config;
    this.worker = worker;
    dataTopics =
        source
            .map(it -> arns(cluster::topic, TopicRouting.topicsOf(it, config, warnings)))
            .orElse(Set.of());
  }

  Set<String> cluster() {
    return Set.of(cluster.cluster());
  }

  /**
   * Returns the cluster if a producer is idempotent. Connect's producers are not by default. For a
   * producer with a transactional id, the brokers check the right to that id instead.
   */
  Set<String> clusterOfIdempotence() {
    boolean idempotent =
        Boolean.parseBoolean(worker.get("producer.enable.idempotence"))
            || Boolean.parseBoolean(config.get("producer.override.enable.idempotence"));
    return idempotent ? cluster() : Set.of();
  }

  /** Returns the topics that the connector's records go to. */
  Set<String> dataTopics() {
    return dataTopics;
  }

  /** Returns the same topics if the worker creates them. */
  Set<String> createdTopics() {
    boolean created =
        config.keySet().stream().anyMatch(key -> key.startsWith("topic.creation."))
            && !"false".equalsIgnoreCase(worker.get("topic.creation.enable"));
    return created ? dataTopics : Set.of();
  }

  Set<String> historyTopic() {
    return arns(cluster::topic, source.flatMap(it -> it.historyTopic(config)));
  }

  Set<String> signalTopic() {
    return arns(
        cluster::topic, source.flatMap(it -> it.signals(config)).map(signals -> signals.topic()));
  }

  Set<String> signalGroup() {
    return arns(
        cluster::group, source.flatMap(it -> it.signals(config)).map(signals -> signals.group()));
  }

  /** Returns the worker's own topics, and the offset topic that the connector may have instead. */
  Set<String> workerTopics() {
    Set<String> topics =
        Stream.of("config.storage.topic", "offset.storage.topic", "status.storage.topic")
            .map(key -> worker.getOrDefault(key, OF_THE_SERVICE))
            .collect(Collectors.toCollection(TreeSet::new));
    Optional.ofNullable(config.get("offsets.storage.topic")).ifPresent(topics::add);
    return arns(cluster::topic, topics);
  }

  /** The developer guide also lists connect-*, but only sink connectors use such groups. */
  Set<String> workerGroups() {
    return arns(cluster::group, List.of(group()));
  }

  /** Returns the transactional ids of the group's leader and of the connector's tasks. */
  Set<String> transactionalIds() {
    Set<String> ids = new TreeSet<>();
    if (isExactlyOnce()) {
      ids.add("connect-cluster-" + group());
    }
    if (hasTransactionalTasks()) {
      ids.add(
          group()
              + "-"
              + connector
              + "-"
              + (source.map(SourceConnector::hasOneTask).orElse(false) ? "0" : "*"));
    }
    return arns(cluster::transactionalId, ids);
  }

  private boolean isExactlyOnce() {
    return hasTransactionalTasks() || "preparing".equals(exactlyOnceSupport());
  }

  private boolean hasTransactionalTasks() {
    return source.isPresent()
        && ("enabled".equals(exactlyOnceSupport())
            || "required".equals(config.get("exactly.once.support")));
  }

  private String exactlyOnceSupport() {
    return worker.get("exactly.once.source.support");
  }

  private String group() {
    return worker.getOrDefault("group.id", OF_THE_SERVICE);
  }

  private static Set<String> arns(UnaryOperator<String> arn, Optional<String> name) {
    return arns(arn, name.stream().toList());
  }

  static Set<String> arns(UnaryOperator<String> arn, Collection<String> names) {
    return names.stream().map(arn).collect(Collectors.toCollection(TreeSet::new));
  }
}
