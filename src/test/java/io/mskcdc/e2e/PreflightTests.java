package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** What preflight finds on the workers and brokers of a running connector. */
interface PreflightTests extends RunningConnector {
  String CUSTOMERS = "production_db.customers";

  @Test
  default void theBrokersOfARunningConnectorPassPreflight() throws Exception {
    JsonNode report = preflight();

    for (String id :
        List.of(
            "workers",
            "exclusive-values",
            "server-id",
            "position",
            "brokers",
            "topic-permissions",
            "history-topic")) {
      JsonNode check = check(report, id);
      assertThat(check.path("state").asText()).as("%s", check).isEqualTo("ok");
    }
  }

  @Test
  default void settingsOfTopicsThatAreBrokenAreMendedByThePrintedStatement() throws Exception {
    // Tests that ran before may have given the connector another one.
    String history =
        check(preflight(), "history-topic").path("seen").asText().replaceFirst(": .*", "");
    alter(history, "retention.ms=604800000,cleanup.policy=compact");
    alter(CUSTOMERS, "max.message.bytes=1048588");
    try {
      JsonNode report = preflight();
      for (String id : List.of("history-topic", "message-size")) {
        JsonNode check = check(report, id);
        assertThat(check.path("state").asText()).as("%s", check).isEqualTo("failed");
        for (JsonNode each : check.path("statements")) {
          String statement = each.asText();
          assertThat(statement).startsWith("kafka-configs.sh --bootstrap-server ");
          alter(
              statement.replaceAll(".*--entity-name (\\S+) .*", "$1"),
              statement.replaceAll(".*--add-config (\\S+)", "$1"));
        }
      }
      report = preflight();
      assertThat(check(report, "history-topic").path("state").asText()).isEqualTo("ok");
      // Tests that ran before have topics of their own.
      assertThat(check(report, "message-size").path("seen").asText()).doesNotContain(CUSTOMERS);
    } finally {
      alter(history, "retention.ms=-1,cleanup.policy=delete");
      alter(CUSTOMERS, "max.message.bytes=34603008");
    }
  }

  @Test
  default void applyWithPreflightChangesNothingIfACheckFails() throws SQLException {
    execute("SET GLOBAL binlog_row_image = 'MINIMAL'");
    try {
      Deployer.Run run = pipeline().deployer().run("apply", "mysql-cdc", "--preflight");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains(
              "✗ rows in the binlog have all columns: the server has binlog_row_image=MINIMAL")
          .contains("      SET PERSIST binlog_row_image = 'FULL'");
      assertThat(run.err()).doesNotContain(pipeline().secrets());
    } finally {
      execute("SET GLOBAL binlog_row_image = 'FULL'");
    }
  }

  private static JsonNode check(JsonNode report, String id) {
    for (JsonNode check : report.at("/connectors/0/checks")) {
      if (check.path("id").asText().equals(id)) {
        return check;
      }
    }
    throw new AssertionError("no check " + id + " in " + report);
  }

  private JsonNode preflight() throws Exception {
    Deployer.Run run = pipeline().deployer().run("preflight", "mysql-cdc", "-o", "json");
    assertThat(run.out()).as(run.err()).startsWith("{");
    return new ObjectMapper().readTree(run.out());
  }

  /** Does what kafka-configs.sh does with {@code --add-config}. */
  private void alter(String topic, String settings) throws Exception {
    List<AlterConfigOp> changes = new ArrayList<>();
    for (String setting : settings.split(",")) {
      String[] parts = setting.split("=", 2);
      changes.add(new AlterConfigOp(new ConfigEntry(parts[0], parts[1]), OpType.SET));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", pipeline().bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
          .all()
          .get();
    }
  }
}
