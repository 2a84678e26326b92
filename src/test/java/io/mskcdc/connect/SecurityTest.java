package io.mskcdc.connect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.ConnectEndpoint.ClientCertificate;
import io.mskcdc.config.ConnectEndpoint.Credentials;
import io.mskcdc.config.ConnectEndpoint.SecretSource;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
  private static final String STORE_PASSWORD = "of-a-test";

  @TempDir static Path folder;
  private static WireMockServer server;

  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void startServerThatAsksForACertificate() throws Exception {
    keys("server", "CN=localhost", "SAN=dns:localhost");
    keys("client", "CN=deployer", "SAN=dns:deployer");
    pem("server");
    pem("client");
    server =
        new WireMockServer(
            options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(folder.resolve("server.p12").toString())
                .keystoreType("PKCS12")
                .keystorePassword(STORE_PASSWORD)
                .keyManagerPassword(STORE_PASSWORD)
                .needClientAuth(true)
                .trustStorePath(folder.resolve("client.p12").toString())
                .trustStoreType("PKCS12")
                .trustStorePassword(STORE_PASSWORD));
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.stop();
  }

  @BeforeEach
  void answer() {
    server.resetAll();
    server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    server.stubFor(get(urlEqualTo("/connectors")).willReturn(okJson("[]")));
  }

  @Test
  void givenAPrivateAuthorityAndAClientCertificateThenTheServerIsReached() {
    assertThat(client(https(Optional.of(pemFile("server")), true)).connectors()).isEmpty();
  }

  @Test
  void givenAnUntrustedServerThenTheRequestIsNotRepeated() {
    assertTlsError(https(Optional.empty(), true));
  }

  @Test
  void givenNoClientCertificateThenAServerThatRequiresOneRefuses() {
    assertThatThrownBy(() -> client(https(Optional.of(pemFile("server")), false)).connectors())
        .isInstanceOf(ProblemException.class);
    server.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void givenAFileWithoutCertificateThenItIsAnError() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertTlsError(https(Optional.of(empty), true));
  }

  @Test
  void givenBasicCredentialsThenThePasswordIsReadFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "hunter2\n");

    client(
            http(
                new Credentials(
                    Optional.of("deployer"),
                    new SecretSource(Optional.empty(), Optional.of(file)))))
        .connectors();

    server.verify(
        anyRequestedFor(anyUrl())
            .withHeader(
                "Authorization",
                equalTo(
                    "Basic " + Base64.getEncoder().encodeToString("deployer:hunter2".getBytes()))));
  }

  @Test
  void givenABearerTokenThenItIsReadFromTheEnvironment() {
    ConnectEndpoint endpoint =
        http(
            new Credentials(
                Optional.empty(), new SecretSource(Optional.of("TOKEN"), Optional.empty())));

    assertThat(new Authorization(name -> name.equals("TOKEN") ? "abc" : null).header(endpoint))
        .contains("Bearer abc");
  }

  @Test
  void givenAMissingSecretThenTheErrorNamesItsSource() {
    ConnectEndpoint endpoint =
        http(
            new Credentials(
                Optional.empty(), new SecretSource(Optional.of("TOKEN"), Optional.empty())));

    assertThatThrownBy(() -> new Authorization(name -> null).header(endpoint))
        .hasMessageContaining("[credentials-missing]")
        .hasMessageContaining("the environment variable TOKEN is not set");
  }

  @Test
  void givenNoCredentialsThenThereIsNoHeader() {
    client(ConnectEndpoint.of(URI.create("http://localhost:" + server.port()))).connectors();

    server.verify(anyRequestedFor(anyUrl()).withHeader("Authorization", absent()));
  }

  @Test
  void givenARedirectThenItIsNotFollowedAndTheCredentialsAreNotSentOn() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "hunter2");
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(307).withHeader("Location", "/elsewhere")));

    assertThatThrownBy(
            () ->
                client(
                        http(
                            new Credentials(
                                Optional.of("u"),
                                new SecretSource(Optional.empty(), Optional.of(file)))))
                    .connectors())
        .hasMessageContaining("[connect-not-a-worker]")
        .message()
        .doesNotContain("hunter2");
    server.verify(1, anyRequestedFor(anyUrl()));
  }

  private void assertTlsError(ConnectEndpoint endpoint) {
    assertThatThrownBy(() -> client(endpoint).connectors()).hasMessageContaining("[connect-tls]");
    assertThat(progress).isEmpty();
  }

  private static ConnectEndpoint https(Optional<Path> ca, boolean withCertificate) {
    return new ConnectEndpoint(
        URI.create("https://localhost:" + server.httpsPort()),
        ca,
        withCertificate
            ? Optional.of(new ClientCertificate(pemFile("client"), folder.resolve("client.key")))
            : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static ConnectEndpoint http(Credentials credentials) {
    return new ConnectEndpoint(
        URI.create("http://localhost:" + server.port()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(credentials),
        List.of());
  }

  private ConnectClient client(ConnectEndpoint endpoint) {
    RetryPolicy quick =
        new RetryPolicy(Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(100));
    return new ConnectClient(
        endpoint, new ConnectHttp(endpoint, quick, Duration.ofSeconds(20), progress::add));
  }

  private static Path pemFile(String name) {
    return folder.resolve(name + ".pem");
  }

  private static void keys(String name, String subject, String extension) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  private static void pem(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, STORE_PASSWORD.toCharArray());
    }
    Files.writeString(
        pemFile(name), armour("CERTIFICATE", store.getCertificate(name).getEncoded()));
    Files.writeString(
        folder.resolve(name + ".key"),
        armour("PRIVATE KEY", store.getKey(name, STORE_PASSWORD.toCharArray()).getEncoded()));
  }

  private static String armour(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
