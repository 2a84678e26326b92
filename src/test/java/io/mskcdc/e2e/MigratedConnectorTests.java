package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.mysql.MySql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** A configuration of Debezium 1, as most tutorials have it, runs after its migration. */
interface MigratedConnectorTests extends RunningConnector {
  String TUTORIAL = "mysql-cdc-connector";

  @Test
  default void aConfigurationOfDebezium1IsMigratedAndWritesRows() throws IOException {
    Path configs = pipeline().configurations();
    Path environment = configs.resolve("environments/local/environment.yaml");
    String before = Files.readString(environment);
    Path old = Files.writeString(pipeline().root().resolve("old.json"), tutorial());
    Files.writeString(
        pipeline().root().resolve("secrets.properties"),
        "\n" + TUTORIAL + ".database.password=" + pipeline().mysql().debeziumPassword() + "\n",
        StandardOpenOption.APPEND);
    try {
      run("migrate", old.toString(), "--write", configs.toString(), "--env", "local");
      assertThat(Files.readString(configs.resolve(TUTORIAL + ".json")))
          .contains("UnwrapMaskRoute", "${file:{{ secrets_file }}:" + TUTORIAL)
          .doesNotContain(pipeline().secrets());
      assertThat(run("lint", "--env", "local").out()).doesNotContain("error [");
      run("preflight", TUTORIAL);
      run("apply", TUTORIAL, "--stable-for", "1");
      assertThat(
              pipeline()
                  .topics()
                  .read("customers", row -> row.key().path("id").asInt() == 1, 1)
                  .get(0)
                  .value()
                  .path("email")
                  .asText())
          .isEqualTo("ada@example.com");
    } finally {
      request("DELETE", "/connectors/" + TUTORIAL);
      Files.writeString(environment, before);
      Files.deleteIfExists(configs.resolve(TUTORIAL + ".json"));
    }
  }

  private Deployer.Run run(String... arguments) {
    Deployer.Run run = pipeline().deployer().run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain(pipeline().secrets());
    return run;
  }

  private String tutorial() {
    return """
        {"name": "%s", "config": {
          "connector.class": "io.debezium.connector.mysql.MySqlConnector",
          "tasks.max": "1",
          "database.hostname": "127.0.0.1",
          "database.port": "%d",
          "database.user": "%s",
          "database.password": "%s",
          "database.server.id": "184054",
          "database.server.name": "tutorial",
          "database.include.list": "production_db",
          "table.whitelist": "production_db.customers",
          "database.history.kafka.bootstrap.servers": "%s",
          "database.history.kafka.topic": "schema-changes.tutorial",
          "database.history.store.only.captured.tables.ddl": "true",
          "decimal.handling.mode": "double",
          "time.precision.mode": "connect",
          "transforms": "route,unwrap",
          "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
          "transforms.route.regex": "([^.]+)\\\\.([^.]+)\\\\.([^.]+)",
          "transforms.route.replacement": "$3",
          "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState"
        }}
        """
        .formatted(
            TUTORIAL,
            pipeline().mysql().port(),
            MySql.DEBEZIUM_USER,
            pipeline().mysql().debeziumPassword(),
            pipeline().bootstrapServers());
  }
}
