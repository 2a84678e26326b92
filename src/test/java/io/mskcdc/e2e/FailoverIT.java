package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.chaos.TcpProxy;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server that dies, and its replica that takes over: the procedure of docs/runbook.md. {@code
 * ./scripts/test.sh -Pexhaustive} runs it.
 */
@Tag("exhaustive")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT implements RunningConnector {
  private static final String ADMIN = "admin";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final int replicaPort = TcpPort.free();
  private final String password = Secrets.password();

  private Pipeline pipeline;
  private TcpProxy proxy;
  private Subprocess replica;

  @Override
  public Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  void deploy() throws Exception {
    pipeline = Pipeline.start(Broker::subprocess, "3.7.2");
    proxy = TcpProxy.start(TcpPort.free(), pipeline.mysql().port());
    writePort(proxy.port());
    startReplica();
    apply();
    awaitMarker();
    awaitMarker();
  }

  @AfterAll
  void stop() {
    if (replica != null) {
      replica.kill();
    }
    if (proxy != null) {
      proxy.close();
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void theConnectorContinuesAtTheReplicaByItsGtidsWithoutASnapshotOrALoss() throws Exception {
    execute("INSERT INTO products VALUES ('BEFORE', 'Row', 1, NULL, NULL)");
    awaitReplicaHas("BEFORE");
    int snapshotRows = rowsWith("__op", "r").size();

    pipeline.mysql().subprocess().kill();
    onReplica(
        "STOP SLAVE",
        "RESET SLAVE ALL",
        "FLUSH BINARY LOGS",
        "INSERT INTO production_db.products VALUES ('AFTER', 'Row', 1, NULL, NULL)");
    proxy.setTarget(replicaPort);

    awaitRow("AFTER");
    assertThat(rowsWith("sku", "BEFORE")).hasSize(1);
    assertThat(rowsWith("__op", "r")).hasSize(snapshotRows);
    assertThat(request("GET", "/connectors/mysql-cdc/status").body()).doesNotContain("FAILED");

    // Another address of the same server needs a change of the configuration.
    writePort(replicaPort);
    Deployer.Run refused = pipeline.deployer().run("apply", "mysql-cdc");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("database-changed");
    apply("--accept", "database-changed");
    onReplica("INSERT INTO production_db.products VALUES ('MOVED', 'Row', 1, NULL, NULL)");
    awaitRow("MOVED");
    assertThat(rowsWith("__op", "r")).hasSize(snapshotRows);
  }

  private void apply(String... more) {
    List<String> arguments = new ArrayList<>(List.of("apply", "mysql-cdc", "--stable-for", "1"));
    arguments.addAll(List.of(more));
    Deployer.Run run = pipeline.deployer().run(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  /** Writes the port of the database into the variables of the environment. */
  private void writePort(int port) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path file = pipeline.root().resolve(".local-stack/endpoints.yaml");
    ObjectNode endpoints = (ObjectNode) json.readTree(file.toFile());
    json.writeValue(file.toFile(), endpoints.put("mysql_port", Integer.toString(port)));
  }

  /** The first server keeps its accounts and the database itself out of its binlog. */
  private void startReplica() throws Exception {
    MySqlHome home = MySqlHome.find(Pipeline.CHECKOUT);
    Path data = pipeline.root().resolve("replica");
    Path log = pipeline.root().resolve("replica.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                home.mysqld().toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + home.path(),
                "--datadir=" + data,
                "--lc-messages-dir=" + home.messages()));
    List<String> initialise = new ArrayList<>(command);
    initialise.add("--initialize-insecure");
    try (Subprocess run = Subprocess.start("replica-initialise", initialise, Map.of(), log)) {
      run.awaitSuccess(LIMIT);
    }
    String source = pipeline.mysql().debeziumPassword();
    Path accounts =
        Secrets.writePrivately(
            pipeline.root().resolve("replica.sql"),
            String.join(
                "\n",
                "SET sql_log_bin=0;",
                "CREATE DATABASE production_db;",
                "CREATE USER 'debezium'@'%' IDENTIFIED BY '" + source + "';",
                "GRANT SELECT, RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO"
                    + " 'debezium'@'%';",
                "CREATE USER '" + ADMIN + "'@'%' IDENTIFIED BY '" + password + "';",
                "GRANT ALL ON *.* TO '" + ADMIN + "'@'%';",
                "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT="
                    + pipeline.mysql().port()
                    + ", MASTER_USER='"
                    + MySql.DEBEZIUM_USER
                    + "', MASTER_PASSWORD='"
                    + source
                    + "', MASTER_AUTO_POSITION=1, GET_MASTER_PUBLIC_KEY=1;",
                "START SLAVE;",
                ""));
    command.addAll(
        List.of(
            "--init-file=" + accounts,
            "--port=" + replicaPort,
            "--bind-address=127.0.0.1",
            "--socket=replica.sock",
            "--pid-file=replica.pid",
            "--mysqlx=OFF",
            "--server-id=3",
            "--log-bin=replica-bin",
            "--binlog-format=ROW",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--default-time-zone=+00:00",
            "--performance-schema=OFF"));
    replica = Subprocess.start("replica", command, Map.of(), log);
    replica.awaitUntil("a connection", LIMIT, this::replicaAnswers);
    Files.delete(accounts);
    awaitReplicaHas("TEA-001");
  }

  private boolean replicaAnswers() {
    try (Connection connection = replica()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection replica() throws SQLException {
    return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + replicaPort, ADMIN, password);
  }

  private void onReplica(String... statements) throws SQLException {
    try (Connection connection = replica();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void awaitReplicaHas(String sku) {
    PollLoop loop = new PollLoop(Duration.ofMillis(200), LIMIT);
    assertThat(loop.until(() -> replicaHas(sku))).isTrue();
  }

  private boolean replicaHas(String sku) {
    try (Connection connection = replica();
        Statement statement = connection.createStatement()) {
      return statement
          .executeQuery("SELECT 1 FROM production_db.products WHERE sku = '" + sku + "'")
          .next();
    } catch (SQLException e) {
      // The table is not there yet.
      return false;
    }
  }

  private void awaitRow(String sku) {
    PollLoop loop = new PollLoop(Duration.ofMillis(500), LIMIT);
    assertThat(loop.until(() -> !rowsWith("sku", sku).isEmpty()))
        .as(() -> request("GET", "/connectors/mysql-cdc/status").body())
        .isTrue();
  }

  private List<JsonNode> rowsWith(String field, String value) {
    return pipeline.topics().readAll("production_db.products").stream()
        .filter(message -> message.value() != null)
        .map(PipelineContract::row)
        .filter(row -> row.path(field).asText().equals(value))
        .toList();
  }
}
