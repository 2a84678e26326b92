package io.mskcdc.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTableTest {
  @Test
  void namesMayDifferInCaseAndQuotes() {
    assertThat(
            difference(database("utf8mb4", List.of()), history(List.of("ID", "na`me"), "utf8mb4")))
        .isNull();
  }

  @Test
  void columnsInAnotherOrderAreADifference() {
    assertThat(
            difference(database("utf8mb4", List.of()), history(List.of("name", "id"), "utf8mb4")))
        .isEqualTo("the columns [name, id], [id, name]");
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4, utf8", "utf8mb3, utf8mb4", "LATIN1, latin1", ", utf8", "latin1, ascii"})
  void aCharacterSetThatReadsTheTextsIsNoDifference(String assumed, String actual) {
    assertThat(difference(database(actual, List.of()), history(List.of("id", "name"), assumed)))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4, latin1", "latin1, utf8mb4", ", latin1", "ascii, utf8mb4", "utf8mb4, ucs2"})
  void aCharacterSetThatDoesNotReadTheTextsIsADifference(String assumed, String actual) {
    assertThat(difference(database(actual, List.of()), history(List.of("id", "name"), assumed)))
        .isEqualTo("the character set %s of the column name, %s".formatted(assumed, actual));
  }

  @Test
  void aCharacterSetOfAColumnWithoutTextsIsNoDifference() {
    assertThat(difference(database(null, List.of()), history(List.of("id", "name"), "latin1")))
        .isNull();
  }

  @Test
  void aKeyThatTheTableDoesNotHaveIsADifference() {
    Table keyed =
        history(List.of("id", "name"), "utf8mb4").edit().setPrimaryKeyNames("id").create();

    assertThat(difference(database("utf8mb4", List.of()), keyed)).isEqualTo("the key [id], no key");
    assertThat(difference(database("utf8mb4", List.of(Set.of("id", "name"))), keyed))
        .startsWith("the key [id], the keys ");
    assertThat(difference(database("utf8mb4", List.of(Set.of("name"), Set.of("id"))), keyed))
        .isNull();
  }

  @Test
  void aKeyThatDebeziumDoesNotSeeIsNoDifference() {
    assertThat(
            difference(
                database("utf8mb4", List.of(Set.of("id"))),
                history(List.of("id", "name"), "utf8mb4")))
        .isNull();
  }

  private static DatabaseTable database(String charset, List<Set<String>> keys) {
    Map<String, String> charsets = new LinkedHashMap<>();
    charsets.put("id", null);
    charsets.put("name", charset);
    return new DatabaseTable(charsets, keys);
  }

  private static Table history(List<String> names, String charset) {
    return Table.editor()
        .tableId(new TableId("production_db", null, "t"))
        .addColumns(
            names.stream()
                .map(name -> Column.editor().name(name).charsetName(charset).create())
                .toList())
        .create();
  }

  /** Returns what the history and the database have; null without a difference. */
  private static String difference(DatabaseTable database, Table history) {
    return database
        .differenceOf(history)
        .map(difference -> difference.inHistory() + ", " + difference.inDatabase())
        .orElse(null);
  }
}
