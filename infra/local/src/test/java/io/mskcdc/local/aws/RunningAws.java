package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.iam.AccountFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** A server with an account that has two keys, one of them with a session token. */
final class RunningAws implements BeforeEachCallback, AfterEachCallback {
  static final String REGION = "eu-west-1";
  static final String PRINCIPAL = "arn:aws:iam::123456789012:role/worker";
  static final String SECRET_KEY = "secret/access+key-of-the-worker";
  static final String SESSION_TOKEN = "session+token/of-the-worker==";
  static final AwsCredentials KEY = AwsBasicCredentials.create("AKIAWORKER", SECRET_KEY);
  static final AwsCredentials SESSION_KEY =
      AwsSessionCredentials.create("ASIAWORKER", SECRET_KEY, SESSION_TOKEN);

  final SecretStore secrets = new SecretStore();
  final ParameterStore parameters = new ParameterStore();
  final List<LocalService> services =
      new ArrayList<>(List.of(SecretsManager.of(secrets), Ssm.of(parameters)));

  private static final String SECRET_BODY = "{\"SecretId\": \"cdc/mysql\"}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private Path folder;
  private LocalAws server;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("aws");
    allow("*", "*");
    server = LocalAws.start(0, new AccountFile(account()), services, log());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    server.close();
    http.close();
    Files.deleteIfExists(log());
    Files.deleteIfExists(account());
    Files.delete(folder);
  }

  LocalAws server() {
    return server;
  }

  /** Replaces the policy of both keys: it allows one action on one resource. */
  void allow(String action, String resource) throws IOException {
    ObjectNode account =
        JSON.createObjectNode()
            .put("region", REGION)
            .put("cluster", "arn:aws:kafka:eu-west-1:123456789012:cluster/local/0000");
    ArrayNode keys = account.putArray("keys");
    keys.addObject()
        .put("id", KEY.accessKeyId())
        .put("secret", SECRET_KEY)
        .put("principal", PRINCIPAL);
    keys.addObject()
        .put("id", SESSION_KEY.accessKeyId())
        .put("secret", SECRET_KEY)
        .put("sessionToken", SESSION_TOKEN)
        .put("principal", PRINCIPAL);
    account
        .putObject("policies")
        .putObject(PRINCIPAL)
        .putArray("Statement")
        .addObject()
        .put("Effect", "Allow")
        .put("Action", action)
        .put("Resource", resource);
    Path fresh = folder.resolve("account.json.new");
    Files.writeString(fresh, account.toString());
    Files.move(fresh, account(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns a signed request for the secret {@code cdc/mysql}. */
  SignedRequest secretRequest() {
    return secretRequest(REGION, "secretsmanager", Duration.ZERO);
  }

  SignedRequest secretRequest(String region, String service, Duration age) {
    return SignedRequest.sign(
        KEY, region, service, age, unsignedSecretRequest(server.endpoint()), SECRET_BODY);
  }

  SignedRequest secretRequest(URI endpoint, String body) {
    return SignedRequest.sign(
        KEY, REGION, "secretsmanager", Duration.ZERO, unsignedSecretRequest(endpoint), body);
  }

  private static SdkHttpRequest unsignedSecretRequest(URI endpoint) {
    return SignedRequest.unsigned(
        "POST",
        endpoint,
        Map.of(
            "X-Amz-Target", List.of("secretsmanager.GetSecretValue"),
            "Content-Type", List.of("application/x-amz-json-1.1")));
  }

  /** Checks that a response is an error of Secrets Manager. */
  static void assertRefused(HttpResponse<String> response, String code, String words) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .startsWith("{\"__type\":\"" + code + "\",\"Message\":")
        .contains(words);
  }

  /** Returns a client of the SDK. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return client(builder, KEY);
  }

  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, AwsCredentials key) {
    return builder
        .httpClient(http)
        .endpointOverride(server.endpoint())
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .build();
  }

  void breakAccount() throws IOException {
    Files.writeString(account(), "no JSON, but " + SECRET_KEY);
  }

  List<String> logLines() throws IOException {
    return Files.readAllLines(log());
  }

  private Path account() {
    return folder.resolve("account.json");
  }

  private Path log() {
    return folder.resolve("aws.log");
  }
}
