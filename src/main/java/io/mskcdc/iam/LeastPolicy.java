package io.mskcdc.iam;

import static io.mskcdc.problem.ErrorCode.CLUSTER_MISSING;
import static io.mskcdc.problem.ErrorCode.POLICY_NOT_DERIVABLE;

import io.mskcdc.catalog.IcebergSink;
import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.ServiceUse;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.ClusterArn;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The least-privilege policy for the role of a connector's workers. No action implies another one,
 * as in AWS's table of actions for Kafka.
 *
 * @param document the policy
 * @param warnings sentences about unknown parts, which may make the policy too narrow or too wide
 */
public record LeastPolicy(PolicyDocument document, List<String> warnings) {
  /** Options that name a class which may use a service of its own, such as a schema registry. */
  private static final List<String> CLASSES =
      List.of("key.converter", "value.converter", "header.converter", "schema.history.internal");

  /** Classes that use no service of AWS but Kafka. */
  private static final Pattern WITHOUT_AWS =
      Pattern.compile(
          "(org\\.apache\\.kafka|io\\.confluent|io\\.apicurio|io\\.mskcdc)\\..*"
              + "|io\\.debezium\\.(?!storage\\.s3\\.).*"
              + "|(Json|String|ByteArray|Avro|Protobuf|JsonSchema|Simple(Header)?)(Converter)?");

  public LeastPolicy {
    warnings = List.copyOf(warnings);
  }

  /**
   * A part of a statement.
   *
   * @param sid the statement
   * @param resources its resources; rules of one statement have the same, and a rule without any is
   *     left out
   * @param actions the allowed actions
   */
  private record Rule(String sid, Set<String> resources, String... actions) {}

  /** Returns every rule that a policy can have. */
  private static List<Rule> rules(
      ClusterArn cluster,
      List<ServiceUse> services,
      KafkaUse kafka,
      SecretUse secrets,
      Optional<IcebergSink> sink) {
    List<Rule> rules = new ArrayList<>(kafkaRules(kafka));
    sink.ifPresent(it -> rules.addAll(sinkRules(cluster, it)));
    services.forEach(use -> rules.add(rule(cluster, use)));
    for (SecretUse.Access access : SecretUse.Access.values()) {
      rules.add(new Rule(access.sid, secrets.of(access), access.action));
    }
    return rules;
  }

  private static Rule rule(ClusterArn cluster, ServiceUse use) {
    String beginning =
        String.join(
            ":",
            "arn",
            cluster.partition(),
            use.service(),
            use.region().orElse(cluster.region()),
            cluster.account(),
            "");
    return new Rule(
        use.sid(),
        use.resources().stream()
            .map(resource -> resource.startsWith("arn:") ? resource : beginning + resource)
            .collect(Collectors.toSet()),
        use.actions().stream().map(action -> use.service() + ":" + action).toArray(String[]::new));
  }

