package io.mskcdc.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.s3.S3Mock;
import io.mskcdc.local.stack.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ZIP of Iceberg's sink on the release of Kafka Connect that MSK Connect runs: what it leaves
 * out is not needed to write Parquet to S3 and to commit it to a JDBC catalog.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergSinkIT {
  private static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String TOPIC = "production_db.customers";
  private static final String ROW =
      """
      {"id":%d,"name":"Zoë","email":null,"created_at":"2026-01-03T12:00:00.123456Z",\
      "__op":"c","__deleted":"%s"}""";

  private final Ports ports = Ports.free();
  private final List<Subprocess> started = new ArrayList<>();
  private Kafka kafka;
  private MySql mysql;
  private S3Mock s3;
  private ConnectWorker worker;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kafka =
        Kafka.start(
            CHECKOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    started.add(kafka.subprocess());
    s3 = S3Mock.start(CHECKOUT.s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    started.add(s3.subprocess());
    mysql =
        MySql.start(
            MySqlHome.find(CHECKOUT),
            folder.resolve("mysql"),
            ports.mysql(),
            folder.resolve("mysql.log"));
    started.add(mysql.subprocess());
    try (Connection shop = mysql.connect()) {
      Shop.createIfAbsent(shop);
    }
    kafka.awaitReady();
    s3.awaitReady();
    s3.createBucket("lake");
    worker =
        ConnectWorker.start(
            new ConnectWorker.Settings(
                CHECKOUT.kafkaLibs("3.7.2"),
                CHECKOUT.unpackPlugins(List.of("iceberg-sink"), folder.resolve("plugins")),
                CHECKOUT.workerProperties("local"),
                kafka.bootstrapServers(),
                InternalTopics.of("lake"),
                ports.connect(),
                folder.resolve("connect"),
                folder.resolve("connect.log"),
                Optional.empty()));
    started.add(worker.subprocess());
    worker.awaitReady();
  }

  @AfterAll
  void stop() {
    // Their data is not needed any more.
    started.forEach(Subprocess::kill);
  }

  @Test
  void rowsAreCommittedAndTombstonesAreIgnored() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, 1, (short) 1), new NewTopic("control-iceberg", 1, (short) 1)))
          .all()
          .get();
    }
    send(ROW.formatted(1, "false"), ROW.formatted(2, "false"), ROW.formatted(2, "true"), null);

    // Without iceberg.connect.group-id, it looks for its coordinator in the group connect-lake.
    ObjectNode otherGroup = sink().put("consumer.override.group.id", "lake-readers");
    HttpResponse<String> created = send("PUT", "/connectors/lake/config", otherGroup.toString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    await()
        .during(Duration.ofSeconds(20))
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> isRunning() && records() == 0);

    otherGroup.put("iceberg.connect.group-id", "lake-readers");
    send("PUT", "/connectors/lake/config", otherGroup.toString());

    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              String status = send("GET", "/connectors/lake/status", "").body();
              assertThat(status).doesNotContain("FAILED");
              assertThat(records()).as(status).isEqualTo(3);
            });
  }

  private boolean isRunning() throws Exception {
    JsonNode tasks = JSON.readTree(send("GET", "/connectors/lake/status", "").body()).path("tasks");
    return tasks.size() == 1 && tasks.at("/0/state").asText().equals("RUNNING");
  }

  private ObjectNode sink() {
    ObjectNode config = JSON.createObjectNode();
    config
        .put("connector.class", "org.apache.iceberg.connect.IcebergSinkConnector")
        .put("topics", TOPIC)
        .put("transforms", "place")
        .put("transforms.place.type", "org.apache.kafka.connect.transforms.InsertField$Value")
        .put("transforms.place.topic.field", "__topic")
        .put("transforms.place.partition.field", "__partition")
        .put("transforms.place.offset.field", "__offset")
        .put("iceberg.tables.route-field", "__topic")
        .put("iceberg.tables.dynamic-enabled", "true")
        .put("iceberg.tables.auto-create-enabled", "true")
        .put("iceberg.control.topic", "control-iceberg")
        .put("iceberg.control.commit.interval-ms", "1000");
    Map.of(
            "catalog-impl",
            "org.apache.iceberg.jdbc.JdbcCatalog",
            "uri",
            "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + MySql.DATABASE,
            "jdbc.user",
            MySql.SHOP_USER,
            "jdbc.password",
            mysql.shopPassword(),
            "warehouse",
            "s3://lake/warehouse",
            "io-impl",
            "org.apache.iceberg.aws.s3.S3FileIO",
            "http-client.type",
            "urlconnection",
            "client.region",
            "eu-west-1")
        .forEach((key, value) -> config.put("iceberg.catalog." + key, value));
    config
        .put("iceberg.catalog.s3.endpoint", s3.endpoint().toString())
        .put("iceberg.catalog.s3.path-style-access", "true")
        .put("iceberg.catalog.s3.access-key-id", "AKIDOFTHELAKE")
        .put("iceberg.catalog.s3.secret-access-key", "signing-key-of-the-lake");
    return config;
  }

  /** Sends rows to the topic; null is a tombstone. */
  private void send(String... rows) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String row : rows) {
        producer.send(new ProducerRecord<>(TOPIC, "{\"id\":1}", row)).get();
      }
    }
  }

  /** Returns the number of records in the table's current snapshot, or 0 without one. */
  private long records() throws Exception {
    Optional<String> metadata = metadataFile();
    if (metadata.isEmpty()) {
      return 0;
    }
    URI file = URI.create(s3.endpoint() + "/" + metadata.get().replaceFirst("s3://", ""));
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(file).build(), HttpResponse.BodyHandlers.ofString());
    JsonNode table = JSON.readTree(response.body());
    for (JsonNode snapshot : table.path("snapshots")) {
      if (snapshot.path("snapshot-id").equals(table.path("current-snapshot-id"))) {
        return snapshot.at("/summary/total-records").asLong();
      }
    }
    return 0;
  }

  /** Returns where the catalog says that the table's metadata is. */
  private Optional<String> metadataFile() throws SQLException {
    try (Connection catalog = mysql.connect();
        Statement statement = catalog.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'iceberg_tables'")) {
      if (!tables.next()) {
        return Optional.empty();
      }
      try (Statement select = catalog.createStatement();
          ResultSet row =
              select.executeQuery(
                  "SELECT metadata_location FROM iceberg_tables WHERE table_name = 'customers'")) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(worker.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
