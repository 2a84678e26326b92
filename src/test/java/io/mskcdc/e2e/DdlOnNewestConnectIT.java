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
 * Each {@link SchemaChange} on its own, on the newest Kafka Connect. {@code ./scripts/test.sh
 * -Pexhaustive} runs it.
 */
@Tag("exhaustive")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DdlOnNewestConnectIT extends DdlWhileStreaming {
  @Override
  String connectVersion() {
    return "4.3.1";
  }

  @Override
  List<String> runs() {
    return List.of("d", "e");
  }

  @Override
  List<String> runsOfStops() {
    return List.of("t");
  }

  @Test
  @Order(1)
  void rowsHaveTheColumnsOfTheirTableIfTheConnectorRestartsBehindEachStatement()
      throws SQLException {
    for (SchemaChange change : SchemaChange.ALL) {
      changeSchema(change, "d", this::restartAtOffset);
      changeRows(change, "d");
    }
    assertRowsArrived("d");
  }

  @Test
  @Order(2)
  void rowsHaveTheColumnsOfTheirTableIfTheWorkerEndsBehindEachChange() throws SQLException {
    for (SchemaChange change : SchemaChange.ALL) {
      changeSchema(change, "e");
      awaitOffsetOfLastStatement();
      killAndStartWorker();
      changeRows(change, "e");
    }
    assertRowsArrived("e");
  }

  @Test
  @Order(3)
  void theTaskStopsAtEachMisreadStatementUntilItsProcedureIsCarriedOut()
      throws SQLException, IOException {
    for (SchemaChange change : SchemaChange.STOPPING) {
      changeSchema(change, "t");
      changeRows(change, "t");
      awaitFailure(causeWithNewHistory(change));
      if (change.isAboutOtherDatabase()) {
        hide(change.hidden("t"));
      } else {
        readHistoryAgain(change.hidden("t"));
      }
      awaitMarker();
    }
    assertRowsArrived("t");
  }

  /**
   * A history that was rebuilt has no tables of databases that are not captured. All changes but
   * the first one have such a history.
   */
  private static String causeWithNewHistory(SchemaChange change) {
    return change.cause().equals("gets its columns from")
        ? "whose schema isn't known to this connector"
        : change.cause();
  }

  private void restartAtOffset() throws SQLException {
    awaitOffsetOfLastStatement();
    restartConnector();
  }
}
