package io.mskcdc.cli.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmsImportCommandTest {
  private static final Path CLASSIC = Path.of("test/resources/io/mskcdc/dms/classic-task.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
  }

  @Test
  void theClassicTaskHasExactlyItsFindings() throws IOException {
    run(CLASSIC, "-o", "json");

    assertThat(codes("found"))
        .containsExactlyInAnyOrder(
            "DMS001 provisioned.EngineVersion",
            "DMS002 target.S3Settings.ExternalTableDefinition",
            "DMS003 source.DatabaseName",
            "DMS004 source.Password",
            "DMS005 source.SslMode",
            "DMS006 migrationType",
            "DMS007 settings.FullLoadSettings.TargetTablePrepMode",
            "DMS007 settings.FullLoadSettings.CreatePkAfterFullLoad",
            "DMS008 settings.TargetMetadata.LobMaxSize",
            "DMS009 settings.ErrorBehavior",
            "DMS010 target.S3Settings.IncludeOpForFullLoad",
            "DMS010 target.S3Settings.TimestampColumnName",
            "DMS010 target.S3Settings.AddColumnName",
            "DMS011 tables.include");
  }

  @Test
  void theFileOfTheClassicTaskIsCorrectedExceptForDecisions() throws IOException {
    assertThat(run(CLASSIC)).isEqualTo(ExitCode.FAILED);

    assertThat(written("cdc-task"))
        .isEqualTo(
            """
            # yaml-language-server: $schema=../schema/dms.schema.json
            # The secret of the source has to contain: ServerName source-db.cluster-123456.us-east-1.rds.amazonaws.com, Port 3306, Username dms_user, Password
            migrationType: full-load-and-cdc
            source:
              EndpointIdentifier: source-mysql
              EngineName: mysql
              SslMode: verify-full
              MySQLSettings:
                SecretsManagerSecretId: replace-me
                SecretsManagerAccessRoleArn: replace-me
              CertificateArn: replace-me
            target:
              EndpointIdentifier: target-s3
              EngineName: s3
              S3Settings:
                BucketName: cdc-data-lake
                BucketFolder: raw/
                ServiceAccessRoleArn: arn:aws:iam::123456789012:role/DMSS3Role
                CompressionType: GZIP
                DataFormat: parquet
                IncludeOpForFullLoad: true
                TimestampColumnName: dms_timestamp
            tables:
              - include: production.%
            provisioned:
              ReplicationInstanceIdentifier: cdc-replication-instance
              ReplicationInstanceClass: dms.r5.large
              AllocatedStorage: 100
              MultiAZ: true
              VpcSecurityGroupIds:
                - sg-12345678
              ReplicationSubnetGroupIdentifier: my-subnet-group
              PubliclyAccessible: false
              EngineVersion: 3.5.4
              AutoMinorVersionUpgrade: true
            settings:
              TargetMetadata:
                SupportLobs: true
                FullLobMode: false
                LobChunkSize: 64
                LimitedSizeLobMode: true
                LobMaxSize: 32
              FullLoadSettings:
                TargetTablePrepMode: DROP_AND_CREATE
                CreatePkAfterFullLoad: true
              Logging:
                EnableLogging: true
                LogComponents:
                  - Id: SOURCE_UNLOAD
                    Severity: LOGGER_SEVERITY_DEFAULT
                  - Id: TARGET_LOAD
                    Severity: LOGGER_SEVERITY_DEFAULT
                  - Id: SOURCE_CAPTURE
                    Severity: LOGGER_SEVERITY_DEFAULT
                  - Id: TARGET_APPLY
                    Severity: LOGGER_SEVERITY_DEFAULT
              ErrorBehavior:
                DataErrorPolicy: STOP_TASK
                DataTruncationErrorPolicy: STOP_TASK
                TableErrorPolicy: STOP_TASK
                FailOnNoTablesCaptured: true
            """);
    assertThat(out.toString())
        .contains("classic-task.json:3:", ", source.Password: the password is in clear\n")
        .contains("wrote connector-configs/dms/cdc-task.yaml\n")
        .containsSubsequence("correct what is left in it", "cdc-task.yaml:24:14", "tables.include")
        .endsWith("- name: cdc-task\n");
    assertThat(out.toString() + err + written("cdc-task")).doesNotContain("not-a-real-password");
  }

  @Test
  void aDecidedFileOfTheClassicTaskHasNoFinding() throws IOException {
    run(CLASSIC);
    bundle
        .file(
            "dms/cdc-task.yaml",
            written("cdc-task")
                .replace(
                    "include: production.%",
                    "include: production.orders\n    masks: {a: hash-mask}")
                .replace("replace-me", "arn:aws:dms:eu-west-1:111122223333:x"))
        .environment("test", "http://h:1", "connectors: []\ndms: [{name: cdc-task}]");

    out.getBuffer().setLength(0);
    execute("lint", "--env", "test", "-o", "json");

    assertThat(codes("findings")).isEmpty();
  }

  @Test
  void anAnswerWithTextsOfJsonIsReadWithItsEndpointsAndItsInstance() throws IOException {
    ObjectNode classic = (ObjectNode) JSON.readTree(CLASSIC.toFile());
    ObjectNode task = (ObjectNode) classic.get("replicationTask");
    for (String key : List.of("TableMappings", "ReplicationTaskSettings")) {
      task.put(key, task.get(key).toString());
    }
    task.put("Status", "running")
        .put("SourceEndpointArn", "arn:s")
        .put("TargetEndpointArn", "arn:t");
    ObjectNode answer = JSON.createObjectNode();
    answer.putArray("ReplicationTasks").add(task);
    answer
        .putArray("Endpoints")
        .add(JSON.createObjectNode().put("EndpointType", "SOURCE").put("EndpointArn", "arn:other"))
        .add(((ObjectNode) classic.get("sourceEndpoint")).put("EndpointArn", "arn:s"))
        .add(
            ((ObjectNode) classic.get("targetEndpoint"))
                .put("EndpointArn", "arn:t")
                .put("EndpointType", "TARGET")
                .put("SslMode", "none"));
    ObjectNode instance = (ObjectNode) classic.get("replicationInstance");
    instance.put("ReplicationInstanceStatus", "available").remove("VpcSecurityGroupIds");
    instance.putArray("VpcSecurityGroups").addObject().put("VpcSecurityGroupId", "sg-12345678");
    answer.putArray("ReplicationInstances").add(instance);
    run(CLASSIC, "-o", "json");
    List<String> ofClassic = codes("found");
    String expected = written("cdc-task");
    bundle.without("dms/cdc-task.yaml");
    out.getBuffer().setLength(0);

    run(file(answer.toString()), "-o", "json");

    assertThat(codes("found")).containsExactlyInAnyOrderElementsOf(ofClassic);
    assertThat(written("cdc-task").lines().sorted()).isEqualTo(expected.lines().sorted().toList());
  }

  @Test
  void aRequestOfOneEndpointHasOnlyItsOwnFindingsAndTheRestIsToDo() throws IOException {
    assertThat(
            run(
                file(
                    """
                    {"EndpointIdentifier": "lake", "EndpointType": "target", "EngineName": "s3",
                     "Username": "", "Port": 0, "Colour": "red",
                     "S3Settings": {"BucketName": "lake", "ServiceAccessRoleArn": "arn:r",
                                    "DataFormat": "parquet", "IncludeOpForFullLoad": true},
                     "KinesisSettings": {"StreamArn": "", "IncludeNullAndEmpty": true}}
                    """),
                "-o",
                "json"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(codes("found"))
        .containsExactly("CDC117 target.Colour", "DMS010 target.S3Settings.TimestampColumnName");
    assertThat(written("task")).contains("migrationType: replace-me", "EngineName: replace-me");
    assertThat(codes("left"))
        .contains("CDC117 migrationType", "CDC117 source.EngineName", "CDC117 target.Colour");
  }

  @Test
  void passwordsAreInNoOutputWhereverTheyAre() throws IOException {
    for (String debug : List.of("-o=text", "-o=json", "-o=markdown", "--debug")) {
      run(
          file(
              """
              {"sourceEndpoint": {"EngineName": "mysql", "Username": "u", "Password": "hunter2-a",
                 "ExtraConnectionAttributes": "password=hunter2-b",
                 "MySQLSettings": {"Password": "hunter2-c", "AuthenticationMethod": "iam",
                                   "Pasword": "hunter2-d", "DbPassword": "hunter2-e"}},
               "targetEndpoint": {"EngineName": "kafka",
                 "KafkaSettings": {"Broker": "b:1", "SaslPassword": "hunter2-f",
                                   "SslClientKeyPassword": "hunter2-g"}}}
              """),
          debug);

      assertThat(written("task"))
          .contains("SaslPassword: \"${secretsmanager:replace-me:password}\"\n")
          .doesNotContain("hunter2");
      assertThat(out.toString() + err).doesNotContain("hunter2");
      bundle.without("dms/task.yaml");
    }
  }

  @Test
  void aMappingThatNoShorterFormHasStaysARule() throws IOException {
    run(
        file(
            """
            {"ReplicationConfigIdentifier": "orders", "ReplicationType": "cdc",
             "CdcStartTime": "1970-01-01T00:00:00",
             "ComputeConfig": {"MaxCapacityUnits": 3},
             "TableMappings": {"rules": [
               {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                "object-locator": {"schema-name": "shop", "table-name": "orders"}},
               {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "2",
                "rule-action": "map-record-to-record", "kafka-target-topic": "orders",
                "object-locator": {"schema-name": "shop", "table-name": "orders"}}]}}
            """),
        "-o",
        "json");

    assertThat(codes("found"))
        .contains("DMS006 migrationType", "DMS017 serverless.MaxCapacityUnits");
    assertThat(written("orders"))
        .contains(
            "tables:\n  - include: shop.orders\nmappingRules:\n  - rule-type: object-mapping\n")
        .contains("MaxCapacityUnits: 3\n")
        .doesNotContain("rule-id");
  }

  @Test
  void aFileWithoutATaskAndOneWithTwoAreReported() throws IOException {
    assertThat(run(file("{\"a\": 1}"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("it contains no task, endpoint or instance of DMS");

    run(file("{\"ReplicationTasks\": [{}, {\"a\": 1}]}"));
    assertThat(err.toString()).contains("task.json:1:27: it contains more than one task");
  }

  @Test
  void aTaskThatHasAFileIsNotOverwritten() throws IOException {
    run(CLASSIC);
    String before = written("cdc-task");

    assertThat(run(CLASSIC)).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[file-exists] connector-configs/dms/cdc-task.yaml");
    assertThat(written("cdc-task")).isEqualTo(before);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(temp.resolve("task.json"), content);
  }

  private String written(String name) throws IOException {
    return Files.readString(bundle.root().resolve("dms/" + name + ".yaml"));
  }

  private List<String> codes(String list) throws IOException {
    List<String> codes = new ArrayList<>();
    for (JsonNode finding : JSON.readTree(out.toString()).path(list)) {
      codes.add(finding.path("rule").asText() + " " + finding.path("key").asText());
    }
    return codes;
  }

  private int run(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("dms", "import", file.toString()));
    arguments.addAll(List.of(options));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--configs", bundle.root().toString()));
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
