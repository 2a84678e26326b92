package io.mskcdc.local.msk;

import static org.awaitility.Awaitility.await;

import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.s3.S3Mock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.CreateConnectorRequest;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginContentType;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;
import software.amazon.awssdk.services.kafkaconnect.model.Plugin;

/** The emulator with a local S3, and the clients that it is held against. */
public final class Emulator implements AutoCloseable {
  static final Checkout LAYOUT = new Checkout(Path.of("../..").toAbsolutePath().normalize());
  static final String REGION = "eu-west-1";
  static final String BUCKET = "plugins-of-tests";
  static final String BUCKET_ARN = "arn:aws:s3:::" + BUCKET;
  static final String ROLE = "arn:aws:iam::123456789012:role/service";
  static final AwsCredentials DEPLOYER =
      AwsBasicCredentials.create("AKIADEPLOYER", "key-of-the-deployer");
  static final AwsCredentials STRANGER =
      AwsBasicCredentials.create("AKIASTRANGER", "key-of-a-stranger");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final S3Mock s3;
  private final Function<String, Optional<IamLogin>> login;
  private MskConnect connect;
  private LocalAws server;

  private Emulator(Path folder, S3Mock s3, Function<String, Optional<IamLogin>> login) {
    this.folder = folder;
    this.s3 = s3;
    this.login = login;
  }

  static Emulator start() throws IOException {
    return start(role -> Optional.empty());
  }

  /**
   * @param login how workers log in by IAM with a role
   */
  public static Emulator start(Function<String, Optional<IamLogin>> login) throws IOException {
    Path folder = Files.createTempDirectory("msk-connect");
    Files.writeString(folder.resolve("account.json"), account());
    S3Mock s3 = S3Mock.start(LAYOUT.s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    Emulator emulator = new Emulator(folder, s3, login);
    try {
      s3.awaitReady();
      s3.createBucket(BUCKET);
      emulator.startService();
      return emulator;
    } catch (RuntimeException e) {
      s3.close();
      throw e;
    }
  }

  // The deployer may do everything to connectors, the stranger may only read them.
  private static String account() {
    return """
        {"region": "eu-west-1", "cluster": "arn:aws:kafka:eu-west-1:123456789012:cluster/local/0",
         "keys": [
           {"id": "AKIADEPLOYER", "secret": "key-of-the-deployer",
            "principal": "arn:aws:iam::123456789012:role/deployer"},
           {"id": "AKIASTRANGER", "secret": "key-of-a-stranger",
            "principal": "arn:aws:iam::123456789012:role/stranger"}],
         "policies": {
           "arn:aws:iam::123456789012:role/deployer": {"Statement":
             {"Effect": "Allow", "Action": ["kafkaconnect:*", "logs:*"], "Resource": "*"}},
           "arn:aws:iam::123456789012:role/stranger": {"Statement":
             {"Effect": "Allow", "Action": "kafkaconnect:List*", "Resource": "*"}}}}
        """;
  }

  private void startService() {
    connect =
        MskConnect.start(
            new MskConnect.Settings(
                folder.resolve("service"),
                LAYOUT.kafkaLibs("3.7.2"),
                s3.endpoint(),
                login,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                1 << 20));
    server =
        LocalAws.start(
            0,
            new AccountFile(folder.resolve("account.json")),
            connect.services(),
            folder.resolve("aws.log"));
  }

  /** Ends the service as the stack does, and starts it again on what it left. */
  void restart() {
    restart(left -> {});
  }

  /**
   * @param meanwhile changes the files in the folder that the service left
   */
  void restart(Consumer<Path> meanwhile) {
    stopService();
    meanwhile.accept(folder.resolve("service"));
    startService();
  }

  private void stopService() {
    server.close();
    connect.close();
  }

  MskConnect connect() {
    return connect;
  }

  URI endpoint() {
    return server.endpoint();
  }

  Path folder() {
    return folder;
  }

  /** The service's client as the SDK makes it. */
  public KafkaConnectClient client() {
    return client(DEPLOYER);
  }

  KafkaConnectClient client(AwsCredentials key) {
    return KafkaConnectClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(server.endpoint())
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .build();
  }

  /** Sends what the SDK's client does not know yet, signed by the SDK's own signer. */
  HttpResponse<String> send(String method, String pathAndQuery, String body) {
    return send("kafkaconnect", method, pathAndQuery, Map.of(), body);
  }

  /** Asks CloudWatch Logs for events. */
  HttpResponse<String> filterLogEvents(String input) {
    Map<String, List<String>> headers =
        Map.of("X-Amz-Target", List.of("Logs_20140328.FilterLogEvents"));
    return send("logs", "POST", "/", headers, input);
  }

  private HttpResponse<String> send(
      String service,
      String method,
      String pathAndQuery,
      Map<String, List<String>> headers,
      String body) {
    URI uri = server.endpoint().resolve(pathAndQuery);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(uri)
            .headers(headers)
            .build();
    Map<String, List<String>> signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(DEPLOYER)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
            .request()
            .headers();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
    signed.forEach(
        (name, values) -> {
          if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
            values.forEach(value -> http.header(name, value));
          }
        });
    return send(http.build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts an object into the bucket and returns its version. */
  String put(String key, byte[] content) {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(s3.endpoint().resolve("/" + BUCKET + "/" + key))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build());
    return response.headers().firstValue("x-amz-version-id").orElseThrow();
  }

  /** Makes a custom plugin with {@link TickPlugin} and returns its ARN when it is ACTIVE. */
  public String tickPlugin(KafkaConnectClient client, String name, String build)
      throws IOException {
    String version = put(name + ".zip", TickPlugin.zip(build));
    String arn =
        client
            .createCustomPlugin(
                r ->
                    r.name(name)
                        .contentType(CustomPluginContentType.ZIP)
                        .location(
                            l ->
                                l.s3Location(
                                    s ->
                                        s.bucketArn(BUCKET_ARN)
                                            .fileKey(name + ".zip")
                                            .objectVersion(version))))
            .customPluginArn();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                client.describeCustomPlugin(r -> r.customPluginArn(arn)).customPluginState()
                    == CustomPluginState.ACTIVE);
    return arn;
  }

  /** Returns a connector with one worker that writes to the topic {@code ticks}. */
  public static CreateConnectorRequest.Builder tickConnector(
      String name, String plugin, String bootstrapServers) {
    return CreateConnectorRequest.builder()
        .connectorName(name)
        .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(1).workerCount(1)))
        .connectorConfiguration(tickConfiguration(Map.of()))
        .kafkaCluster(
            k ->
                k.apacheKafkaCluster(
                    a ->
                        a.bootstrapServers(bootstrapServers)
                            .vpc(v -> v.subnets("subnet-1").securityGroups("sg-1"))))
        .kafkaClusterClientAuthentication(a -> a.authenticationType("NONE"))
        .kafkaClusterEncryptionInTransit(e -> e.encryptionType("PLAINTEXT"))
        .kafkaConnectVersion("3.7.x")
        .plugins(Plugin.builder().customPlugin(c -> c.customPluginArn(plugin).revision(1L)).build())
        .serviceExecutionRoleArn(ROLE);
  }

  static Map<String, String> tickConfiguration(Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>(more);
    configuration.put("connector.class", "io.mskcdc.local.msk.ticks.TickSource");
    configuration.put("tasks.max", "1");
    configuration.put("ticks.topic", "ticks");
    configuration.put("topic.creation.default.replication.factor", "1");
    configuration.put("topic.creation.default.partitions", "1");
    return configuration;
  }

  @Override
  public void close() {
    stopService();
    s3.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
