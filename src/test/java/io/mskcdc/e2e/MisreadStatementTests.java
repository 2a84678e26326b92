package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Statements after which Debezium would assign the values of one column to another one. */
interface MisreadStatementTests extends RunningConnector {
  @Test
  default void theTaskStopsAtClausesThatDependOnEachOtherUntilTheStatementIsFiltered()
      throws SQLException, IOException {
    // The connector excludes a table of this name, so that the filter alone is the way out.
    execute(
        "CREATE TABLE _misread_old (a INT, b INT)",
        "ALTER TABLE _misread_old MODIFY a INT AFTER c, RENAME COLUMN b TO c");

    awaitFailure("does not apply both as MySQL does");

    String config = "/connectors/mysql-cdc/config";
    ObjectNode filtered = (ObjectNode) new ObjectMapper().readTree(request("GET", config).body());
    String filter = "internal.schema.history.internal.ddl.filter";
    filtered.put(filter, filtered.path(filter).asText() + ",ALTER TABLE _misread_old .*");
    assertThat(pipeline().request("PUT", config, filtered.toString()).statusCode()).isEqualTo(200);

    awaitMarker();
  }
}
