package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.PollLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Statements after which Debezium would assign the values of one column to another one. */
interface MisreadStatementTests extends RunningConnector {
  PollLoop FAILURE = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(60));

  @Test
  default void theTaskStopsAtClausesThatDependOnEachOtherUntilTheStatementIsFiltered()
      throws SQLException, IOException {
    // The connector excludes a table of this name, so that the filter alone is the way out.
    execute(
        "CREATE TABLE _misread_old (a INT, b INT)",
        "ALTER TABLE _misread_old MODIFY a INT AFTER c, RENAME COLUMN b TO c");

    assertThat(
            FAILURE.until(
                () ->
                    request("GET", "/connectors/mysql-cdc/status")
                        .body()
                        .contains("does not apply both as MySQL does")))
        .isTrue();

    String filter = "internal.schema.history.internal.ddl.filter";
    ObjectMapper json = new ObjectMapper();
    String statements =
        json.readTree(pipeline().configurations().resolve("mysql-cdc.json").toFile())
                .path("config")
                .path(filter)
                .asText()
            + ",ALTER TABLE _misread_old .*";
    String entries = json.createObjectNode().put(filter, statements).toString();
    Files.writeString(
        pipeline().configurations().resolve("environments/local/mysql-cdc.json"),
        pipeline().overlay("local", entries.substring(1, entries.length() - 1)));
    Deployer.Run run = pipeline().deployer().run("apply", "mysql-cdc", "--stable-for", "1");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    awaitMarker();
  }
}
