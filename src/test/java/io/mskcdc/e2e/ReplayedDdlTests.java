package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A restart between a DDL statement and the next transaction. The binlog then brings the statement
 * again, and Debezium's own schema history applies it as well.
 */
interface ReplayedDdlTests extends RunningConnector {
  /** A table with the columns of {@code customers} in another order. */
  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          """
          CREATE TABLE swapped_customers (
            id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            email VARCHAR(120) NOT NULL,
            name VARCHAR(80) NOT NULL,
            phone VARCHAR(30) NULL,
            card_number CHAR(19) NULL,
            date_of_birth DATE NULL,
            country CHAR(2) NULL DEFAULT 'US',
            created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
          ) CHARACTER SET utf8mb4
          """);

  @Test
  default void masksStayOnTheirColumnsIfTheWorkerDiesAfterTablesWereSwapped() throws SQLException {
    execute("INSERT INTO customers (id, name, email) VALUES (7001, 'Eve', 'swap@example.com')");
    swapCustomers();
    awaitStoredOffset();
    killAndStartWorker();
    execute("INSERT INTO customers (id, name, email) VALUES (7002, 'Eve', 'swap@example.com')");
    awaitMarker();
    swapCustomers();

    List<JsonNode> rows =
        messages("production_db.customers").stream()
            .filter(message -> List.of(7001, 7002).contains(id(message)))
            .map(PipelineContract::row)
            .toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).path("email")).isEqualTo(rows.get(0).path("email"));
    assertThat(rows.get(1).path("name")).isEqualTo(rows.get(0).path("name"));
    assertThat(rows.toString()).doesNotContain("swap@example.com");
  }

  @Test
  default void connectorRestartsAfterAColumnWasRenamed() throws SQLException {
    execute("ALTER TABLE products RENAME COLUMN weight_kg TO weight");
    awaitStoredOffset();
    restartConnector();
    awaitMarker();
    execute("ALTER TABLE products RENAME COLUMN weight TO weight_kg");
    awaitMarker();
  }

  private void swapCustomers() throws SQLException {
    execute(
        "SET FOREIGN_KEY_CHECKS = 0",
        "RENAME TABLE customers TO tmp, swapped_customers TO customers, tmp TO swapped_customers");
  }

  private static int id(Topics.Message message) {
    return PipelineContract.key(message).path("id").asInt();
  }

  // The worker stores offsets each second. The offset of the DDL statement must be among them.
  private static void awaitStoredOffset() {
    try {
      Thread.sleep(2_500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
