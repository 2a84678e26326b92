package io.mskcdc.iam;

import static io.mskcdc.problem.ErrorCode.CLUSTER_MISSING;
import static io.mskcdc.problem.ErrorCode.POLICY_NOT_DERIVABLE;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.ClusterArn;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.topics.NamePattern;
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

/**
 * The least that the role of a connector's workers must be allowed. No action implies another, as
 * in AWS's table of actions for Kafka.
 *
 * @param document the policy
 * @param warnings what could not be known, so that the policy may allow too little or too much
 */
public record LeastPolicy(PolicyDocument document, List<String> warnings) {
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";

  public LeastPolicy {
    warnings = List.copyOf(warnings);
  }

  /**
   * A part of a statement.
   *
   * @param sid the statement
   * @param resources what it is about; nothing leaves the rule out, and rules of one statement are
   *     about the same
   * @param actions what is allowed
   */
  private record Rule(String sid, Set<String> resources, String... actions) {}

  /** Everything that is ever allowed: in which statement, on what and when, and which actions. */
  private static List<Rule> rules(KafkaUse kafka, SecretUse secrets) {
    return List.of(
        new Rule("Cluster", kafka.cluster(), "kafka-cluster:Connect"),
        new Rule("Cluster", kafka.clusterOfIdempotence(), "kafka-cluster:WriteDataIdempotently"),
        new Rule(
            "DataTopics",
            kafka.dataTopics(),
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:WriteData"),
        new Rule("DataTopics", kafka.createdTopics(), "kafka-cluster:CreateTopic"),
        // Its consumer is given its partition and never asks for a group, and the number of
        // replicas
        // of a new one is left to the broker, which is not asked for it either.
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
            "kafka-cluster:DescribeTransactionalId"),
        new Rule("Secrets", secrets.secrets(), "secretsmanager:GetSecretValue"),
        new Rule("Parameters", secrets.parameters(), "ssm:GetParameters"),
        new Rule("SingleParameters", secrets.singleParameters(), "ssm:GetParameter"),
        new Rule("Objects", secrets.objects(), "s3:GetObject"),
        new Rule("ObjectVersions", secrets.objectVersions(), "s3:GetObjectVersion"),
        new Rule("Roles", secrets.roles(), "sts:AssumeRole"));
  }

  /**
   * Derives the policy of a connector.
   *
   * @throws ProblemException where the environment does not name its cluster, or the connector is
   *     not Debezium's for MySQL
   */
  public static LeastPolicy of(Bundle bundle, RenderedConnector connector) {
    ClusterArn cluster =
        bundle
            .environment()
            .cluster()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            CLUSTER_MISSING,
                            bundle.paths().shown(bundle.environment().file()),
                            "cluster",
                            "it is missing, and the names of everything in the cluster are made"
                                + " from it",
                            "write cluster: with the ARN of the MSK cluster")));
    if (!MYSQL.equals(connector.connectorClass())
        || connector.config().getOrDefault("topic.prefix", "").isBlank()) {
      throw new ProblemException(
          new Problem(
              POLICY_NOT_DERIVABLE,
              bundle.paths().shown(connector.valueAt("connector.class")),
              "connector.class",
              "it is not Debezium's for MySQL with a topic.prefix, and what others use is not"
                  + " known",
              "write the policy of this connector by hand"));
    }
    Set<String> warnings = new LinkedHashSet<>();
    Optional<WorkerConfiguration> known = bundle.workerOf(connector);
    Map<String, String> worker =
        known.map(WorkerConfiguration::properties).orElse(Collections.emptySortedMap());
    Set<String> providers = known.map(WorkerConfiguration::providers).orElse(Set.of());
    KafkaUse kafka =
        new KafkaUse(
            cluster,
            connector.name(),
            withoutReferences(connector.config()),
            withoutReferences(worker),
            warnings::add);
    SecretUse secrets =
        new SecretUse(cluster, connector.config().values(), worker, providers, warnings::add);
    return new LeastPolicy(document(rules(kafka, secrets)), List.copyOf(warnings));
  }

  /** What a worker looks up may be anything; a rule of Route has references of its own. */
  private static Map<String, String> withoutReferences(Map<String, String> config) {
    Map<String, String> known = new LinkedHashMap<>(config);
    known.replaceAll(
        (key, value) ->
            key.startsWith("transforms.")
                ? value
                : ProviderReference.replace(value, reference -> NamePattern.ANY));
    return known;
  }

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
        (sid, about) ->
            statements.add(new Statement(sid, List.copyOf(actions.get(sid)), List.copyOf(about))));
    return new PolicyDocument(statements);
  }
}
