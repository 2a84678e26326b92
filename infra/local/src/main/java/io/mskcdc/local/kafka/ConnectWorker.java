package io.mskcdc.local.kafka;

import io.mskcdc.local.clock.ClockAgent;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A distributed Kafka Connect worker, as a subprocess with its own classpath. */
public final class ConnectWorker implements AutoCloseable {
  static final String MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectDistributed";

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
   * The settings of a worker.
   *
   * @param libs the folder with the JARs of a Kafka release
   * @param plugins the only folder on the plugin.path
   * @param properties a worker configuration, whose options have precedence over those of the
   *     login; the settings for this machine are appended to it
   * @param internal the group and the internal topics
   * @param work the folder for files of the worker
   * @param log the output is appended to this file
   * @param iam how the worker logs in; empty for a plain listener
   * @param jmxPort the port of its MBeans, for this machine only; empty for none
   * @param clockStep a file with the milliseconds by which its clock is ahead of the machine's, see
   *     {@link ClockAgent}; empty for the machine's clock
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
      Optional<IamLogin> iam,
      Optional<Integer> jmxPort,
      Optional<Path> clockStep) {

    /** The settings of a worker without JMX, and with the machine's clock. */
    public Settings(
        Path libs,
        Path plugins,
        Path properties,
        String bootstrapServers,
        InternalTopics internal,
        int port,
        Path work,
        Path log,
        Optional<IamLogin> iam) {
      this(
          libs,
          plugins,
          properties,
          bootstrapServers,
          internal,
          port,
          work,
          log,
          iam,
          Optional.empty(),
          Optional.empty());
    }
  }

  /** Starts a worker without waiting for it; see {@link #awaitReady}. */
  public static ConnectWorker start(Settings settings) {
    try {
      Files.createDirectories(settings.work());
      Path properties = settings.work().resolve("worker.properties");
      Files.writeString(
          properties,
          loginSettings(settings)
              + Files.readString(settings.properties())
              + "\n"
              + machineSettings(settings));
      Jvm jvm =
          new Jvm(
              settings.libs(),
              1024,
              settings.work(),
              classpath(settings),
              systemProperties(settings));
      List<String> command = jvm.command(MAIN_CLASS, properties.toString());
      settings.clockStep().ifPresent(file -> command.add(1, ClockAgent.option(file)));
      Map<String, String> environment = settings.iam().map(IamLogin::environment).orElse(Map.of());
      return new ConnectWorker(
          Subprocess.start("connect", command, environment, settings.log()),
          "http://127.0.0.1:" + settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> classpath(Settings settings) {
    List<String> classpath = new ArrayList<>();
    settings.iam().map(IamLogin::classpath).ifPresent(classpath::addAll);
    settings.clockStep().ifPresent(file -> classpath.add(ClockAgent.classpath()));
    return classpath;
  }

  private static Map<String, String> systemProperties(Settings settings) {
    Map<String, String> properties =
        new HashMap<>(settings.iam().map(IamLogin::properties).orElse(Map.of()));
    settings
        .jmxPort()
        .ifPresent(
            port -> {
              String jmx = "com.sun.management.jmxremote.";
              properties.put(jmx + "host", "127.0.0.1");
              properties.put(jmx + "port", port.toString());
              properties.put(jmx + "rmi.port", port.toString());
              properties.put(jmx + "authenticate", "false");
              properties.put(jmx + "ssl", "false");
              properties.put("java.rmi.server.hostname", "127.0.0.1");
            });
    return properties;
  }

  private static String loginSettings(Settings settings) {
    StringBuilder lines = new StringBuilder();
    settings
        .iam()
        .map(IamLogin::workerSettings)
        .orElse(Map.of())
        .forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    return lines.toString();
  }

  private static String machineSettings(Settings settings) {
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
    // By default the group waits 5 minutes for a worker that left before it reassigns its tasks.
    lines.add("scheduled.rebalance.max.delay.ms=0");
    return String.join("\n", lines) + "\n";
  }

  /**
   * Returns when the worker serves requests.
   *
   * @throws StackException if the worker ends first or is not ready in time
   */
  public void awaitReady() {
    worker.awaitUntil("Connect's REST API on " + url, START_TIMEOUT, this::serves);
  }

  // A starting worker answers every request with 404.
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
      throw StackException.interrupted(e);
    }
  }

  /** Returns the URL of the REST API, without a trailing slash. */
  public String url() {
    return url;
  }

  public Subprocess subprocess() {
    return worker;
  }

  @Override
  public void close() {
    worker.close();
  }
}
