package io.mskcdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.TcpPort;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Check.State;
import io.mskcdc.report.Format;
import io.mskcdc.report.Palette;
import io.mskcdc.report.PreflightReport;
import io.mskcdc.runtime.InMemoryRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Breaks each setting of a real MySQL in turn, and runs the statement that preflight prints. With
 * MYSQL_HOME it runs on another release.
 */
class PreflightIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OVERLAY = "environments/local/mysql-cdc.json";
  private static final Duration OUTAGE = Duration.ofHours(72);

  @TempDir static Path root;
  private static AdministeredMySql mysql;
  private static BundleFolder bundle;
  private static String overlay;

  private InMemoryRuntime runtime = InMemoryRuntime.shared();

  @BeforeAll
  static void start() throws Exception {
    mysql =
        AdministeredMySql.start(
            new Checkout(Path.of("..").toAbsolutePath().normalize()),
            root.resolve("mysql"),
            // A zone that MySQL's driver does not know, for sessions with the system's.
            Map.of("TZ", "XYZ3"),
            "--log-bin=binlog",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--default-time-zone=+00:00");
    try (Connection connection = mysql.connect()) {
      Shop.createIfAbsent(connection);
    }
    bundle = BundleFolder.shipped(root);
    address(mysql.port());
    overlay = Files.readString(bundle.root().resolve(OVERLAY));
  }

  private static void address(int port) throws IOException {
    Path secrets = root.resolve("secrets.properties");
    Files.writeString(
        secrets,
        "mysql.user=%s%nmysql.password=%s%n"
            .formatted(AdministeredMySql.CONNECTOR, AdministeredMySql.PASSWORD));
    bundle.file(
        "../.local-stack/endpoints.yaml",
        JSON.writeValueAsString(
            Map.of(
                "connect_jmx", "127.0.0.1:3",
                "connect_url", "http://127.0.0.1:1",
                "kafka_bootstrap_servers", "127.0.0.1:2",
                "mysql_host", "127.0.0.1",
                "mysql_port", String.valueOf(port),
                "secrets_file", secrets.toString())));
  }

  @AfterAll
  static void stop() {
    if (mysql != null) {
      mysql.close();
    }
  }

  @AfterEach
  void restoreOverlay() {
    bundle.file(OVERLAY, overlay);
  }

  @Test
  void givenASuitableServerThenNothingFailsAndTheReportHasNoSecret() throws SQLException {
    TreeSet<String> before = sessions();
    PreflightReport report = preflight();

    assertThat(failed(report)).as(text(report)).containsExactly("brokers");
    assertThat(text(report))
        .contains(
            "✓ the binlog is written: log_bin=ON", "✓ the duration of the snapshot: about 1 s")
        .contains("! TLS, and who signed")
        .doesNotContain(AdministeredMySql.PASSWORD);
    assertThat(Format.JSON.write(report, Palette.NONE)).contains("\"ready\": false");
    assertThat(Format.MARKDOWN.write(report, Palette.NONE))
        .contains("| ✓ | the binlog has rows | binlog_format=ROW |  |");
    assertThat(sessions()).isEqualTo(before);
  }

  /** Returns what a write would change: the tables and their rows, and the end of the binlog. */
  private static TreeSet<String> sessions() throws SQLException {
    TreeSet<String> state = new TreeSet<>();
    try (Connection connection = mysql.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
      row.next();
      state.add(row.getString(1));
    }
    return state;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "binlog-format | SET GLOBAL binlog_format = 'STATEMENT'",
        "binlog-format | SET GLOBAL binlog_format = 'MIXED'",
        "binlog-row-image | SET GLOBAL binlog_row_image = 'MINIMAL'",
        "binlog-row-image | SET GLOBAL binlog_row_image = 'NOBLOB'",
        "binlog-row-value-options | SET GLOBAL binlog_row_value_options = 'PARTIAL_JSON'",
        "binlog-retention | SET GLOBAL binlog_expire_logs_seconds = 3600",
        "replication-slave | REVOKE REPLICATION SLAVE ON *.* FROM debezium",
        "replication-client | REVOKE REPLICATION CLIENT ON *.* FROM debezium",
        "select | REVOKE SELECT ON production_db.* FROM debezium",
        "locks | REVOKE RELOAD ON *.* FROM debezium",
        "server-id | SET GLOBAL server_id = 184054",
        "time-zone | SET GLOBAL time_zone = 'SYSTEM'",
        "net-write-timeout | SET GLOBAL net_write_timeout = 5",
        "max-allowed-packet | SET GLOBAL max_allowed_packet = 1048576",
        "character-sets | CREATE TABLE set_armenian (id INT PRIMARY KEY,"
            + " t VARCHAR(9) CHARACTER SET armscii8)",
        "character-sets | CREATE TABLE `set``swedish` (id INT PRIMARY KEY,"
            + " t VARCHAR(9) CHARACTER SET swe7)",
        "reachable | ALTER USER debezium ACCOUNT LOCK",
        "reachable | ALTER USER debezium IDENTIFIED BY 'another'",
        "reachable | ALTER USER debezium WITH MAX_CONNECTIONS_PER_HOUR 1",
        "reachable | SET GLOBAL offline_mode = ON",
        "reachable | DROP USER debezium",
      })
  void givenABrokenSettingThenItsStatementMendsIt(String id, String broken) throws Exception {
    if (id.equals("max-allowed-packet")) {
      mysql.execute(
          "CREATE TABLE IF NOT EXISTS large_rows (id INT PRIMARY KEY, t LONGTEXT)",
          "REPLACE INTO large_rows VALUES (1, REPEAT('x', 1500000))");
    }
    try {
      mysql.execute(broken);

      Check found = check(id);
      assertThat(found.state()).as("%s", found).isEqualTo(State.FAILED);
      assertThat(found.statements()).as("%s", found).isNotEmpty();
      mend(found);

      assertThat(check(id).state()).as("%s", check(id)).isEqualTo(State.OK);
    } finally {
      mysql.restore();
    }
  }

  @Test
  void givenAnAccountOfANarrowerHostThenTheCheckSaysHowToFindIt() throws Exception {
    try {
      mysql.execute("CREATE USER debezium@127.0.0.1 IDENTIFIED BY 'another'");

      Check found = check("reachable");

      assertThat(found.isFailed()).isTrue();
      assertThat(found.advice())
          .contains("SELECT user, host, ssl_type FROM mysql.user WHERE user IN ('debezium', '')");
    } finally {
      mysql.execute("DROP USER IF EXISTS debezium@127.0.0.1");
      mysql.restore();
    }
  }

  @Test
  void givenSeveralMissingPrivilegesThenAllAreReportedAtOnce() throws Exception {
    try {
      mysql.execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM debezium");

      List<Check> failed =
          preflight().entries().get(0).checks().stream()
              .filter(Check::isFailed)
              .filter(check -> !check.id().equals("brokers"))
              .toList();

      assertThat(failed)
          .extracting(Check::id)
          .contains("replication-slave", "replication-client", "select", "locks");
      for (Check each : failed) {
        mend(each);
      }
      assertThat(failed(preflight())).containsExactly("brokers");
    } finally {
      mysql.restore();
    }
  }

  @Test
  void givenTransactionsWithoutGtidsThenTheStatementsTurnThemOn() throws Exception {
    mysql.execute(
        "SET GLOBAL gtid_mode = ON_PERMISSIVE",
        "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
        "SET GLOBAL gtid_mode = OFF",
        "SET GLOBAL enforce_gtid_consistency = OFF");

    Check found = check("gtid");
    assertThat(found.state()).isEqualTo(State.WARNING);
    option("gtid.source.includes", "00000000-0000-0000-0000-000000000001");
    assertThat(check("gtid").state()).isEqualTo(State.FAILED);
    mend(found);

    assertThat(check("gtid").state()).isEqualTo(State.OK);
  }

  @Test
  void givenTablesWithoutKeysThenTheStatementsGiveThemKeys() throws Exception {
    Check found = check("keys");

    assertThat(found.state()).isEqualTo(State.WARNING);
    assertThat(found.seen()).contains("`production_db`.`events`");
    try {
      mend(found);
      assertThat(check("keys").state()).isEqualTo(State.OK);
    } finally {
      mysql.execute("ALTER TABLE events DROP PRIMARY KEY, DROP COLUMN id");
    }
  }

  @Test
  void givenASignalTableThenItsPrivilegesAreChecked() throws Exception {
    try {
      mysql.execute("CREATE TABLE signals (id VARCHAR(42) PRIMARY KEY, type TEXT, data TEXT)");
      option("signal.data.collection", "production_db.signals");

      Check found = check("signals");
      assertThat(found.state()).isEqualTo(State.FAILED);
      mend(found);

      assertThat(check("signals").state()).isEqualTo(State.OK);
    } finally {
      mysql.restore();
    }
  }

  @Test
  void givenAServerThatTakesNoWritesThenTheTableOfSignalsCannotBeWritten() throws Exception {
    try {
      mysql.execute(
          "CREATE TABLE signals (id VARCHAR(42) PRIMARY KEY, type TEXT, data TEXT)",
          "GRANT INSERT, UPDATE, DELETE ON production_db.signals TO debezium",
          "SET GLOBAL super_read_only = ON");
      option("signal.data.collection", "production_db.signals");

      Check found = check("signals");
      assertThat(found.state()).isEqualTo(State.FAILED);
      assertThat(found.seen()).contains("super_read_only=ON");
      mend(found);

      assertThat(preflight().entries().get(0).checks())
          .extracting(Check::id)
          .doesNotContain("signals");
    } finally {
      mysql.execute("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
      mysql.restore();
    }
  }

  @Test
  void givenASnapshotWithoutLocksThenNoPrivilegeForThemIsMissing() throws Exception {
    try {
      mysql.execute("REVOKE RELOAD ON *.* FROM debezium");
      option("snapshot.locking.mode", "none");

      assertThat(check("locks").state()).isEqualTo(State.OK);
    } finally {
      mysql.restore();
    }
  }

  @Test
  void givenAnOutageLongerThanTheRetentionThenItIsTooShort() {
    assertThat(failed(preflight(Duration.ofDays(31)))).contains("binlog-retention");
    assertThat(failed(preflight(Duration.ofDays(30)))).doesNotContain("binlog-retention");
  }

  @ParameterizedTest(name = "{0}: {1}={2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "captured-tables | table.include.list | production_db\\..*,production_db\\.ordersx",
        "masks | transforms.cdc.mask.hmac.columns | production_db.customers.emial",
        "topic-names | transforms.cdc.route.rules"
            + " | topic:[^.]+\\.([^.]+)\\.order[a-z_]* -> $1.orders",
      })
  void givenAMistakeInTheConnectorThenTheCheckFailsWithTheNextStep(
      String id, String key, String value) throws Exception {
    option(key, value);
    if (key.equals("table.include.list")) {
      option("table.exclude.list", null);
    }

    Check found = check(id);

    assertThat(found.state()).isEqualTo(State.FAILED);
    assertThat(found.advice()).isNotEmpty();
  }

  @Test
  void givenAnotherLiveConnectorWithTheServerIdThenItIsNamed() {
    runtime.with(
        "other",
        Map.of(
            "connector.class",
            "io.debezium.connector.mysql.MySqlConnector",
            "database.server.id",
            "184054"));

    assertThat(check("exclusive-values").seen()).contains("the live connector other has the same");
  }

  @Test
  void givenAnOffsetInABinlogThatIsGoneThenThePositionIsLost() throws Exception {
    runtime
        .with("mysql-cdc", Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector"))
        .withOffsets(
            JSON.readTree(
                "{\"offsets\": [{\"partition\": {\"server\": \"production\"},"
                    + " \"offset\": {\"file\": \"binlog.000000\", \"pos\": 4}}]}"));

    assertThat(check("position").state()).isEqualTo(State.FAILED);
    assertThat(check("position").seen()).contains("the server has no binlog binlog.000000");
    // A live connector has taken its snapshot, and its own connection has the id.
    assertThat(check("locks").seen()).startsWith("not needed");
    assertThat(check("server-id").state()).isEqualTo(State.OK);
  }

  @Test
  void givenNoTlsOrAnUntrustedCertificateThenTlsIsReported() throws Exception {
    option("database.ssl.mode", "disabled");
    option("driver.allowPublicKeyRetrieval", "true");
    assertThat(check("tls").state()).isNotEqualTo(State.OK);

    option("database.ssl.mode", "verify_ca");
    Check untrusted = check("tls");
    assertThat(untrusted.state()).isEqualTo(State.FAILED);
    Path folder = Files.createDirectories(root.resolve("tls"));
    for (String command : untrusted.statements().subList(0, 1)) {
      assertThat(
              new ProcessBuilder("bash", "-c", command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(folder.resolve("log").toFile())
                  .start()
                  .waitFor())
          .isZero();
    }
    assertThat(folder.resolve("ca.pem")).content().contains("BEGIN CERTIFICATE");
  }

  @Test
  void givenAServerThatDoesNotAnswerThenTheOtherChecksAreUnknownAndSayWhy() throws Exception {
    address(TcpPort.free());
    try {
      assertThat(check("reachable").state()).isEqualTo(State.FAILED);
      assertThat(check("reachable").statements())
          .first()
          .asString()
          .startsWith("nc -vz 127.0.0.1 ");
      assertThat(check("database").state()).isEqualTo(State.UNKNOWN);
    } finally {
      address(mysql.port());
    }
  }

  @Test
  void givenSecretsThatThisMachineDoesNotHaveThenTheDatabaseIsUnknown() throws Exception {
    option("database.password", "${file:/nowhere:mysql.password}");

    assertThat(check("reachable").state()).isEqualTo(State.UNKNOWN);
    assertThat(check("reachable").seen()).contains("secrets are in a file of the workers");
    assertThat(failed(preflight())).containsExactly("brokers");
  }

  /** The replica has no binlog, and its id is the connector's. */
  @Test
  void givenAReplicaWithTheServerIdAndNoBinlogThenBothAreReported() throws Exception {
    try (AdministeredMySql replica =
        mysql.startCopy(
            root.resolve("replica"),
            "--skip-log-bin",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--server-id=184054")) {
      replica.execute(
          "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT="
              + mysql.port()
              + ", MASTER_USER='"
              + AdministeredMySql.ADMIN
              + "', MASTER_PASSWORD='"
              + AdministeredMySql.PASSWORD
              + "', GET_MASTER_PUBLIC_KEY=1",
          "START SLAVE");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(check("server-id").seen()).startsWith("a replica has the server id"));
      Check found = check("server-id");
      assertThat(found.state()).isEqualTo(State.FAILED);
      mend(found);
      assertThat(check("server-id").state()).isEqualTo(State.OK);

      address(replica.port());
      Check log = check("log-bin");
      assertThat(log.state()).isEqualTo(State.FAILED);
      assertThat(log.statements()).containsExactly("log_bin = binlog");
    } finally {
      address(mysql.port());
    }
  }

  /** Runs SQL statements, and writes entries of a file into the overlay. */
  private static void mend(Check check) throws Exception {
    for (String statement : check.statements()) {
      if (statement.startsWith("\"")) {
        ObjectNode entry = (ObjectNode) JSON.readTree("{" + statement + "}");
        String key = entry.fieldNames().next();
        option(key, entry.path(key).asText());
      } else {
        mysql.execute(
            statement.replace("<the password in the secret>", AdministeredMySql.PASSWORD));
      }
    }
    if (check.id().equals("reachable")) {
      // A new account has no privileges, which other checks report.
      mysql.grant();
    }
  }

  private static void option(String key, String value) throws IOException {
    ObjectNode content =
        (ObjectNode) JSON.readTree(Files.readString(bundle.root().resolve(OVERLAY)));
    content.withObject("config").put(key, value);
    bundle.file(OVERLAY, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
  }

  private Check check(String id) {
    List<Check> found = new ArrayList<>(preflight().entries().get(0).checks());
    found.removeIf(check -> !check.id().equals(id));
    assertThat(found).as(id).isNotEmpty();
    return found.stream().filter(Check::isFailed).findFirst().orElse(found.get(0));
  }

  private PreflightReport preflight() {
    return preflight(OUTAGE);
  }

  private PreflightReport preflight(Duration outage) {
    return new ConnectorPreflight(
            new BundleLoader(new BundlePaths(bundle.root()), warning -> {})
                .load("local", List.of("mysql-cdc")),
            runtime,
            progress -> {})
        .check(List.of("mysql-cdc"), outage);
  }

  /** Returns the failed checks. No broker runs here. */
  private static List<String> failed(PreflightReport report) {
    return report.entries().get(0).checks().stream()
        .filter(Check::isFailed)
        .map(Check::id)
        .toList();
  }

  private static String text(PreflightReport report) {
    return Format.TEXT.write(report, Palette.NONE);
  }
}
