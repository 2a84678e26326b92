package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.e2e.PipelineContract.Table;
import io.mskcdc.e2e.Topics.Message;
import io.mskcdc.local.mysql.ChangeGenerator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker that is killed, and configurations that fail. */
class FailureIT {
  private static final int STEPS = 600;
  private static final int KILL_AT = 200;
  private static final int START_AT = 400;

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Broker::subprocess, "3.7.2");
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void everyCommittedRowArrivesAfterTheWorkerIsKilled() throws Exception {
    Deployer.Run run = pipeline.deployer().run("apply", "mysql-cdc", "--stable-for", "2");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();

    try (Connection shop = pipeline.shop()) {
      ChangeGenerator generator = new ChangeGenerator(shop, 42);
      generator.step();
      awaitOffsetAfterSnapshot();
      for (int step = 0; step < STEPS; step++) {
        if (step == KILL_AT) {
          pipeline.killWorker();
        }
        if (step == START_AT) {
          pipeline.startWorker();
        }
        generator.step();
      }
      // Only unmasked columns, whose values are the same in MySQL and in the topic.
      assertArrived(shop, Table.CUSTOMERS, "id", "id", "name", "country");
      assertArrived(shop, Table.PRODUCTS, "sku", "sku", "name", "price");
      assertArrived(shop, Table.ORDERS, "id", "id", "customer_id", "status", "total", "note");
      assertArrived(
          shop, Table.ORDER_LINES, "order_id,line_no", "order_id", "line_no", "unit_price");
      assertEventsArrived(shop);
    }
  }

  // A worker that is killed before it stores the first offset takes the snapshot again. A snapshot
  // does not contain the rows deleted in between. This is how Debezium works; no change is lost.
  private static void awaitOffsetAfterSnapshot() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(body("/connectors/mysql-cdc/offsets"))
                    .contains("gtids")
                    .doesNotContain("snapshot"));
  }

  /** Checks that the last record of each key equals the row in the table. */
  private static void assertArrived(
      Connection shop, Table table, String keyColumns, String... columns) throws SQLException {
    Set<String> expected = rows(shop, table.table(), columns);
    Set<String> arrived = new TreeSet<>();
    try {
      pipeline
          .topics()
          .readUntil(
              List.of(table.topic()),
              messages -> {
                arrived.clear();
                arrived.addAll(lastOfEachKey(messages, columns).values());
                return arrived.equals(expected);
              });
    } catch (AssertionError e) {
      assertThat(arrived).as(table.topic() + " by " + keyColumns).isEqualTo(expected);
      throw e;
    }
  }

  private static Map<String, String> lastOfEachKey(List<Message> messages, String... columns) {
    Map<String, String> rows = new TreeMap<>();
    for (Message message : messages) {
      if (message.value() == null) {
        rows.remove(message.key().toString());
      } else {
        rows.put(message.key().toString(), text(message.value(), columns));
      }
    }
    return rows;
  }

  /** Checks that each row of the table without a primary key has arrived. */
  private static void assertEventsArrived(Connection shop) throws SQLException {
    Set<String> expected = rows(shop, "events", "kind", "payload");
    pipeline
        .topics()
        .readUntil(
            List.of(Table.EVENTS.topic()),
            messages -> {
              Set<String> arrived = new TreeSet<>();
              for (Message message : messages) {
                JsonNode row = message.value();
                arrived.add(row.path("kind").asText() + "|" + row.path("payload").asText() + "|");
              }
              return withoutSpaces(arrived).equals(withoutSpaces(expected));
            });
  }

  private static Set<String> withoutSpaces(Set<String> texts) {
    Set<String> stripped = new TreeSet<>();
    texts.forEach(text -> stripped.add(text.replace(" ", "")));
    return stripped;
  }

  private static Set<String> rows(Connection shop, String table, String... columns)
      throws SQLException {
    Set<String> rows = new TreeSet<>();
    try (Statement statement = shop.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (String column : columns) {
          row.append(result.getString(column)).append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static String text(JsonNode row, String... columns) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(columns).forEach(column -> text.append(row.path(column).asText()).append('|'));
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong-password | \"database.password\": \"${file:{{ secrets_file }}:mysql.wrong}\" |"
            + " Access denied",
        "unknown-host | \"database.hostname\": \"no-such-host\" | no-such-host",
        "unknown-table | \"table.include.list\": \"production_db.customers,production_db.nosuch\","
            + " \"table.exclude.list\": null | production_db.nosuch"
      })
  void invalidConfigurationFailsWithTheReason(String name, String change, String expected)
      throws Exception {
    writeConnector(name, change);

    Deployer.Run run = pipeline.deployer().run("apply", name, "--env", "broken", "--auto-approve");

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.err()).contains(expected).contains("next:").doesNotContain("\tat ");
    assertThat(run.out() + run.err()).doesNotContain(pipeline.secrets());
    assertThat(status("/connectors/" + name)).as("no connector is created").isEqualTo(404);
  }

  // Writes an environment whose only connector is mysql-cdc with one changed option.
  private static void writeConnector(String name, String change) throws IOException {
    Path configurations = pipeline.configurations();
    String base = Files.readString(configurations.resolve("mysql-cdc.json"));
    Files.writeString(
        configurations.resolve(name + ".json"),
        base.replace("\"name\": \"mysql-cdc\"", "\"name\": \"" + name + "\"")
            .replace("\"topic.prefix\": \"production\"", "\"topic.prefix\": \"" + name + "\"")
            .replace("schema-changes.production", "schema-changes." + name)
            .replace("\"184054\"", "\"184055\""));
    Path environment = configurations.resolve("environments/broken");
    Files.createDirectories(environment);
    Files.writeString(
        environment.resolve("environment.yaml"),
        Files.readString(configurations.resolve("environments/local/environment.yaml"))
            .replace("name: mysql-cdc", "name: " + name));
    try (var old = Files.newDirectoryStream(environment, "*.json")) {
      for (Path overlay : old) {
        Files.delete(overlay);
      }
    }
    Files.writeString(environment.resolve(name + ".json"), pipeline.overlay("local", change));
  }

  private static int status(String path) {
    return get(path).statusCode();
  }

  private static String body(String path) {
    return get(path).body();
  }

  private static HttpResponse<String> get(String path) {
    return pipeline.request("GET", path, "");
  }
}
