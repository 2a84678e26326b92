package io.mskcdc.kafka;

import static io.mskcdc.kafka.KafkaCheck.BROKERS;
import static io.mskcdc.kafka.KafkaCheck.GROUP_PERMISSIONS;
import static io.mskcdc.kafka.KafkaCheck.HISTORY_TOPIC;
import static io.mskcdc.kafka.KafkaCheck.MESSAGE_SIZE;
import static io.mskcdc.kafka.KafkaCheck.TOPICS;
import static io.mskcdc.kafka.KafkaCheck.TOPIC_PERMISSIONS;

import io.mskcdc.problem.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The brokers of a connector, as its login sees them. Only reads. */
public final class Brokers {
  private static final int CONNECT_MILLIS = 3_000;
  private static final String REQUEST_MILLIS = "20000";
  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  /** JSON has about twice the bytes of a row of large texts, because it escapes characters. */
  private static final int BYTES_IN_JSON = 2;

  private static final Map<AclOperation, String> ACTIONS =
      Map.of(
          AclOperation.READ, "ReadData",
          AclOperation.WRITE, "WriteData",
          AclOperation.CREATE, "CreateTopic",
          AclOperation.DESCRIBE, "DescribeTopic",
          AclOperation.DESCRIBE_CONFIGS, "DescribeTopicDynamicConfiguration");

  private final BrokerUse use;

  public Brokers(BrokerUse use) {
    this.use = use;
  }

