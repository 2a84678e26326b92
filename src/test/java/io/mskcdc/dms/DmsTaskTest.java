package io.mskcdc.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmsTaskTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TASK =
      """
      migrationType: full-load-and-cdc
      source:
        EngineName: mysql
        ServerName: "{{ host }}"
        Port: 3306
      target:
        EngineName: s3
        S3Settings: {BucketName: lake, ServiceAccessRoleArn: "{{ role }}", AddColumnName: true}
      tables:
        - include: shop.%
        - exclude: shop.audit
        - include: shop.customers
          masks: {email: hash-mask, phone: "digits-mask #"}
          removeColumns: [notes]
          renameTable: people
      serverless: {MaxCapacityUnits: 8, MultiAZ: true, VpcSecurityGroupIds: [sg-1]}
      settings:
        TargetMetadata: {LobMaxSize: 32, SupportLobs: true}
      tags: {team: shop}
      """;

  @TempDir Path temp;

  private BundleFolder bundle(String task) {
    return new BundleFolder(temp)
        .environment(
            "test",
            "http://h:1",
            "variables: {host: db.example, role: 'arn:aws:iam::111122223333:role/lake'}\n"
                + "connectors: []\ndms:\n  - name: orders")
        .file("dms/orders.yaml", task);
  }

  private Bundle read() {
    return new BundleReader(new BundlePaths(temp.resolve("connector-configs")))
        .readDmsTasks("test", List.of());
  }

  private DmsTask task(String file) {
    bundle(file);
    return DmsTask.of(read().dmsTasks().get(0));
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Test
  void aServerlessTaskBecomesAReplicationConfig() throws IOException {
    DmsTask task = task(TASK);

    JsonNode request =
        task.createReplicationConfig((Compute.Serverless) task.compute(), "source", "target");

    assertThat(JSON.readTree(request.path("ReplicationSettings").asText()))
        .isEqualTo(json("{\"TargetMetadata\":{\"LobMaxSize\":32,\"SupportLobs\":true}}"));
    assertThat(request.path("ReplicationConfigIdentifier").asText()).isEqualTo("orders");
    assertThat(request.path("ReplicationType").asText()).isEqualTo("full-load-and-cdc");
    assertThat(JSON.readTree(request.path("ComputeConfig").toString()))
        .isEqualTo(
            json("{\"MaxCapacityUnits\":8,\"MultiAZ\":true,\"VpcSecurityGroupIds\":[\"sg-1\"]}"));
    assertThat(request.path("Tags").toString())
        .isEqualTo("[{\"Key\":\"team\",\"Value\":\"shop\"}]");
  }

  @Test
  void tablesMasksAndRenamesBecomeRulesInTheOrderOfTheFile() {
    assertThat(task(TASK).tableMappings().path("rules"))
        .extracting(JsonNode::toString)
        .containsExactly(
            rule("selection", "include", 1, "\"object-locator\":{" + locator("%") + "}"),
            rule("selection", "exclude", 2, "\"object-locator\":{" + locator("audit") + "}"),
            rule("selection", "include", 3, "\"object-locator\":{" + locator("customers") + "}"),
            rule(
                "transformation",
                "rename",
                4,
                "\"rule-target\":\"table\",\"object-locator\":{"
                    + locator("customers")
                    + "},\"value\":\"people\""),
            rule("transformation", "remove-column", 5, column("notes")),
            rule("transformation", "data-masking-hash-mask", 6, column("email")),
            rule(
                "transformation",
                "data-masking-digits-mask",
                7,
                column("phone") + ",\"value\":\"#\""));
  }

  private static String rule(String type, String action, int id, String rest) {
    return "{\"rule-type\":\"%s\",\"rule-action\":\"%s\",\"rule-id\":\"%d\",\"rule-name\":\"%d\",%s}"
        .formatted(type, action, id, id, rest);
  }

  private static String locator(String table) {
    return "\"schema-name\":\"shop\",\"table-name\":\"" + table + "\"";
  }

  private static String column(String name) {
    return "\"rule-target\":\"column\",\"object-locator\":{"
        + locator("customers")
        + ",\"column-name\":\""
        + name
        + "\"}";
  }

  @Test
  void endpointsHaveTheTypesOfTheApiAndTheVariablesOfTheEnvironment() throws IOException {
    DmsTask task = task(TASK);

    assertThat(JSON.readTree(task.createEndpoint(task.source()).toString()))
        .isEqualTo(
            json(
                """
                {"EndpointIdentifier": "orders-source", "EngineName": "mysql",
                 "ServerName": "db.example", "Port": 3306, "EndpointType": "source",
                 "Tags": [{"Key": "team", "Value": "shop"}]}
                """));
    assertThat(JSON.readTree(task.target().settings().toString()))
        .isEqualTo(
            json(
                """
                {"BucketName": "lake", "AddColumnName": true,
                 "ServiceAccessRoleArn": "arn:aws:iam::111122223333:role/lake"}
                """));
  }

  @Test
  void aProvisionedTaskBecomesAnInstanceAndATask() {
    DmsTask task =
        task(
            TASK.replaceAll(
                "serverless: .*",
                "provisioned: {ReplicationInstanceClass: dms.r6i.large, EngineVersion: 3.5.4,"
                    + " AllocatedStorage: 100}"));

    assertThat(task.createReplicationInstance((Compute.Provisioned) task.compute()).toString())
        .isEqualTo(
            "{\"ReplicationInstanceIdentifier\":\"orders\","
                + "\"ReplicationInstanceClass\":\"dms.r6i.large\",\"EngineVersion\":\"3.5.4\","
                + "\"AllocatedStorage\":100,\"Tags\":[{\"Key\":\"team\",\"Value\":\"shop\"}]}");
    assertThat(task.createReplicationTask("s", "t", "i").path("ReplicationInstanceArn").asText())
        .isEqualTo("i");
  }

  @Test
  void anOverlayOfTheEnvironmentIsMergedOverTheFile() {
    bundle(TASK)
        .file(
            "environments/test/dms/orders.yaml",
            "identifier: orders-test\nserverless: {MaxCapacityUnits: 2, MultiAZ: null}\n");

    DmsTask task = DmsTask.of(read().dmsTasks().get(0));

    assertThat(task.target().identifier()).isEqualTo("orders-test-target");
    assertThat(((Compute.Serverless) task.compute()).config().toString())
        .isEqualTo("{\"MaxCapacityUnits\":2,\"VpcSecurityGroupIds\":[\"sg-1\"]}");
  }

  @Test
  void everyMistakeOfAFileIsReportedWithItsPlaceAndKey() {
    bundle(
        TASK.replace("Port:", "Prot:")
            .replace("full-load-and-cdc", "continuous")
            .replace("hash-mask", "sha")
            .replace("{{ role }}", "{{ roel }}"));

    assertThatThrownBy(this::read)
        .hasMessageContaining(
            "[dms-file-invalid] connector-configs/dms/orders.yaml:1:16, migrationType:"
                + " 'continuous' is not allowed")
        .hasMessageContaining(
            "orders.yaml:5:3, source.Prot: this key is not known: did you mean Port?")
        .hasMessageContaining(
            "orders.yaml:8:56, target.S3Settings.ServiceAccessRoleArn: the variable")
        .hasMessageContaining("orders.yaml:13:20, tables.masks.email: 'sha' is not a mask");
  }

  @Test
  void aTaskWithoutComputeAndATargetWithTheSettingsOfAnotherEngineAreReported() {
    bundle(TASK.replaceAll("serverless: .*", "").replace("EngineName: s3", "EngineName: kafka"));

    assertThatThrownBy(this::read)
        .hasMessageContaining("it has not either serverless or provisioned")
        .hasMessageContaining("target: the settings are not those of the engine");
  }

  @Test
  void theShippedTaskIsValidForAnEditorWhichSeesItsVariables() throws IOException {
    Path configs = Path.of("../connector-configs");
    Path file = configs.resolve("dms/orders-lake.yaml");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(JSON.readTree(configs.resolve("schema/dms.schema.json").toFile()));

    assertThat(schema.validate(new YAMLMapper().readTree(file.toFile()))).isEmpty();
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("# yaml-language-server: $schema=../schema/dms.schema.json");
  }

  @Test
  void aListedTaskWithoutAFileIsReported() {
    bundle(TASK).without("dms/orders.yaml");

    assertThatThrownBy(this::read)
        .hasMessageContaining(
            "[dms-file-missing] connector-configs/environments/test/environment.yaml:7:5,"
                + " dms.orders: there is no file connector-configs/dms/orders.yaml");
  }

  @Test
  void aMistakeInATaskEndsNoCommandForConnectors() {
    bundle(TASK.replace("Port:", "Prot:"));

    assertThat(
            new BundleReader(new BundlePaths(temp.resolve("connector-configs")))
                .read("test", List.of())
                .tolerated())
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.Prot"));
  }
}
