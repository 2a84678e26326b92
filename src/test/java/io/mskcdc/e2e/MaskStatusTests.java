package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What status shows of a closed mask. */
interface MaskStatusTests extends RunningConnector {

  @Test
  default void statusShowsATableThatTheMaskWithholds() throws SQLException {
    execute(
        "CREATE TABLE customers_of_status (id INT PRIMARY KEY, email VARCHAR(20))",
        "INSERT INTO customers_of_status VALUES (1, 'ada@example.com')");
    awaitMarker();

    Deployer.Run status = pipeline().deployer().run("status", "mysql-cdc");

    assertThat(status.out())
        .as(status.err())
        .contains("  withheld: production_db.customers_of_status, 1 records; no rule of its mask");
    assertThat(pipeline().topics().names()).noneMatch(name -> name.contains("customers_of_status"));
  }
}
