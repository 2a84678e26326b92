package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A restart between a DDL statement and the next row. Debezium may then apply the DDL again. */
interface ReplayedDdlTests extends RunningConnector {
  List<String> BEFORE_THE_DEPLOYMENT =
      List.of("CREATE TABLE added_to (id INT PRIMARY KEY, email VARCHAR(100))");

  @Test
  default void addedColumnArrivesAfterARestart() throws SQLException {
    execute("ALTER TABLE added_to ADD COLUMN note VARCHAR(20) FIRST");
    awaitMarker();
    killAndStartWorker();
    execute("INSERT INTO added_to VALUES ('a note', 1, 'ada@example.com')");

    assertThat(messages("production_db.added_to"))
        .singleElement()
        .satisfies(
            message ->
                assertThat(PipelineContract.row(message).path("note").asText())
                    .isEqualTo("a note"));
  }
}
