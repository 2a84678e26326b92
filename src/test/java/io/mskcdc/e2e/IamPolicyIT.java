package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.iam.Policy;
import io.mskcdc.local.process.TcpPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the policy of {@code mskcdc iam policy} is sufficient and minimal: mysql-cdc runs with
 * it, uses each action on each resource, and fails without any single action.
 *
 * <p>Each story has its own role, worker and names, so that several can run at the same time.
 */
class IamPolicyIT {
  private static final int AT_ONCE = 4;
  private static final String RELEASE = "3.7.2";
  private static final String NEWEST = "4.3.1";
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(120);
  // For stories with an incomplete policy, where some clients retry without an end.
  private static final Duration DENIED_TIMEOUT = Duration.ofSeconds(25);
  private static final ObjectMapper JSON = new ObjectMapper();

  // These names occur in no option, so that they can be replaced to derive another story.
  private static final String WHOLE = "whole";
  private static final String EXACTLY_ONCE = "exactlyonce";
  private static final String OWN_KEYS = "ownkeys";

  private static final Map<String, String> REQUIRED = Map.of("exactly.once.support", "required");
  private static final List<String> ENABLED = List.of("exactly.once.source.support=enabled");

  @TempDir private static Path root;

  private static IamMachine machine;
  private static Deployment plain;
  private static Deployment exactlyOnce;
  private static ExecutorService threads;
  private static OrdersStory orders;
  private static Future<String> comparison;
  private static final Map<String, Future<Optional<String>>> WHOLES = new LinkedHashMap<>();

  /**
   * The policy and the configuration that the deployer derives from a checkout.
   *
   * @param name the name that each story replaces by its own name
   * @param worker lines added to worker.properties
   */
  private record Deployment(
      String name, List<String> worker, JsonNode policy, Map<String, String> config) {}

  /** An action that is removed from a statement of the policy. */
  private record Removal(String sid, String action) {
    @Override
    public String toString() {
      return "without " + action + " of " + sid;
    }

    String role(String of) {
      return of + "-" + Integer.toHexString(toString().hashCode());
    }
  }

