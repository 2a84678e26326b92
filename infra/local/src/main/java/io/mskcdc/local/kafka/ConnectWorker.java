package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One distributed Kafka Connect worker, a subprocess with a classpath of its own. */
public final class ConnectWorker implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

  private final Subprocess worker;
  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private ConnectWorker(Subprocess worker, String url) {
    this.worker = worker;
    this.url = url;
  }

  /**
   * What a worker is started from.
   *
   * @param libs the JARs of a Kafka distribution; they decide the version
   * @param plugins the only folder on its plugin.path
   * @param properties a worker configuration, to which the stack adds what belongs to the machine
   * @param work where it keeps its files
   * @param iam how it logs in, or empty on a plain listener
   */
  public record Settings(
      Path libs,
      Path plugins,
      Path properties,
      String bootstrapServers,
      InternalTopics internal,
      int port,
      Path work,
      Path log,
      Optional<IamLogin> iam) {}

  /** Starts a worker without waiting for it; see {@link #awaitReady}. */
  public static ConnectWorker start(Settings settings) {
    try {
      Files.createDirectories(settings.work());
      Path properties = settings.work().resolve("worker.properties");
      Files.writeString(
          properties, Files.readString(settings.properties()) + "\n" + ofTheMachine(settings));
      Jvm jvm =
          new Jvm(
              settings.libs(),
              1024,
              settings.work(),
              settings.iam().map(IamLogin::classpath).orElse(List.of()),
              settings.iam().map(IamLogin::properties).orElse(Map.of()));
      List<String> command =
          jvm.command("org.apache.kafka.connect.cli.ConnectDistributed", properties.toString());
      Map<String, String> environment = settings.iam().map(IamLogin::environment).orElse(Map.of());
      return new ConnectWorker(
          Subprocess.start("connect", command, environment, settings.log()),
          "http://127.0.0.1:" + settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ofTheMachine(Settings settings) {
    InternalTopics internal = settings.internal();
    List<String> lines = new ArrayList<>();
    lines.add("bootstrap.servers=" + settings.bootstrapServers());
    lines.add("group.id=" + internal.group());
    lines.add("plugin.path=" + settings.plugins().toAbsolutePath());
    lines.add("listeners=http://127.0.0.1:" + settings.port());
    lines.add("config.storage.topic=" + internal.configs());
    lines.add("config.storage.replication.factor=1");
    lines.add("offset.storage.topic=" + internal.offsets());
    lines.add("offset.storage.replication.factor=1");
    lines.add("offset.storage.partitions=1");
    lines.add("status.storage.topic=" + internal.status());
    lines.add("status.storage.replication.factor=1");
    lines.add("status.storage.partitions=1");
    // One worker: nobody else could take over what it leaves, so there is nothing to wait for.
    lines.add("scheduled.rebalance.max.delay.ms=0");
    settings
        .iam()
        .map(IamLogin::workerSettings)
        .orElse(Map.of())
        .forEach((key, value) -> lines.add(key + "=" + value));
    return String.join("\n", lines) + "\n";
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

  public boolean isAlive() {
    return worker.isAlive();
  }

  /** Ends the worker as a crash would: SIGKILL. */
  public void kill() {
    worker.kill();
  }

  public Subprocess child() {
    return worker;
  }

  @Override
  public void close() {
    worker.close();
  }
}