  /** Returns the checks. If the brokers do not answer, one failed check says so. */
  public List<Check> checks() {
    Optional<String> unreachable = unreachable();
    if (unreachable.isPresent()) {
      return List.of(silent(unreachable.get()));
    }
    Map<String, Object> settings = new HashMap<>(use.login());
    settings.put("bootstrap.servers", use.bootstrapServers());
    settings.put("request.timeout.ms", REQUEST_MILLIS);
    settings.put("default.api.timeout.ms", REQUEST_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      return checks(admin);
    } catch (KafkaException e) {
      return List.of(refused(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(BROKERS.unknown("interrupted"));
    }
  }

  /** A client of Kafka waits for its whole time limit if nobody listens. */
  private Optional<String> unreachable() {
    String reason = "";
    for (String server : use.bootstrapServers().split(",")) {
      int colon = server.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                server.substring(0, colon).strip(),
                Integer.parseInt(server.substring(colon + 1).strip())),
            CONNECT_MILLIS);
        return Optional.empty();
      } catch (IOException | RuntimeException e) {
        reason =
            server
                + ": "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      }
    }
    return Optional.of(reason);
  }

  private Check silent(String reason) {
    return BROKERS.failed(
        "no broker answers this machine (" + reason + ")",
        List.of("nc -vz " + use.bootstrapServers().split(",")[0].replaceFirst(":(\\d+)$", " $1")),
        "start the brokers, or admit this machine and the workers to their port, for example in"
            + " their security group");
  }

  private Check refused(Throwable e) {
    String reason = reason(e);
    if (e instanceof AuthenticationException || String.valueOf(e.getCause()).contains("Login")) {
      return use.arns()
          .map(
              arns ->
                  BROKERS.failed(
                      "the brokers refuse the login of this machine (" + reason + ")",
                      List.of(statement(Set.of("Connect"), arns.cluster())),
                      "and check with aws sts get-caller-identity that this machine has the login of"
                          + " the workers' role"))
          .orElseGet(
              () ->
                  BROKERS.failed(
                      "the brokers refuse the login (" + reason + ")",
                      List.of("\"schema.history.internal.producer.sasl.jaas.config\": \"<login>\""),
                      "and the same for the consumer"));
    }
    return BROKERS.failed(
        "the brokers do not answer (" + reason + ")",
        List.of(
            "openssl s_client -connect " + use.bootstrapServers().split(",")[0] + " < /dev/null"),
        "if that fails, the port has no TLS: set security.protocol to that of the listener");
  }

  private static String reason(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private List<Check> checks(Admin admin) throws InterruptedException {
    try {
      int nodes = admin.describeCluster().nodes().get().size();
      List<Check> checks = new ArrayList<>();
      checks.add(BROKERS.ok(nodes == 1 ? "1 broker" : nodes + " brokers"));
      checks.addAll(topicChecks(admin));
      if (use.signalGroup().isPresent()) {
        checks.add(group(admin, use.signalGroup().get()));
      }
      return checks;
    } catch (ExecutionException e) {
      return List.of(refused(e.getCause()));
    }
  }

  private List<Check> topicChecks(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, TopicUse> uses =
        use.topics().stream()
            .collect(Collectors.toMap(TopicUse::name, each -> each, (a, b) -> a, TreeMap::new));
    Map<String, KafkaFuture<TopicDescription>> found =
        admin
            .describeTopics(
                uses.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    Map<String, TopicDescription> existing = new TreeMap<>();
    List<TopicUse> absent = new ArrayList<>();
    // The actions that the login lacks, by topic.
    Map<String, Set<String>> lacking = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> each : found.entrySet()) {
      TopicUse topic = uses.get(each.getKey());
      try {
        TopicDescription description = each.getValue().get();
        existing.put(topic.name(), description);
        Set<String> missing = new TreeSet<>(topic.kind().actions());
        description.authorizedOperations().stream()
            .map(operation -> ACTIONS.getOrDefault(operation, ""))
            .forEach(missing::remove);
        if (!missing.isEmpty()) {
          lacking.put(topic.name(), missing);
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          absent.add(topic);
        } else if (e.getCause() instanceof AuthorizationException) {
          lacking.put(topic.name(), new TreeSet<>(Set.of("DescribeTopic")));
        } else {
          throw e;
        }
      }
    }
    List<Check> checks = new ArrayList<>();
    checks.add(absent(admin, absent, lacking, existing.size()));
    checks.add(permissions(lacking, existing.size()));
    Map<String, Config> configs = configs(admin, existing.keySet());
    for (TopicUse topic : uses.values()) {
      if (topic.kind() == TopicUse.Kind.HISTORY && existing.containsKey(topic.name())) {
        checks.add(
            history(existing.get(topic.name()), Optional.ofNullable(configs.get(topic.name()))));
      }
    }
    checks.add(messageSize(uses.values(), existing.keySet(), configs));
    return checks;
  }

  /** Asks the brokers to validate the creation of topics, which creates none. */
  private Check absent(
      Admin admin, List<TopicUse> absent, Map<String, Set<String>> lacking, int existing)
      throws InterruptedException {
    List<String> faults = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    for (TopicUse topic : absent) {
      if (topic.creation().isEmpty()) {
        faults.add(topic.name() + " does not exist, and nobody creates it");
        statements.add(
            "kafka-topics.sh --bootstrap-server "
                + use.bootstrapServers()
                + " --create --partitions 1 --topic "
                + topic.name());
        continue;
      }
      TopicUse.Creation creation = topic.creation().get();
      NewTopic wanted =
          new NewTopic(
                  topic.name(),
                  creation.partitions() < 1 ? Optional.empty() : Optional.of(creation.partitions()),
                  creation.replicas() < 1 ? Optional.empty() : Optional.of(creation.replicas()))
              .configs(creation.settings());
      try {
        admin
            .createTopics(List.of(wanted), new CreateTopicsOptions().validateOnly(true))
            .all()
            .get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
          lacking.computeIfAbsent(topic.name(), name -> new TreeSet<>()).add("CreateTopic");
        } else {
          faults.add(topic.name() + " cannot be created: " + reason(e.getCause()));
          statements.add(
              "\"topic.creation.default.replication.factor\": \"<number of brokers at most>\"");
        }
      }
    }
    String seen = existing + " exist, " + absent.size() + " are created when they are written to";
    return faults.isEmpty()
        ? TOPICS.ok(seen)
        : TOPICS.failed(String.join("; ", faults), statements.stream().distinct().toList(), "");
  }

  private Check permissions(Map<String, Set<String>> lacking, int existing) {
    if (lacking.isEmpty()) {
      return TOPIC_PERMISSIONS.ok(
          "of the " + existing + " that exist; for the others the right to create them");
    }
    List<String> statements = new ArrayList<>();
    lacking.forEach((topic, actions) -> statements.addAll(permitting(topic, actions)));
    return TOPIC_PERMISSIONS.failed(
        lacking.entrySet().stream()
            .map(topic -> "no " + String.join(", ", topic.getValue()) + " on " + topic.getKey())
            .collect(Collectors.joining("; ")),
        statements,
        use.arns().isPresent() ? "add it to the policy of the workers' role" : "");
  }

  private List<String> permitting(String topic, Set<String> actions) {
    if (use.arns().isPresent()) {
      return List.of(statement(actions, use.arns().get().topic().apply(topic)));
    }
    return ACTIONS.entrySet().stream()
        .filter(action -> actions.contains(action.getValue()))
        .map(
            action ->
                "kafka-acls.sh --bootstrap-server "
                    + use.bootstrapServers()
                    + " --add --allow-principal User:<the connector's user> --topic "
                    + topic
                    + " --operation "
                    + action.getKey())
        .sorted()
        .toList();
  }

  /** Returns a statement of a policy of IAM. */
  private static String statement(Set<String> actions, String arn) {
    return actions.stream()
        .sorted()
        .map(action -> "\"kafka-cluster:" + action + "\"")
        .collect(
            Collectors.joining(
                ", ",
                "{\"Effect\": \"Allow\", \"Action\": [",
                "], \"Resource\": [\"" + arn + "\"]}"));
  }

  private Check group(Admin admin, String group) throws InterruptedException, ExecutionException {
    Set<String> missing = new TreeSet<>(Set.of("AlterGroup", "DescribeGroup"));
    try {
      ConsumerGroupDescription description =
          admin
              .describeConsumerGroups(
                  List.of(group),
                  new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
              .describedGroups()
              .get(group)
              .get();
      missing.remove("DescribeGroup");
      if (description.authorizedOperations() != null
          && description.authorizedOperations().contains(AclOperation.READ)) {
        missing.remove("AlterGroup");
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
    }
    return missing.isEmpty()
        ? GROUP_PERMISSIONS.ok(group)
        : GROUP_PERMISSIONS.failed(
            "no " + String.join(", ", missing) + " on " + group + ", so no signal is read",
            use.arns()
                .map(arns -> List.of(statement(missing, arns.group().apply(group))))
                .orElseGet(
                    () ->
                        List.of(
                            "kafka-acls.sh --bootstrap-server "
                                + use.bootstrapServers()
                                + " --add --allow-principal User:<the connector's user> --group "
                                + group
                                + " --operation Read")),
            "");
  }

  /** Returns the configurations of topics that the login may read. */
  private static Map<String, Config> configs(Admin admin, Collection<String> topics)
      throws InterruptedException, ExecutionException {
    Map<String, Config> configs = new HashMap<>();
    List<ConfigResource> resources =
        topics.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
        admin.describeConfigs(resources).values().entrySet()) {
      try {
        configs.put(each.getKey().name(), each.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw e;
        }
      }
    }
    return configs;
  }

  private Check history(TopicDescription topic, Optional<Config> config) {
    if (topic.partitions().size() > 1) {
      return HISTORY_TOPIC.failed(
          topic.name()
              + " has "
              + topic.partitions().size()
              + " partitions, and a restart reads statements in the wrong order",
          List.of(
              "\"schema.history.internal.kafka.topic\": \"" + topic.name() + ".1\"",
              "\"snapshot.mode\": \"recovery\""),
          "the partitions of a topic cannot become fewer; recovery reads the schemas again, once");
    }
    if (config.isEmpty()) {
      return HISTORY_TOPIC.unknown(
          "the login may not read the configuration of " + topic.name(),
          permitting(topic.name(), Set.of("DescribeTopicDynamicConfiguration")),
          "");
    }
    Map<String, String> wanted = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1")
        .forEach(
            (key, value) -> {
              String actual = config.get().get(key).value();
              // Debezium creates the topic with the largest number instead of -1.
              if (!actual.equals(value) && !isForEver(actual)) {
                wanted.put(key, value);
                wrong.add(key + "=" + actual);
              }
            });
    return wanted.isEmpty()
        ? HISTORY_TOPIC.ok(topic.name() + ": 1 partition, kept for ever")
        : HISTORY_TOPIC.failed(
            topic.name()
                + " has "
                + wrong.stream().sorted().collect(Collectors.joining(", "))
                + ", so its statements disappear, and the connector cannot start again",
            List.of(alter(topic.name(), wanted)),
            "");
  }

  private String alter(String topic, Map<String, String> settings) {
    return "kafka-configs.sh --bootstrap-server "
        + use.bootstrapServers()
        + " --alter --entity-type topics --entity-name "
        + topic
        + " --add-config "
        + settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }

  /** A batch of one record may be a little larger than the producer's limit. */
  private Check messageSize(
      Collection<TopicUse> topics, Set<String> existing, Map<String, Config> configs) {
    BrokerUse.Limit request = use.maxRequestSize();
    Map<String, Long> smaller = new TreeMap<>();
    Set<String> unknown = new TreeSet<>();
    for (TopicUse topic : topics) {
      String limit = limit(topic, existing, configs);
      if (topic.kind() != TopicUse.Kind.DATA) {
        continue;
      }
      if (limit == null || !limit.matches("\\d{1,12}")) {
        unknown.add(topic.name());
      } else if (Long.parseLong(limit) < request.bytes()) {
        smaller.put(topic.name(), Long.parseLong(limit));
      }
    }
    if (!smaller.isEmpty()) {
      return MESSAGE_SIZE.failed(
          "the producer sends up to "
              + request.bytes()
              + " bytes, and topics take fewer: "
              + smaller,
          smaller.keySet().stream()
              .map(
                  topic ->
                      alter(
                          topic,
                          Map.of(MAX_MESSAGE_BYTES, String.valueOf(request.bytes() + (1 << 20)))))
              .toList(),
          "");
    }
    long row = use.largestRow().orElse(0);
    if (row * BYTES_IN_JSON > request.bytes()) {
      String seen =
          "the largest row has up to %d bytes, and up to twice as many in JSON; the producer sends at most %d"
              .formatted(row, request.bytes());
      List<String> statements = List.of(request.option().formatted(row * BYTES_IN_JSON));
      String advice = "give the topics a larger max.message.bytes";
      return row > request.bytes()
          ? MESSAGE_SIZE.failed(seen + ", so the task fails at this row", statements, advice)
          : MESSAGE_SIZE.warning(seen, statements, advice);
    }
    return unknown.isEmpty()
        ? MESSAGE_SIZE.ok(
            "the producer sends up to " + request.bytes() + " bytes, and the topics take them")
        : MESSAGE_SIZE.unknown(
            "max.message.bytes of " + String.join(", ", unknown),
            List.of(),
            "the login may not read it; a connector needs no right to do so");
  }

  /** Returns the limit of a topic, or the one with which it is created; null if it is not known. */
  private static String limit(TopicUse topic, Set<String> existing, Map<String, Config> configs) {
    if (configs.containsKey(topic.name())) {
      return configs.get(topic.name()).get(MAX_MESSAGE_BYTES).value();
    }
    return existing.contains(topic.name())
        ? null
        : topic.creation().map(creation -> creation.settings().get(MAX_MESSAGE_BYTES)).orElse(null);
  }

  private static boolean isForEver(String millis) {
    return millis.equals(String.valueOf(Long.MAX_VALUE));
  }
}