  @BeforeAll
  static void begin() throws Exception {
    machine = IamMachine.start(root);
    plain = deployment(WHOLE, List.of(), Map.of());
    exactlyOnce = deployment(EXACTLY_ONCE, ENABLED, REQUIRED);
    threads = Executors.newFixedThreadPool(AT_ONCE);
    WHOLES.put(WHOLE, whole(plain, RELEASE, WHOLE));
    orders = new OrdersStory(machine, root.resolve("checkouts/orders"));
    comparison = threads.submit(() -> orders.run(WHOLE + ".production_db.customers"));
    WHOLES.put("newest", whole(plain, NEWEST, "newest"));
    WHOLES.put(EXACTLY_ONCE, whole(exactlyOnce, RELEASE, EXACTLY_ONCE));
    WHOLES.put("newestonce", whole(exactlyOnce, NEWEST, "newestonce"));
    WHOLES.put(OWN_KEYS, threads.submit(IamPolicyIT::withAKeyForEachClient));
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (threads != null) {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
    machine.close();
  }

  private static Deployment deployment(
      String name, List<String> worker, Map<String, String> overlay) throws Exception {
    Deployer deployer = new Deployer(machine.checkout(name, worker, overlay));
    JsonNode policy =
        JSON.readTree(out(deployer.run("iam", "policy", "mysql-cdc", "--env", IamMachine.ENV)));
    Map<String, String> config = new LinkedHashMap<>();
    JSON.readTree(out(deployer.run("render", "mysql-cdc", "--env", IamMachine.ENV)))
        .path("config")
        .properties()
        .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
    return new Deployment(name, worker, policy, config);
  }

  private static String out(Deployer.Run run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  private static Future<Optional<String>> whole(
      Deployment deployment, String release, String name) {
    return threads.submit(
        () -> story(deployment, name, deployment.policy(), release, STEP_TIMEOUT));
  }

  /** Runs with a separate key and role per client, which the broker's log distinguishes. */
  private static Optional<String> withAKeyForEachClient() throws Exception {
    JsonNode policy = renamed(plain, plain.policy(), OWN_KEYS);
    for (Client client : Client.values()) {
      machine.allow(client.role(), policy);
    }
    List<String> worker = new ArrayList<>();
    Map<String, String> config = new LinkedHashMap<>(plain.config());
    for (Client client : Client.values()) {
      if (client.ofTheWorker) {
        worker.add(client.jaasOption() + "=" + client.jaas());
      } else {
        config.put(client.jaasOption(), client.jaas());
      }
    }
    Deployment deployment = new Deployment(WHOLE, worker, plain.policy(), config);
    return story(deployment, OWN_KEYS, plain.policy(), RELEASE, STEP_TIMEOUT);
  }

  /** The Kafka clients of the pipeline, each with an action and a resource that it uses. */
  private enum Client {
    WORKER("", true, "AlterGroup", "group"),
    PRODUCER("producer.", true, "WriteData", OWN_KEYS + ".production_db.customers"),
    NOTIFICATION_PRODUCER("producer.", true, "WriteData", OWN_KEYS + "-notifications"),
    ADMIN("admin.", true, "CreateTopic", OWN_KEYS + ".production_db.customers"),
    HISTORY_PRODUCER(
        "schema.history.internal.producer.", false, "WriteData", "schema-changes." + OWN_KEYS),
    HISTORY_ADMIN(
        "schema.history.internal.producer.", false, "CreateTopic", "schema-changes." + OWN_KEYS),
    HISTORY_CONSUMER(
        "schema.history.internal.consumer.", false, "ReadData", "schema-changes." + OWN_KEYS),
    SIGNAL_CONSUMER("signal.consumer.", false, "ReadData", OWN_KEYS + "-signals");

    private final String prefix;
    private final boolean ofTheWorker;
    private final String action;
    private final String resource;

    Client(String prefix, boolean ofTheWorker, String action, String resource) {
      this.prefix = prefix;
      this.ofTheWorker = ofTheWorker;
      this.action = action;
      this.resource = resource;
    }

    /** Clients whose settings have the same prefix share a role. */
    String role() {
      return OWN_KEYS + "-" + (prefix.isEmpty() ? "worker" : prefix.replace('.', '-'));
    }

    String jaasOption() {
      return prefix + "sasl.jaas.config";
    }

    /** Returns a login with the profile of the role instead of the default profile. */
    String jaas() {
      return "software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=\""
          + role()
          + "\";";
    }
  }

  /** Runs a story under {@code name} and returns the failed step, if any. */
  private static Optional<String> story(
      Deployment deployment, String name, JsonNode policy, String release, Duration timeout)
      throws Exception {
    machine.allow(name, renamed(deployment, policy, name));
    machine.createSignalTopic(name);
    Map<String, String> config = new LinkedHashMap<>();
    deployment
        .config()
        .forEach((key, value) -> config.put(key, value.replace(deployment.name(), name)));
    config.put("database.server.id", Integer.toString(machine.serverId()));
    int port = TcpPort.free();
    try (IamStory story =
        new IamStory(
            machine,
            name,
            machine.workerLog(name),
            () -> machine.startWorker(name, release, port, deployment.worker()))) {
      story.run(config, timeout);
      return Optional.empty();
    } catch (IamStory.Failed e) {
      return Optional.of(e.getMessage());
    }
  }

  private static JsonNode renamed(Deployment deployment, JsonNode policy, String name)
      throws Exception {
    return JSON.readTree(policy.toString().replace(deployment.name(), name));
  }

  private static List<Removal> removals(JsonNode policy) {
    List<Removal> removals = new ArrayList<>();
    for (JsonNode statement : policy.path("Statement")) {
      for (JsonNode action : statement.path("Action")) {
        removals.add(new Removal(statement.path("Sid").asText(), action.asText()));
      }
    }
    return removals;
  }

  private static JsonNode without(Removal removal, JsonNode policy) {
    ObjectNode copy = policy.deepCopy();
    ArrayNode statements = copy.withArray("Statement");
    for (int i = statements.size() - 1; i >= 0; i--) {
      if (statements.get(i).path("Sid").asText().equals(removal.sid())) {
        ArrayNode actions = statements.get(i).withArray("Action");
        for (int j = actions.size() - 1; j >= 0; j--) {
          if (actions.get(j).asText().equals(removal.action())) {
            actions.remove(j);
          }
        }
        if (actions.isEmpty()) {
          statements.remove(i);
        }
      }
    }
    return copy;
  }

  @TestFactory
  Stream<DynamicTest> pipelineRunsWithTheDerivedPolicy() {
    return WHOLES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertThat(entry.getValue().get()).isEmpty()));
  }

