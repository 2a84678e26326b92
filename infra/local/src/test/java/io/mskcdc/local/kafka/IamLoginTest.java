package io.mskcdc.local.kafka;

import static io.mskcdc.local.kafka.IamCluster.HOST;
import static io.mskcdc.local.kafka.IamCluster.REGION;
import static io.mskcdc.local.kafka.IamCluster.SECRET;
import static io.mskcdc.local.kafka.IamCluster.TOKEN;
import static io.mskcdc.local.kafka.IamCluster.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.iam.SignedLogin;
import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logins at a real broker, with the real client aws-msk-iam-auth. */
@ExtendWith(IamCluster.Shared.class)
class IamLoginTest {
  @TempDir Path temp;

  private static IamCluster cluster;

  @BeforeAll
  static void useSharedCluster(IamCluster shared) {
    cluster = shared;
  }

  private static void logIn(Map<String, Object> settings) throws Exception {
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
    }
  }

  @TestFactory
  Stream<DynamicTest> validKeysAreAccepted() {
    return Stream.of("everything", "temporary")
        .map(profile -> dynamicTest(profile, () -> logIn(cluster.client(profile))));
  }

  @TestFactory
  Stream<DynamicTest> invalidKeysAreRejectedWithTheReason() {
    return Map.of(
            "wrong-secret", "the signature is not that of AKIAEVERYTHING",
            "wrong-id", "the account has no access key AKIANOBODY",
            "wrong-token", "the session token is not that of the key ASIATEMPORARY",
            "no-token", "the key ASIATEMPORARY needs its session token, none was sent",
            "needless-token", "the key AKIAEVERYTHING has no session token, one was sent",
            "outsider",
                "the policy of " + role("outsider") + " does not allow kafka-cluster:Connect")
        .entrySet()
        .stream()
        .map(
            refused ->
                dynamicTest(
                    refused.getKey(),
                    () ->
                        assertThatThrownBy(() -> logIn(cluster.client(refused.getKey())))
                            .hasCauseInstanceOf(SaslAuthenticationException.class)
                            .hasMessageContaining("Access denied: " + refused.getValue())));
  }

  @Test
  void loginUnderAnotherHostNameOfTheBrokerIsRejected() {
    Map<String, Object> settings = cluster.client("everything");
    settings.put("bootstrap.servers", "localhost" + port());

    assertThatThrownBy(() -> logIn(settings))
        .hasMessageContaining("Access denied: host is localhost, not " + HOST);
  }

  private static String port() {
    return cluster.endpoints().bootstrapServers().substring(HOST.length());
  }

  @Test
  void secretGivenAsKeyIdIsNeitherInTheErrorNorInTheLog() throws IOException {
    assertThatThrownBy(() -> logIn(cluster.client("swapped")))
        .hasMessageContaining("Access denied: ")
        .hasMessageNotContaining(SECRET);

    assertThat(Files.readString(cluster.log())).doesNotContain(SECRET);
  }

  @Test
  void jvmWithTheClasspathAndPropertiesOfIamLoginLogsIn() throws Exception {
    Path settings = temp.resolve("client.properties");
    List<String> lines = new ArrayList<>();
    IamCluster.clientSettings("everything").forEach((k, v) -> lines.add(k + "=" + v));
    Files.write(settings, lines);
    IamLogin login =
        new IamLogin(
            IamCluster.checkout().iamClientLibs(),
            cluster.endpoints(),
            cluster.credentials(),
            "everything",
            Map.of());
    Jvm jvm =
        new Jvm(
            IamCluster.checkout().kafkaLibs("3.7.2"),
            128,
            temp.resolve("client"),
            login.classpath(),
            login.properties());
    List<String> command =
        jvm.command(
            "kafka.admin.BrokerApiVersionsCommand",
            "--bootstrap-server",
            cluster.endpoints().bootstrapServers(),
            "--command-config",
            settings.toString());

    Path log = temp.resolve("client.log");
    try (Subprocess client = Subprocess.start("client", command, login.environment(), log)) {
      client.awaitSuccess(Duration.ofSeconds(30));
    }

    assertThat(Files.readString(log)).contains(HOST).contains("Produce(0): ");
  }

  private static SignedLogin login() {
    return SignedLogin.of(HOST, REGION, "AKIAEVERYTHING", SECRET);
  }

  /** Returns the error message with which the broker rejects a payload. */
  private static String errorFor(String payload) throws Exception {
    try (HandMadeLogin connection = new HandMadeLogin(cluster.endpoints())) {
      return connection.send(payload.getBytes(StandardCharsets.UTF_8)).errorMessage();
    }
  }

  @Test
  void samePayloadIsAcceptedOnTenConnections() throws Exception {
    String payload = login().fields().toString();
    List<HandMadeLogin> connections = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      HandMadeLogin connection = new HandMadeLogin(cluster.endpoints());
      connections.add(connection);
      assertThat(connection.send(payload.getBytes(StandardCharsets.UTF_8)).error())
          .isEqualTo(Errors.NONE);
    }
    for (HandMadeLogin connection : connections) {
      connection.close();
    }
  }

  @Test
  void tenClientsLogInAtTheSameTime() throws Exception {
    long before = logins("everything");
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      Callable<Void> client =
          () -> {
            logIn(cluster.client("everything"));
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
    try (Stream<String> lines = Files.lines(cluster.log())) {
      return lines
          .filter(line -> line.contains("login allowed: key=") && line.contains(role(role)))
          .count();
    }
  }

  @TestFactory
  Stream<DynamicTest> payloadSignedForSomethingElseIsRejectedWithTheReason() {
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
                        assertThat(errorFor(refused.getKey().fields().toString()))
                            .startsWith("Access denied: " + refused.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> payloadChangedAfterSigningIsRejected() {
    Instant now = Instant.now();
    ObjectNode signed = login().at(now).fields();
    ObjectNode earlier = login().at(now.minusSeconds(1)).fields();
    Map<String, String> altered =
        Map.of(
            "version", "2020_10_23",
            "host", "localhost",
            "action", "kafka-cluster:*",
            "x-amz-algorithm", "AWS4-HMAC-SHA1",
            "x-amz-credential",
                signed.get("x-amz-credential").asText().replace("EVERYTHING", "LIMITED"),
            "x-amz-date", earlier.get("x-amz-date").asText(),
            "x-amz-expires", "60",
            "x-amz-signedheaders", "host;x-amz-date",
            "x-amz-signature", "0".repeat(64));
    return altered.entrySet().stream()
        .map(
            field ->
                dynamicTest(
                    field.getKey(),
                    () -> {
                      ObjectNode payload = signed.deepCopy();
                      assertThat(payload.has(field.getKey())).isTrue();
                      payload.put(field.getKey(), field.getValue());
                      assertThat(errorFor(payload.toString())).startsWith("Access denied: ");
                    }));
  }

  @Test
  void logHasALineForEachLoginAndNoSecret() throws Exception {
    logIn(cluster.client("temporary"));
    errorFor(login().forRegion("us-east-1").fields().toString());

    String log = Files.readString(cluster.log());
    assertThat(log)
        .containsPattern(
            "login allowed: key=ASIATEMPORARY principal="
                + role("everything")
                + " host="
                + HOST
                + " client=\"aws-msk-iam-auth/[^\"]+\" listener=IAM")
        .containsPattern(
            "login refused: key=AKIAEVERYTHING principal="
                + role("everything")
                + " host="
                + HOST
                + " client=\"signed-by-hand\" listener=IAM: signed for the region us-east-1");
    String arguments =
        String.join(
            " ",
            ProcessHandle.of(cluster.kafka().subprocess().pid())
                .orElseThrow()
                .info()
                .arguments()
                .orElseThrow());
    assertThat(
            log + arguments + Files.readString(cluster.folder().resolve("kafka/server.properties")))
        .doesNotContain(SECRET, TOKEN);
  }
}
