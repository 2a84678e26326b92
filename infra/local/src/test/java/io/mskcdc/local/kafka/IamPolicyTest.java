package io.mskcdc.local.kafka;

import static io.mskcdc.local.kafka.IamCluster.CLUSTER;
import static io.mskcdc.local.kafka.IamCluster.arn;
import static io.mskcdc.local.kafka.IamCluster.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks which requests a real broker allows a role for given policies. */
@ExtendWith(IamCluster.Shared.class)
class IamPolicyTest {
  private static final String CONNECT = on(CLUSTER, "Connect");
  private static final String ORDERS = arn("topic", "orders");

  private static IamCluster cluster;

  @BeforeAll
  static void useSharedCluster(IamCluster shared) {
    cluster = shared;
  }

  private static String on(String resource, String action) {
    return "kafka-cluster:" + action + " " + resource;
  }

  private static Producer<String, String> producer(Map<String, String> settings) {
    Map<String, Object> all = cluster.client("limited");
    all.put("max.block.ms", "10000");
    all.putAll(settings);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static Consumer<String, String> consumer() {
    Map<String, Object> all = cluster.client("limited");
    all.put("group.id", "readers");
    all.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  private static void send(Producer<String, String> producer) throws Exception {
    producer.send(new ProducerRecord<>("orders", "value")).get(10, TimeUnit.SECONDS);
  }

  @Test
  void changedPolicyTakesEffectOnARunningProducer() throws Exception {
    cluster.allow("limited", List.of(CONNECT, on(ORDERS, "DescribeTopic")));
    try (Producer<String, String> producer = producer(Map.of("enable.idempotence", "false"))) {
      assertThatThrownBy(() -> send(producer))
          .hasCauseInstanceOf(TopicAuthorizationException.class);

      cluster.allow(
          "limited", List.of(CONNECT, on(ORDERS, "DescribeTopic"), on(ORDERS, "WriteData")));
      send(producer);

      cluster.allow("limited", List.of(CONNECT, on(ORDERS, "DescribeTopic")));
      assertThatThrownBy(() -> send(producer))
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void writeDataDoesNotImplyWriteDataIdempotentlyOrDescribeTopic() throws Exception {
    List<String> actions =
        new ArrayList<>(List.of(CONNECT, on(ORDERS, "DescribeTopic"), on(ORDERS, "WriteData")));
    cluster.allow("limited", actions);
    try (Producer<String, String> producer = producer(Map.of())) {
      assertThatThrownBy(() -> send(producer))
          .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
    }
    actions.add(on(CLUSTER, "WriteDataIdempotently"));
    cluster.allow("limited", actions);
    try (Producer<String, String> producer = producer(Map.of())) {
      send(producer);
    }

    actions.remove(on(ORDERS, "DescribeTopic"));
    cluster.allow("limited", actions);
    try (Admin admin = Admin.create(cluster.client("limited"))) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("orders")).allTopicNames().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  /** Reads in a group and writes in a transaction, including its end markers. */
  private static void copyInATransaction() throws Exception {
    Producer<String, String> producer = producer(Map.of("transactional.id", "copier"));
    try (Consumer<String, String> consumer = consumer()) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer);
      producer.commitTransaction();
      consumer.subscribe(List.of("orders"));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
      while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
        assertThat(System.nanoTime()).as("a record in time").isLessThan(deadline);
      }
      consumer.commitSync();
    } finally {
      // After a denied request, close would wait for an abort that is denied too.
      producer.close(Duration.ZERO);
    }
  }

  @TestFactory
  Stream<DynamicTest> groupReadAndTransactionalWriteNeedEachOfTheirActions() {
    List<String> least =
        List.of(
            CONNECT,
            on(ORDERS, "DescribeTopic"),
            on(ORDERS, "ReadData"),
            on(ORDERS, "WriteData"),
            on(arn("group", "readers"), "DescribeGroup"),
            on(arn("group", "readers"), "AlterGroup"),
            on(arn("transactional-id", "copier"), "DescribeTransactionalId"),
            on(arn("transactional-id", "copier"), "AlterTransactionalId"));
    DynamicTest enough =
        dynamicTest(
            "all actions",
            () -> {
              cluster.allow("limited", least);
              copyInATransaction();
            });
    Stream<DynamicTest> oneLess =
        least.stream()
            .map(
                action ->
                    dynamicTest(
                        "without " + action,
                        () -> {
                          cluster.allow(
                              "limited", least.stream().filter(a -> !a.equals(action)).toList());
                          assertThatThrownBy(IamPolicyTest::copyInATransaction)
                              .isInstanceOfAny(KafkaException.class, ExecutionException.class)
                              .extracting(IamPolicyTest::root)
                              .isInstanceOfAny(
                                  AuthorizationException.class, AuthenticationException.class);
                        }));
    return Stream.concat(Stream.of(enough), oneLess);
  }

  private static Throwable root(Throwable thrown) {
    return thrown.getCause() == null ? thrown : root(thrown.getCause());
  }

  @Test
  void createTopicIsAllowedOnlyForTheNamedTopics() throws Exception {
    cluster.allow("limited", List.of(CONNECT, on(arn("topic", "new-*"), "CreateTopic")));

    try (Admin admin = Admin.create(cluster.client("limited"))) {
      NewTopic allowed = new NewTopic("new-topic", 1, (short) 1);
      admin.createTopics(List.of(allowed)).all().get();

      NewTopic denied = new NewTopic("another-topic", 1, (short) 1);
      assertThatThrownBy(() -> admin.createTopics(List.of(denied)).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void topicAndClusterConfigurationsNeedSeparateActions() throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
    cluster.allow("limited", List.of(CONNECT, on(ORDERS, "DescribeTopicDynamicConfiguration")));

    try (Admin admin = Admin.create(cluster.client("limited"))) {
      assertThat(admin.describeConfigs(List.of(topic)).all().get()).containsKey(topic);
      assertThatThrownBy(() -> admin.describeConfigs(List.of(broker)).all().get())
          .hasCauseInstanceOf(ClusterAuthorizationException.class);

      cluster.allow(
          "limited", List.of(CONNECT, on(CLUSTER, "DescribeClusterDynamicConfiguration")));
      assertThat(admin.describeConfigs(List.of(broker)).all().get()).containsKey(broker);
      assertThatThrownBy(() -> admin.describeConfigs(List.of(topic)).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void decisionLogNamesClientActionAndResource() throws Exception {
    cluster.allow("limited", List.of(CONNECT, on(ORDERS, "DescribeTopic")));

    try (Admin admin = Admin.create(cluster.client("limited"))) {
      admin.describeTopics(List.of("orders")).allTopicNames().get();
      NewTopic denied = new NewTopic("denied", 1, (short) 1);
      assertThatThrownBy(() -> admin.createTopics(List.of(denied)).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    assertThat(decisions())
        .contains(
            List.of("allowed", "limited-client", "DescribeTopic", ORDERS, "Metadata"),
            List.of(
                "denied", "limited-client", "CreateTopic", arn("topic", "denied"), "CreateTopics"));
    assertThat(decisions())
        .anySatisfy(
            login -> {
              assertThat(login.get(1)).startsWith("aws-msk-iam-auth/");
              assertThat(List.of(login.get(0), login.get(2), login.get(3), login.get(4)))
                  .containsExactly("allowed", "Connect", CLUSTER, "SaslAuthenticate");
            });
  }

  private static List<List<String>> decisions() throws IOException {
    List<List<String>> decisions = new ArrayList<>();
    for (String line : Files.readAllLines(cluster.iam().decisionsLog())) {
      JsonNode decision = new ObjectMapper().readTree(line);
      if (decision.get("principal").asText().equals(role("limited"))) {
        decisions.add(
            Stream.of("decision", "client", "action", "resource", "request")
                .map(field -> decision.get(field).asText().replace("kafka-cluster:", ""))
                .toList());
      }
    }
    return decisions;
  }

  @Test
  void aclRequestsAreRejectedEvenForARoleWithAllActions() {
    try (Admin admin = Admin.create(cluster.client("everything"))) {
      assertThatThrownBy(() -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get())
          .hasCauseInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("there are no ACLs");
    }
  }
}