  /** A worker for each action takes long; the use of each action is tested below at each build. */
  @TestFactory
  @Tag("exhaustive")
  Stream<DynamicTest> pipelineFailsWithoutAnySingleAction() {
    Map<Removal, Future<Optional<String>>> removals = new LinkedHashMap<>();
    for (Deployment deployment : List.of(plain, exactlyOnce)) {
      for (Removal removal : removals(deployment.policy())) {
        removals.computeIfAbsent(removal, absent -> removed(deployment, absent));
      }
    }
    return removals.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().toString(),
                    () -> assertThat(entry.getValue().get()).isNotEmpty()));
  }

  private static Future<Optional<String>> removed(Deployment deployment, Removal removal) {
    return threads.submit(
        () ->
            story(
                deployment,
                removal.role(deployment.name()),
                without(removal, deployment.policy()),
                RELEASE,
                DENIED_TIMEOUT));
  }

  @TestFactory
  Stream<DynamicTest> pipelineUsesEachActionOnEachResource() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Deployment deployment : List.of(plain, exactlyOnce)) {
      WHOLES.get(deployment.name()).get();
      List<JsonNode> decisions = decisionsFor(deployment.name());
      for (JsonNode statement : deployment.policy().path("Statement")) {
        for (JsonNode action : statement.path("Action")) {
          for (JsonNode resource : statement.path("Resource")) {
            if (action.asText().startsWith("kafka-cluster:")) {
              tests.add(
                  DynamicTest.dynamicTest(
                      deployment.name() + ": " + action.asText() + " on " + resource.asText(),
                      () ->
                          assertThat(decisions.stream())
                              .as("%s decisions", decisions.size())
                              .anyMatch(one -> isAllowedBy(one, action, resource))));
            }
          }
        }
      }
    }
    return tests.stream();
  }

  private static List<JsonNode> decisionsFor(String role) {
    return machine.decisions().stream()
        .filter(decision -> decision.path("principal").asText().endsWith(":role/" + role))
        .filter(decision -> decision.path("decision").asText().equals("allowed"))
        // An optional permission does not count as used.
        .filter(decision -> !decision.path("optional").asBoolean())
        .toList();
  }

  private static boolean isAllowedBy(JsonNode decision, JsonNode action, JsonNode resource) {
    ObjectNode policy = JSON.createObjectNode();
    ObjectNode statement = policy.putArray("Statement").addObject().put("Effect", "Allow");
    statement.set("Action", action);
    statement.set("Resource", resource);
    return Policy.parse(policy)
        .allows(decision.path("action").asText(), decision.path("resource").asText());
  }

  @TestFactory
  Stream<DynamicTest> eachClientLogsInByIamWithItsOwnKey() throws Exception {
    WHOLES.get(OWN_KEYS).get();
    return Stream.of(Client.values())
        .map(
            client ->
                DynamicTest.dynamicTest(
                    client.name(),
                    () ->
                        assertThat(decisionsFor(client.role()).stream())
                            .anyMatch(
                                decision ->
                                    decision.path("action").asText().endsWith(":" + client.action)
                                        && decision
                                            .path("resource")
                                            .asText()
                                            .contains(client.resource))));
  }

  @Test
  void ordersOfDynamoDbRunWithTheDerivedPolicyAndHaveTheFormAndTheMasksOfMySqlRows()
      throws Exception {
    assertThat(comparison.get())
        .contains("metadata __deleted, __op, __source_ts_ms")
        .contains("2 tombstones after deletes")
        .contains("email, phone, card_number, date_of_birth for 3 customers");
  }

  @Test
  void ordersOfDynamoDbUseEachActionOnTheirTable() throws Exception {
    comparison.get();

    assertThat(orders.dynamoDbActions()).hasSize(5);
    String log = machine.awsLog();
    for (String action : orders.dynamoDbActions()) {
      assertThat(log)
          .containsPattern(
              action
                  + " key=\\w+ principal=\\S+:role/orders-dynamodb .*:table/orders.* status=200");
    }
  }

  @Test
  void brokerLogContainsALoginOfEachKey() throws Exception {
    WHOLES.get(OWN_KEYS).get();
    String log = machine.brokerLog();
    for (Client client : Client.values()) {
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("login allowed")
                      && line.contains("key=ASIA")
                      && line.contains(":role/" + client.role() + " "));
    }
  }
}
