package io.mskcdc.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a broker with IAM accepts no clients without IAM. */
@ExtendWith(IamCluster.Shared.class)
class IamListenersTest {
  private static IamCluster cluster;

  @TempDir Path temp;

  @BeforeAll
  static void useSharedCluster(IamCluster shared) {
    cluster = shared;
  }

  private static Map<String, Integer> ports() {
    IamListeners.Settings settings = cluster.iam().settings();
    return Map.of(
        "clients", settings.port(),
        "internal", settings.internalPort(),
        "controller", settings.controllerPort());
  }

  @TestFactory
  Stream<DynamicTest> noPortAcceptsPlaintext() {
    return ports().entrySet().stream()
        .map(
            port ->
                dynamicTest(
                    port.getKey(),
                    () -> {
                      byte[] response = responseToPlaintextRequest(port.getValue());
                      // 21 is the type of a TLS alert.
                      assertThat(response.length == 0 || response[0] == 21).isTrue();
                    }));
  }

  private static byte[] responseToPlaintextRequest(int port) throws IOException {
    short version = 0;
    ByteBuffer request =
        new ApiVersionsRequest(new ApiVersionsRequestData(), version)
            .serializeWithHeader(new RequestHeader(ApiKeys.API_VERSIONS, version, "plain", 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(4 + request.remaining())
                  .putInt(request.remaining())
                  .put(request)
                  .array());
      return socket.getInputStream().readAllBytes();
    }
  }

  @TestFactory
  Stream<DynamicTest> internalListenersRejectClientsWithoutTheBrokersCertificate() {
    Certificates others = Certificates.in(temp.resolve("others"), IamCluster.HOST);
    return Stream.of("internal", "controller")
        .flatMap(
            listener ->
                Stream.of(
                    dynamicTest(
                        listener + ": no certificate", () -> assertRejected(listener, Map.of())),
                    dynamicTest(
                        listener + ": another certificate",
                        () ->
                            assertRejected(
                                listener,
                                Map.of(
                                    "ssl.keystore.type",
                                    "PEM",
                                    "ssl.keystore.location",
                                    others.keys().toString())))));
  }

  private static void assertRejected(String listener, Map<String, String> certificate) {
    Map<String, Object> settings = new HashMap<>(certificate);
    settings.put("bootstrap.servers", "127.0.0.1:" + ports().get(listener));
    settings.put("security.protocol", "SSL");
    settings.put("ssl.truststore.type", "JKS");
    settings.put("ssl.truststore.location", cluster.endpoints().trustStore().toString());
    try (Admin admin = Admin.create(settings)) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SslAuthenticationException.class);
    }
  }

  @Test
  void certificatesAreCreatedOnceAndOnlyTheirOwnerCanReadTheKey() throws IOException {
    Path folder = temp.resolve("created");
    Certificates first = Certificates.in(folder, IamCluster.HOST);
    byte[] key = Files.readAllBytes(first.keys());

    Certificates second = Certificates.in(folder, IamCluster.HOST);

    assertThat(Files.readAllBytes(second.keys())).isEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.keys())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(first.keys(), first.trust());
    }
    assertThat(new String(key)).containsOnlyOnce("BEGIN PRIVATE KEY").contains("CERTIFICATE");
  }

  @Test
  void hostsFileContainsTheNameOfTheMachine() throws IOException {
    Process hostname = new ProcessBuilder("uname", "-n").start();
    String machine = new String(hostname.getInputStream().readAllBytes()).strip();

    assertThat(Files.readAllLines(cluster.endpoints().hosts()))
        .containsExactlyElementsOf(
            List.of("127.0.0.1 localhost", "127.0.0.1 " + IamCluster.HOST, "127.0.0.1 " + machine));
  }
}
