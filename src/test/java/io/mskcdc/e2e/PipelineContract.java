package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mskcdc.e2e.Topics.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests of {@code mysql-cdc} as configured in git, deployed by the deployer. Each subclass runs
 * them on another broker or release of Kafka Connect.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PipelineContract {
  static final String CONNECTOR = "mysql-cdc";

  private Pipeline pipeline;

  /** Starts the parts of the pipeline. */
  abstract Pipeline start();

  public final Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  final void deploy() {
    pipeline = start();
    Deployer.Run run = pipeline.deployer().run("apply", CONNECTOR, "--stable-for", "3");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains(CONNECTOR);
  }

  @AfterAll
  final void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @AfterEach
  final void workerLogContainsNoSecret() {
    assertThat(pipeline.workerLog()).doesNotContain(pipeline.secrets());
  }

  @Test
  void snapshotOfEachTableArrivesMasked() {
    assertAll(Stream.of(Table.values()).map(table -> () -> assertSnapshot(table)));
  }

  private void assertSnapshot(Table table) {
    List<Message> snapshot =
        pipeline.topics().read(table.topic(), PipelineContract::isSnapshot, table.initialRows());
    Golden.assertMatches(Normal.of(snapshot), "snapshot-" + table.table(), format());
  }

  @Test
  void insertUpdateAndDeleteWithTombstoneArriveInOrder() throws SQLException {
    inTransactions(
        "INSERT INTO products VALUES ('NEW-1', 'New', 0.10, NULL, '{\"a\": 1}')",
        "UPDATE products SET price = 19999999.99, attributes = NULL WHERE sku = 'NEW-1'",
        "DELETE FROM products WHERE sku = 'NEW-1'");

    Golden.assertMatches(
        arrived("production_db.products", "sku", "NEW-1", 4), "insert-update-delete", format());
  }

  @Test
  void updatesAndDeletesAreMasked() throws SQLException {
    inTransactions(
        "INSERT INTO customers VALUES (900, 'Eve', 'eve@example.com', '+1 202 555 0100',"
            + " '4111-1111-1111-9876', '1999-12-31', NULL, '2026-02-01 00:00:00')",
        "UPDATE customers SET email = 'ada@example.com', card_number = NULL WHERE id = 900",
        "DELETE FROM customers WHERE id = 900");

    Golden.assertMatches(
        arrived("production_db.customers", "id", "900", 4), "masked-changes", format());
  }

  @Test
  void changedPrimaryKeyArrivesAsDeleteAndInsert() throws SQLException {
    inTransactions(
        "INSERT INTO order_lines VALUES (900, 1, 'TEA-001', 3, 7.95)",
        "UPDATE order_lines SET line_no = 2 WHERE order_id = 900");

    Golden.assertMatches(
        arrived("production_db.order_lines", "order_id", "900", 4), "changed-key", format());
  }

  @Test
  void rowsOfATableWithoutAPrimaryKeyArriveWithoutAKey() throws SQLException {
    inTransactions(
        "INSERT INTO events VALUES ('2026-02-01 00:00:00', 'keyless', '{\"n\": [1, 2]}')",
        "DELETE FROM events WHERE kind = 'keyless'");

    List<Message> arrived =
        pipeline
            .topics()
            .read(
                "production_db.events.append",
                message -> row(message).path("kind").asText().equals("keyless"),
                2);
    Golden.assertMatches(Normal.of(arrived), "keyless", format());
  }

  @Test
  void metadataOrdersTheRowsOfATransaction() throws SQLException {
    inTransactions(
        "INSERT INTO order_lines VALUES (901, 1, 'MUG-010', 1, 1), (901, 2, 'MUG-010', 1, 1),"
            + " (901, 3, 'MUG-010', 1, 1)");

    List<Message> rows =
        pipeline
            .topics()
            .read(
                "production_db.order_lines",
                message -> message.key() != null && key(message).path("order_id").asInt() == 901,
                3);
    assertThat(rows.stream().map(message -> row(message).path("__source_gtid").asText()).distinct())
        .hasSize(1);
    List<String> positions =
        rows.stream()
            .map(PipelineContract::row)
            .map(row -> row.path("__source_pos") + ":" + row.path("__source_row"))
            .toList();
    assertThat(positions).doesNotHaveDuplicates();
  }

  @Test
  void heartbeatsAndSchemaChangesPassUnchanged() throws SQLException {
    inTransactions("CREATE TABLE later (id INT PRIMARY KEY)", "DROP TABLE later");

    List<Message> schemaChanges =
        pipeline
            .topics()
            .read(
                "production",
                message -> payload(message.value()).path("ddl").asText().contains("later"),
                2);
    assertThat(payload(schemaChanges.get(0).value()).path("ddl").asText()).startsWith("CREATE");
    assertThat(payload(schemaChanges.get(0).key()).path("databaseName").asText())
        .isEqualTo("production_db");

    Message heartbeat =
        pipeline.topics().read("__debezium-heartbeat.production", any -> true, 1).get(0);
    assertThat(payload(heartbeat.key()).path("serverName").asText()).isEqualTo("production");
    assertThat(payload(heartbeat.value()).path("ts_ms").asLong()).isPositive();
  }

  @Test
  void recordsAreValidByTheSchemasOfTheirTopics() throws JsonProcessingException {
    if (format() == Golden.Format.WITH_SCHEMAS) {
      Deployer.Run run = pipeline.deployer().run("topic", "schema", CONNECTOR);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("[contract-not-derivable]", "value.converter.schemas.enable");
      return;
    }
    TopicSchemas schemas = TopicSchemas.of(pipeline, CONNECTOR);
    for (Table table : Table.values()) {
      assertThat(schemas.faults(table.topic(), table.initialRows())).isEmpty();
    }
  }

  @Test
  void secondDeploymentOfTheSameConfigurationWritesNothing() {
    long before = pipeline.topics().written("e2e-configs");

    Deployer.Run run = pipeline.deployer().run("apply", CONNECTOR, "--stable-for", "1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("nothing is different, nothing was written");
    assertThat(pipeline.topics().written("e2e-configs")).isEqualTo(before);
  }

  /** Returns the format of values in the golden files. */
  abstract Golden.Format format();

  private void inTransactions(String... statements) throws SQLException {
    try (Connection shop = pipeline.shop();
        Statement statement = shop.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String arrived(String topic, String keyColumn, String key, int count) {
    return Normal.of(
        pipeline
            .topics()
            .read(topic, message -> key(message).path(keyColumn).asText().equals(key), count));
  }

  private static boolean isSnapshot(Message message) {
    return row(message).path("__op").asText().equals("r");
  }

  static JsonNode key(Message message) {
    return payload(message.key());
  }

  static JsonNode row(Message message) {
    return payload(message.value());
  }

  /** Returns the payload of a key or value, which the converter may have wrapped with a schema. */
  static JsonNode payload(JsonNode json) {
    if (json == null) {
      return MissingNode.getInstance();
    }
    return json.has("payload") && json.has("schema") ? json.path("payload") : json;
  }

  /** The tables of the sample database and their number of rows at the start. */
  enum Table {
    CUSTOMERS(4),
    PRODUCTS(3),
    ORDERS(2),
    ORDER_LINES(3),
    EVENTS(2);

    private final int initialRows;

    Table(int initialRows) {
      this.initialRows = initialRows;
    }

    int initialRows() {
      return initialRows;
    }

    String table() {
      return name().toLowerCase(Locale.ROOT);
    }

    String topic() {
      // This table has no key.
      return "production_db." + table() + (this == EVENTS ? ".append" : "");
    }
  }
}
