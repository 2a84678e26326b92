package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.iam.Policy;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.process.TcpPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policy that {@code mskcdc iam policy} derives is exactly enough: with it mysql-cdc lives, on
 * a broker that grants nothing else; without any one of its actions it does not; and each resource
 * that it names is used by each action on it.
 *
 * <p>Each story has a role, a worker and names of its own, so that several run beside each other.
 */
class IamPolicyIT {
  private static final int AT_ONCE = 4;
  private static final String RELEASE = "3.7.2";
  private static final String NEWEST = "4.3.1";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  // What hangs without a leave is given up sooner.
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(25);
  private static final ObjectMapper JSON = new ObjectMapper();

  // Names that occur nowhere else: another story is one of these under another name.
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
  private static final Map<String, Future<Optional<String>>> WHOLES = new LinkedHashMap<>();
  private static final Map<Removal, Future<Optional<String>>> REMOVALS = new LinkedHashMap<>();

  /**
   * What the deployer makes of a checkout.
   *
   * @param name the name in it that stories replace by their own
   * @param worker lines behind those of worker.properties
   */
  private record Deployment(
      String name, List<String> worker, JsonNode policy, Map<String, String> config) {}

  /** What is left out of the policy. */
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
    WHOLES.put("newest", whole(plain, NEWEST, "newest"));
    WHOLES.put(EXACTLY_ONCE, whole(exactlyOnce, RELEASE, EXACTLY_ONCE));
    WHOLES.put("newestonce", whole(exactlyOnce, NEWEST, "newestonce"));
    WHOLES.put(OWN_KEYS, threads.submit(IamPolicyIT::withAKeyForEachClient));
    Set<Removal> known = new HashSet<>();
    for (Deployment deployment : List.of(plain, exactlyOnce)) {
      for (Removal removal : removals(deployment.policy())) {
        if (known.add(removal)) {
          REMOVALS.put(
              removal,
              threads.submit(
                  () ->
                      story(
                          deployment,
                          removal.role(deployment.name()),
                          without(removal, deployment.policy()),
                          RELEASE,
                          Map.of(),
                          LITTLE_PATIENCE)));
        }
      }
    }
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
        () -> story(deployment, name, deployment.policy(), release, Map.of(), PATIENCE));
  }

  /** The same, with a key for each client, and a role for each key: the broker's log tells them. */
  private static Optional<String> withAKeyForEachClient() throws Exception {
    JsonNode policy = renamed(plain, plain.policy(), OWN_KEYS);
    for (Client client : Client.values()) {
      machine.allow(client.role(), policy);
    }
    Map<String, String> workers = new LinkedHashMap<>();
    Map<String, String> config = new LinkedHashMap<>(plain.config());
    for (Client client : Client.values()) {
      if (client.ofTheWorker) {
        workers.put(client.prefix, client.role());
      } else {
        config.put(client.prefix + "sasl.jaas.config", IamLogin.jaas(client.role()));
      }
    }
    Deployment deployment = new Deployment(WHOLE, List.of(), plain.policy(), config);
    return story(deployment, OWN_KEYS, plain.policy(), RELEASE, workers, PATIENCE);
  }

  /** A Kafka client of the pipeline, by the prefix of its settings. */
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

    /** Clients with the same settings have one key, and differ in what they do. */
    String role() {
      return OWN_KEYS + "-" + (prefix.isEmpty() ? "worker" : prefix.replace('.', '-'));
    }
  }

  /** Lives through a story under a name of its own; returns where and why it ended, if it did. */
  private static Optional<String> story(
      Deployment deployment,
      String name,
      JsonNode policy,
      String release,
      Map<String, String> profiles,
      Duration patience)
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
            () -> machine.startWorker(name, release, port, deployment.worker(), profiles))) {
      story.run(config, patience);
      return Optional.empty();
    } catch (IamStory.Ended e) {
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
  Stream<DynamicTest> withTheDerivedPolicyThePipelineRuns() {
    return WHOLES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertThat(entry.getValue().get()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> withoutAnyOneOfItsActionsItDoesNot() {
    return REMOVALS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().toString(),
                    () -> assertThat(entry.getValue().get()).isNotEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> eachActionIsUsedOnEachResource() throws Exception {
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
        // What a request would have done without is no use of it.
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
  Stream<DynamicTest> eachClientComesInByIamWithItsOwnKey() throws Exception {
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
  void theBrokerHasSeenEachKeyLogIn() throws Exception {
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
