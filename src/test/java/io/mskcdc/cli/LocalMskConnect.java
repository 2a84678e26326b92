package io.mskcdc.cli;

import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.counting.CountingSource;
import io.mskcdc.local.aws.LocalAws;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.msk.MskConnect;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.s3.S3Mock;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.ConnectorOperation;
import io.mskcdc.msk.api.CreateCustomPluginRequest;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.KafkaConnect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** MSK Connect, a Kafka cluster without a login, and S3, on this machine. */
final class LocalMskConnect implements AutoCloseable {
  private static final Checkout LAYOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final String BUCKET = "plugins";
  static final String BUCKET_ARN = "arn:aws:s3:::" + BUCKET;

  private final Kafka kafka;
  private final S3Mock s3;
  private final MskConnect connect;
  private final LocalAws server;
  private final AwsSession session;
  private final KafkaConnect api;

  private LocalMskConnect(
      Kafka kafka, S3Mock s3, MskConnect connect, LocalAws server, AwsSession session) {
    this.kafka = kafka;
    this.s3 = s3;
    this.connect = connect;
    this.server = server;
    this.session = session;
    this.api = new KafkaConnect(session, Optional.of(server.endpoint()));
  }

  /** Starts it; the credentials are those that failsafe puts into the environment. */
  static LocalMskConnect start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("account.json"),
        """
        {"region": "eu-west-1", "cluster": "arn:aws:kafka:eu-west-1:111122223333:cluster/shop/0a1b-2",
         "keys": [{"id": "%s", "secret": "%s", "principal": "arn:aws:iam::111122223333:role/deployer"}],
         "policies": {"arn:aws:iam::111122223333:role/deployer": {"Statement":
           {"Effect": "Allow", "Action": ["kafkaconnect:*", "logs:FilterLogEvents"], "Resource": "*"}}}}
        """
            .formatted(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY")));
    Ports ports = Ports.free();
    Kafka kafka =
        Kafka.start(
            LAYOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    S3Mock s3 = S3Mock.start(LAYOUT.s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    kafka.awaitReady();
    s3.awaitReady();
    s3.createBucket(BUCKET);
    MskConnect connect =
        MskConnect.start(
            new MskConnect.Settings(
                folder.resolve("connect"),
                LAYOUT.kafkaLibs("3.7.2"),
                s3.endpoint(),
                role -> Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(90),
                1 << 20));
    LocalAws server =
        LocalAws.start(
            0,
            new AccountFile(folder.resolve("account.json")),
            connect.services(),
            folder.resolve("aws.log"));
    AwsAccess access =
        new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty());
    return new LocalMskConnect(kafka, s3, connect, server, new AwsSession(access, progress -> {}));
  }

  URI endpoint() {
    return server.endpoint();
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Makes a custom plugin with {@link CountingSource}, and waits for it. */
  void plugin(String name) throws IOException, InterruptedException {
    upload(name + ".jar");
    String arn =
        api.createCustomPlugin(
            new CreateCustomPluginRequest(
                name,
                null,
                "JAR",
                new CustomPlugin.Location(
                    new CustomPlugin.S3Location(BUCKET_ARN, name + ".jar", null)),
                null));
    api.await(
        name,
        () ->
            api.describeCustomPlugin(arn)
                .filter(plugin -> plugin.customPluginState().equals("ACTIVE")));
  }

  /** Puts a JAR with {@link CountingSource} into the bucket. */
  void upload(String key) throws IOException, InterruptedException {
    URI object = s3.endpoint().resolve("/" + BUCKET + "/" + key);
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(object)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(jar()))
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Class<?> type : List.of(CountingSource.class, CountingSource.CountingTask.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream in = type.getResourceAsStream("/" + entry)) {
          in.transferTo(jar);
        }
      }
    }
    return bytes.toByteArray();
  }

  /** Returns the states of a connector's operations, the newest first. */
  List<String> operations(String name) {
    return api.listConnectors(name).stream()
        .flatMap(found -> api.listConnectorOperations(found.connectorArn()).stream())
        .map(ConnectorOperation::connectorOperationState)
        .toList();
  }

  /** Returns the configuration of a connector. */
  Map<String, String> configuration(String name) {
    String arn = api.listConnectors(name).get(0).connectorArn();
    return api.describeConnector(arn).orElseThrow().connectorConfiguration();
  }

  /** Deletes a connector as another client would, and does not wait. */
  void delete(String name) {
    for (Connector connector : api.listConnectors(name)) {
      api.deleteConnector(connector.connectorArn());
    }
  }

  @Override
  public void close() {
    session.close();
    server.close();
    connect.close();
    s3.close();
    kafka.close();
  }
}
