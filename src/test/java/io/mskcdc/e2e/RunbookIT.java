package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.PollLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The procedures of docs/runbook.md that no other test carries out: what breaks {@code mysql-cdc},
 * what is seen then, and the commands that mend it. {@code ./scripts/test.sh -Pexhaustive} runs it.
 */
@Tag("exhaustive")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunbookIT implements RunningConnector {
  private static final String HISTORY_TOPIC = "schema-changes.production";
  private static final String CUSTOMERS = "production_db.customers";
  private static final String PRODUCTS = "production_db.products";

  private Pipeline pipeline;
  private String debeziumPassword;

  @Override
  public Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  void deploy() throws SQLException {
    pipeline = Pipeline.start(Broker::subprocess, "3.7.2");
    debeziumPassword = pipeline.mysql().debeziumPassword();
    mskcdc("apply", "mysql-cdc", "--stable-for", "1");
    awaitMarker();
    awaitMarker();
  }

  @AfterAll
  void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  /** Each procedure ends with a connector in order. */
  @AfterEach
  void rowsArrive() throws SQLException {
    awaitMarker();
  }

  @Test
  void theBinlogOfThePositionIsGone() throws Exception {
    mskcdc("stop", "mysql-cdc");
    execute("INSERT INTO products VALUES ('PURGED', 'Purged', 1, NULL, NULL)");
    purgeBinlogs();

    Deployer.Run validation = pipeline.deployer().run("validate", "mysql-cdc");
    assertThat(validation.exitCode()).isEqualTo(1);
    assertThat(validation.err()).contains("[position-lost]");
    resume();
    awaitFailure("but this is no longer available on the server");

    configure("\"snapshot.mode\": \"initial\"", "\"snapshot.mode\": \"when_needed\"");
    apply("snapshot-mode-changed");
    configure("\"snapshot.mode\": \"when_needed\"", "\"snapshot.mode\": \"initial\"");
    apply("snapshot-mode-changed");

    assertThat(rows(PRODUCTS))
        .anyMatch(row -> text(row, "sku").equals("PURGED") && text(row, "__op").equals("r"));
  }

  @Test
  void theTopicOfTheSchemaHistoryIsLost() throws Exception {
    mskcdc("stop", "mysql-cdc");
    pipeline.topics().delete(HISTORY_TOPIC);
    execute("INSERT INTO products VALUES ('NOHISTORY', 'Row', 1, NULL, NULL)");
    resume();
    awaitFailure("The db history topic is missing");

    configure("\"snapshot.mode\": \"initial\"", "\"snapshot.mode\": \"recovery\"");
    apply("snapshot-mode-changed");
    awaitMarker();
    configure("\"snapshot.mode\": \"recovery\"", "\"snapshot.mode\": \"initial\"");
    apply("snapshot-mode-changed");

    execute(
        "ALTER TABLE products ADD COLUMN after_recovery INT",
        "ALTER TABLE products DROP COLUMN after_recovery");
    awaitMarker();
    restartConnector();
    assertThat(rows(PRODUCTS))
        .filteredOn(row -> text(row, "sku").equals("NOHISTORY"))
        .extracting(row -> text(row, "__op"))
        .containsExactly("c");
  }

  @Test
  void offsetsThatAreLostAreWrittenAgainFromTheLastRecord() throws Exception {
    awaitMarker();
    JsonNode last =
        rows(PRODUCTS).stream().max(Comparator.comparingLong(RunbookIT::transaction)).orElseThrow();
    int snapshotRows = snapshotRows();
    mskcdc("stop", "mysql-cdc");
    request("DELETE", "/connectors/mysql-cdc/offsets");
    execute("INSERT INTO products VALUES ('NOOFFSET', 'Row', 1, NULL, NULL)");

    String server = text(last, "__source_gtid").replaceFirst(":.*", "");
    // Without the transaction of the record, of which rows may be missing.
    long before = transaction(last) - 1;
    String offset =
        "{\"offsets\": [{\"partition\": {\"server\": \"production\"}, \"offset\": {\"file\": \"%s\","
                .formatted(text(last, "__source_file"))
            + " \"pos\": %s, \"gtids\": \"%s:1-%s\"}}]}"
                .formatted(text(last, "__source_pos"), server, before);
    int status = pipeline.request("PATCH", "/connectors/mysql-cdc/offsets", offset).statusCode();
    assertThat(status).isEqualTo(200);
    mskcdc("resume", "mysql-cdc");

    awaitMarker();
    assertThat(rows(PRODUCTS))
        .filteredOn(row -> text(row, "sku").equals("NOOFFSET"))
        .extracting(row -> text(row, "__op"))
        .containsExactly("c");
    assertThat(snapshotRows()).isEqualTo(snapshotRows);
  }

  @Test
  void withoutOffsetsTheNextStartTakesASnapshot() throws Exception {
    int snapshotRows = snapshotRows();
    mskcdc("stop", "mysql-cdc");
    request("DELETE", "/connectors/mysql-cdc/offsets");
    mskcdc("resume", "mysql-cdc");

    awaitMarker();
    awaitMarker();
    assertThat(snapshotRows()).isGreaterThan(snapshotRows);
  }

  @Test
  void aRotatedPasswordIsReadByARestart() throws Exception {
    String rotated = "Rotated-" + debeziumPassword;
    asDebezium("ALTER USER USER() IDENTIFIED BY '" + rotated + "'");
    try {
      // The running task keeps its connections.
      awaitMarker();
      restartConnector();
      awaitFailure("Access denied for user");

      secret(debeziumPassword, rotated);
      debeziumPassword = rotated;
      mskcdc("restart", "mysql-cdc");
      awaitMarker();
      assertThat(pipeline.workerLog()).doesNotContain(rotated);
    } finally {
      debeziumPassword = rotated;
    }
  }

  @Test
  void clearValuesOfAMaskThatWasRemovedAreReplacedByANewTopic() throws Exception {
    String hmac = "\"transforms.cdc.mask.hmac.columns\": \"production_db.customers.email\"";
    String clear = "\"transforms.cdc.mask.clear.columns\": \"";
    configure(hmac, "\"transforms.cdc.mask.hmac.columns\": \"\"");
    configure(clear, clear + "production_db.customers.email,");
    apply("mask-removed", "column-cleared");
    execute("UPDATE customers SET email = 'leaked@example.com' WHERE id = 1");
    awaitMarker();
    assertThat(rows(CUSTOMERS)).anyMatch(row -> text(row, "email").equals("leaked@example.com"));

    mskcdc("stop", "mysql-cdc");
    configure("\"transforms.cdc.mask.hmac.columns\": \"\"", hmac);
    configure(clear + "production_db.customers.email,", clear);
    pipeline.topics().delete(CUSTOMERS);
    request("DELETE", "/connectors/mysql-cdc/offsets");
    apply("column-leaves");
    awaitMarker();
    awaitMarker();

    assertThat(rows(CUSTOMERS))
        .isNotEmpty()
        .noneMatch(row -> text(row, "email").contains("@"))
        .anyMatch(row -> text(row, "id").equals("1") && text(row, "__op").equals("r"));
  }

  @Test
  void aSnapshotThatWaitsForALockFailsAndBeginsAgainWhenTheSessionHasEnded() throws Exception {
    int snapshotRows = snapshotRows();
    mskcdc("stop", "mysql-cdc");
    request("DELETE", "/connectors/mysql-cdc/offsets");
    try (Connection other = pipeline.shop();
        Statement statement = other.createStatement()) {
      statement.execute("LOCK TABLES customers WRITE");
      resume();
      PollLoop loop = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(60));
      assertThat(loop.until(() -> processes().stream().anyMatch(RunbookIT::waitsForALock)))
          .as(() -> processes().toString())
          .isTrue();
      assertThat(request("GET", "/connectors/mysql-cdc/status").body())
          .contains("RUNNING")
          .doesNotContain("FAILED");

      // Not the cause: without the global lock, Debezium tries others.
      awaitFailure("User does not have the 'LOCK TABLES' privilege");
      assertThat(snapshotRows()).isEqualTo(snapshotRows);
      statement.execute("UNLOCK TABLES");
    }
    mskcdc("restart", "mysql-cdc", "--failed-only");

    awaitMarker();
    awaitMarker();
    assertThat(snapshotRows()).isGreaterThan(snapshotRows);
  }

  @Test
  void aConnectorThatLagsShowsItsPositionAndTheServers() throws Exception {
    mskcdc("stop", "mysql-cdc");
    for (int count = 0; count < 200; count++) {
      execute("UPDATE products SET name = 'Lag " + count + "' WHERE sku = 'TEA-001'");
    }
    assertThat(pipeline.deployer().run("status", "mysql-cdc").out()).contains("binlog.");
    mskcdc("resume", "mysql-cdc");
  }

  /** Returns the number in a row's GTID; 0 for a row of a snapshot. */
  private static long transaction(JsonNode row) {
    String gtid = text(row, "__source_gtid");
    return gtid.contains(":") ? Long.parseLong(gtid.replaceFirst(".*:", "")) : 0;
  }

  private static boolean waitsForALock(String process) {
    return process.startsWith("Waiting for") && process.contains("FLUSH TABLES");
  }

  /** Returns state and statement of each session of the connector's user. */
  private List<String> processes() {
    List<String> processes = new ArrayList<>();
    try (Connection connection = debezium();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW FULL PROCESSLIST")) {
      while (rows.next()) {
        processes.add(rows.getString("State") + ": " + rows.getString("Info"));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return processes;
  }

  /** A binlog that is older than its time is deleted when the next one begins. */
  private void purgeBinlogs() throws SQLException, InterruptedException {
    execute("SET GLOBAL binlog_expire_logs_seconds = 1");
    asDebezium("FLUSH BINARY LOGS");
    Thread.sleep(2_500);
    asDebezium("FLUSH BINARY LOGS");
    execute("SET GLOBAL binlog_expire_logs_seconds = 2592000");
  }

  private void asDebezium(String sql) throws SQLException {
    try (Connection connection = debezium();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection debezium() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + pipeline.mysql().port() + "/",
        MySql.DEBEZIUM_USER,
        debeziumPassword);
  }

  private void configure(String from, String to) throws IOException {
    replace(pipeline.configurations().resolve("mysql-cdc.json"), from, to);
  }

  private void secret(String from, String to) throws IOException {
    replace(pipeline.root().resolve("secrets.properties"), from, to);
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void apply(String... accepted) {
    List<String> arguments = new ArrayList<>(List.of("apply", "mysql-cdc", "--stable-for", "1"));
    List.of(accepted).forEach(code -> arguments.addAll(List.of("--accept", code)));
    mskcdc(arguments.toArray(String[]::new));
  }

  private void mskcdc(String... arguments) {
    Deployer.Run run = pipeline.deployer().run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  /** Resumes without a wait for a healthy connector, which it is not to be. */
  private void resume() {
    assertThat(request("PUT", "/connectors/mysql-cdc/resume").statusCode()).isBetween(200, 299);
  }

  private int snapshotRows() {
    return (int)
        pipeline.topics().readAll(PRODUCTS).stream()
            .map(PipelineContract::row)
            .filter(row -> text(row, "__op").equals("r"))
            .count();
  }

  private List<JsonNode> rows(String topic) throws SQLException {
    return messages(topic).stream()
        .filter(message -> message.value() != null)
        .map(PipelineContract::row)
        .toList();
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText();
  }
}
