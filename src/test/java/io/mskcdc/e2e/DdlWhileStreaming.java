package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Carries out {@link SchemaChange}s while {@code mysql-cdc} streams. Each run of them has tables of
 * its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DdlWhileStreaming implements RunningConnector {
  private static final String FILTER = "internal.schema.history.internal.ddl.filter";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Pipeline pipeline;
  private int row = 10;
  private int history = 1;

  /** Returns the release of Kafka Connect that runs the worker. */
  abstract String connectVersion();

  /** Returns the runs of the changes at which the task runs on. */
  abstract List<String> runs();

  /** Returns the runs of the changes that stop the task. */
  abstract List<String> runsOfStops();

  @Override
  public final Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  final void deploy() throws SQLException, IOException {
    pipeline = Pipeline.start(Broker::subprocess, connectVersion());
    execute(
        // The tables are many.
        "SET GLOBAL sync_binlog = 0",
        "SET GLOBAL innodb_flush_log_at_trx_commit = 0",
        "SET GLOBAL log_bin_trust_function_creators = 1",
        "CREATE DATABASE archive_db");
    List<NewTopic> topics = new ArrayList<>();
    for (String run : Stream.concat(runs().stream(), runsOfStops().stream()).toList()) {
      executeAll(changes(run), run, SchemaChange::before);
      for (SchemaChange change : changes(run)) {
        topics.add(
            new NewTopic("production_db." + change.table(run), 1, (short) 1)
                .configs(Map.of("cleanup.policy", "compact")));
      }
    }
    pipeline.topics().create(topics);
    writeOverlay(maskOptions());
    deployer("apply", "mysql-cdc", "--stable-for", "1");
    awaitMarker();
    awaitMarker();
  }

  private List<SchemaChange> changes(String run) {
    return runs().contains(run) ? SchemaChange.ALL : SchemaChange.STOPPING;
  }

  private ObjectNode maskOptions() throws IOException {
    String mask = "transforms.cdc.mask.";
    String tables = ",/production_db\\.ddl_[^.]+\\.";
    JsonNode config = configuration();
    return JSON.createObjectNode()
        .put(
            mask + "clear.columns",
            config.path(mask + "clear.columns").asText()
                + tables
                + "("
                + String.join("|", SchemaChange.CLEAR)
                + ")/")
        .put(
            mask + "hmac.columns",
            config.path(mask + "hmac.columns").asText()
                + tables
                + SchemaChange.MASKED.get(0)
                + "/");
  }

  private JsonNode configuration() throws IOException {
    return JSON.readTree(pipeline.configurations().resolve("mysql-cdc.json").toFile())
        .path("config");
  }

  private void writeOverlay(ObjectNode options) throws IOException {
    Path file = pipeline.configurations().resolve("environments/local/mysql-cdc.json");
    ObjectNode overlay = (ObjectNode) JSON.readTree(file.toFile());
    overlay.withObject("config").setAll(options);
    Files.writeString(file, overlay.toString());
  }

  private void deployer(String... arguments) {
    Deployer.Run run = pipeline.deployer().run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @AfterAll
  final void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  /**
   * Carries out the statements of all changes.
   *
   * @param last the slug of the change whose statements are the last ones, which a restart repeats;
   *     empty for the order of the document
   */
  final void changeSchemas(String run, String last) throws SQLException {
    List<SchemaChange> changes = new ArrayList<>(changes(run));
    changes.sort(Comparator.comparing(change -> change.slug().equals(last)));
    executeAll(changes, run, SchemaChange::statements);
  }

  /** Writes new rows and changes old ones. */
  final void changeRows(String run) throws SQLException {
    row++;
    executeAll(changes(run), run, SchemaChange::rows);
  }

  final void changeSchema(SchemaChange change, String run) throws SQLException {
    executeAll(List.of(change), run, SchemaChange::statements);
  }

  /** What a test does behind each statement. */
  interface Step {
    void run() throws SQLException;
  }

  final void changeSchema(SchemaChange change, String run, Step behindEach) throws SQLException {
    // One session, because a statement may depend on the one before.
    try (Connection shop = pipeline.shop();
        Statement statement = shop.createStatement()) {
      for (String sql : change.sql(change.statements(), run, row)) {
        statement.execute(sql);
        behindEach.run();
      }
    }
  }

  final void changeRows(SchemaChange change, String run) throws SQLException {
    row++;
    executeAll(List.of(change), run, SchemaChange::rows);
  }

  /** Runs statements of changes in one session, because a session takes longer than a statement. */
  private void executeAll(
      List<SchemaChange> changes, String run, Function<SchemaChange, List<String>> statements)
      throws SQLException {
    try (Connection shop = pipeline.shop();
        Statement session = shop.createStatement()) {
      for (SchemaChange change : changes) {
        List<String> sql = change.sql(statements.apply(change), run, row);
        if (change.changesSession()) {
          execute(sql.toArray(String[]::new));
        } else {
          for (String statement : sql) {
            session.execute(statement);
          }
        }
      }
    }
  }

  /** Returns when the stored offset is that of the last statement. */
  final void awaitOffsetOfLastStatement() throws SQLException {
    String gtids;
    try (Connection shop = pipeline.shop();
        Statement statement = shop.createStatement();
        ResultSet result = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
      result.next();
      gtids = result.getString(1);
    }
    int last = Integer.parseInt(gtids.substring(gtids.lastIndexOf('-') + 1));
    // The offset of a DDL statement has the transactions before it. A heartbeat has all.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(request("GET", "/connectors/mysql-cdc/offsets").body())
                    .containsAnyOf(":1-" + (last - 1) + "\"", ":1-" + last + "\""));
  }

  /** Compares the rows of a run with MySQL. */
  final void assertRowsArrived(String run) throws SQLException {
    awaitMarker();
    try (Connection shop = pipeline.shop()) {
      new ArrivedRows(pipeline, shop).assertEqual(changes(run), run);
    }
  }

  /** Carries out "A schema history that differs from the database" of docs/runbook.md. */
  final void readHistoryAgain(List<String> filteredStatements) throws IOException, SQLException {
    deployer("stop", "mysql-cdc");
    history++;
    writeOverlay(
        filter(filteredStatements)
            .put("schema.history.internal.kafka.topic", "schema-changes.production." + history)
            .put("snapshot.mode", "recovery"));
    deployer(
        "apply",
        "mysql-cdc",
        "--accept",
        "history-topic-changed",
        "--accept",
        "snapshot-mode-changed",
        "--stable-for",
        "1");
    awaitMarker();
    writeOverlay(JSON.createObjectNode().put("snapshot.mode", "initial"));
    deployer("apply", "mysql-cdc", "--accept", "snapshot-mode-changed", "--stable-for", "1");
  }

  /** Carries out "A statement that Debezium cannot parse" of docs/runbook.md. */
  final void hide(List<String> statements) throws IOException {
    writeOverlay(filter(statements));
    deployer("apply", "mysql-cdc", "--stable-for", "1");
  }

  private ObjectNode filter(List<String> statements) throws IOException {
    StringBuilder filter = new StringBuilder(configuration().path(FILTER).asText());
    for (String sql : statements) {
      filter.append(',').append(sql.replaceAll("[\\\\^$.|?*+()\\[\\]{},]", "\\\\$0"));
    }
    return JSON.createObjectNode().put(FILTER, filter.toString());
  }
}