  private static List<Rule> kafkaRules(KafkaUse kafka) {
    return List.of(
        new Rule("Cluster", kafka.cluster(), "kafka-cluster:Connect"),
        new Rule("Cluster", kafka.clusterOfIdempotence(), "kafka-cluster:WriteDataIdempotently"),
        new Rule(
            "DataTopics",
            kafka.dataTopics(),
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:WriteData"),
        new Rule("DataTopics", kafka.createdTopics(), "kafka-cluster:CreateTopic"),
        // The history's consumer has no group. A new topic has the broker's default number of
        // replicas, which needs no action.
        new Rule(
            "SchemaHistoryTopic",
            kafka.historyTopic(),
            "kafka-cluster:CreateTopic",
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:DescribeTopicDynamicConfiguration",
            "kafka-cluster:ReadData",
            "kafka-cluster:WriteData"),
        new Rule(
            "SignalTopic",
            kafka.signalTopic(),
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:ReadData"),
        new Rule(
            "SignalGroup",
            kafka.signalGroup(),
            "kafka-cluster:AlterGroup",
            "kafka-cluster:DescribeGroup"),
        new Rule(
            "WorkerTopics",
            kafka.workerTopics(),
            "kafka-cluster:CreateTopic",
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:DescribeTopicDynamicConfiguration",
            "kafka-cluster:ReadData",
            "kafka-cluster:WriteData"),
        new Rule(
            "WorkerGroups",
            kafka.workerGroups(),
            "kafka-cluster:AlterGroup",
            "kafka-cluster:DescribeGroup"),
        new Rule(
            "Transactions",
            kafka.transactionalIds(),
            "kafka-cluster:AlterTransactionalId",
            "kafka-cluster:DescribeTransactionalId"));
  }

  /** Its producers are transactional, so they need no right to write idempotently. */
  private static List<Rule> sinkRules(ClusterArn cluster, IcebergSink sink) {
    return List.of(
        new Rule(
            "SinkTopics",
            KafkaUse.arns(cluster::topic, sink.topics()),
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:ReadData"),
        new Rule(
            "ControlTopic",
            Set.of(cluster.topic(sink.controlTopic())),
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:ReadData",
            "kafka-cluster:WriteData"),
        // Connect creates it where it is absent. Its producer of dead letters is not idempotent.
        new Rule(
            "DeadLetters",
            KafkaUse.arns(cluster::topic, sink.deadLetterTopic()),
            "kafka-cluster:CreateTopic",
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:WriteData"),
        new Rule(
            "SinkGroups",
            KafkaUse.arns(cluster::group, sink.groups()),
            "kafka-cluster:AlterGroup",
            "kafka-cluster:DescribeGroup"),
        new Rule(
            "SinkTransactions",
            KafkaUse.arns(cluster::transactionalId, sink.transactionalIds()),
            "kafka-cluster:AlterTransactionalId",
            "kafka-cluster:DescribeTransactionalId"));
  }

  /**
   * Derives the policy of a connector.
   *
   * @throws ProblemException if the environment does not name its cluster, or the connector is not
   *     known
   */
  public static LeastPolicy of(Bundle bundle, RenderedConnector connector) {
    ClusterArn cluster = bundle.environment().cluster().orElseThrow(() -> clusterMissing(bundle));
    Map<String, String> config = ProviderReference.unknownIn(connector.config());
    Optional<IcebergSink> sink = IcebergSink.of(connector.name(), config);
    Optional<SourceConnector> source =
        SourceConnectors.of(connector.config())
            .filter(it -> !connector.config().getOrDefault(it.topicPrefixKey(), "").isBlank());
    if (sink.isEmpty() && source.isEmpty()) {
      throw notDerivable(bundle, connector);
    }
    Set<String> warnings = new LinkedHashSet<>();
    Optional<WorkerConfiguration> known = bundle.workerOf(connector);
    Map<String, String> worker =
        known.map(WorkerConfiguration::properties).orElse(Collections.emptySortedMap());
    Set<String> providers = known.map(WorkerConfiguration::providers).orElse(Set.of());
    for (String key : CLASSES) {
      String name = config.getOrDefault(key, worker.getOrDefault(key, ""));
      if (!name.isBlank() && !WITHOUT_AWS.matcher(name.strip()).matches()) {
        warnings.add(
            key + " " + name + " is not known: the policy lacks what it uses besides Kafka");
      }
    }
    KafkaUse kafka =
        new KafkaUse(
            cluster,
            connector.name(),
            source,
            config,
            ProviderReference.unknownIn(worker),
            warnings::add);
    List<ServiceUse> services = new ArrayList<>();
    source.ifPresent(it -> services.addAll(it.services(config)));
    sink.ifPresent(it -> services.addAll(it.services(cluster.partition())));
    SecretUse secrets =
        new SecretUse(cluster, connector.config().values(), worker, providers, warnings::add);
    return new LeastPolicy(
        document(rules(cluster, services, kafka, secrets, sink)), List.copyOf(warnings));
  }

  private static ProblemException clusterMissing(Bundle bundle) {
    return new ProblemException(
        new Problem(
            CLUSTER_MISSING,
            bundle.paths().shown(bundle.environment().file()),
            "cluster",
            "it is missing, and every ARN in the policy contains it",
            "write cluster: with the ARN of the MSK cluster"));
  }

  private static ProblemException notDerivable(Bundle bundle, RenderedConnector connector) {
    String known =
        SourceConnectors.all().stream()
            .map(source -> source.className() + " with a " + source.topicPrefixKey())
            .collect(Collectors.joining(", ", "", ", " + IcebergSink.CLASS));
    return new ProblemException(
        new Problem(
            POLICY_NOT_DERIVABLE,
            bundle.paths().shown(connector.valueAt("connector.class")),
            "connector.class",
            "policies can be derived only for " + known,
            "write the policy of this connector by hand"));
  }

  /**
   * Returns a configuration with a star for each reference, since its value can be anything. The
   * rules of the transform Route have references of their own.
   */
  private static PolicyDocument document(List<Rule> rules) {
    Map<String, Set<String>> resources = new LinkedHashMap<>();
    Map<String, Set<String>> actions = new TreeMap<>();
    for (Rule rule : rules) {
      if (!rule.resources().isEmpty()) {
        resources.put(rule.sid(), new TreeSet<>(rule.resources()));
        actions.computeIfAbsent(rule.sid(), sid -> new TreeSet<>()).addAll(List.of(rule.actions()));
      }
    }
    List<Statement> statements = new ArrayList<>();
    resources.forEach(
        (sid, arns) ->
            statements.add(new Statement(sid, List.copyOf(actions.get(sid)), List.copyOf(arns))));
    return new PolicyDocument(statements);
  }
}
