package io.mskcdc.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.iam.SignedLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and the real client, aws-msk-iam-auth. */
class IamBrokerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGION = "eu-west-1";
  // The test JVM's hosts file has the name that follows from it.
  private static final String UUID = "a1b2c3d4-0000-4000-8000-000000000000-1";
  private static final String ARN = "arn:aws:kafka:" + REGION + ":123456789012:";
  private static final String CLUSTER = ARN + "cluster/local/" + UUID;
  private static final String HOST = "b-1.local.a1b2c3.c1.kafka." + REGION + ".amazonaws.com";
  private static final String ROLE = "arn:aws:iam::123456789012:role/";

  private static final String SECRET = "secret/of+everything0123456789abcdefghi";
  private static final String TOKEN = "token/of+temporary==";

  @TempDir static Path temp;

  private static final Map<String, String> policies = new HashMap<>();
  private static IamListeners iam;
  private static Kafka kafka;

  @BeforeAll
  static void start() throws IOException {
    allow("everything", "kafka-cluster:*", "*");
    allow("outsider", "kafka-cluster:DescribeTopic", "*");
    writeCredentials();
    Ports ports = Ports.free();
    iam =
        IamListeners.prepare(
            new IamListeners.Settings(
                temp.resolve("kafka"),
                temp.resolve("account.json"),
                ports.kafka(),
                ports.kafkaInternal(),
                ports.controller()));
    kafka = Kafka.startWithIam(layout().kafkaLibs("3.7.2"), iam, temp.resolve("kafka.log"));
    kafka.awaitReady();
    try (Admin admin = admin("everything")) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)));
    }
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }

  private static Layout layout() {
    return new Layout(Path.of("../..").toAbsolutePath().normalize());
  }

  // One profile for each key; "wrong-..." are keys that the account has otherwise or not at all.
  private static void writeCredentials() {
    String profiles =
        Stream.of(
                profile("everything", "AKIAEVERYTHING", SECRET, null),
                profile("temporary", "ASIATEMPORARY", SECRET, TOKEN),
                profile("limited", "AKIALIMITED", SECRET, null),
                profile("outsider", "AKIAOUTSIDER", SECRET, null),
                profile("wrong-secret", "AKIAEVERYTHING", SECRET + "x", null),
                profile("wrong-id", "AKIANOBODY", SECRET, null),
                profile("swapped", SECRET, "AKIAEVERYTHING", null),
                profile("wrong-token", "ASIATEMPORARY", SECRET, "other"),
                profile("no-token", "ASIATEMPORARY", SECRET, null),
                profile("needless-token", "AKIAEVERYTHING", SECRET, TOKEN))
            .reduce("", String::concat);
    Path file = Secrets.writePrivately(temp.resolve("credentials"), profiles);
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  private static String profile(String name, String id, String secret, String token) {
    return String.format("[%s]\naws_access_key_id=%s\naws_secret_access_key=%s\n", name, id, secret)
        + (token == null ? "" : "aws_session_token=" + token + "\n");
  }

  private static void allow(String role, String... actionsAndResources) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < actionsAndResources.length; i += 2) {
      statements.add(
          String.format(
              "{'Effect': 'Allow', 'Action': '%s', 'Resource': '%s'}",
              actionsAndResources[i], actionsAndResources[i + 1]));
    }
    policies.put(role, "'" + ROLE + role + "': {'Statement': " + statements + "}");
    String account =
        String.format(
            """
            {'region': '%s', 'cluster': '%s', 'policies': {%s}, 'keys': [
              {'id': 'AKIAEVERYTHING', 'secret': '%s', 'principal': '%6$severything'},
              {'id': 'ASIATEMPORARY', 'secret': '%4$s', 'sessionToken': '%5$s',
               'principal': '%6$severything'},
              {'id': 'AKIALIMITED', 'secret': '%4$s', 'principal': '%6$slimited'},
              {'id': 'AKIAOUTSIDER', 'secret': '%4$s', 'principal': '%6$soutsider'}]}
            """,
            REGION, CLUSTER, String.join(", ", policies.values()), SECRET, TOKEN, ROLE);
    Path fresh = Secrets.writePrivately(temp.resolve("new"), account.replace('\'', '"'));
    Folders.move(fresh, temp.resolve("account.json"));
  }

  private static Map<String, Object> client(String profile) {
    Map<String, Object> settings = new HashMap<>(IamLogin.clientSettings(profile));
    settings.put("bootstrap.servers", iam.endpoints().bootstrapServers());
    // Other JVMs have it as a system property, see aJvmWithTheClientsJarsLogsIn.
    settings.put("ssl.truststore.location", iam.endpoints().trustStore().toString());
    settings.put("ssl.truststore.type", "JKS");
    settings.put("client.id", profile + "-client");
    settings.put("default.api.timeout.ms", "8000");
    settings.put("request.timeout.ms", "5000");
    return settings;
  }

  private static Admin admin(String profile) {
    return Admin.create(client(profile));
  }

  private static void logIn(Map<String, Object> settings) throws Exception {
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
    }
  }

  @TestFactory
  Stream<DynamicTest> theRealClientIsLetIn() {
    return Stream.of("everything", "temporary")
        .map(profile -> dynamicTest(profile, () -> logIn(client(profile))));
  }

  @TestFactory
  Stream<DynamicTest> theRealClientSeesWhyItIsRefused() {
    return Map.of(
            "wrong-secret", "the signature is not that of AKIAEVERYTHING",
            "wrong-id", "the account has no access key AKIANOBODY",
            "wrong-token", "the session token is not that of the key ASIATEMPORARY",
            "no-token", "the key ASIATEMPORARY needs its session token, none was sent",
            "needless-token", "the key AKIAEVERYTHING has no session token, one was sent",
            "outsider", "the policy of " + ROLE + "outsider does not allow kafka-cluster:Connect")
        .entrySet()
        .stream()
        .map(
            refused ->
                dynamicTest(
                    refused.getKey(),
                    () ->
                        assertThatThrownBy(() -> logIn(client(refused.getKey())))
                            .hasCauseInstanceOf(SaslAuthenticationException.class)
                            .hasMessageContaining("Access denied: " + refused.getValue())));
  }

  @Test
  void theRealClientIsRefusedUnderAnotherNameOfTheBroker() {
    Map<String, Object> settings = client("everything");
    settings.put("bootstrap.servers", "localhost" + port());

    assertThatThrownBy(() -> logIn(settings))
        .hasMessageContaining("Access denied: host is localhost, not " + HOST);
  }

  private static String port() {
    return iam.endpoints().bootstrapServers().substring(HOST.length());
  }

  @Test
  void aSecretInPlaceOfTheIdComesBackInNoMessageAndNoLog() throws IOException {
    assertThatThrownBy(() -> logIn(client("swapped")))
        .hasMessageContaining("Access denied: ")
        .hasMessageNotContaining(SECRET);

    assertThat(Files.readString(temp.resolve("kafka.log"))).doesNotContain(SECRET);
  }

  @Test
  void aJvmWithTheClientsJarsLogsIn() throws Exception {
    Path settings = temp.resolve("client.properties");
    List<String> lines = new ArrayList<>();
    IamLogin.clientSettings("everything").forEach((k, v) -> lines.add(k + "=" + v));
    Files.write(settings, lines);
    IamLogin login =
        new IamLogin(
            layout().iamClientLibs(),
            iam.endpoints().hosts(),
            iam.endpoints().trustStore(),
            temp.resolve("credentials"),
            REGION,
            Map.of(),
            Map.of());
    Jvm jvm =
        new Jvm(
            layout().kafkaLibs("3.7.2"),
            128,
            temp.resolve("client"),
            login.classpath(),
            login.properties());
    List<String> command =
        jvm.command(
            "kafka.admin.BrokerApiVersionsCommand",
            "--bootstrap-server",
            iam.endpoints().bootstrapServers(),
            "--command-config",
            settings.toString());

    Path log = temp.resolve("client.log");
    try (Child child = Child.start("client", command, login.environment(), log)) {
      child.awaitSuccess(Duration.ofSeconds(30));
    }

    assertThat(Files.readString(log)).contains(HOST).contains("Produce(0): ");
  }

  private static SignedLogin login() {
    return SignedLogin.of(HOST, REGION, "AKIAEVERYTHING", SECRET);
  }

  /** Returns what the broker says to a payload that it refuses. */
  private static String answerTo(String payload) throws Exception {
    try (HandMadeLogin connection = new HandMadeLogin(iam.endpoints())) {
      return connection.send(payload.getBytes(StandardCharsets.UTF_8)).errorMessage();
    }
  }

  @Test
  void thePayloadOfOneSecondLetsTenConnectionsIn() throws Exception {
    String payload = login().fields().toString();
    List<HandMadeLogin> connections = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      HandMadeLogin connection = new HandMadeLogin(iam.endpoints());
      connections.add(connection);
      assertThat(connection.send(payload.getBytes(StandardCharsets.UTF_8)).error())
          .isEqualTo(Errors.NONE);
    }
    for (HandMadeLogin connection : connections) {
      connection.close();
    }
  }

  @Test
  void tenRealClientsLogInAtOnce() throws Exception {
    long before = logins("everything");
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      Callable<Void> client =
          () -> {
            logIn(client("everything"));
            return null;
          };
      for (Future<Void> login : threads.invokeAll(Collections.nCopies(10, client))) {
        login.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(logins("everything") - before).isGreaterThanOrEqualTo(10);
  }

  private static long logins(String role) throws IOException {
    try (Stream<String> lines = Files.lines(temp.resolve("kafka.log"))) {
      return lines
          .filter(line -> line.contains("login allowed: key=") && line.contains(ROLE + role))
          .count();
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsSignedForSomethingElseIsRefusedWithTheReason() {
    Instant now = Instant.now();
    return Map.of(
            login().forRegion("us-east-1"),
            "signed for the region us-east-1, not for eu-west-1",
            login().forService("kafka"),
            "signed for the service kafka, not for kafka-cluster",
            login().forAction("kafka-cluster:ReadData"),
            "action is kafka-cluster:ReadData, not kafka-cluster:Connect",
            login().forHost("b-2.local.a1b2c3.c1.kafka.eu-west-1.amazonaws.com"),
            "host is b-2.local.a1b2c3.c1.kafka.eu-west-1.amazonaws.com, not " + HOST,
            login().at(now.minusSeconds(930)),
            "expired 3",
            login().at(now.minusSeconds(90)).expiringAfter(Duration.ofSeconds(60)),
            "expired 3",
            login().at(now.plusSeconds(400)),
            "signed 39",
            login().expiringAfter(Duration.ofSeconds(901)),
            "x-amz-expires is not 1 to 900 seconds")
        .entrySet()
        .stream()
        .map(
            refused ->
                dynamicTest(
                    refused.getValue(),
                    () ->
                        assertThat(answerTo(refused.getKey().fields().toString()))
                            .startsWith("Access denied: " + refused.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> aFieldThatWasChangedAfterSigningIsRefused() {
    ObjectNode signed = login().withToken(TOKEN).fields();
    Map<String, String> altered =
        Map.of(
            "version", "2020_10_23",
            "host", "localhost",
            "action", "kafka-cluster:*",
            "x-amz-algorithm", "AWS4-HMAC-SHA1",
            "x-amz-credential",
                signed.get("x-amz-credential").asText().replace("EVERYTHING", "LIMITED"),
            "x-amz-date", signed.get("x-amz-date").asText().replaceFirst("..Z$", "60Z"),
            "x-amz-expires", "899",
            "x-amz-signedheaders", "host;x-amz-date",
            "x-amz-signature", "0".repeat(64));
    return altered.entrySet().stream()
        .map(
            field ->
                dynamicTest(
                    field.getKey(),
                    () -> {
                      ObjectNode payload = login().fields();
                      assertThat(payload.has(field.getKey())).isTrue();
                      payload.put(field.getKey(), field.getValue());
                      assertThat(answerTo(payload.toString())).startsWith("Access denied: ");
                    }));
  }

  @Test
  void theLogHasALineForEachLoginAndRefusalButNoSecret() throws Exception {
    logIn(client("temporary"));
    answerTo(login().forRegion("us-east-1").fields().toString());

    String log = Files.readString(temp.resolve("kafka.log"));
    assertThat(log)
        .containsPattern(
            "login allowed: key=ASIATEMPORARY principal="
                + ROLE
                + "everything host="
                + HOST
                + " client=\"aws-msk-iam-auth/[^\"]+\" listener=IAM")
        .containsPattern(
            "login refused: key=AKIAEVERYTHING principal="
                + ROLE
                + "everything host="
                + HOST
                + " client=\"signed-by-hand\" listener=IAM: signed for the region us-east-1");
    String arguments =
        String.join(
            " ",
            ProcessHandle.of(kafka.child().pid()).orElseThrow().info().arguments().orElseThrow());
    assertThat(log + arguments + Files.readString(temp.resolve("kafka/server.properties")))
        .doesNotContain(SECRET, TOKEN);
  }
}
