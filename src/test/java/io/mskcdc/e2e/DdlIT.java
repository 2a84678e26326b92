package io.mskcdc.e2e;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * All {@link SchemaChange}s, followed by one restart. {@link DdlOnNewestConnectIT} restarts behind
 * each statement.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DdlIT extends DdlWhileStreaming {
  @Override
  String connectVersion() {
    return "3.7.2";
  }

  @Override
  List<String> runs() {
    return List.of("a", "b", "c");
  }

  @Override
  List<String> runsOfStops() {
    return List.of("s");
  }

  @Test
  @Order(1)
  void rowsBehindARestartAtOnceHaveTheColumnsOfTheirTables() throws SQLException {
    changeSchemas("a", "cycle");
    awaitOffsetOfLastStatement();
    restartConnector();
    changeRows("a");
    assertRowsArrived("a");
  }

  @Test
  @Order(2)
  void rowsBehindRowsAndARestartHaveTheColumnsOfTheirTables() throws SQLException {
    changeSchemas("b", "rename");
    changeRows("b");
    awaitMarker();
    restartConnector();
    changeRows("b");
    assertRowsArrived("b");
  }

  @Test
  @Order(3)
  void rowsBehindTheEndOfTheWorkerHaveTheColumnsOfTheirTables() throws SQLException {
    changeSchemas("c", "rename");
    awaitOffsetOfLastStatement();
    killAndStartWorker();
    changeRows("c");
    assertRowsArrived("c");
  }

  @Test
  @Order(4)
  @Tag("exhaustive")
  void theTaskStopsAtStatementsThatDebeziumMisreadsUntilTheHistoryIsReadAgain()
      throws SQLException, IOException {
    changeSchemas("s", "");
    changeRows("s");
    awaitFailure(
        SchemaChange.STOPPING.stream().filter(SchemaChange::stopsAtOnce).findFirst().get().cause());
    readHistoryAgain(
        SchemaChange.STOPPING.stream().flatMap(change -> change.hidden("s").stream()).toList());
    assertRowsArrived("s");
  }
}
