package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.offsets.Standstill;
import io.mskcdc.time.Time;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A task that waits for a topic without an end, while Connect reports RUNNING. */
interface StandstillTests extends RunningConnector {
  /** A topic that is deleted is created again only when the task starts again. */
  @Test
  default void aConnectorWhoseTopicWasDeletedDoesNotMoveUntilItIsRestarted() throws SQLException {
    execute("CREATE TABLE standing (id INT PRIMARY KEY)");
    // The time of the last record before the standstill is then an old one.
    execute("SET original_commit_timestamp = 1700000000000000", "INSERT INTO standing VALUES (1)");
    PollLoop loop = new PollLoop(Duration.ofMillis(200), Duration.ofSeconds(30));
    assertThat(loop.until(this::isPastTheFirstRow)).isTrue();
    pipeline().topics().delete("production_db.standing");
    execute("INSERT INTO standing VALUES (2)");
    try {
      assertThat(standing())
          .containsOnlyKeys("mysql-cdc")
          .extractingByKey("mysql-cdc")
          .asString()
          .startsWith("it has committed no other offset for 15 s, and the server's binlog goes on");
    } finally {
      restartConnector();
    }
    assertThat(messages("production_db.standing")).hasSize(1);
  }

  /** The first offset is within the row's transaction, and a heartbeat commits its end. */
  private boolean isPastTheFirstRow() {
    String offsets = request("GET", "/connectors/mysql-cdc/offsets").body();
    return offsets.contains("1700000000") && !offsets.contains("\"row\"");
  }

  private Map<String, String> standing() {
    ConnectEndpoint endpoint = ConnectEndpoint.of(URI.create(pipeline().connectUrl()));
    // The worker of the tests commits offsets every second.
    try (ConnectClient client = new ConnectClient(endpoint, line -> {})) {
      return new Standstill(client, Duration.ZERO, Time.SYSTEM)
          .among(client.connectors(), (name, text) -> {});
    }
  }
}
