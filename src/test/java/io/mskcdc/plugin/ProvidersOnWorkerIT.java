package io.mskcdc.plugin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.stack.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The config providers of the plugin ZIP, on the release of Kafka Connect that MSK Connect runs.
 */
// All tests share one account, and the provider caches its password for longer than they run. So
// those that change the password come last.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvidersOnWorkerIT {
  private static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final WireMockServer aws = new WireMockServer(options().dynamicPort());
  private final Ports ports = Ports.free();
  private final List<String> passwords = new ArrayList<>();
  private Kafka kafka;
  private MySql mysql;
  private ConnectWorker worker;
  private Path log;
  private String password;
  private int rows;
  private Path fetched;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    aws.start();
    log = folder.resolve("connect.log");
    kafka =
        Kafka.start(
            CHECKOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    kafka.awaitReady();
    mysql =
        MySql.start(
            MySqlHome.find(CHECKOUT),
            folder.resolve("mysql"),
            ports.mysql(),
            folder.resolve("mysql.log"));
    try (Connection shop = mysql.connect()) {
      Shop.createIfAbsent(shop);
    }
    password = mysql.debeziumPassword();
    store(password);
    aws.stubFor(
        get(urlPathEqualTo("/certificates/rds-ca.p12"))
            .willReturn(aResponse().withBody(new byte[] {1, 2, 3})));
    worker =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                CHECKOUT.kafkaLibs("3.7.2"),
                CHECKOUT.unpackPlugin(folder.resolve("plugins")),
                Files.writeString(folder.resolve("worker.properties"), workerProperties()),
                kafka.bootstrapServers(),
                InternalTopics.of("providers"),
                ports.connect(),
                folder.resolve("connect"),
                log,
                Optional.empty()));
    worker.awaitReady();
  }

  @AfterAll
  void stop() {
    if (worker != null) {
      worker.close();
      assertThat(fetched).as("file fetched for a worker that has ended").doesNotExist();
    }
    if (mysql != null) {
      mysql.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    aws.stop();
  }

  private String workerProperties() {
    return String.join(
        "\n",
        "key.converter=org.apache.kafka.connect.json.JsonConverter",
        "value.converter=org.apache.kafka.connect.json.JsonConverter",
        "offset.flush.interval.ms=1000",
        "config.providers=secretsmanager,restarting,s3file",
        "config.providers.secretsmanager.class=io.mskcdc.secrets.SecretsManagerConfigProvider",
        "config.providers.secretsmanager.param.endpoint=" + aws.baseUrl(),
        // The cache outlives this test: a new value cannot result from its expiry.
        "config.providers.secretsmanager.param.cache.seconds=3600",
        "config.providers.restarting.class=io.mskcdc.secrets.SecretsManagerConfigProvider",
        "config.providers.restarting.param.endpoint=" + aws.baseUrl(),
        "config.providers.restarting.param.ttl.restart=true",
        "config.providers.restarting.param.ttl.seconds=3",
        "config.providers.s3file.class=io.mskcdc.secrets.S3FileConfigProvider",
        "config.providers.s3file.param.endpoint=" + aws.baseUrl());
  }

  @Test
  @Order(3)
  void passwordRotationWithAManualRestartLosesNoRow() throws Exception {
    deploy("by-hand", "secretsmanager");
    insert(20);
    awaitRows("by-hand");

    // The documented order: change the database, then the secret, then restart.
    changePassword("rotated-by-hand");
    insert(20);
    store(password);
    insert(20);
    assertThat(send("POST", "/connectors/by-hand/restart?includeTasks=true", "").statusCode())
        .isEqualTo(202);
    insert(20);

    awaitRows("by-hand");
    awaitRunning("by-hand");
    assertThat(Files.readString(log)).doesNotContain(passwords);
    assertThat(starts("connector", "by-hand"))
        .as("starts of the connector by the test alone")
        .isEqualTo(2);
    send("DELETE", "/connectors/by-hand", "");
  }

  @Test
  @Order(4)
  void ttlRestartsTheConnectorAlwaysAndTheTaskOnlyAfterAChange() throws Exception {
    deploy("by-ttl", "restarting");
    insert(20);
    awaitRows("by-ttl");

    await().atMost(TIMEOUT).until(() -> starts("connector", "by-ttl") >= 3);
    assertThat(starts("task", "by-ttl-0")).as("starts of the task without a change").isEqualTo(1);

    changePassword("rotated-by-ttl");
    store(password);
    await().atMost(TIMEOUT).until(() -> starts("task", "by-ttl-0") == 2);
    insert(20);
    awaitRows("by-ttl");
    send("DELETE", "/connectors/by-ttl", "");
  }

  @Test
  @Order(2)
  void fileFromS3ExistsWhileTheWorkerRuns() throws Exception {
    Map<String, String> config = config("with-file", "secretsmanager");
    // The response repeats the value of this option, and so contains the path of the file.
    config.put("transforms", "route");
    config.put("transforms.route.type", "io.mskcdc.smt.Route");
    config.put("transforms.route.regex", "any");
    config.put("transforms.route.replacement", "${s3file:certificates/rds-ca.p12}");
    HttpResponse<String> response =
        send(
            "PUT",
            "/connector-plugins/io.debezium.connector.mysql.MySqlConnector/config/validate",
            JSON.writeValueAsString(config));
    assertThat(response.statusCode()).isEqualTo(200);

    for (JsonNode value : JSON.readTree(response.body()).path("configs")) {
      if (value.at("/value/name").asText().equals("transforms.route.replacement")) {
        fetched = Path.of(value.at("/value/value").asText());
      }
    }
    assertThat(fetched.toString()).endsWith("-rds-ca.p12");
    assertThat(fetched).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  @Order(1)
  void validationReportsInvalidTransformOptionsAtTheirKeys() throws Exception {
    Map<String, String> config = config("wrong", "secretsmanager");
    config.put("name", "wrong");
    config.put("transforms", "cdc");
    config.put("transforms.cdc.type", "io.mskcdc.smt.UnwrapMaskRoute");
    config.put("transforms.cdc.unwrap.delete.tombstone.handling.mode", "none");
    config.put("transforms.cdc.mask.hmac.columns", "a.b.c");
    config.put("transforms.cdc.route.regex", "a");
    config.put("transforms.cdc.route.replacement", "b");
    config.put("transforms.cdc.route.rules", "topic:a -> b");
    config.put("transforms.cdc.route.key.field.regex", "(");
    HttpResponse<String> response =
        send(
            "PUT",
            "/connector-plugins/io.debezium.connector.mysql.MySqlConnector/config/validate",
            JSON.writeValueAsString(config));

    Map<String, String> errors = new TreeMap<>();
    for (JsonNode each : JSON.readTree(response.body()).path("configs")) {
      if (!each.at("/value/errors").isEmpty()) {
        errors.put(
            each.at("/value/name").asText().replace("transforms.cdc.", ""),
            each.at("/value/errors").toString());
      }
    }
    assertThat(errors)
        .containsOnlyKeys(
            "unwrap.delete.tombstone.handling.mode",
            "mask.key.secret",
            "route.regex",
            "route.key.field.regex");
    assertThat(errors.get("unwrap.delete.tombstone.handling.mode")).contains("DELETE-TO-TOMBSTONE");
    assertThat(errors.get("mask.key.secret")).contains("mask.key.secret and mask.key.id");
    assertThat(errors.get("route.regex")).contains("route.regex or route.rules, not both");
    assertThat(errors.get("route.key.field.regex")).contains("not a regular expression");
  }

  private void store(String current) throws JsonProcessingException {
    passwords.add(current);
    String text =
        JSON.writeValueAsString(Map.of("username", MySql.DEBEZIUM_USER, "password", current));
    aws.stubFor(
        post(urlEqualTo("/"))
            .withHeader("X-Amz-Target", equalTo("secretsmanager.GetSecretValue"))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/x-amz-json-1.1")
                    .withBody(
                        JSON.writeValueAsString(
                            Map.of("Name", "cdc/mysql", "VersionId", "v", "SecretString", text)))));
  }

  // The connector's account may change only its own password.
  private void changePassword(String next) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + MySql.DATABASE,
                MySql.DEBEZIUM_USER,
                password);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER USER() IDENTIFIED BY '" + next + "'");
    }
    password = next;
  }

  private void insert(int count) throws SQLException {
    try (Connection shop = mysql.connect();
        PreparedStatement insert = shop.prepareStatement("INSERT INTO events (kind) VALUES (?)")) {
      for (int i = 0; i < count; i++) {
        insert.setString(1, "row-" + rows++);
        insert.execute();
      }
    }
  }

  private void deploy(String name, String provider) throws Exception {
    HttpResponse<String> response =
        send(
            "PUT",
            "/connectors/" + name + "/config",
            JSON.writeValueAsString(config(name, provider)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    awaitRunning(name);
  }

  private Map<String, String> config(String name, String provider) {
    Map<String, String> config = new TreeMap<>();
    config.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    config.put("tasks.max", "1");
    config.put("topic.prefix", name);
    config.put("database.hostname", "127.0.0.1");
    config.put("database.port", Integer.toString(mysql.port()));
    config.put("database.user", "${" + provider + ":cdc/mysql:username}");
    config.put("database.password", "${" + provider + ":cdc/mysql:password}");
    config.put("database.ssl.mode", "preferred");
    config.put("database.server.id", Integer.toString(5000 + Math.abs(name.hashCode() % 1000)));
    config.put("database.include.list", MySql.DATABASE);
    config.put("table.include.list", MySql.DATABASE + ".events");
    config.put("schema.history.internal.kafka.bootstrap.servers", kafka.bootstrapServers());
    config.put("schema.history.internal.kafka.topic", "history-" + name);
    config.put("topic.creation.default.partitions", "1");
    config.put("topic.creation.default.replication.factor", "1");
    config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    config.put("value.converter.schemas.enable", "false");
    return config;
  }

  private void awaitRunning(String name) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              JsonNode status =
                  JSON.readTree(send("GET", "/connectors/" + name + "/status", "").body());
              assertThat(status.at("/connector/state").asText()).isEqualTo("RUNNING");
              assertThat(status.at("/tasks/0/state").asText())
                  .as(status.toString())
                  .isEqualTo("RUNNING");
            });
  }

  /** Waits until every inserted row is in the topic of the connector. */
  private void awaitRows(String name) {
    Set<String> missing = new TreeSet<>();
    for (int i = 0; i < rows; i++) {
      missing.add("row-" + i);
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition topic = new TopicPartition(name + "." + MySql.DATABASE + ".events", 0);
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                for (ConsumerRecord<String, String> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  missing.remove(JSON.readTree(record.value()).at("/after/kind").asText("no row"));
                }
                assertThat(missing).isEmpty();
              });
    }
  }

  /** Returns how often the worker has created a connector or task of this name. */
  private int starts(String what, String name) throws IOException {
    Pattern line = Pattern.compile("Creating " + what + " " + Pattern.quote(name) + "\\b(?!-)");
    try (Stream<String> lines = Files.lines(log)) {
      return (int) lines.filter(text -> line.matcher(text).find()).count();
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(worker.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
