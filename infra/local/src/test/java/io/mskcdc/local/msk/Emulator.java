package io.mskcdc.local.msk;

import io.mskcdc.local.aws.AwsCli;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.aws.SignedRequest;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;

/** The emulator with a local S3, and the clients that test it. */
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

  private static final AtomicInteger NAMES = new AtomicInteger();

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

  /** Provides one emulator for all test classes with a parameter of this type. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Emulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Emulator.class))
          .getOrComputeIfAbsent(Emulator.class, key -> shared(), Emulator.class);
    }

    private static Emulator shared() {
      try {
        return start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns a name for a resource that no other test uses. */
  static String name() {
    return "made-" + NAMES.incrementAndGet();
  }

  static Emulator start() throws IOException {
    return start(role -> Optional.empty());
  }

  /**
   * @param login returns how workers log in by IAM with a role
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

  // The deployer may call every operation, the stranger only list operations.
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

  /** Stops the service as the stack does, and starts it again in the same folder. */
  void restart() {
    restart(files -> {});
  }

  /**
   * @param meanwhile changes the files of the stopped service
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

  /** Returns the SDK's client of the service. */
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

  /** Sends a request that the SDK's client does not support, signed by the SDK's own signer. */
  HttpResponse<String> send(String method, String pathAndQuery, String body) {
    return send("kafkaconnect", method, pathAndQuery, Map.of(), body);
  }

  /** Calls FilterLogEvents of CloudWatch Logs. */
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
    try {
      return SignedRequest.sign(
              DEPLOYER,
              REGION,
              service,
              Duration.ZERO,
              SignedRequest.unsigned(method, uri, headers),
              body)
          .send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts an object into the bucket and returns its version. */
  String put(String key, byte[] content) {
    HttpRequest request =
        HttpRequest.newBuilder(s3.endpoint().resolve("/" + BUCKET + "/" + key))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
          .headers()
          .firstValue("x-amz-version-id")
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the AWS CLI with the deployer's key. */
  AwsCli cli() {
    return new AwsCli("kafkaconnect", endpoint(), REGION, DEPLOYER);
  }

  @Override
  public void close() {
    stopService();
    s3.close();
    Folders.delete(folder);
  }
}
