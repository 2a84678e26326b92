package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker, and a worker with exactly-once source support whose plugin is the ZIP of the build. */
final class SourceWorker implements AutoCloseable {
  private static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());

  private final Kafka kafka;
  private final ConnectWorker.Settings settings;
  private ConnectWorker worker;

  private SourceWorker(Kafka kafka, ConnectWorker.Settings settings) {
    this.kafka = kafka;
    this.settings = settings;
  }

  static SourceWorker start(Path folder) {
    Ports ports = Ports.free();
    Path plugins =
        CHECKOUT.unpackPlugins(List.of(Checkout.DYNAMODB_PLUGIN), folder.resolve("plugins"));
    Path properties = workerProperties(folder.resolve("worker.properties"));
    Kafka kafka =
        Kafka.start(
            CHECKOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    SourceWorker started =
        new SourceWorker(
            kafka,
            new ConnectWorker.Settings(
                CHECKOUT.kafkaLibs("3.7.2"),
                plugins,
                properties,
                kafka.bootstrapServers(),
                InternalTopics.of("dynamodb"),
                ports.connect(),
                folder.resolve("connect"),
                folder.resolve("connect.log"),
                Optional.empty()));
    try {
      kafka.awaitReady();
      started.startWorker();
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static Path workerProperties(Path file) {
    try {
      return Files.writeString(
          file,
          Files.readString(CHECKOUT.workerProperties("local"))
              + """

              exactly.once.source.support=enabled
              # The shortest that a broker allows: only then the group lets go of a killed worker.
              session.timeout.ms=6000
              heartbeat.interval.ms=2000
              # A worker reads the offsets when it starts, and waits for the transaction of a killed one to end.
              producer.transaction.timeout.ms=15000
              """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the worker again, and returns when it answers. */
  void startWorker() {
    worker = ConnectWorker.start(settings);
    worker.awaitReady();
  }

  /** Ends the worker as a crash would. */
  void kill() {
    worker.subprocess().kill();
  }

  /** Returns a connector's configuration. Its topic has the name of the table. */
  static Map<String, String> config(DynamoDb dynamo, String table) {
    Map<String, String> config = dynamo.options(table);
    config.put("tasks.max", "1");
    config.put("exactly.once.support", "required");
    config.put("topic.creation.default.partitions", "3");
    config.put("topic.creation.default.replication.factor", "1");
    config.put("transforms", "cdc");
    config.put("transforms.cdc.type", "io.mskcdc.smt.UnwrapMaskRoute");
    config.put("transforms.cdc.route.rules", "topic:production.dynamodb.(.*) -> $1");
    return config;
  }

  void create(String name, Map<String, String> config) throws IOException, InterruptedException {
    put("/connectors/" + name + "/config", new ObjectMapper().writeValueAsString(config), 201);
  }

  void pause(String name) throws IOException, InterruptedException {
    put("/connectors/" + name + "/pause", "", 202);
  }

  void resume(String name) throws IOException, InterruptedException {
    put("/connectors/" + name + "/resume", "", 202);
  }

  private void put(String path, String body, int status) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(worker.url() + path))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
  }

  ProcessHandle process() {
    return ProcessHandle.of(worker.subprocess().pid()).orElseThrow();
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  String log() throws IOException {
    return Files.readString(settings.log());
  }

  /** Ends both at once: nobody needs their data any more. */
  @Override
  public void close() {
    if (worker != null) {
      worker.subprocess().kill();
    }
    kafka.subprocess().kill();
  }
}
