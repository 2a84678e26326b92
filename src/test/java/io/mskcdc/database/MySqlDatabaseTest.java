package io.mskcdc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mskcdc.problem.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
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

    // Only RDS has a configuration of its own.
    MySqlServer server =
        new MySqlServer(
            values,
            variables != null && variables.startsWith(MySqlServer.RETENTION)
                ? "shop.abc.eu-west-1.rds.amazonaws.com"
                : "h");
    List<Check> checks = new ArrayList<>(server.log());
    checks.add(server.retention(Duration.ofHours(72), ""));

    assertThat(checks)
        .filteredOn(Check::isFailed)
        .extracting(check -> check.seen().replaceAll("the server has (.*?), so .*", "$1"))
        .isEqualTo(fault == null ? List.of() : List.of(fault.split(";")));
  }

  @Test
  void onRdsAndAuroraTheStatementChangesTheParameterGroupAndTheRetentionOfRds() {
    Map<String, String> wrong = new HashMap<>();
    wrong.put("binlog_format", "MIXED");
    wrong.put("binlog_row_value_options", "PARTIAL_JSON");
    wrong.put(MySqlServer.RETENTION, null);
    MySqlServer rds = new MySqlServer(wrong, "shop.abc.eu-west-1.rds.amazonaws.com");
    MySqlServer aurora = new MySqlServer(wrong, "shop.cluster-abc.eu-west-1.rds.amazonaws.com.cn");

    assertThat(statements(rds.log()))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("aws rds modify-db-parameter-group --db-parameter-group-name \"$(aws rds")
        .contains("--db-instance-identifier shop ")
        .endsWith("ParameterName=binlog_format,ParameterValue=ROW,ApplyMethod=immediate");
    assertThat(statements(rds.log()).get(1))
        .startsWith("aws rds reset-db-parameter-group ")
        .endsWith("ParameterName=binlog_row_value_options,ApplyMethod=immediate");
    assertThat(statements(aurora.log()).get(0))
        .startsWith("aws rds modify-db-cluster-parameter-group ")
        .contains("--db-cluster-identifier shop ");
    assertThat(statements(List.of(rds.retention(Duration.ofHours(200), ""))))
        .containsExactly("CALL mysql.rds_set_configuration('binlog retention hours', 168)");
    assertThat(statements(List.of(aurora.retention(Duration.ofHours(200), ""))))
        .containsExactly("CALL mysql.rds_set_configuration('binlog retention hours', 200)");
  }

  @Test
  void aServerBehindAnotherNameIsRecognisedByItsVariables() {
    assertThat(MySqlHosting.of(Map.of("basedir", "/rdsdbbin/mysql-8.0.35/"), "db.example").kind())
        .isEqualTo(MySqlHosting.Kind.RDS);
    assertThat(MySqlHosting.of(Map.of("aurora_version", "3.05.2"), "db.example").kind())
        .isEqualTo(MySqlHosting.Kind.AURORA);
    assertThat(MySqlHosting.of(Map.of("basedir", "/usr/"), "db.example").kind())
        .isEqualTo(MySqlHosting.Kind.OWN);
  }

  @Test
  void withoutThePrivilegeForItTheRetentionOfRdsIsUnknown() {
    assertThat(
            new MySqlServer(Map.of(), "shop.abc.eu-west-1.rds.amazonaws.com")
                .retention(Duration.ofHours(72), ""))
        .satisfies(check -> assertThat(check.state()).isEqualTo(Check.State.UNKNOWN))
        .satisfies(check -> assertThat(check.statements().get(0)).startsWith("GRANT EXECUTE ON"));
  }

  @Test
  void withoutAutomatedBackupsRdsWritesNoBinlog() {
    MySqlServer rds =
        new MySqlServer(Map.of("log_bin", "OFF"), "shop.abc.eu-west-1.rds.amazonaws.com");

    assertThat(rds.automatedBackups().orElseThrow().statements())
        .containsExactly(
            "aws rds modify-db-instance --db-instance-identifier shop --backup-retention-period 7"
                + " --apply-immediately");
    assertThat(new MySqlServer(Map.of(), "h").automatedBackups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8.0.12, OK", "9.1.0, OK", "5.7.44-log, FAILED", "10.11.2-MariaDB, FAILED"})
  void aReleaseThatDebeziumDoesNotReadFails(String version, Check.State state) {
    assertThat(new MySqlServer(Map.of("version", version), "h").version().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"8.0.21, true", "8.0.22, false", "8.4.0, false", "5.7.44-log, true", "9.0.1, false"})
  void replicasAreReadWithTheStatementOfTheServersRelease(String version, boolean isOlder) {
    assertThat(MySqlDatabase.isOlder(version, 8, 0, 22)).isEqualTo(isOlder);
  }

  private static List<String> statements(List<Check> checks) {
    return checks.stream().flatMap(check -> check.statements().stream()).toList();
  }

  @Test
  void allMissingPrivilegesAreReturnedAtOnce() {
    assertThat(missing(true, "GRANT USAGE ON *.* TO `u`@`%`"))
        .containsExactly(
            "REPLICATION SLAVE on *.*",
            "REPLICATION CLIENT on *.*",
            "SELECT on `other`.*, `shop_db`.*",
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

    assertThat(missing(List.of(replication), List.of(), Set.of(), true))
        .extracting(MySqlDatabaseTest::privilege)
        .containsExactly("SELECT on `<database>`.*");
  }

  @Test
  void aUserWhoSeesNoTableLacksSelectOnTheDatabasesOfTheIncludeLists() {
    String replication = "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO u";

    assertThat(missing(List.of(replication), List.of(), Set.of("shop_db"), true))
        .singleElement()
        .satisfies(
            check ->
                assertThat(check.statements())
                    .containsExactly("GRANT SELECT ON `shop_db`.* TO 'o''neill'@'%'"));
  }

  @Test
  void onRdsALockOfTheDatabasesIsGranted() {
    assertThat(
            new MySqlPrivileges(
                    MySqlGrants.of(
                        List.of("GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO u")),
                    "u@%",
                    new MySqlServer(Map.of(), "shop.abc.eu-west-1.rds.amazonaws.com"))
                .checks(List.of(List.of(column("shop_db", "orders"))), true, reader(Set.of())))
        .filteredOn(Check::isFailed)
        .flatExtracting(Check::statements)
        .containsExactly("GRANT LOCK TABLES ON `shop_db`.* TO 'u'@'%'");
  }

  @Test
  void anAdministratorWritesInSpiteOfReadOnlyAndNobodyInSpiteOfSuperReadOnly() {
    MySqlServer replica = new MySqlServer(Map.of("read_only", "ON"), "h");
    MySqlServer closed = new MySqlServer(Map.of("read_only", "ON", "super_read_only", "ON"), "h");
    MySqlServer reader = new MySqlServer(Map.of("innodb_read_only", "ON"), "h");

    assertThat(replica.readOnly(false)).contains("read_only");
    assertThat(replica.readOnly(true)).isEmpty();
    assertThat(closed.readOnly(true)).contains("super_read_only");
    assertThat(reader.readOnly(true)).contains("innodb_read_only");
    assertThat(new MySqlServer(Map.of("read_only", "OFF"), "h").readOnly(false)).isEmpty();
  }

  @Test
  void aRoleThatIsNotActiveIsNamedAsAWayOut() {
    List<String> grants = List.of("GRANT USAGE ON *.* TO `u`@`%`", "GRANT `cdc`@`%` TO `u`@`%`");

    assertThat(missing(grants, List.of(), Set.of(), false))
        .first()
        .satisfies(
            missing ->
                assertThat(missing.next())
                    .isEqualTo(
                        "run GRANT REPLICATION SLAVE ON *.* TO 'o''neill'@'%', or SET"
                            + " DEFAULT ROLE if a role of the user has it"));
  }

  private static List<String> missing(boolean locksTables, String... grants) {
    List<List<Column>> captured =
        List.of(List.of(column("shop_db", "orders")), List.of(column("other", "a")));
    return missing(List.of(grants), captured, Set.of(), locksTables).stream()
        .map(MySqlDatabaseTest::privilege)
        .toList();
  }

  private static List<Check> missing(
      List<String> grants,
      List<List<Column>> captured,
      Set<String> databases,
      boolean locksTables) {
    return new MySqlPrivileges(MySqlGrants.of(grants), "o'neill@%", new MySqlServer(Map.of(), "h"))
        .checks(captured, locksTables, reader(databases)).stream().filter(Check::isFailed).toList();
  }

  private static String privilege(Check check) {
    return check.seen().replaceAll("the connector's user has no (.*), so .*", "$1");
  }

  private static MySqlReader reader(Set<String> databases) {
    return new MySqlReader(
        Optional.empty(), "preferred", Optional.empty(), databases, Optional.empty(), false);
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
    MySqlDatabase database =
        new MySqlDatabase("127.0.0.1:" + port, "h", new Properties(), reader(Set.of()));

    Throwable first = catchThrowable(database::tables);

    assertThat(first).isInstanceOf(NotReachableException.class);
    assertThat(catchThrowable(database::columns)).isSameAs(first);
    assertThat(catchThrowable(database::logChecks)).isSameAs(first);
  }
}
