package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes actions away from the policy of a role, and compares the statements that preflight prints
 * with them. Secrets come from Secrets Manager, through the provider of the workers.
 */
class PreflightIamIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "checked";
  private static final Set<String> CHECKED =
      Set.of("DataTopics", "SchemaHistoryTopic", "SignalTopic", "SignalGroup");

  @TempDir private static Path root;

  private static IamMachine machine;
  private static EmptyConnect connect;
  private static Path checkout;
  private static JsonNode policy;

  @BeforeAll
  static void start() throws Exception {
    machine = IamMachine.start(root);
    connect = new EmptyConnect();
    checkout = machine.checkout(PREFIX, List.of(), Map.of());
    policy =
        JSON.readTree(
            new Deployer(checkout)
                .run("iam", "policy", "mysql-cdc", "--env", IamMachine.ENV)
                .out());
  }

  @AfterAll
  static void stop() throws Exception {
    if (connect != null) {
      connect.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void eachPermissionThatIsMissingHasItsStatement() throws Exception {
    String absent =
        statements(
            preflight(
                "absent",
                without(
                    List.of(
                        "DataTopics kafka-cluster:CreateTopic",
                        "SchemaHistoryTopic kafka-cluster:CreateTopic"))));
    assertThat(absent)
        .contains("[\"kafka-cluster:CreateTopic\"], \"Resource\": [\"arn:aws:kafka:")
        .contains("/checked.production_db.customers\"]", "/schema-changes.checked\"]")
        .containsPattern("kafka-topics.sh .* --create --partitions 1 --topic checked-signals");

    machine.createSignalTopic(PREFIX);
    for (String table :
        List.of("customers", "orders", "order_lines", "products", "events.append")) {
      machine.topics().create(PREFIX + ".production_db." + table, 1);
    }
    machine.topics().create("schema-changes." + PREFIX, 1);
    JsonNode whole = preflight("whole", policy);
    assertThat(failed(whole)).as(whole.toPrettyString()).containsExactly("history-topic");

    // Each run lacks one action of each statement.
    List<List<String>> runs = new ArrayList<>();
    for (JsonNode statement : policy.path("Statement")) {
      int run = 0;
      for (JsonNode action : statement.path("Action")) {
        // A topic that exists needs no right to create it.
        if (CHECKED.contains(statement.path("Sid").asText())
            && !action.asText().endsWith(":CreateTopic")) {
          if (runs.size() <= run) {
            runs.add(new ArrayList<>());
          }
          runs.get(run++).add(statement.path("Sid").asText() + " " + action.asText());
        }
      }
    }
    assertThat(runs).hasSizeGreaterThan(3);
    for (List<String> removed : runs) {
      String statements =
          statements(preflight("without-" + runs.indexOf(removed), without(removed)));
      for (String removal : removed) {
        String action = removal.substring(removal.indexOf(' ') + 1);
        assertThat(statements.lines())
            .as("%s in%n%s", removal, statements)
            .anyMatch(line -> line.contains(action) && isAbout(removal, line));
      }
    }
  }

  private static boolean isAbout(String removal, String statement) {
    return statement.contains(
        switch (removal.substring(0, removal.indexOf(' '))) {
          case "SchemaHistoryTopic" -> "/schema-changes.checked\"";
          case "SignalTopic", "SignalGroup" -> "/checked-signals\"";
          default -> "/checked.production_db.customers\"";
        });
  }

  @Test
  void aLoginThatTheBrokersRefuseHasTheStatementThatAdmitsIt() throws Exception {
    JsonNode report = preflight("refused", without(List.of("Cluster kafka-cluster:Connect")));

    assertThat(failed(report)).contains("brokers");
    assertThat(statements(report))
        .contains("{\"Effect\": \"Allow\", \"Action\": [\"kafka-cluster:Connect\"]");
  }

  private static JsonNode preflight(String role, JsonNode allowed) throws Exception {
    machine.allow(role, allowed);
    Deployer.Run run =
        machine
            .deployer(checkout, role, connect.port())
            .run("preflight", "mysql-cdc", "--env", IamMachine.ENV, "-o", "json");
    assertThat(run.out()).as(run.err()).startsWith("{");
    assertThat(run.exitCode())
        .isEqualTo(JSON.readTree(run.out()).path("ready").asBoolean() ? 0 : 1);
    return JSON.readTree(run.out());
  }

  private static Stream<JsonNode> checks(JsonNode report) {
    return StreamSupport.stream(report.at("/connectors/0/checks").spliterator(), false);
  }

  private static List<String> failed(JsonNode report) {
    return checks(report)
        .filter(check -> check.path("state").asText().equals("failed"))
        .map(check -> check.path("id").asText())
        .toList();
  }

  /** Returns what all checks saw and their statements, a line each. */
  private static String statements(JsonNode report) {
    List<String> statements = new ArrayList<>();
    checks(report)
        .forEach(
            check -> {
              statements.add(
                  "for " + check.path("id").asText() + ": " + check.path("seen").asText());
              check.path("statements").forEach(each -> statements.add(each.asText()));
            });
    return String.join("\n", statements);
  }

  /**
   * @param removed statements' ids, each with an action
   */
  private static JsonNode without(List<String> removed) {
    ObjectNode copy = policy.deepCopy();
    ArrayNode statements = copy.withArray("Statement");
    for (int i = statements.size() - 1; i >= 0; i--) {
      JsonNode statement = statements.get(i);
      ArrayNode actions = ((ObjectNode) statement).withArray("Action");
      for (int j = actions.size() - 1; j >= 0; j--) {
        if (removed.contains(statement.path("Sid").asText() + " " + actions.get(j).asText())) {
          actions.remove(j);
        }
      }
      if (actions.isEmpty()) {
        statements.remove(i);
      }
    }
    return copy;
  }
}
