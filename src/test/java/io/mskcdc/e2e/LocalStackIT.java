package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.mysql.DatabaseServer;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.Ports;
import io.mskcdc.local.stack.StackType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local stack of {@code scripts/local-stack.sh}, started without the script. */
class LocalStackIT {
  @TempDir Path root;

  @Test
  void restartedStackKeepsDataAndConnectorAndMayAddASecondDatabase() throws Exception {
    Ports ports = Ports.free();
    List<String> progress = new ArrayList<>();
    String firstPassword;
    try (LocalStack first = LocalStack.start(settings(ports, false), progress::add)) {
      Pipeline.copyConfigurations(root, first.endpoints());
      apply("mysql-cdc");
      firstPassword = first.mysql().debeziumPassword();
    }
    assertThat(progress).filteredOn(line -> line.contains("is ready at")).hasSize(3);
    assertThat(root.resolve("stack/mysql2")).doesNotExist();

    try (LocalStack second = LocalStack.start(settings(ports, true), progress::add)) {
      assertThat(second.mysql().debeziumPassword()).isNotEqualTo(firstPassword);
      // The worker has started the connector by itself, with the new password.
      assertThat(apply("mysql-cdc").out()).contains("nothing is different");
      captureTheSecondDatabase(second);
    }
    assertThat(Files.exists(root.resolve("stack/mysql"))).isTrue();
  }

  private LocalStack.Settings settings(Ports ports, boolean secondDatabase) {
    return new LocalStack.Settings(
        Pipeline.CHECKOUT,
        root.resolve("stack"),
        ports,
        secondDatabase,
        LocalStack.DEFAULT_CONNECT,
        StackType.PLAIN,
        endpoints -> null);
  }

  /** Deploys a copy of mysql-cdc as docs/configuration.md describes it. */
  private void captureTheSecondDatabase(LocalStack stack) throws Exception {
    Pipeline.writeEndpoints(root, stack.type(), stack.endpoints());
    run("new", "orders-cdc", "--from", "mysql-cdc");
    replace(
        "orders-cdc.json",
        Map.of(
            "production_db", "orders_db",
            "{{ mysql_", "{{ mysql2_",
            "\"production,", "\"orders-cdc,"));
    replace("environments/local/orders-cdc.json", Map.of(":mysql.", ":mysql2."));

    apply("orders-cdc");

    assertThat(run("status").out())
        .containsPattern("(?m)^mysql-cdc: RUNNING.*\n  task 0: RUNNING")
        .containsPattern("(?m)^orders-cdc: RUNNING.*\n  task 0: RUNNING");
    insertEvent(stack, DatabaseServer.FIRST);
    insertEvent(stack, DatabaseServer.SECOND);
    Topics topics = new Topics(stack.kafka().bootstrapServers());
    for (DatabaseServer server : DatabaseServer.values()) {
      assertThat(topics.read(server.database() + ".events.append", LocalStackIT::isInserted, 1))
          .extracting(message -> message.value().path("kind").asText())
          .containsExactly("from " + server.part());
      // On a slow machine the first stack stops within the snapshot, which then begins again.
      assertThat(
              topics.readAll(server.database() + ".customers").stream()
                  .map(Topics.Message::key)
                  .distinct())
          .hasSize(4);
    }
  }

  private void replace(String file, Map<String, String> replacements) throws IOException {
    Path path = root.resolve("connector-configs").resolve(file);
    String text = Files.readString(path);
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      assertThat(text).contains(replacement.getKey());
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    Files.writeString(path, text);
  }

  private static void insertEvent(LocalStack stack, DatabaseServer server) throws SQLException {
    try (Connection shop = stack.mysql(server).connect();
        Statement statement = shop.createStatement()) {
      statement.execute("INSERT INTO events (kind) VALUES ('from " + server.part() + "')");
    }
  }

  private static boolean isInserted(Topics.Message message) {
    return message.value().path("kind").asText().startsWith("from ");
  }

  private Deployer.Run apply(String connector) {
    return run("apply", connector, "--stable-for", "2");
  }

  private Deployer.Run run(String... arguments) {
    Deployer.Run run = new Deployer(root).run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
