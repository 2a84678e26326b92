package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.debezium.relational.history.SchemaHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that {@code mysql-cdc} hides from Debezium's parser. */
class DdlFilterTest {
  private static final String CONFIGURATION = "../connector-configs/mysql-cdc.json";

  private final String filter = option(SchemaHistory.DDL_FILTER.name());

  @Test
  void beginsWithTheDefaultOfDebezium() {
    assertThat(filter).startsWith(SchemaHistory.DDL_FILTER.defaultValueAsString() + ",");
  }

  @Test
  void excludesOtherDatabasesThanTheCapturedOne() {
    assertThat(filter).contains("\\b" + option("database.include.list") + "\\b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE url IS NULL",
        "CREATE DEFINER=`a b`@`%` EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
        "CREATE DEFINER=`a b`@`%` VIEW v AS SELECT 1 AS url",
        "/* app */ DROP VIEW v",
        "-- app\nCREATE OR REPLACE VIEW v AS SELECT 1 AS manual",
        "CREATE AGGREGATE FUNCTION f RETURNS INTEGER SONAME 'f.so'",
        "CREATE TEMPORARY TABLE production_db.t (url INT)",
        "CREATE OR REPLACE SPATIAL REFERENCE SYSTEM 4120 NAME 'G' DEFINITION 'x'",
        "ALTER INSTANCE ROTATE INNODB MASTER KEY",
        "CREATE TABLE archive_db.t (url INT)",
        "create table if not exists `archive db`.`t` (url INT)",
        "ALTER TABLE archive_db.t ADD COLUMN manual INT",
        "CREATE TABLE `production_db_old`.t (url INT)",
        "CREATE TABLE \"archive db\".\"t\" (url INT)",
        "ALTER TABLE \"archive_db\" . t ADD COLUMN \"manual\" INT",
        "ALTER TABLE größe_db.t ADD COLUMN manual INT"
      })
  void statementsAboutNoCapturedTableAreHidden(String statement) {
    assertThat(hides(statement)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INT)",
        "CREATE TABLE production_db.t (id INT)",
        "CREATE TABLE `production_db` . `t` (id INT)",
        "CREATE TABLE \"production_db\".\"t\" (\"id\" INT)",
        "ALTER TABLE \"t\" ADD COLUMN \"a.b\" INT",
        "CREATE TABLE archive_db.t LIKE production_db.t",
        "ALTER TABLE archive_db.t RENAME TO production_db.t",
        "ALTER TABLE archive_db.t RENAME t",
        "RENAME TABLE archive_db.a TO production_db.a",
        "DROP TABLE archive_db.a, t",
        "DROP DATABASE production_db",
        "ALTER TABLE t ADD COLUMN event INT",
        "ALTER TABLE t COMMENT '*/ CREATE VIEW v'",
        "/* a */ ALTER TABLE t COMMENT '*/ CREATE VIEW v'",
        "/*!50001 CREATE TABLE t (id INT) */",
        "CREATE INDEX event ON t (a)"
      })
  void statementsThatMayBeAboutACapturedTableAreParsed(String statement) {
    assertThat(hides(statement)).isFalse();
  }

  @Test
  void aLongCommentExhaustsNoStack() {
    assertThat(hides("/*" + "* x ".repeat(100_000) + "*/ DROP VIEW v")).isTrue();
  }

  // As Debezium does: expressions between commas, without regard to case, and a dot matches each
  // character.
  private boolean hides(String statement) {
    return Stream.of(filter.split("(?<!\\\\),"))
        .map(part -> Pattern.compile(part, Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
        .anyMatch(pattern -> pattern.matcher(statement).matches());
  }

  private static String option(String key) {
    try {
      JsonNode file = new ObjectMapper().readTree(Path.of(CONFIGURATION).toFile());
      return file.path("config").path(key).asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
