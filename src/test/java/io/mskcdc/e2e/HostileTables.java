package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tables, values and statements that broke a deployed connector. The tests share one pipeline with
 * {@code mysql-cdc} as configured in git, with rules for the tables of the tests. Each interface
 * has the tests of one concern; they use tables of their own, because the tests of other interfaces
 * ran before in the same connector. Those listed here depend on the release of Kafka Connect: on
 * its converters, producers, MBeans and logging.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileTables implements RunningConnector {
  private Pipeline pipeline;

  /** Returns the release of Kafka Connect that runs the worker. */
  abstract String connectVersion();

  /** Returns the statements that run before the deployment, so that a snapshot reads the tables. */
  private static List<String> statementsBeforeTheDeployment() {
    return Stream.of(
            IncrementalSnapshotTests.BEFORE_THE_DEPLOYMENT,
            KeylessTableTests.BEFORE_THE_DEPLOYMENT,
            LargeRowTests.BEFORE_THE_DEPLOYMENT,
            MaskedJsonTests.BEFORE_THE_DEPLOYMENT,
            ReplayedDdlTests.BEFORE_THE_DEPLOYMENT,
            SilentLossTests.BEFORE_THE_DEPLOYMENT,
            TopicSchemaTests.BEFORE_THE_DEPLOYMENT,
            TopicValueTests.BEFORE_THE_DEPLOYMENT,
            WorkerLogTests.BEFORE_THE_DEPLOYMENT)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public final Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  final void deploy() throws SQLException, IOException {
    pipeline = Pipeline.start(Broker::subprocess, connectVersion());
    execute(statementsBeforeTheDeployment().toArray(String[]::new));
    clearTheTablesOfTheTests();
    Deployer.Run run = pipeline.deployer().run("apply", "mysql-cdc", "--stable-for", "1");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    // DDL statements of the tests would fail a running snapshot. The snapshot may have the first
    // row; the second one is inserted later, so it arrives from the binlog.
    awaitMarker();
    awaitMarker();
  }

  /**
   * Adds the tables of the tests to the clear columns, because the connector in git withholds
   * tables that no rule names. Tables whose names begin with customers stay withheld.
   */
  private void clearTheTablesOfTheTests() throws IOException {
    String mask = "transforms.cdc.mask.";
    String clear = mask + "clear.columns";
    ObjectMapper json = new ObjectMapper();
    JsonNode config =
        json.readTree(pipeline.configurations().resolve("mysql-cdc.json").toFile()).path("config");
    ObjectNode options = json.createObjectNode();
    options.put(
        clear, config.path(clear).asText() + ",/production_db\\.(?!_*customers)[^.]+\\..*/");
    TopicSchemaTests.METHODS.forEach(
        method -> {
          String list = mask + method + ".columns";
          options.put(
              list,
              (config.path(list).asText() + "," + TopicSchemaTests.masked(method))
                  .replaceFirst("^,", ""));
        });
    options.put(
        mask + "hmac.columns",
        options.path(mask + "hmac.columns").asText()
            + ","
            + String.join(",", MaskedJsonTests.HMAC_COLUMNS));
    TopicSchemaTests.OPTIONS.forEach((option, value) -> options.put(mask + option, value));
    IncrementalSnapshotTests.OPTIONS.forEach(options::put);
    String entries = options.toString();
    Files.writeString(
        pipeline.configurations().resolve("environments/local/mysql-cdc.json"),
        pipeline.overlay("local", entries.substring(1, entries.length() - 1)));
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
}
