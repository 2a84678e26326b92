package io.mskcdc.local;

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

/** One distributed Kafka Connect worker, a subprocess with a classpath of its own. */
public final class ConnectWorker implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

  private final Child worker;
  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private ConnectWorker(Child worker, String url) {
    this.worker = worker;
    this.url = url;
  }

  /**
   * What a worker is started from.
   *
   * @param libs the JARs of a Kafka distribution; they decide the version
   * @param plugins the only folder on its plugin.path
   * @param properties a worker configuration, to which the stack adds what belongs to the machine
   * @param group its group.id, and the prefix of its three internal topics
   * @param work where it keeps its files
   */
  public record Settings(
      Path libs,
      Path plugins,
      Path properties,
      String bootstrapServers,
      String group,
      int port,
      Path work,
      Path log) {}

  /** Starts a worker without waiting for it; see {@link #awaitReady}. */
  public static ConnectWorker start(Settings settings) {
    try {
      Files.createDirectories(settings.work());
      Path properties = settings.work().resolve("worker.properties");
      Files.writeString(
          properties, Files.readString(settings.properties()) + "\n" + ofTheMachine(settings));
      List<String> command =
          new Jvm(settings.libs(), 1024, settings.work())
              .command("org.apache.kafka.connect.cli.ConnectDistributed", properties.toString());
      return new ConnectWorker(
          Child.start("connect", command, Map.of(), settings.log()),
          "http://127.0.0.1:" + settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ofTheMachine(Settings settings) {
    String topics = settings.group();
    return String.join(
        "\n",
        "bootstrap.servers=" + settings.bootstrapServers(),
        "group.id=" + settings.group(),
        "plugin.path=" + settings.plugins().toAbsolutePath(),
        "listeners=http://127.0.0.1:" + settings.port(),
        "config.storage.topic=" + topics + "-configs",
        "config.storage.replication.factor=1",
        "offset.storage.topic=" + topics + "-offsets",
        "offset.storage.replication.factor=1",
        "offset.storage.partitions=1",
        "status.storage.topic=" + topics + "-status",
        "status.storage.replication.factor=1",
        "status.storage.partitions=1",
        // One worker: nobody else could take over what it leaves, so there is nothing to wait for.
        "scheduled.rebalance.max.delay.ms=0",
        "");
  }

  /** Returns when the worker serves requests, and fails when it ends before. */
  public void awaitReady() {
    worker.awaitUntil("Connect's REST API on " + url, START_TIMEOUT, this::serves);
  }

  // A worker that still starts answers 404 on every path.
  private boolean serves() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/connectors"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }

  /** Where its REST API is, without a slash at the end. */
  public String url() {
    return url;
  }

  /** Ends the worker as a crash would: SIGKILL. */
  public void kill() {
    worker.kill();
  }

  Child child() {
    return worker;
  }

  @Override
  public void close() {
    worker.close();
  }
}
