package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows and schemas over 1 MiB, the limit of Kafka's defaults. */
interface LargeRowTests extends RunningConnector {
  int BYTES = 15_000_000;

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE large_rows (id INT PRIMARY KEY, document LONGTEXT, image LONGBLOB)",
          "SET SESSION group_concat_max_len = 64000000",
          "INSERT INTO large_rows SELECT 1, " + randomHex(BYTES) + ", NULL" + randomHexRows(BYTES));

  @Test
  default void aTextOf15MegabytesInASnapshotArrives() {
    assertThat(
            pipeline()
                .topics()
                .read(
                    "production_db.large_rows",
                    message -> PipelineContract.key(message).path("id").asInt() == 1,
                    1))
        .singleElement()
        .satisfies(
            message ->
                assertThat(PipelineContract.row(message).path("document").asText()).hasSize(BYTES));
  }

  @Test
  default void aBlobOf15MegabytesWhileStreamingArrives() throws SQLException {
    // In JSON the bytes are base64, which has four characters for three bytes.
    execute(
        "SET SESSION group_concat_max_len = 64000000",
        "INSERT INTO large_rows SELECT 2, NULL, UNHEX("
            + randomHex(2 * BYTES)
            + ")"
            + randomHexRows(2 * BYTES));

    assertThat(
            pipeline()
                .topics()
                .read(
                    "production_db.large_rows",
                    message -> PipelineContract.key(message).path("id").asInt() == 2,
                    1))
        .singleElement()
        .satisfies(
            message ->
                assertThat(PipelineContract.row(message).path("image").asText())
                    .hasSize(BYTES / 3 * 4));
  }

  @Test
  default void aStatementThatChangesASchemaMayHaveOver1Mebibyte() throws SQLException {
    StringBuilder columns = new StringBuilder("id INT PRIMARY KEY");
    for (int i = 0; i < 1015; i++) {
      columns.append(", c").append(i).append(" INT COMMENT '").append("x".repeat(1024)).append("'");
    }
    execute("CREATE TABLE wide (" + columns + ")", "INSERT INTO wide (id) VALUES (1)");

    assertThat(messages("production_db.wide")).hasSize(1);
  }

  /** An expression for random hexadecimal digits, which no compression makes small. */
  private static String randomHex(int digits) {
    return "LEFT(GROUP_CONCAT(HEX(RANDOM_BYTES(1000)) SEPARATOR ''), " + digits + ")";
  }

  /** The end of the statement in which {@link #randomHex} is. */
  private static String randomHexRows(int digits) {
    return " FROM (SELECT 1 FROM information_schema.collations a"
        + " JOIN information_schema.collations b LIMIT "
        + digits / 2000
        + ") AS digits";
  }
}
