package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows and schemas over 1 MiB, the limit of Kafka's defaults. */
interface LargeRowTests extends RunningConnector {
  int BYTES = 15_000_000;
  int MEGABYTE = 1_000_000;

  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE large_rows (id INT PRIMARY KEY, document LONGTEXT, image LONGBLOB)",
          "SET SESSION group_concat_max_len = 64000000",
          insertText(1, BYTES),
          insertText(3, MEGABYTE));

  @Test
  default void textsOf1And15MegabytesInASnapshotArrive() {
    assertThat(large(1).path("document").asText()).hasSize(BYTES);
    assertThat(large(3).path("document").asText()).hasSize(MEGABYTE);
  }

  @Test
  default void blobsOf1And15MegabytesWhileStreamingArrive() throws SQLException {
    execute(
        "SET SESSION group_concat_max_len = 64000000",
        insertBlob(2, BYTES),
        insertBlob(4, MEGABYTE));

    // In JSON the bytes are base64, which has four characters for three bytes.
    assertThat(large(2).path("image").asText()).hasSize(BYTES / 3 * 4);
    assertThat(Base64.getDecoder().decode(large(4).path("image").asText())).hasSize(MEGABYTE);
  }

  private JsonNode large(int id) {
    return PipelineContract.row(
        pipeline()
            .topics()
            .read(
                "production_db.large_rows",
                message -> PipelineContract.key(message).path("id").asInt() == id,
                1)
            .get(0));
  }

  private static String insertText(int id, int bytes) {
    return "INSERT INTO large_rows SELECT %d, %s, NULL%s"
        .formatted(id, randomHex(bytes), randomHexRows(bytes));
  }

  private static String insertBlob(int id, int bytes) {
    return "INSERT INTO large_rows SELECT %d, NULL, UNHEX(%s)%s"
        .formatted(id, randomHex(2 * bytes), randomHexRows(2 * bytes));
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
