package io.mskcdc.history;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.relational.TableId;
import io.debezium.relational.history.SchemaHistoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clauses were compared with a server: Debezium has other columns than MySQL after each refused
 * statement, and the same columns after each accepted one.
 */
class MisreadStatementsTest {
  private final MisreadStatements misread =
      new MisreadStatements(ddl -> !ddl.contains("production_db"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODIFY a VARCHAR(50) AFTER e, RENAME COLUMN d TO e",
        "MODIFY a VARCHAR(50) AFTER `E`, CHANGE d e INT",
        "RENAME COLUMN a TO b, RENAME COLUMN b TO a",
        "RENAME COLUMN a TO b, RENAME COLUMN b TO c, RENAME COLUMN c TO a",
        "CHANGE a b VARCHAR(50), CHANGE B a VARCHAR(50)",
        "RENAME COLUMN b TO a, DROP COLUMN a",
        "ADD (a VARCHAR(50)), DROP COLUMN a",
        "RENAME TO r, RENAME COLUMN a TO b, RENAME COLUMN b TO a",
        "/*!80000 RENAME COLUMN a TO b, */ RENAME COLUMN b TO a"
      })
  void refusesClausesThatDependOnEachOther(String clauses) {
    assertThatThrownBy(() -> misread.refuse("ALTER TABLE production_db.t " + clauses))
        .isInstanceOf(SchemaHistoryException.class)
        .hasMessageContaining("production_db.t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP COLUMN a, ADD COLUMN a VARCHAR(50) FIRST",
        "DROP COLUMN a, RENAME COLUMN b TO a",
        "ADD x INT AFTER a, ADD y INT AFTER x",
        "CHANGE a x VARCHAR(50), ADD y INT AFTER x",
        "CHANGE A a VARCHAR(50) AFTER C",
        "RENAME COLUMN a TO x, ADD COLUMN a INT",
        "RENAME INDEX a TO b, RENAME INDEX b TO a",
        "COMMENT 'RENAME COLUMN a TO b, RENAME COLUMN b TO a'"
      })
  void acceptsClausesWhoseOrderDoesNotMatter(String clauses) {
    assertThatCode(() -> misread.refuse("ALTER TABLE production_db.t " + clauses))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesATableFromADatabaseOfWhichChangesAreHidden() {
    assertThatThrownBy(() -> misread.refuseSource(table("archive_db"), table("production_db")))
        .isInstanceOf(SchemaHistoryException.class)
        .hasMessageContaining("archive_db.t");
    assertThatThrownBy(() -> misread.refuse("CREATE TABLE production_db.t LIKE archive_db.t"))
        .isInstanceOf(SchemaHistoryException.class)
        .hasMessageContaining("archive_db.t");
  }

  @Test
  void acceptsATableWhoseChangesAreKnown() {
    assertThatCode(
            () -> {
              misread.refuseSource(table("production_db"), table("archive_db"));
              misread.refuseSource(table("archive_db"), table("archive_db"));
              misread.refuse("CREATE TABLE archive_db.t LIKE production_db.t");
              misread.refuse("CREATE TABLE u LIKE t");
            })
        .doesNotThrowAnyException();
  }

  private static TableId table(String database) {
    return new TableId(database, null, "t");
  }
}
