package io.mskcdc.cli.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
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
import org.junit.jupiter.params.provider.CsvSource;

class AdoptCommandTest {
  private static final String REQUEST =
      """
      {
        "connectorName": "orders",
        "connectorDescription": "The orders",
        "capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 1}},
        "kafkaConnectVersion": "3.7.x",
        "connectorConfiguration": {
          "tasks.max": "1",
          "connector.class": "a.B",
          "host": "db.example",
          "x.password": "hunter2"
        }
      }
      """;

  @TempDir Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle =
        new BundleFolder(temp)
            .environment(
                "test", "http://h:1", "variables:\n  host: db.example\nconnectors:\n  - name: shop")
            .connector("shop", "\"connector.class\": \"a.B\", \"h\": \"{{ host }}\"");
  }

  @Test
  void aRequestOfTheAwsCliBecomesAFileAndItsOtherSettingsAreToDo() throws Exception {
    assertThat(adopt("request.json", REQUEST, "--env", "test")).isEqualTo(ExitCode.DONE);

    assertThat(file("orders.json"))
        .isEqualTo(
            """
            {
              "name": "orders",
              "description": "The orders",
              "config": {
                "connector.class": "a.B",
                "tasks.max": "1",
                "host": "{{ host }}",
                "x.password": "${file:/path/to/secrets.properties:orders.x.password}"
              }
            }
            """);
    assertThat(out.toString())
        .startsWith("wrote connector-configs/orders.json\n")
        .contains("to do: x.password is a secret")
        .contains("to do: write into environment.yaml: connectVersion, capacity;")
        .contains("to do: then list it under connectors in connector-configs/environments/test/")
        .endsWith("- name: orders\n");
    assertThat(file("environments/test/environment.yaml")).doesNotContain("orders");
    assertThat(out.toString() + err).doesNotContain("hunter2");
  }

  @Test
  void theSettingsOfARequestBecomeTheEntryOfTheConnector() throws Exception {
    String request =
        """
        {
          "connectorName": "orders",
          "kafkaConnectVersion": "3.7.x",
          "capacity": {"autoScaling": {"mcuCount": 1, "minWorkerCount": 1, "maxWorkerCount": 2,
            "scaleInPolicy": {"cpuUtilizationPercentage": 20},
            "scaleOutPolicy": {"cpuUtilizationPercentage": 80}}},
          "plugins": [{"customPlugin": {"revision": 1, "customPluginArn":
            "arn:aws:kafkaconnect:eu-west-1:111122223333:custom-plugin/debezium/0a-1"}}],
          "serviceExecutionRoleArn": "arn:aws:iam::111122223333:role/cdc",
          "kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"},
          "kafkaCluster": {"apacheKafkaCluster": {"bootstrapServers": "b:9098"}},
          "workerConfiguration": {"workerConfigurationArn": "arn:x", "revision": 1},
          "logDelivery": {"workerLogDelivery": {
            "cloudWatchLogs": {"enabled": true, "logGroup": "/cdc, all"},
            "s3": {"enabled": false}}},
          "connectorConfiguration": {"connector.class": "a.B"}
        }
        """;

    assertThat(adopt("request.json", request)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains("to do: write into environment.yaml: kafkaCluster, workerConfiguration;")
        .endsWith(
            """
            list it under connectors in environment.yaml of its environments:
                - name: orders
                  plugin: debezium
                  connectVersion: 3.7.x
                  role: arn:aws:iam::111122223333:role/cdc
                  capacity: {autoScaling: {mcuCount: 1, minWorkerCount: 1, maxWorkerCount: 2,\
             scaleInPolicy: {cpuUtilizationPercentage: 20},\
             scaleOutPolicy: {cpuUtilizationPercentage: 80}}}
                  encryption: TLS
                  logDelivery: {cloudWatchLogs: {logGroup: "/cdc, all"}}
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders.json       | {\"connector.class\": \"a.B\", \"n\": 5}",
        "any.json          | {\"name\": \"orders\", \"connector.class\": \"a.B\", \"n\": 5}",
        "any.json          | {\"name\": \"orders\", \"config\": {\"name\": \"orders\","
            + " \"connector.class\": \"a.B\", \"n\": 5}, \"tasks\": [], \"type\": \"source\"}",
        "orders.properties | connector.class=a.B%nn: 5",
        "orders.tf         | connector_configuration = {%n \"connector.class\" = \"a.B\" # why%n"
            + " n = 5%n}",
      })
  void eachFormBecomesAFileThatTheEnvironmentLists(String name, String content) throws Exception {
    assertThat(adopt(name, content.formatted(), "--env", "test")).isEqualTo(ExitCode.DONE);

    assertThat(file("orders.json"))
        .isEqualTo(
            """
            {
              "name": "orders",
              "config": {
                "connector.class": "a.B",
                "n": "5"
              }
            }
            """);
    assertThat(file("environments/test/environment.yaml"))
        .endsWith("connectors:\n  - name: shop\n  - name: orders\n");
    assertThat(out).hasToString("wrote connector-configs/orders.json\n");
    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void theResourceOfTerraformKeepsItsVariablesAndReferences() throws Exception {
    String resource =
        """
        resource "aws_mskconnect_connector" "this" {
          name        = "orders"
          description = "The orders"
          capacity { provisioned_capacity { worker_count = 1 } }
          connector_configuration = {
            "connector.class" = "a.B", // one line
            /* of
               the database */
            "host"     = var.db_host
            "url"      = "jdbc://${local.db_host}:${ var.port }/x"
            "user"     = "$${file:/f:user}"
            "regex"    = "a\\\\.b \\"c\\""
            "x.token"  = var.token
            "enabled"  = true
          }
        }
        """;

    assertThat(adopt("main.tf", resource)).isEqualTo(ExitCode.DONE);

    assertThat(file("orders.json"))
        .isEqualTo(
            """
            {
              "name": "orders",
              "description": "The orders",
              "config": {
                "connector.class": "a.B",
                "host": "{{ db_host }}",
                "url": "jdbc://{{ db_host }}:{{ port }}/x",
                "user": "${file:/f:user}",
                "regex": "a\\\\.b \\"c\\"",
                "x.token": "${file:/path/to/secrets.properties:orders.x.token}",
                "enabled": "true"
              }
            }
            """);
    assertThat(out.toString())
        .contains("write into environment.yaml: the other arguments of the resource")
        .endsWith(
            "list it under connectors in environment.yaml of its environments: - name: orders\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1}                            | [connector-file-invalid] | no configuration",
        "{\"connector.class\": \"a.B\", \"x\": {}} | [config-value-invalid]   | x: it is no text",
        "{\"connector.class\": \"{{ a }}\"}        | [config-value-invalid]   | begins a variable",
        "{ \"connector.class\" = \"a\", @ }    | [file-syntax]            | no entry",
        "{ \"connector.class\" = aws_x.y.z }     | :1:3, connector.class    | expression",
        "{ \"connector.class\" = \"${f(1)}\" }     | :1:3, connector.class    | expression",
        "{ \"connector.class\" = \"a.{{ b }}\" }   | [config-value-invalid]   | begins a variable",
        "{\"name\": \"a/b\", \"config\": {}}         | [connector-name-invalid] | 'a/b'",
        "{\"connector.class\":                 | [file-syntax]            | end-of-input",
      })
  void aFileThatCannotBeConvertedIsAnErrorAndNothingIsWritten(
      String content, String place, String message) throws Exception {
    List<Path> before = files();

    assertThat(adopt("in.json", content)).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains(place).contains(message).contains("next: ");
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "merge(local.base, {%n \"connector.class\" = \"a.B\"%n})%n | :1:1 | expression",
        "connector_configuration = merge(local.base, {%n \"connector.class\" = \"a.B\"%n})%n"
            + "| :1:27, connector_configuration | expression",
        "connector_configuration = {%n \"connector.class\" = \"a.B\"%n | :3:1 | no entry",
        "{%n \"connector.class\" = \"a.B\"%n}%n{%n \"b\" = \"c\"%n} | :4:1 | more follows",
        "{%n \"connector.class\" = \"a.B\"%n \"b\" = \"1\"%n \"b\" = \"2\"%n}"
            + " | :4:2: b | twice",
        "{%n \"connector.class\" = \"a.B\"%n \"${var.k}\" = \"1\"%n} | :3:2 | expression",
        "resource \"c\" \"d\" {%n name = \"a-${var.env}\"%n connector_configuration = {%n"
            + " \"connector.class\" = \"a.B\"%n }%n} | , name: | expression",
        "spec:%n  config:%n    connector.class: a.B%n | [connector-file-invalid] | YAML",
        "spec:%n  class: a.B%n | [connector-file-invalid] | YAML",
        "connector.class: 'a.B'%n | [connector-file-invalid] | YAML",
      },
      quoteCharacter = '~')
  void aFileOfWhichAPartWouldBeLostIsAnError(String content, String place, String message)
      throws Exception {
    List<Path> before = files();

    assertThat(adopt("in.tf", content.formatted())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains(place).contains(message).contains("next: ");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aSecretInADescriptionIsNotWritten() throws Exception {
    String request =
        """
        {"connectorName": "orders", "connectorDescription": "login: cdc, password=hunter2",
         "connectorConfiguration": {"connector.class": "a.B"}}
        """;

    assertThat(adopt("request.json", request)).isEqualTo(ExitCode.DONE);

    assertThat(file("orders.json"))
        .contains("login: cdc, password=(sensitive)")
        .doesNotContain("hunter2");
  }

  @Test
  void theNameIsThatOfTheResourceWhichHasTheMap() throws Exception {
    String resources =
        """
        resource "aws_mskconnect_worker_configuration" "this" {
          name        = "workers"
          description = "The workers"
        }
        resource "aws_mskconnect_connector" "this" {
          capacity {
            name = "none" # }
          }
          # connector_configuration = {}
          connector_configuration = { "connector.class" = "a.B" }
          name = "orders"
        }
        """;

    assertThat(adopt("main.tf", resources)).isEqualTo(ExitCode.DONE);

    assertThat(file("orders.json")).contains("\"orders\"").doesNotContain("workers");
  }

  @Test
  void severalConnectorsInAFileAreAnError() throws Exception {
    String one = "connector_configuration = {\n \"connector.class\" = \"a.B\"\n}\n";

    assertThat(adopt("main.tf", one + one)).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("main.tf:4:1: the file contains several connectors");
  }

  @Test
  void aConnectorWithAMistakeIsWrittenAndNotListed() throws Exception {
    String content =
        "{\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
            + " \"snapshot.mode\": \"schema_only\"}";

    assertThat(adopt("orders.json", content, "--env", "test")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("[value-renamed] connector-configs/orders.json:5:22");
    assertThat(file("environments/test/environment.yaml")).doesNotContain("orders");
  }

  @Test
  void aFileOfTheBundleInAnotherFormIsConvertedInItsPlace() throws Exception {
    bundle
        .environment("test", "http://h:1", "connectors: [{name: shop}, {name: orders}]")
        .connector("shop", "\"connector.class\": \"a.B\"")
        .file("orders.json", "{\"connector.class\": \"a.B\"}");
    assertThat(bundle.problems()).hasSize(1);

    assertThat(run(bundle.root().resolve("orders.json"), "--env", "test")).isEqualTo(ExitCode.DONE);

    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void aFileWithTheOnlyCopyOfASecretIsNotOverwritten() throws Exception {
    bundle.file("orders.json", REQUEST);

    assertThat(run(bundle.root().resolve("orders.json"))).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString())
        .contains("[file-exists] connector-configs/orders.json: it would be overwritten")
        .contains("x.password")
        .doesNotContain("hunter2");
    assertThat(file("orders.json")).isEqualTo(REQUEST);
  }

  @Test
  void theReportAsJsonHasWhatIsLeftToDo() throws Exception {
    adopt("request.json", REQUEST, "-o", "json");

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("listed").asBoolean(true)).isFalse();
    assertThat(report.at("/entry/2").asText())
        .isEqualTo("  capacity: {mcuCount: 1, workerCount: 1}");
    assertThat(report.path("unplaced")).isEmpty();
    assertThat(report.at("/secrets/0/key").asText()).isEqualTo("x.password");
  }

  private String file(String name) throws Exception {
    return Files.readString(bundle.root().resolve(name));
  }

  private List<Path> files() throws Exception {
    try (var walk = Files.walk(bundle.root())) {
      return walk.toList();
    }
  }

  private int adopt(String name, String content, String... options) throws Exception {
    return run(Files.writeString(temp.resolve(name), content), options);
  }

  private int run(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("adopt", file.toString()));
    arguments.addAll(List.of("--configs", bundle.root().toString()));
    arguments.addAll(List.of(options));
    return Main.commandLine(Terminal.ofProcess(), new TargetConnections())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
