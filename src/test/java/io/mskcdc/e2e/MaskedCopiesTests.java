package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.Topics.Message;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies of a table with masked columns, under other names and with other columns. */
interface MaskedCopiesTests extends RunningConnector {

  /** The domain of all e-mail addresses that these tests write. */
  String DOMAIN = "leak.example";

  @Test
  default void copiesAndRenamesOfAMaskedTableAreWithheld() throws SQLException {
    execute(
        "INSERT INTO customers (id, name, email) VALUES (9001, 'Copied', 'copied@" + DOMAIN + "')",
        "CREATE TABLE customers_copy LIKE customers",
        "INSERT INTO customers_copy SELECT * FROM customers WHERE id = 9001",
        "UPDATE customers_copy SET email = 'updated@" + DOMAIN + "'",
        "RENAME TABLE customers_copy TO customers_renamed",
        "UPDATE customers_renamed SET email = 'renamed@" + DOMAIN + "'",
        "CREATE TABLE customers_by_email (email VARCHAR(120) PRIMARY KEY)",
        "INSERT INTO customers_by_email SELECT email FROM customers_renamed",
        "UPDATE customers_by_email SET email = 'key@" + DOMAIN + "'",
        "DELETE FROM customers_by_email",
        "DROP TABLE customers_by_email",
        "TRUNCATE TABLE customers_renamed",
        "DROP TABLE customers_renamed",
        "DELETE FROM customers WHERE id = 9001");

    assertNoAddressLeft();
    assertThat(pipeline().topics().names())
        .doesNotContain(
            "production_db.customers_copy",
            "production_db.customers_renamed",
            "production_db.customers_by_email");
    assertThat(pipeline().workerLog())
        .contains("Table production_db.customers_copy is withheld")
        .contains("Table production_db.customers_renamed is withheld")
        .doesNotContain(DOMAIN);
  }

  @Test
  default void anOnlineSchemaChangeLeavesNothingInClear() throws SQLException {
    String columns = "id, name, email, phone, card_number, date_of_birth, country, created_at";
    execute(
        "INSERT INTO customers (id, name, email) VALUES (9002, 'Before', 'before@" + DOMAIN + "')",
        "CREATE TABLE _customers_gho LIKE customers",
        "ALTER TABLE _customers_gho ADD COLUMN nickname VARCHAR(80) DEFAULT 'nick@"
            + DOMAIN
            + "' FIRST",
        "INSERT INTO _customers_gho (%s) SELECT %s FROM customers WHERE id = 9002"
            .formatted(columns, columns),
        "RENAME TABLE customers TO _customers_del, _customers_gho TO customers",
        "INSERT INTO customers (id, name, email) VALUES (9003, 'After', 'after@" + DOMAIN + "')",
        "UPDATE customers SET email = 'changed@" + DOMAIN + "' WHERE id = 9002",
        "UPDATE _customers_del SET email = 'deleted@" + DOMAIN + "' WHERE id = 9002",
        "RENAME TABLE customers TO _customers_gho, _customers_del TO customers",
        "DROP TABLE _customers_gho",
        "DELETE FROM customers WHERE id = 9002");

    assertNoAddressLeft();
    assertThat(pipeline().workerLog()).doesNotContain(DOMAIN);
    assertThat(messages("production_db.customers"))
        .filteredOn(message -> message.value() != null)
        .filteredOn(message -> PipelineContract.row(message).path("id").asInt() == 9003)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(PipelineContract.row(message).path("email").asText())
                  .matches("[0-9a-f]{64}");
              assertThat(PipelineContract.row(message).has("nickname")).isFalse();
            });
  }

  /** No topic with rows contains an e-mail address that a test wrote. */
  private void assertNoAddressLeft() throws SQLException {
    awaitMarker();
    for (String topic : pipeline().topics().names()) {
      if (topic.startsWith("production_db.")) {
        List<Message> messages = pipeline().topics().readAll(topic);
        assertThat(messages.toString()).as(topic).doesNotContain(DOMAIN);
      }
    }
  }
}
