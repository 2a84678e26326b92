package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.Topics.Message;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes that MySQL does not write into the binlog, as docs/mysql.md lists them. */
interface SilentLossTests extends RunningConnector {
  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE lost (id INT PRIMARY KEY, document JSON)",
          "CREATE TABLE cascading (id INT PRIMARY KEY, lost INT, FOREIGN KEY (lost)"
              + " REFERENCES lost (id) ON DELETE CASCADE ON UPDATE CASCADE)");

  @Test
  default void partialJsonIsFoundByValidate() throws SQLException {
    execute("SET GLOBAL binlog_row_value_options = 'PARTIAL_JSON'");
    try {
      Deployer.Run run = pipeline().deployer().run("validate", "mysql-cdc");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("[change-log-incomplete]", "binlog_row_value_options=PARTIAL_JSON")
          .contains("SET PERSIST binlog_row_value_options = ''");
    } finally {
      execute("SET GLOBAL binlog_row_value_options = ''");
    }
  }

  @Test
  default void rowImagesThatAreNotFullAreFoundByValidate() throws SQLException {
    execute("SET GLOBAL binlog_row_image = 'MINIMAL'");
    try {
      Deployer.Run run = pipeline().deployer().run("validate", "mysql-cdc");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("[change-log-incomplete]", "binlog_row_image=MINIMAL");
    } finally {
      execute("SET GLOBAL binlog_row_image = 'FULL'");
    }
  }

  @Test
  default void binlogsThatArePurgedSoonAreANoteOfValidate() throws SQLException {
    execute("SET GLOBAL binlog_expire_logs_seconds = 86400");
    try {
      Deployer.Run run = pipeline().deployer().run("validate", "mysql-cdc");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err())
          .contains("the server has binlog_expire_logs_seconds=86400, so it purges a binlog after")
          .contains("run SET PERSIST binlog_expire_logs_seconds = 604800");
    } finally {
      execute("SET GLOBAL binlog_expire_logs_seconds = 2592000");
    }
  }

  @Test
  default void changesThatAreNotInTheBinlogDoNotArrive() throws SQLException {
    execute(
        "INSERT INTO lost VALUES (1, '{\"a\": 1}'), (2, '{}'), (3, '{}')",
        "INSERT INTO cascading VALUES (1, 2)",
        "SET SESSION binlog_row_value_options = 'PARTIAL_JSON'",
        "UPDATE lost SET document = JSON_SET(document, '$.a', 2) WHERE id = 1",
        "SET SESSION binlog_row_value_options = ''",
        "SET SESSION binlog_format = 'STATEMENT'",
        "UPDATE lost SET document = '{\"b\": 1}' WHERE id = 3",
        "SET SESSION binlog_format = 'ROW'",
        "DELETE FROM lost WHERE id = 2",
        "TRUNCATE TABLE cascading");

    assertThat(messages("production_db.lost"))
        .extracting(SilentLossTests::text)
        .containsExactly("c 1", "c 2", "c 3", "d 2", null);
    assertThat(messages("production_db.cascading"))
        .extracting(SilentLossTests::text)
        .containsExactly("c 1");
  }

  /** Returns a row's operation and id; null for a tombstone. */
  private static String text(Message message) {
    return message.value() == null
        ? null
        : PipelineContract.row(message).path("__op").asText()
            + " "
            + PipelineContract.row(message).path("id").asText();
  }
}
