package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What status shows of a closed mask. */
interface MaskStatusTests extends RunningConnector {

  @Test
  default void statusShowsATableThatTheMaskWithholds() throws SQLException {
    execute(
        "CREATE TABLE status_of_customers (id INT PRIMARY KEY, email VARCHAR(20))",
        "INSERT INTO status_of_customers VALUES (1, 'ada@example.com')");
    awaitMarker();

    Deployer.Run status = pipeline().deployer().run("status", "mysql-cdc");

    assertThat(status.out())
        .as(status.err())
        .contains("  withheld: production_db.status_of_customers, 1 records; no rule of its mask");
    assertThat(pipeline().topics().names()).noneMatch(name -> name.contains("status_of_customers"));
  }
}
