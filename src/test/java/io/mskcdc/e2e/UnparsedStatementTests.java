package io.mskcdc.e2e;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Statements that MySQL accepts and Debezium's parser does not, about no captured table. */
interface UnparsedStatementTests extends RunningConnector {
  @Test
  default void statementsAboutNoCapturedTableDoNotStopTheTask() throws SQLException {
    execute(
        "CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY DO DELETE FROM events WHERE kind = (SELECT url"
            + " FROM (SELECT 'old' AS url) AS words)",
        "ALTER EVENT tidy COMMENT 'manual'",
        "/* an application's comment */ DROP EVENT tidy",
        "CREATE DATABASE archive_db",
        "CREATE TABLE archive_db.words (url INT, manual INT)",
        "ALTER TABLE archive_db.words ADD COLUMN parallel INT, ADD INDEX auto (url)",
        "DROP DATABASE archive_db");

    awaitMarker();
  }

  @Test
  default void quotedStatementsAboutNoCapturedTableDoNotStopTheTask() throws SQLException {
    execute(
        "CREATE DATABASE archive_db",
        "CREATE TABLE archive_db.größe (url INT, manual INT)",
        "SET SESSION sql_mode = 'ANSI_QUOTES'",
        "CREATE TABLE \"archive_db\".\"other words\" (\"url\" INT, \"manual\" INT)",
        "ALTER TABLE \"archive_db\" . \"größe\" ADD COLUMN \"parallel\" INT",
        "DROP DATABASE archive_db");

    awaitMarker();
  }
}
