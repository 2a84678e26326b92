package io.mskcdc.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.TcpPort;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * MySQL with the sample database, a broker and a worker for one test class. A copy of the
 * repository's connector-configs contains their addresses.
 */
final class Pipeline implements AutoCloseable {
  static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());

  /** A fixed masking key, so that masked values are the same in each run. */
  static final String MASK_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private final Path root;
  private final MySql mysql;
  private final Broker broker;
  private final ConnectWorker.Settings workerSettings;
  private ConnectWorker worker;

  private Pipeline(Path root, MySql mysql, Broker broker, ConnectWorker.Settings workerSettings) {
    this.root = root;
    this.mysql = mysql;
    this.broker = broker;
    this.workerSettings = workerSettings;
  }

  static Pipeline start(Function<Path, Broker> brokers, String connectVersion) {
    return start(brokers, connectVersion, List.of(Checkout.MYSQL_PLUGIN));
  }

  /**
   * @param plugins the plugins of the worker
   */
  static Pipeline start(
      Function<Path, Broker> brokers, String connectVersion, List<String> plugins) {
    return start(brokers, connectVersion, plugins, StackType.PLAIN);
  }

  /**
   * @param plugins the plugins of the worker
   * @param type the stack whose environment and worker it has, without IAM
   */
  static Pipeline start(
      Function<Path, Broker> brokers, String connectVersion, List<String> plugins, StackType type) {
    Path root = temporaryFolder();
    MySql mysql = null;
    Broker broker = null;
    try {
      broker = brokers.apply(root);
      mysql =
          MySql.start(
              MySqlHome.find(CHECKOUT),
              root.resolve("mysql"),
              TcpPort.free(),
              root.resolve("mysql.log"));
      try (Connection shop = mysql.connect()) {
        Shop.createIfAbsent(shop);
      }
      Pipeline pipeline =
          new Pipeline(
              root, mysql, broker, workerSettings(root, type, broker, connectVersion, plugins));
      copyConfigurations(root, type, pipeline.endpoints());
      pipeline.startWorker();
      return pipeline;
    } catch (RuntimeException | SQLException | IOException e) {
      if (mysql != null) {
        mysql.close();
      }
      if (broker != null) {
        broker.stop().run();
      }
      // The message has the last lines of the log.
      Folders.delete(root);
      throw new AssertionError("the pipeline did not start: " + e.getMessage(), e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("msk-cdc-e2e");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConnectWorker.Settings workerSettings(
      Path root, StackType type, Broker broker, String connectVersion, List<String> plugins) {
    return new ConnectWorker.Settings(
        CHECKOUT.kafkaLibs(connectVersion),
        CHECKOUT.unpackPlugins(plugins, root.resolve("plugins")),
        CHECKOUT.workerProperties(type.environment()),
        broker.bootstrapServers(),
        InternalTopics.of("e2e"),
        TcpPort.free(),
        root.resolve("connect"),
        root.resolve("connect.log"),
        Optional.empty(),
        Optional.of(TcpPort.free()),
        Optional.empty());
  }

  /** Copies connector-configs to {@code root}, with {@code endpoints} as the stack's variables. */
  static void copyConfigurations(Path root, Map<String, String> endpoints) throws IOException {
    copyConfigurations(root, StackType.PLAIN, endpoints);
  }

  static void copyConfigurations(Path root, StackType type, Map<String, String> endpoints)
      throws IOException {
    Path from = CHECKOUT.root().resolve("connector-configs");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = root.resolve("connector-configs").resolve(from.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    writeEndpoints(root, type, endpoints);
  }

  /** Writes the variables of a stack to the file that its copied environment reads. */
  static void writeEndpoints(Path root, StackType type, Map<String, String> endpoints)
      throws IOException {
    Path file = root.resolve(".local-stack").resolve(type.endpointsFile());
    Files.createDirectories(file.getParent());
    // JSON is a subset of YAML.
    new ObjectMapper().writeValue(file.toFile(), endpoints);
  }

  /**
   * Returns the overlay of mysql-cdc in the environment {@code env} with other options.
   *
   * @param entries options as JSON entries, which are added or replaced
   */
  String overlay(String env, String entries) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path file = configurations().resolve("environments/" + env + "/mysql-cdc.json");
    ObjectNode overlay = (ObjectNode) json.readTree(file.toFile());
    overlay.withObject("config").setAll((ObjectNode) json.readTree("{" + entries + "}"));
    return overlay.toString();
  }

  private Map<String, String> endpoints() throws IOException {
    Path secrets = root.resolve("secrets.properties");
    Files.writeString(
        secrets,
        String.join(
            "\n",
            "mysql.user=" + MySql.DEBEZIUM_USER,
            "mysql.password=" + mysql.debeziumPassword(),
            "mysql.wrong=not-the-password",
            "mask.key=" + MASK_KEY));
    return Map.of(
        "connect_jmx",
        "127.0.0.1:" + workerSettings.jmxPort().orElseThrow(),
        "connect_url",
        "http://127.0.0.1:" + workerSettings.port(),
        "kafka_bootstrap_servers",
        broker.bootstrapServers(),
        "mysql_host",
        "127.0.0.1",
        "mysql_port",
        Integer.toString(mysql.port()),
        "secrets_file",
        secrets.toString());
  }

  void startWorker() {
    worker = ConnectWorker.start(workerSettings);
    try {
      worker.awaitReady();
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  /** Returns the CPU time of the worker, with all its threads. */
  Duration workerCpu() {
    return ProcessHandle.of(worker.subprocess().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  void killWorker() {
    worker.subprocess().kill();
  }

  Path configurations() {
    return root.resolve("connector-configs");
  }

  Path root() {
    return root;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String connectUrl() {
    return worker.url();
  }

  /**
   * Sends a request to the worker.
   *
   * @param json the body; empty for none
   */
  HttpResponse<String> request(String method, String path, String json) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(connectUrl() + path));
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    try {
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  MySql mysql() {
    return mysql;
  }

  Connection shop() throws SQLException {
    return mysql.connect();
  }

  Topics topics() {
    return new Topics(broker.bootstrapServers());
  }

  Deployer deployer() {
    return new Deployer(root);
  }

  /** Returns the secrets, which must not be in any output or log. */
  List<String> secrets() {
    return List.of(mysql.debeziumPassword(), mysql.shopPassword(), MASK_KEY);
  }

  String workerLog() {
    try {
      return Files.readString(workerSettings.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // MySQL takes 10 s for an orderly shutdown, and its data is not needed any more.
    worker.subprocess().kill();
    mysql.subprocess().kill();
    broker.stop().run();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
