package io.mskcdc.cli.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateCommandTest {
  /** The entries of a configuration of Debezium 1.9, as most tutorials have them. */
  private static final String CONFIG =
      """
      "connector.class": "io.debezium.connector.mysql.MySqlConnector",
      "tasks.max": "1",
      "database.hostname": "shop-db",
      "database.user": "debezium",
      "database.password": "hunter2",
      "database.server.id": "184054",
      "database.server.name": "shop",
      "database.include.list": "shop",
      "database.history.kafka.bootstrap.servers": "old-kafka:9092",
      "database.history.kafka.topic": "schema-changes.shop",
      "snapshot.mode": "schema_only",
      "snapshot.new.tables": "parallel",
      "decimal.handling.mode": "double",
      "time.precision.mode": "connect",
      "transforms": "route,unwrap",
      "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
      "transforms.route.regex": "([^.]+)\\\\.([^.]+)\\\\.([^.]+)",
      "transforms.route.replacement": "$3",
      "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
      "transforms.unwrap.drop.tombstones": "false",
      "transforms.unwrap.delete.handling.mode": "rewrite"\
      """;

  private static final String OLD = "{\"name\": \"orders\", \"config\": {" + CONFIG + "}}";

  @TempDir Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle =
        new BundleFolder(temp)
            .environment(
                "test",
                "http://h:1",
                "variables:\n  kafka_bootstrap_servers: kafka:9092\n  mysql_host: shop-db\n"
                    + "connectors:\n  - name: shop")
            .connector("shop", "\"connector.class\": \"a.B\", \"h\": \"{{ mysql_host }}\"")
            .worker(
                """
                key.converter=org.apache.kafka.connect.json.JsonConverter
                key.converter.schemas.enable=false
                value.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter.schemas.enable=false
                config.providers=secretsmanager
                config.providers.secretsmanager.class=io.mskcdc.secrets.SecretsManagerConfigProvider
                """);
  }

  @Test
  void namesValuesAndTransformsBecomeThoseOf36() throws IOException {
    assertThat(migrate(OLD)).isEqualTo(ExitCode.DONE);

    assertThat(new ObjectMapper().readTree(out.toString()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "$schema": "schema/connector.schema.json",
                      "name": "orders",
                      "accept": [{
                        "rule": "snapshot-mode-changed",
                        "key": "snapshot.mode",
                        "reason": "it is as in the configuration that mskcdc migrate read"
                      }],
                      "config": {
                        "connector.class": "io.debezium.connector.mysql.MySqlConnector",
                        "tasks.max": "1",
                        "database.hostname": "shop-db",
                        "database.user": "debezium",
                        "database.password": "${secretsmanager:orders/database:password}",
                        "database.server.id": "184054",
                        "topic.prefix": "shop",
                        "database.include.list": "shop",
                        "schema.history.internal.kafka.bootstrap.servers": "old-kafka:9092",
                        "schema.history.internal.kafka.topic": "schema-changes.shop",
                        "snapshot.mode": "no_data",
                        "decimal.handling.mode": "double",
                        "time.precision.mode": "connect",
                        "transforms": "cdc",
                        "transforms.cdc.type": "io.mskcdc.smt.UnwrapMaskRoute",
                        "transforms.cdc.route.regex": "([^.]+)\\\\.([^.]+)\\\\.([^.]+)",
                        "transforms.cdc.route.replacement": "$3",
                        "transforms.cdc.unwrap.delete.tombstone.handling.mode":
                          "rewrite-with-tombstone",
                        "transforms.cdc.unwrap.replace.null.with.default": "false",
                        "extended.headers.enabled": "false",
                        "config.action.reload": "none",
                        "heartbeat.interval.ms": "5000"
                      }
                    }
                    """));
    assertThat(err.toString())
        .startsWith("orders: from Debezium 1 to 3.6 (")
        .contains("  database.server.name -> topic.prefix = shop: ")
        .contains("consumers see:\n")
        .contains("cannot be kept:\n  snapshot.new.tables: ")
        .contains("to check:\n")
        .contains("aws secretsmanager create-secret --name orders/database --secret-string file:");
  }

  @Test
  void identicalRecordsNeedTheFormerDefaults() throws IOException {
    assertThat(migrate(OLD, "--env", "test", "--identical")).isEqualTo(ExitCode.DONE);

    JsonNode config = new ObjectMapper().readTree(out.toString()).path("config");
    assertThat(config.path("schema.name.adjustment.mode").asText()).isEqualTo("avro");
    assertThat(config.path("skipped.operations").asText()).isEqualTo("none");
    assertThat(config.path("extended.headers.enabled").asText()).isEqualTo("false");
    assertThat(config.has("heartbeat.interval.ms")).isFalse();
    assertThat(config.has("value.converter.replace.null.with.default")).isFalse();
    assertThat(config.path("value.converter.schemas.enable").asText()).isEqualTo("false");
    // What 3.6 writes in another way always.
    assertThat(err.toString()).contains("consumers see:\n  FLOAT: ").contains("\nto check:\n");
    assertThat(err.toString()).doesNotContain("was the default\n", "there is a new topic");
  }

  @Test
  void theFileIsWrittenAndListedWithTheEnvironmentsBrokers() throws IOException {
    assertThat(migrateInto(OLD, "--env", "test")).as(err.toString()).isEqualTo(ExitCode.DONE);

    JsonNode config = new ObjectMapper().readTree(read("orders.json")).path("config");
    assertThat(config.path("database.hostname").asText()).isEqualTo("{{ mysql_host }}");
    assertThat(config.path("schema.history.internal.kafka.bootstrap.servers").asText())
        .isEqualTo("{{ kafka_bootstrap_servers }}");
    assertThat(config.path("database.password").asText())
        .isEqualTo("${secretsmanager:test/orders/database:password}");
    assertThat(read("environments/test/environment.yaml")).endsWith("  - name: orders\n");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("wrote connector-configs/orders.json\n")
        .contains("it was another address: the history must be on this cluster")
        .doesNotContain("list it under connectors");
  }

  @Test
  void theServerIdOfAnotherConnectorIsReplaced() throws IOException {
    bundle.connector(
        "shop",
        "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
            + " \"database.server.id\": \"184054\", \"h\": \"{{ mysql_host }}\"");

    migrate(OLD, "--env", "test");

    assertThat(out.toString()).contains("\"database.server.id\": \"184055\"");
    assertThat(err.toString()).contains("another connector of the environment has 184054");
  }

  @Test
  void aSharedPrefixIsAnErrorAndNotListed() throws IOException {
    bundle.connector(
        "shop",
        "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
            + " \"topic.prefix\": \"shop\", \"database.hostname\": \"{{ mysql_host }}\"");

    assertThat(migrateInto(OLD, "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("value-shared").contains("not listed, because of mistakes");
    assertThat(read("environments/test/environment.yaml")).doesNotContain("orders");
  }

  @Test
  void routersAreReplacedWithTheirRulesForOtherRecords() throws IOException {
    migrate(
        """
        {"name": "shards", "config": {
          "connector.class": "io.debezium.connector.mysql.MySqlConnector",
          "database.hostname": "h", "database.server.id": "1", "topic.prefix": "m",
          "heartbeat.interval.ms": "1000", "include.schema.changes": "true",
          "transforms": "a,b",
          "transforms.a.type": "org.apache.kafka.connect.transforms.RegexRouter",
          "transforms.a.regex": "(.*)", "transforms.a.replacement": "x.$1",
          "transforms.b.type": "io.debezium.transforms.ByLogicalTableRouter",
          "transforms.b.topic.regex": "x\\\\.m\\\\.(.*)", "transforms.b.topic.replacement": "all"}}
        """);

    JsonNode config = new ObjectMapper().readTree(out.toString()).path("config");
    assertThat(config.path("transforms").asText()).isEqualTo("a,b");
    assertThat(config.path("transforms.a.type").asText()).isEqualTo("io.mskcdc.smt.Route");
    assertThat(config.path("transforms.a.rules").asText())
        .isEqualTo("topic:(.*) -> x.$1,schema-change -> x.m,heartbeat -> x.__debezium-heartbeat.m");
    assertThat(config.path("transforms.b.regex").asText()).isEqualTo("x\\.m\\.(.*)");
    assertThat(config.path("transforms.b.key.field.name").asText())
        .isEqualTo("__dbz__physicalTableIdentifier");
    assertThat(config.path("transforms.b.rename.schemas").asText()).isEqualTo("true");
  }

  @Test
  void namesThat36IgnoresWithoutAnErrorAreReplaced() throws IOException {
    migrate(
        "{"
            + CONFIG.replace(
                "\"snapshot.new.tables\": \"parallel\"",
                "\"heartbeat.topics.prefix\": \"__hb\","
                    + "\"transaction.topic\": \"${database.server.name}.tx\","
                    + "\"transforms.gone.type\": \"a.B\","
                    + "\"topic.perfix\": \"x\"")
            + "}");

    JsonNode config = new ObjectMapper().readTree(out.toString()).path("config");
    assertThat(config.path("topic.heartbeat.prefix").asText()).isEqualTo("__hb");
    assertThat(config.path("topic.transaction").asText()).isEqualTo("tx");
    assertThat(config.has("topic.perfix")).isFalse();
    assertThat(config.has("transforms.gone.type")).isFalse();
    assertThat(err.toString())
        .contains("  transforms.gone: ", "  topic.perfix: nothing reads this key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "markdown"})
  void noFormatShowsASecret(String format) throws IOException {
    String login =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"u\\\""
            + " password=\\\"hunter4\\\";";
    migrate(
        OLD.replace(
            "\"tasks.max\": \"1\"",
            "\"database.history.producer.sasl.jaas.config\": \""
                + login
                + "\", \"column.mask.hash.SHA-256.with.salt.hunter3\": \"shop.a.b\""),
        "-o",
        format);

    assertThat(out.toString() + err).doesNotContain("hunter").contains("replace-me");
    if (format.equals("json")) {
      JsonNode report = new ObjectMapper().readTree(err.toString());
      assertThat(report.path("kind").asText()).isEqualTo("migrate");
      assertThat(report.path("connectors").path(0).path("changed").size()).isGreaterThan(5);
    }
  }

  @Test
  void severalFilesBecomeAListAndOtherFormsAreRead() throws IOException {
    Path bare = write("bare.json", "{" + CONFIG + "}");
    Path properties =
        write(
            "old.properties",
            "connector.class=io.debezium.connector.mysql.MySqlConnector\n"
                + "database.hostname=h\ndatabase.server.name=p\ndatabase.password=hunter2\n");

    assertThat(run("migrate", bare.toString(), properties.toString())).isEqualTo(ExitCode.DONE);

    JsonNode list = new ObjectMapper().readTree(out.toString());
    assertThat(list).extracting(one -> one.path("name").asText()).containsExactly("bare", "old");
    assertThat(list.path(1).path("config").path("database.server.id").asText()).isNotEmpty();
  }

  @Test
  void whatIsNotOldOrNotMySqlIsAnErrorAndNothingIsWritten() throws IOException {
    Path postgres =
        write(
            "pg.json",
            "{\"connector.class\": \"io.debezium.connector.postgresql.PostgresConnector\"}");
    Path old = write("old.json", OLD);
    Path current =
        write(
            "now.json",
            "{\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
                + " \"extended.headers.enabled\": \"false\"}");

    assertThat(
            run(
                "migrate",
                old.toString(),
                postgres.toString(),
                current.toString(),
                "--write",
                bundle.root().toString()))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[migration-unsupported]", "[configuration-current]", "run mskcdc adopt");
    assertThat(bundle.root().resolve("orders.json")).doesNotExist();
  }

  private int migrate(String old, String... options) throws IOException {
    return run(arguments(write("old.json", old), bundle.root(), "--configs", options));
  }

  private int migrateInto(String old, String... options) throws IOException {
    return run(arguments(write("old.json", old), bundle.root(), "--write", options));
  }

  private static String[] arguments(Path file, Path folder, String as, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("migrate", file.toString(), as, folder.toString()));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(temp.resolve(name), content);
  }

  private String read(String file) throws IOException {
    return Files.readString(bundle.root().resolve(file));
  }

  private int run(String... arguments) {
    return Main.commandLine(Terminal.ofProcess(), new TargetConnections())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
