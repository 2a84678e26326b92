package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A configuration of Debezium 1 on Debezium 1.9.7, and what {@code migrate} makes of it on this
 * build's Debezium: first beside each other, then one after the other with the old offsets. {@code
 * ./scripts/test.sh -Pexhaustive} runs it.
 */
@Tag("exhaustive")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MigrationIT {
  private static final String NAME = "legacy-shop";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path OLD_PLUGIN = Path.of("target/debezium-1.9.7/debezium-connector-mysql");

  private static final Pattern DELETED = Pattern.compile(",\"__deleted\":\"(true|false)\"");
  private static final Pattern ZEROS = Pattern.compile("(\"\\d{4}-[^\"]*\\.\\d*?)0+Z\"");
  private static final Pattern FLOAT = Pattern.compile("\"c6\":(-?[0-9.E-]+)");

  private static final List<String> TOPICS =
      List.of("customers", "products", "orders", "order_lines", "events", "kinds");

  /** As tutorials have it, with what the pipeline needs. */
  private static final String OLD =
      """
      {"name": "legacy-shop", "config": {
        "connector.class": "io.debezium.connector.mysql.MySqlConnector",
        "tasks.max": "1",
        "database.hostname": "127.0.0.1",
        "database.port": "%d",
        "database.user": "%s",
        "database.password": "%s",
        "database.allowPublicKeyRetrieval": "true",
        "database.server.id": "184054",
        "database.server.name": "legacy",
        "database.whitelist": "production_db",
        "database.history.kafka.bootstrap.servers": "%s",
        "database.history.kafka.topic": "schema-changes.legacy",
        "decimal.handling.mode": "double",
        "time.precision.mode": "connect",
        "transforms": "route,unwrap",
        "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
        "transforms.route.regex": "([^.]+)\\\\.([^.]+)\\\\.([^.]+)",
        "transforms.route.replacement": "$3",
        "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
        "transforms.unwrap.drop.tombstones": "false",
        "transforms.unwrap.delete.handling.mode": "rewrite",
        "transforms.unwrap.add.fields": "op,table",
        "topic.creation.default.partitions": "1",
        "topic.creation.default.replication.factor": "1"
      }}
      """;

  /** Columns of the types that the shop does not have, each with three values. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of("TINYINT", "-128", "127", "NULL"),
          List.of("TINYINT(1)", "0", "1", "NULL"),
          List.of("SMALLINT UNSIGNED", "0", "65535", "NULL"),
          List.of("MEDIUMINT", "-8388608", "8388607", "NULL"),
          List.of("BIGINT UNSIGNED", "0", "9223372036854775807", "NULL"),
          List.of("DECIMAL(20,7)", "0.0000001", "-1234567890123.1234567", "NULL"),
          List.of("FLOAT", "0.1", "3.14159", "NULL"),
          List.of("FLOAT(7,3)", "1234.567", "0.1", "NULL"),
          List.of("DOUBLE", "0.1", "1.7976931348623157e308", "NULL"),
          List.of("BIT(1)", "b'0'", "b'1'", "NULL"),
          List.of("BIT(12)", "b'1'", "b'100000000001'", "NULL"),
          List.of("DATE", "'1000-01-01'", "'2024-02-29'", "NULL"),
          List.of("TIME", "'00:00:00'", "'23:59:59'", "NULL"),
          List.of("TIME(6)", "'00:00:00.000001'", "'12:34:56.789'", "NULL"),
          List.of("DATETIME", "'1969-12-31 23:59:59'", "'2024-02-29 12:34:56'", "NULL"),
          List.of("DATETIME(6)", "'2024-02-29 12:34:56.123456'", "'2000-01-01'", "NULL"),
          List.of("TIMESTAMP NULL", "'1970-01-02 00:00:01'", "'2038-01-18 03:14:07'", "NULL"),
          List.of("YEAR", "1901", "2155", "NULL"),
          List.of("CHAR(10)", "'abc'", "''", "NULL"),
          List.of("VARCHAR(50)", "'Zoë \\n\\t'", "'{\"a\": 1}'", "NULL"),
          List.of("LONGTEXT", "'x é'", "''", "NULL"),
          List.of("BINARY(4)", "X'01'", "X'01020304'", "NULL"),
          List.of("VARBINARY(8)", "X'00FF'", "''", "NULL"),
          List.of("BLOB", "X'CAFE'", "''", "NULL"),
          List.of("SET('x','y','z w')", "'x,z w'", "''", "NULL"),
          List.of("JSON", "'[1, 2]'", "'{}'", "NULL"),
          List.of(
              "POINT", "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(0 0)')", "NULL"),
          List.of("VARCHAR(9) DEFAULT 'd'", "'x'", "DEFAULT", "NULL"));

  private Pipeline pipeline;
  private Broker broker;
  private ConnectWorker worker;
  private Path old;

  @BeforeAll
  void start() throws IOException, SQLException {
    pipeline = Pipeline.start(Broker::subprocess, "3.7.2");
    Path folder = Files.createDirectories(pipeline.root().resolve("old"));
    broker = Broker.subprocess(folder);
    worker = startWorker("old", oldPlugin(folder), Pipeline.CHECKOUT.workerProperties("local"));
    StringJoiner columns = new StringJoiner(", ");
    for (int i = 0; i < KINDS.size(); i++) {
      columns.add("c" + i + " " + KINDS.get(i).get(0));
    }
    execute("CREATE TABLE kinds (id INT PRIMARY KEY, " + columns + ")", row(1, 1), row(2, 3));
    MySql mysql = pipeline.mysql();
    old =
        Files.writeString(
            folder.resolve("legacy-shop.json"),
            OLD.formatted(
                mysql.port(),
                MySql.DEBEZIUM_USER,
                mysql.debeziumPassword(),
                broker.bootstrapServers()));
    Files.writeString(
        pipeline.root().resolve("secrets.properties"),
        "\n" + NAME + ".database.password=" + mysql.debeziumPassword() + "\n",
        StandardOpenOption.APPEND);
  }

  @AfterAll
  void stop() {
    if (worker != null) {
      worker.subprocess().kill();
    }
    if (broker != null) {
      broker.stop().run();
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  @Order(1)
  void recordsAreThoseOfDebezium19ExceptForWhatIsDocumented() throws Exception {
    String config = JSON.readTree(old.toFile()).path("config").toString();
    assertThat(send("PUT", worker.url(), "/config", config).statusCode()).isEqualTo(201);
    migrateInto(pipeline.configurations(), "--identical");
    // Both run at once, and MySQL disconnects one of two replicas with the same id.
    Path migrated = pipeline.configurations().resolve(NAME + ".json");
    Files.writeString(migrated, Files.readString(migrated).replace("184054", "184055"));
    run(pipeline.deployer(), "apply", NAME, "--stable-for", "1");
    awaitProduct(broker, "MUG-010");
    awaitProduct(pipeline.bootstrapServers(), "MUG-010");

    execute(
        row(3, 1),
        row(4, 2),
        row(5, 3),
        "UPDATE kinds SET c0 = 7 WHERE id = 3",
        "UPDATE kinds SET id = 30 WHERE id = 4",
        "DELETE FROM kinds WHERE id = 5",
        "UPDATE customers SET country = NULL, phone = NULL WHERE id = 1",
        "INSERT INTO customers (name, email) VALUES ('Eve', 'eve@example.com')",
        "UPDATE orders SET note = NULL, status = 'cancelled' WHERE id = 1",
        "DELETE FROM order_lines WHERE order_id = 1",
        "INSERT INTO events (kind, payload) VALUES ('x', '{\"a\": [1, 2]}')",
        "ALTER TABLE products ADD COLUMN origin VARCHAR(10) NULL DEFAULT 'IN'",
        "INSERT INTO products VALUES ('MIG-1', 'M', 1.10, 0.5, '{\"b\": null}', NULL)",
        "TRUNCATE TABLE kinds",
        row(6, 2),
        "INSERT INTO products VALUES ('MIG-2', 'Marker', 1, NULL, NULL, 'X')");
    awaitProduct(broker, "MIG-2");
    awaitProduct(pipeline.bootstrapServers(), "MIG-2");

    SoftAssertions softly = new SoftAssertions();
    for (String topic : TOPICS) {
      softly
          .assertThat(records(pipeline.bootstrapServers(), topic))
          .as(topic)
          .isNotEmpty()
          .isEqualTo(records(broker.bootstrapServers(), topic));
    }
    softly.assertAll();
  }

  /** The same workers get the new plugin. */
  @Test
  @Order(2)
  void theNewConnectorContinuesWhereTheOldOneStood() throws Exception {
    send("PUT", pipeline.connectUrl(), "/stop", "");
    insert("OFF-1");
    awaitProduct(broker, "OFF-1");
    send("PUT", worker.url(), "/stop", "");
    await(worker.url(), status -> status.contains("STOPPED") && status.contains("\"tasks\":[]"));
    insert("OFF-2");
    worker.close();

    long customers = new Topics(broker.bootstrapServers()).written("customers");
    worker = startWorker("old", newPlugin(), Pipeline.CHECKOUT.workerProperties("local"));
    Path moved = moved();
    migrateInto(moved.resolve("connector-configs"), "--identical");
    Deployer deployer = new Deployer(moved);
    Deployer.Run plan = deployer.run("plan", NAME);
    run(
        deployer,
        Stream.concat(Stream.of("apply", NAME, "--stable-for", "1"), accepts(plan.out()).stream())
            .toArray(String[]::new));
    insert("OFF-3");
    awaitProduct(broker, "OFF-3");

    assertThat(products("OFF-")).containsExactly("OFF-1", "OFF-2", "OFF-3");
    assertThat(new Topics(broker.bootstrapServers()).written("customers")).isEqualTo(customers);
  }

  /** Other workers get the offsets through Connect's REST API. */
  @Test
  @Order(3)
  void offsetsCanBeWrittenIntoAnotherConnectCluster() throws Exception {
    send("PUT", worker.url(), "/stop", "");
    await(worker.url(), status -> status.contains("STOPPED") && status.contains("\"tasks\":[]"));
    String offsets = send("GET", worker.url(), "/offsets", "").body();
    assertThat(offsets).contains("\"server\":\"legacy\"", "\"pos\"");
    insert("OFF-4");
    worker.close();

    worker = startWorker("moved", newPlugin(), Pipeline.CHECKOUT.workerProperties("local"));
    Path moved = moved();
    migrateInto(moved.resolve("connector-configs"), "--identical");
    Path environment = moved.resolve("connector-configs/environments/local/environment.yaml");
    String running = Files.readString(environment);
    Files.writeString(environment, running + "    state: stopped\n");
    run(new Deployer(moved), "apply", NAME, "--stable-for", "1");
    HttpResponse<String> patched = send("PATCH", worker.url(), "/offsets", offsets);
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    Files.writeString(environment, running);
    run(new Deployer(moved), "apply", NAME, "--stable-for", "1");
    insert("OFF-5");
    awaitProduct(broker, "OFF-5");

    assertThat(products("OFF-")).containsExactly("OFF-1", "OFF-2", "OFF-3", "OFF-4", "OFF-5");
  }

  private static List<String> accepts(String plan) {
    return Stream.of(
            "format-changed",
            "topics-moved",
            "table-leaves",
            "transform-removed",
            "transform-added",
            "server-id-changed",
            "events-dropped",
            "history-topic-changed",
            "topic-prefix-changed",
            "keys-changed")
        .filter(plan::contains)
        .flatMap(code -> Stream.of("--accept", code))
        .toList();
  }

  private ConnectWorker startWorker(String group, Path plugins, Path properties) {
    Path work =
        pipeline.root().resolve("worker-" + group + "-" + plugins.getParent().getFileName());
    ConnectWorker started =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                Pipeline.CHECKOUT.kafkaLibs("3.7.2"),
                plugins,
                properties,
                broker.bootstrapServers(),
                InternalTopics.of(group),
                TcpPort.free(),
                work,
                // The file of its process id is beside its log.
                work.resolve("connect.log"),
                Optional.empty()));
    started.awaitReady();
    return started;
  }

  /** Returns a copy of the old plugin with the files by which the worker finds its classes. */
  private static Path oldPlugin(Path folder) throws IOException {
    Path plugin = Files.createDirectories(folder.resolve("plugins/debezium-1.9.7"));
    try (Stream<Path> files = Files.list(OLD_PLUGIN)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, plugin.resolve(jar.getFileName()));
      }
    }
    Map<String, String> services =
        Map.of(
            "source.SourceConnector", "io.debezium.connector.mysql.MySqlConnector",
            "transforms.Transformation", "io.debezium.transforms.ExtractNewRecordState");
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(plugin.resolve("services.jar")))) {
      for (Map.Entry<String, String> service : services.entrySet()) {
        jar.putNextEntry(
            new ZipEntry("META-INF/services/org.apache.kafka.connect." + service.getKey()));
        jar.write(service.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return plugin.getParent();
  }

  private Path newPlugin() {
    return pipeline.root().resolve("plugins");
  }

  /** Writes a bundle for the worker of the old broker. */
  private Path moved() throws IOException {
    Path moved = Files.createTempDirectory(pipeline.root(), "moved");
    Pipeline.copyConfigurations(
        moved,
        Map.of(
            "connect_jmx", "127.0.0.1:1",
            "connect_url", worker.url(),
            "kafka_bootstrap_servers", broker.bootstrapServers(),
            "mysql_host", "127.0.0.1",
            "mysql_port", Integer.toString(pipeline.mysql().port()),
            "secrets_file", pipeline.root().resolve("secrets.properties").toString()));
    return moved;
  }

  private void migrateInto(Path configs, String... options) throws IOException {
    Path environment = configs.resolve("environments/local/environment.yaml");
    String listed = Files.readString(environment);
    Files.writeString(
        environment, listed.replaceFirst("connectors:\\s+- name: mysql-cdc", "connectors: []"));
    String[] arguments = {
      "migrate", old.toString(), "--write", configs.toString(), "--env", "local"
    };
    Deployer.Run run =
        run(
            new Deployer(configs.getParent()),
            Stream.concat(Stream.of(arguments), Stream.of(options)).toArray(String[]::new));
    assertThat(run.out() + run.err()).doesNotContain(pipeline.mysql().debeziumPassword());
  }

  private static Deployer.Run run(Deployer deployer, String... arguments) {
    Deployer.Run run = deployer.run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  private static String row(int id, int value) {
    StringJoiner values = new StringJoiner(", ");
    KINDS.forEach(kind -> values.add(kind.get(value)));
    return "INSERT INTO kinds VALUES (" + id + ", " + values + ")";
  }

  private void insert(String sku) throws SQLException {
    execute("INSERT INTO products VALUES ('" + sku + "', 'Offset', 1, NULL, NULL, NULL)");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection shop = pipeline.shop();
        Statement statement = shop.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void awaitProduct(Broker at, String sku) {
    awaitProduct(at.bootstrapServers(), sku);
  }

  private static void awaitProduct(String brokers, String sku) {
    PollLoop loop = new PollLoop(Duration.ofSeconds(1), Duration.ofMinutes(5));
    assertThat(loop.until(() -> skus(brokers).contains(sku))).as(sku).isTrue();
  }

  private static List<String> skus(String brokers) {
    return new Topics(brokers)
        .readAll("products").stream().map(message -> message.key().path("sku").asText()).toList();
  }

  private List<String> products(String begin) {
    return skus(broker.bootstrapServers()).stream().filter(sku -> sku.startsWith(begin)).toList();
  }

  /** Returns keys, values and headers as they are. */
  private static List<String> records(String brokers, String topic) {
    return new Topics(brokers)
        .records(topic).stream().map(MigrationIT::text).map(MigrationIT::withoutKnown).toList();
  }

  /**
   * Writes what docs/migrating.md lists as different in one way: the place of __deleted, FLOAT, and
   * the last zeros of a TIMESTAMP.
   */
  private static String withoutKnown(String record) {
    String moved = DELETED.matcher(record).replaceFirst("") + deleted(record);
    String times = ZEROS.matcher(moved).replaceAll("$1Z\"");
    return FLOAT.matcher(times).replaceAll(found -> "\"c6\":" + Float.parseFloat(found.group(1)));
  }

  private static String deleted(String record) {
    Matcher deleted = DELETED.matcher(record);
    return deleted.find() ? deleted.group() : "";
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    StringJoiner text = new StringJoiner(" | ");
    text.add(text(record.key())).add(text(record.value()));
    for (Header header : record.headers()) {
      text.add(header.key() + "=" + text(header.value()));
    }
    return text.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "(none)" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static void await(String url, Predicate<String> condition) {
    PollLoop loop = new PollLoop(Duration.ofMillis(300), Duration.ofSeconds(120));
    assertThat(loop.until(() -> condition.test(send("GET", url, "/status", "").body()))).isTrue();
  }

  private static HttpResponse<String> send(String method, String url, String path, String json) {
    HttpRequest.BodyPublisher body =
        json.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/connectors/" + NAME + path))
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
