package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of masked columns in the worker's log, where no transform can mask them. */
interface WorkerLogTests extends RunningConnector {
  /** A masked date that Debezium cannot convert, read by the snapshot. */
  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "SET sql_mode = ''",
          "INSERT INTO customers (id, name, email, date_of_birth)"
              + " VALUES (7100, 'Eve', 'log@example.com', '1987-00-00')",
          "SET sql_mode = DEFAULT");

  @Test
  default void logContainsNoValueThatCannotBeConverted() throws SQLException {
    awaitMarker();

    assertThat(pipeline().workerLog()).doesNotContain("1987-00-00").doesNotContain("log@example");
  }
}
