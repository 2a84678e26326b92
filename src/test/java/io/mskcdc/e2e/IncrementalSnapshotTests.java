package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Incremental snapshots of tables that are changed meanwhile. */
interface IncrementalSnapshotTests extends RunningConnector {
  /** The options that switch on signals for a user that may only read. */
  Map<String, String> OPTIONS =
      Map.of("signal.data.collection", "production_db.debezium_signal", "read.only", "true");

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE debezium_signal (id VARCHAR(64) PRIMARY KEY, type VARCHAR(32), data TEXT)",
          "CREATE TABLE reordered (id INT PRIMARY KEY, name VARCHAR(20), email VARCHAR(20))",
          "INSERT INTO reordered VALUES (1, 'name', 'email'), (2, 'name', 'email')");

  @Test
  default void valuesStayInTheirColumnsIfColumnsMoveDuringAnIncrementalSnapshot()
      throws SQLException {
    for (int round = 0; round < 3; round++) {
      execute(
          "INSERT INTO debezium_signal VALUES ('reordered-%d', 'execute-snapshot', '%s')"
              .formatted(
                  round,
                  "{\"data-collections\": [\"production_db.reordered\"], \"type\":"
                      + " \"INCREMENTAL\"}"));
      for (int change = 0; change < 4; change++) {
        execute(
            "ALTER TABLE reordered MODIFY email VARCHAR(20) AFTER id",
            "UPDATE reordered SET email = 'email%d%d' WHERE id = 1".formatted(round, change),
            "ALTER TABLE reordered MODIFY email VARCHAR(20) AFTER name");
      }
    }

    List<JsonNode> rows =
        messages("production_db.reordered").stream().map(PipelineContract::row).toList();
    assertThat(rows).filteredOn(row -> row.path("__op").asText().equals("r")).hasSizeGreaterThan(2);
    assertThat(rows).allMatch(row -> row.path("name").asText().equals("name"));
  }

  @Test
  default void theTaskStopsAtARowOlderThanTheColumnsOfABlockingSnapshot() throws SQLException {
    execute(
        "CREATE TABLE blocked (id INT PRIMARY KEY, name VARCHAR(20), email VARCHAR(20))",
        "INSERT INTO blocked (id, name, email) VALUES (1, 'name', 'email')");
    awaitMarker();
    executeWhileStopped(
        "INSERT INTO products VALUES ('BLOCKING', 'Marker', 1, NULL, NULL)",
        "INSERT INTO debezium_signal VALUES ('blocked', 'execute-snapshot',"
            + " '{\"data-collections\": [\"production_db.blocked\"], \"type\": \"BLOCKING\"}')",
        "INSERT INTO blocked (id, name, email) VALUES (2, 'name', 'email')",
        "ALTER TABLE blocked MODIFY email VARCHAR(20) AFTER id",
        "INSERT INTO blocked (id, name, email) VALUES (3, 'name', 'email')");

    awaitFailure("A blocking snapshot read the columns of the table production_db.blocked");
    restartConnector();

    List<JsonNode> rows =
        messages("production_db.blocked").stream().map(PipelineContract::row).toList();
    assertThat(rows)
        .filteredOn(row -> row.path("__op").asText().equals("c"))
        .extracting(row -> row.path("id").asInt())
        .contains(1, 2, 3);
    assertThat(rows)
        .allMatch(row -> row.path("name").asText().equals("name"))
        .allMatch(row -> row.path("email").asText().equals("email"));
  }
}
