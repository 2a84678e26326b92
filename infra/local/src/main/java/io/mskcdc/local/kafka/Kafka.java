package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker in KRaft mode, as a subprocess. As on MSK, it does not create topics
 * automatically.
 */
public final class Kafka implements AutoCloseable {
  /** The release of the broker. */
  public static final String RELEASE = "3.7.2";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final int HEAP_MEGABYTES = 512;

  private final Subprocess broker;
  private final String bootstrapServers;
  private final Map<String, String> superUserClient;

  private Kafka(Subprocess broker, String bootstrapServers, Map<String, String> superUserClient) {
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
    this.superUserClient = superUserClient;
  }

  /**
   * Starts a broker without waiting for it; see {@link #awaitReady}.
   *
   * @param libs the folder with the JARs of a Kafka release
   * @param data the data folder; formatted if it does not exist
   * @param log the output is appended to this file
   */
  public static Kafka start(Path libs, Path data, int port, int controllerPort, Path log) {
    String bootstrapServers = "127.0.0.1:" + port;
    List<String> listeners =
        List.of(
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "listeners=PLAINTEXT://"
                + bootstrapServers
                + ",CONTROLLER://127.0.0.1:"
                + controllerPort);
    Subprocess broker =
        start(new Jvm(libs, HEAP_MEGABYTES, data), data, controllerPort, listeners, log);
    return new Kafka(broker, bootstrapServers, Map.of("bootstrap.servers", bootstrapServers));
  }

  /**
   * Starts a broker with a second listener, for clients that reach it through a proxy, without
   * waiting for it.
   *
   * @param proxiedPort the port of the second listener
   * @param proxyPort the port that the proxy listens on
   */
  public static Kafka startBehindProxy(
      Path libs,
      Path data,
      int port,
      int controllerPort,
      int proxiedPort,
      int proxyPort,
      Path log) {
    String plain = "PLAINTEXT://127.0.0.1:" + port;
    List<String> listeners =
        List.of(
            "listener.security.protocol.map="
                + "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
            String.format(
                "listeners=%s,PROXIED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d",
                plain, proxiedPort, controllerPort),
            String.format("advertised.listeners=%s,PROXIED://127.0.0.1:%d", plain, proxyPort));
    Subprocess broker =
        start(new Jvm(libs, HEAP_MEGABYTES, data), data, controllerPort, listeners, log);
    String bootstrapServers = "127.0.0.1:" + port;
    return new Kafka(broker, bootstrapServers, Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Starts a broker whose clients must log in by IAM, without waiting for it. */
  public static Kafka startWithIam(Path libs, IamListeners iam, Path log) {
    Path data = iam.settings().folder();
    Jvm jvm = new Jvm(libs, HEAP_MEGABYTES, data, IamListeners.classpath(), iam.jvmProperties());
    Subprocess broker =
        start(jvm, data, iam.settings().controllerPort(), iam.serverProperties(), log);
    return new Kafka(broker, iam.endpoints().bootstrapServers(), iam.internalClient());
  }

  private static Subprocess start(
      Jvm jvm, Path data, int controllerPort, List<String> listeners, Path log) {
    boolean formatted = Files.exists(data.resolve("logs/meta.properties"));
    Path properties = data.resolve("server.properties");
    try {
      Files.createDirectories(data);
      Files.writeString(properties, properties(data, controllerPort, listeners));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!formatted) {
      List<String> format =
          jvm.command(
              "kafka.tools.StorageTool",
              "format",
              "-t",
              Uuid.randomUuid().toString(),
              "-c",
              properties.toString());
      try (Subprocess formatting = Subprocess.start("kafka-format", format, Map.of(), log)) {
        formatting.awaitSuccess(START_TIMEOUT);
      }
    }
    List<String> command = jvm.command("kafka.Kafka", properties.toString());
    return Subprocess.start("kafka", command, Map.of(), log);
  }

  private static String properties(Path data, int controllerPort, List<String> listeners) {
    List<String> lines = new ArrayList<>(listeners);
    lines.add("process.roles=broker,controller");
    lines.add("node.id=1");
    lines.add("controller.quorum.voters=1@127.0.0.1:" + controllerPort);
    lines.add("controller.listener.names=CONTROLLER");
    lines.add("log.dirs=" + data.toAbsolutePath().resolve("logs"));
    lines.add("auto.create.topics.enable=false");
    // Debezium creates its schema history without a limit of its own.
    lines.add("message.max.bytes=34603008");
    lines.add("offsets.topic.num.partitions=1");
    lines.add("offsets.topic.replication.factor=1");
    lines.add("transaction.state.log.num.partitions=1");
    lines.add("transaction.state.log.replication.factor=1");
    lines.add("transaction.state.log.min.isr=1");
    lines.add("group.initial.rebalance.delay.ms=0");
    return String.join("\n", lines) + "\n";
  }

  /**
   * Returns when the broker answers requests.
   *
   * @throws StackException if the broker ends first or is not ready in time
   */
  public void awaitReady() {
    Map<String, Object> settings = new HashMap<>(superUserClient);
    settings.put("reconnect.backoff.max.ms", "200");
    try (Admin admin = Admin.create(settings)) {
      broker.awaitUntil("a broker at " + bootstrapServers, START_TIMEOUT, () -> answers(admin));
    }
  }

  private static boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  /** Returns the settings of a Kafka client with all permissions. */
  public Map<String, String> superUserClient() {
    return superUserClient;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public Subprocess subprocess() {
    return broker;
  }

  @Override
  public void close() {
    broker.close();
  }
}
