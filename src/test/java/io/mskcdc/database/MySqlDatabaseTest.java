package io.mskcdc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlDatabaseTest {

  @ParameterizedTest
  @CsvSource({
    "5, 7, SHOW MASTER STATUS",
    "8, 0, SHOW MASTER STATUS",
    "8, 2, SHOW BINARY LOG STATUS",
    "8, 4, SHOW BINARY LOG STATUS",
    "9, 0, SHOW BINARY LOG STATUS"
  })
  void theEndOfTheBinlogIsReadWithTheStatementOfTheServersVersion(
      int major, int minor, String statement) {
    assertThat(MySqlDatabase.logStatus(major, minor)).isEqualTo(statement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "log_bin=ON;binlog_format=ROW;binlog_row_image=FULL;binlog_row_value_options=;| -",
        "log_bin=1;binlog_format=row;binlog_row_image=full | -",
        "| -",
        "log_bin=OFF;binlog_format=STATEMENT | log_bin=OFF;binlog_format=STATEMENT",
        "binlog_format=MIXED | binlog_format=MIXED",
        "binlog_row_image=MINIMAL | binlog_row_image=MINIMAL",
        "binlog_row_image=NOBLOB | binlog_row_image=NOBLOB",
        "binlog_row_value_options=PARTIAL_JSON | binlog_row_value_options=PARTIAL_JSON",
        "binlog_expire_logs_seconds=86400 | binlog_expire_logs_seconds=86400",
        "binlog_expire_logs_seconds=0 | -",
        "binlog_expire_logs_seconds=2592000 | -",
        "binlog retention hours=24 | binlog retention hours=24",
        "binlog retention hours=NULL | binlog retention hours=NULL",
        "binlog retention hours=72 | -",
      })
  void aSettingUnderWhichTheBinlogLacksChangesIsAFault(String variables, String fault) {
    Map<String, String> values = new HashMap<>();
    for (String variable : variables == null ? new String[0] : variables.split(";")) {
      values.put(variable.split("=")[0], variable.substring(variable.indexOf('=') + 1).strip());
    }

    assertThat(MySqlDatabase.faults(values))
        .extracting(LogFault::setting)
        .isEqualTo(fault == null ? List.of() : List.of(fault.split(";")));
  }

  @Test
  void allMissingPrivilegesAreReturnedAtOnce() {
    assertThat(missing(true, "GRANT USAGE ON *.* TO `u`@`%`"))
        .containsExactly(
            "REPLICATION SLAVE on *.*",
            "REPLICATION CLIENT on *.*",
            "SELECT on `other`.*",
            "SELECT on `shop_db`.*",
            "RELOAD on *.* and no LOCK TABLES on `other`.*, `shop_db`.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT ALL PRIVILEGES ON *.* TO `u`@`%` WITH GRANT OPTION",
        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'u'@'%'"
            + "|GRANT SELECT ON `shop\\_db`.* TO 'u'@'%'|GRANT SELECT ON other.a TO 'u'@'%'",
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `u`@`%`"
            + "|GRANT ALL PRIVILEGES ON `%`.* TO `u`@`%`",
        "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `u`@`%`"
            + "|GRANT FLUSH_TABLES ON *.* TO `u`@`%`|REVOKE SELECT ON `mysql`.* FROM `u`@`%`",
        "GRANT SELECT, RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO \"u\"@\"%\"",
      })
  void privilegesOfAnyLevelAndFormCount(String grants) {
    assertThat(missing(true, grants.split("\\|"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GRANT SELECT (`id`, `name`), INSERT (`id`) ON `other`.`a` TO `u`@`%`; SELECT on `other`.*",
        "GRANT SELECT ON `other`.`b` TO `u`@`%`; SELECT on `other`.*",
        "GRANT SELECT ON `other\\_`.* TO `u`@`%`; SELECT on `other`.*",
        "REVOKE SELECT ON `shop_db`.* FROM `u`@`%`|GRANT SELECT ON *.* TO `u`@`%`"
            + "; SELECT on `shop_db`.*",
      })
  void aPrivilegeOnSomethingElseDoesNotCount(String grants, String missing) {
    String rest =
        "|GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `u`@`%`"
            + (grants.startsWith("REVOKE") ? "" : "|GRANT SELECT ON `shop_db`.* TO `u`@`%`");

    assertThat(missing(true, (grants + rest).split("\\|"))).containsExactly(missing);
  }

  @Test
  void withoutLocksOfASnapshotNoPrivilegeForThemIsMissing() {
    assertThat(missing(false, "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO u"))
        .isEmpty();
  }

  @Test
  void aUserWhoSeesNoTableLacksSelect() {
    String replication = "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO u";

    assertThat(MySqlDatabase.missing(MySqlGrants.of(List.of(replication)), List.of(), true))
        .extracting(MissingPrivilege::privilege)
        .containsExactly("SELECT on `<database>`.*");
  }

  @Test
  void aRoleThatIsNotActiveIsNamedAsAWayOut() {
    List<String> grants = List.of("GRANT USAGE ON *.* TO `u`@`%`", "GRANT `cdc`@`%` TO `u`@`%`");

    assertThat(MySqlDatabase.missing(MySqlGrants.of(grants), List.of(), false))
        .first()
        .satisfies(
            missing ->
                assertThat(missing.statement())
                    .isEqualTo(
                        "run GRANT REPLICATION SLAVE ON *.* TO the connector's user, or SET"
                            + " DEFAULT ROLE if a role of the user has it"));
  }

  private static List<String> missing(boolean locksTables, String... grants) {
    List<List<Column>> captured =
        List.of(List.of(column("shop_db", "orders")), List.of(column("other", "a")));
    return MySqlDatabase.missing(MySqlGrants.of(List.of(grants)), captured, locksTables).stream()
        .map(MissingPrivilege::privilege)
        .toList();
  }

  private static Column column(String database, String table) {
    return new Column(database, table, "id", "int", false, 1, true, "", false);
  }

  @Test
  void aFileThatTheServerHasDeletedIsALoss() {
    List<String> files = List.of("binlog.000007", "binlog.000008");

    assertThat(MySqlDatabase.lossOfFile("binlog.000007", files)).isEmpty();
    assertThat(MySqlDatabase.lossOfFile("binlog.000001", files))
        .contains("the server has no binlog binlog.000001 any more; its oldest is binlog.000007");
  }

  @Test
  void transactionsThatTheServerHasPurgedOrNeverHadAreALoss() {
    assertThat(MySqlDatabase.lossOfGtids(true, true)).isEmpty();
    assertThat(MySqlDatabase.lossOfGtids(true, false)).get().asString().contains("gtid_purged");
    assertThat(MySqlDatabase.lossOfGtids(false, true)).get().asString().contains("gtid_executed");
  }

  @Test
  void aServerThatCannotBeReachedIsNotTriedAgain() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    MySqlDatabase database = new MySqlDatabase("127.0.0.1:" + port, "h", new Properties(), false);

    Throwable first = catchThrowable(database::tables);

    assertThat(first).isInstanceOf(NotReachableException.class);
    assertThat(catchThrowable(database::columns)).isSameAs(first);
    assertThat(catchThrowable(database::logFaults)).isSameAs(first);
  }
}
