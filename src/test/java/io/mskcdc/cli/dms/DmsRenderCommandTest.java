package io.mskcdc.cli.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.InstalledProgram;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.infra.AwsProvider;
import io.mskcdc.infra.Terraform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmsRenderCommandTest {
  private static final Path SHIPPED = Path.of("../connector-configs/dms/orders-lake.yaml");

  private static final String ENVIRONMENT =
      """
      variables:
        dms_certificate: arn:aws:dms:eu-west-1:111122223333:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ
        dms_secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/dms-AbCdEf
        dms_secret_role: arn:aws:iam::111122223333:role/secret
        dms_bucket: example-lake
        dms_bucket_role: arn:aws:iam::111122223333:role/lake
        dms_subnet_group: private
        dms_security_group: sg-0123456789abcdef0
      connectors: []
      dms: [{name: orders-lake}, {name: orders-stream}, {name: cdc-task}]
      """;

  private static final String STREAM =
      """
      migrationType: cdc
      cdcStart: {time: 2026-11-30T08:00:00Z}
      source:
        EngineName: aurora
        SslMode: verify-full
        CertificateArn: "{{ dms_certificate }}"
        MySQLSettings:
          SecretsManagerSecretId: "{{ dms_secret }}"
          SecretsManagerAccessRoleArn: "{{ dms_secret_role }}"
      target:
        EngineName: kafka
        KafkaSettings:
          Broker: b-1.example.com:9096,b-2.example.com:9096
          SecurityProtocol: sasl-ssl
          SaslMechanism: scram-sha-512
          SaslUsername: ${secretsmanager:shop/kafka:username}
          SaslPassword: ${secretsmanager:shop/kafka:password}
          IncludeTransactionDetails: true
          IncludeNullAndEmpty: true
          IncludePartitionValue: true
      tables:
        - include: shop.orders
          masks: {note: "digits-mask %"}
      mappingRules:
        - rule-type: object-mapping
          rule-name: topic
          rule-action: map-record-to-record
          kafka-target-topic: orders-${x}
          object-locator: {schema-name: shop, table-name: orders}
      provisioned:
        ReplicationInstanceClass: dms.r6i.large
        EngineVersion: 3.5.4
        AllocatedStorage: 100
        MultiAZ: false
        VpcSecurityGroupIds: ["{{ dms_security_group }}"]
        ReplicationSubnetGroupIdentifier: "{{ dms_subnet_group }}"
        PubliclyAccessible: false
      settings:
        TargetMetadata: {ParallelApplyThreads: 8, SupportLobs: false}
        ErrorBehavior:
          DataErrorPolicy: STOP_TASK
          TableErrorPolicy: STOP_TASK
          FailOnNoTablesCaptured: true
      tags: {team: shop}
      """;

  private static final Pattern REFUSED =
      Pattern.compile(
          "dms-not-renderable\\].*dms/(\\w+)\\.yaml.*, (\\w+)\\.[\\w.]*?(\\w+): .* has no place");

  private static final String KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000000";

  private static final String ROLE = "arn:aws:iam::111122223333:role/dms";

  private static final String SECRET =
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/dms-AbCdEf";

  private static final String CERTIFICATE =
      "arn:aws:dms:eu-west-1:111122223333:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** The values that must have a form. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("AllocatedStorage", "100"),
          Map.entry("AvailabilityZone", "eu-west-1a"),
          Map.entry("Broker", "b-1.example.com:9096"),
          Map.entry("BucketName", "example-lake"),
          Map.entry("CertificateArn", CERTIFICATE),
          Map.entry("CsvDelimiter", "\",\""),
          Map.entry("CsvRowDelimiter", "\"\\n\""),
          Map.entry("EndpointIdentifier", "shop"),
          Map.entry("EngineVersion", "3.5.4"),
          Map.entry("ExpectedBucketOwner", "\"111122223333\""),
          Map.entry("KmsKeyId", KEY),
          Map.entry("MaxCapacityUnits", "8"),
          Map.entry("PreferredMaintenanceWindow", "sun:06:00-sun:14:00"),
          Map.entry("ReplicationInstanceClass", "dms.r6i.large"),
          Map.entry("ReplicationInstanceIdentifier", "shop"),
          Map.entry("SaslMechanism", "scram-sha-512"),
          Map.entry("SaslPassword", "${secretsmanager:shop/kafka:password}"),
          Map.entry("SecretsManagerAccessRoleArn", ROLE),
          Map.entry("SecretsManagerSecretId", SECRET),
          Map.entry("SecurityProtocol", "sasl-ssl"),
          Map.entry("ServerSideEncryptionKmsKeyId", KEY),
          Map.entry("ServiceAccessRoleArn", ROLE),
          Map.entry("SslCaCertificateArn", CERTIFICATE),
          Map.entry("SslClientCertificateArn", CERTIFICATE),
          Map.entry("SslClientKeyArn", CERTIFICATE),
          Map.entry("SslClientKeyPassword", "${secretsmanager:shop/kafka:key}"),
          Map.entry("DatePartitionTimezone", "Europe/Berlin"));

  @TempDir Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private BundleFolder bundle;

  /** A serverless task for S3, a provisioned one for Kafka, and the corrected classic task. */
  @BeforeEach
  void bundle() throws IOException {
    bundle =
        new BundleFolder(temp)
            .environment("test", "http://h:1", ENVIRONMENT)
            .file("dms/orders-lake.yaml", Files.readString(SHIPPED))
            .file("dms/orders-stream.yaml", STREAM);
    run("dms", "import", "test/resources/io/mskcdc/dms/classic-task.json");
    Path classic = bundle.root().resolve("dms/cdc-task.yaml");
    bundle.file(
        "dms/cdc-task.yaml",
        Files.readString(classic)
            .replace("production.%", "production.orders\n    masks: {card: hash-mask}")
            .replace("Id: replace-me", "Id: \"{{ dms_secret }}\"")
            .replace("RoleArn: replace-me", "RoleArn: \"{{ dms_secret_role }}\"")
            .replace("CertificateArn: replace-me", "CertificateArn: \"{{ dms_certificate }}\""));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  @Test
  void aServerlessTaskIsRenderedForTerraform() {
    assertThat(render("terraform", "orders-lake")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .startsWith(
            """
            resource "aws_dms_endpoint" "orders_lake_source" {
              endpoint_id                     = "orders-lake-source"
              engine_name                     = "mysql"
              ssl_mode                        = "verify-full"
            """)
        .contains(
            "  secrets_manager_arn             ="
                + " \"arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/dms-AbCdEf\"\n",
            "resource \"aws_dms_s3_endpoint\" \"orders_lake_target\" {\n",
            "  compression_type         = \"GZIP\"\n",
            "  include_op_for_full_load = true\n",
            """
            resource "aws_dms_replication_config" "orders_lake" {
              replication_config_identifier = "orders-lake"
              replication_type              = "full-load-and-cdc"
              source_endpoint_arn           = aws_dms_endpoint.orders_lake_source.endpoint_arn
              target_endpoint_arn           = aws_dms_s3_endpoint.orders_lake_target.endpoint_arn
              start_replication             = true

              compute_config {
                min_capacity_units          = 1
                max_capacity_units          = 8
                multi_az                    = true
                replication_subnet_group_id = "private"
                vpc_security_group_ids      = ["sg-0123456789abcdef0"]
              }

              table_mappings = jsonencode({
                rules = [
                  {
                    rule-type   = "selection"
            """);
  }

  @Test
  void aProvisionedTaskIsRenderedForTerraformWithPasswordsReadFromSecretsManager() {
    assertThat(render("terraform", "orders-stream")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .containsOnlyOnce(
            """
            data "aws_secretsmanager_secret_version" "shop_kafka" {
              secret_id = "shop/kafka"
            }
            """)
        .contains(
            " = jsondecode(data.aws_secretsmanager_secret_version.shop_kafka.secret_string)[\"password\"]\n",
            "  replication_instance_arn = aws_dms_replication_instance.orders_stream.replication_instance_arn\n",
            "  cdc_start_time           = \"2026-11-30T08:00:00Z\"\n",
            "kafka-target-topic = \"orders-$${x}\"\n",
            "  tags = {\n    team = \"shop\"\n  }\n");
  }

  @Test
  void tasksAreRenderedForCloudFormation() throws IOException {
    assertThat(render("cloudformation")).isEqualTo(ExitCode.DONE);

    JsonNode resources = new ObjectMapper().readTree(out.toString()).path("Resources");
    JsonNode config = resources.path("OrdersLake").path("Properties");
    assertThat(resources.path("OrdersLake").path("Type").asText())
        .isEqualTo("AWS::DMS::ReplicationConfig");
    assertThat(config.path("SourceEndpointArn").path("Ref").asText()).isEqualTo("OrdersLakeSource");
    assertThat(config.at("/TableMappings/rules/0/rule-action").asText()).isEqualTo("include");
    JsonNode kafka = resources.at("/OrdersStreamTarget/Properties/KafkaSettings");
    assertThat(kafka.path("SaslPassword").asText())
        .isEqualTo("{{resolve:secretsmanager:shop/kafka:SecretString:password}}");
    assertThat(kafka.has("SaslMechanism")).isFalse();
    assertThat(resources.at("/OrdersStream/Properties/CdcStartTime").asLong())
        .isEqualTo(1796025600L);
    assertThat(resources.at("/OrdersStream/Properties/ReplicationInstanceArn/Ref").asText())
        .isEqualTo("OrdersStreamInstance");
    assertThat(resources.at("/CdcTaskInstance/Properties/EngineVersion").asText())
        .isEqualTo("3.5.4");
  }

  @Test
  void theTerraformOfAllTasksIsFormattedAndValid() throws Exception {
    Path binary = AwsProvider.required();
    render("terraform");
    Path folder = Files.createDirectory(temp.resolve("rendered"));
    Files.writeString(folder.resolve("dms.tf"), out.toString());
    Files.writeString(
        folder.resolve("versions.tf"),
        "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n  }\n}\n");
    try (AwsProvider provider =
        AwsProvider.start(binary, Files.createDirectory(temp.resolve("p")), Map.of())) {
      Terraform terraform = new Terraform(temp, provider);

      Terraform.Run format = terraform.run(folder, "fmt", "-check", "-diff", "-no-color");
      assertThat(format.exitCode()).as(format.output()).isZero();
      terraform.run(folder, "init", "-input=false", "-backend=false", "-no-color");
      Terraform.Run validate = terraform.run(folder, "validate", "-no-color");
      assertThat(validate.exitCode()).as(validate.output()).isZero();
    }
  }

  @Test
  void theCloudFormationOfAllTasksHasNoFindingOfCfnLint() throws Exception {
    assumeTrue(InstalledProgram.exists("cfn-lint"), "cfn-lint is not on the PATH");
    render("cloudformation");
    Path file = Files.writeString(temp.resolve("dms.json"), out.toString());
    Path output = temp.resolve("cfn-lint.out");

    int exitCode =
        // An environment names its availability zone.
        new ProcessBuilder(
                "cfn-lint", "-i", "W3010", "--regions", "eu-west-1", "--", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(exitCode).as(Files.readString(output)).isZero();
  }

  @Test
  void everyMemberOfTheSchemaIsRenderedOrRefused() throws Exception {
    String source = members("source", "MySQLSettings", "Port", "ServerName", "Username");
    String s3 = members("target", "S3Settings").replaceFirst("EngineName: .*", "EngineName: s3");
    String kafka =
        members("target", "KafkaSettings").replaceFirst("EngineName: .*", "EngineName: kafka");
    bundle
        .environment("test", "http://h:1", "connectors: []\ndms: [{name: s3}, {name: kafka}]")
        .file("dms/s3.yaml", task("full-load-and-cdc", source, s3, members("serverless", "")))
        .file("dms/kafka.yaml", task("full-load", source, kafka, members("provisioned", "")));
    refuse("cloudformation");
    theCloudFormationOfAllTasksHasNoFindingOfCfnLint();
    refuse("terraform");
    theTerraformOfAllTasksIsFormattedAndValid();
  }

  /** Renders again and again, without the members that the format refuses. */
  private void refuse(String format) throws IOException {
    for (int i = 0; render(format) != ExitCode.DONE; i++) {
      assertThat(i).as(err.toString()).isLessThan(9);
      assertThat(err.toString()).doesNotContain("error [dms-file", "error [internal");
      for (String line : err.toString().split("\n")) {
        Matcher refused = REFUSED.matcher(line);
        if (refused.find()) {
          String file = "dms/" + refused.group(1) + ".yaml";
          String task = Files.readString(bundle.root().resolve(file));
          int part = task.indexOf("\n" + refused.group(2) + ":");
          String without =
              task.substring(part).replaceFirst("\n *" + refused.group(3) + ": .*", "");
          bundle.file(file, task.substring(0, part) + without);
        }
      }
      err.getBuffer().setLength(0);
    }
  }

  private static String task(String type, String source, String target, String compute) {
    return "migrationType: "
        + type
        + "\n"
        + source
        + target
        + "tables:\n  - include: shop.orders\n"
        + compute
        + STREAM.substring(STREAM.indexOf("settings:"));
  }

  /** Returns a part of a file with each member that the schema has, except for some. */
  private static String members(String part, String settings, String... without)
      throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(Path.of("../connector-configs/schema/dms.schema.json").toFile())
            .at("/properties/" + part + "/properties");
    List<String> unwanted = new ArrayList<>(List.of(without));
    unwanted.addAll(List.of("Password", "DatabaseName", "ExternalTableDefinition"));
    StringBuilder yaml = new StringBuilder(part + ":\n");
    append(yaml, "  ", schema, unwanted);
    if (!settings.isEmpty()) {
      yaml.append("  ").append(settings).append(":\n");
      append(yaml, "    ", schema.path(settings).path("properties"), unwanted);
    }
    return yaml.toString();
  }

  private static void append(
      StringBuilder yaml, String indent, JsonNode members, List<String> unwanted) {
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      String name = member.getKey();
      JsonNode schema = member.getValue();
      if (unwanted.contains(name) || schema.path("type").asText().equals("object")) {
        continue;
      }
      String value =
          schema.path("type").asText().equals("array")
              ? "[sg-0123456789abcdef0]"
              : schema.has("examples")
                  ? schema.path("examples").path(schema.path("examples").size() - 1).asText()
                  : schema.path("pattern").asText().startsWith("^([0-9]+") ? "1" : "x";
      yaml.append(indent).append(name).append(": ").append(VALUES.getOrDefault(name, value));
      yaml.append("\n");
    }
  }

  @Test
  void aValueThatTheFormatHasNoPlaceForIsReported() {
    bundle.file("dms/orders-stream.yaml", STREAM.replace("scram-sha-512", "plain"));

    assertThat(render("cloudformation", "orders-stream")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains(
            "[dms-not-renderable] connector-configs/dms/orders-stream.yaml:15:20,"
                + " target.KafkaSettings.SaslMechanism: CloudFormation has no place for it");
    assertThat(render("terraform", "orders-stream")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aPositionOfAServerlessTaskIsRefusedByBothFormats() throws IOException {
    bundle.file(
        "dms/orders-lake.yaml",
        Files.readString(SHIPPED).replace("full-load-and-cdc", "cdc\ncdcStart: {position: a.1:4}"));

    assertThat(render("terraform", "orders-lake")).isEqualTo(ExitCode.FAILED);
    assertThat(render("cloudformation", "orders-lake")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .containsSubsequence("cdcStart: Terraform's", "cdcStart: CloudFormation");
  }

  @Test
  void anErrorOfARuleEndsTheCommandAndThoseOfOtherTasksAreWarnings() {
    bundle.file("dms/orders-stream.yaml", STREAM.replace("verify-full", "require"));

    assertThat(render("terraform", "orders-lake")).isEqualTo(ExitCode.DONE);
    assertThat(err.toString()).contains("warning [dms-tls-not-verified]");
    assertThat(render("terraform")).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aNameOfASecretIsRefusedForTerraformOnly() {
    bundle.file(
        "environments/test/dms/orders-lake.yaml",
        "source: {MySQLSettings: {SecretsManagerSecretId: shop/dms}}");

    assertThat(render("cloudformation", "orders-lake")).isEqualTo(ExitCode.DONE);
    assertThat(render("terraform", "orders-lake")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains(
            "environments/test/dms/orders-lake.yaml:1:50,"
                + " source.MySQLSettings.SecretsManagerSecretId: Terraform's provider takes no name");
  }

  @Test
  void aTaskThatIsNotListedIsReported() {
    assertThat(render("terraform", "gone")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("[dms-not-listed]", "dms: the environment does not list the task gone");
  }

  private int render(String format, String... names) {
    out.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("dms", "render", "--env", "test"));
    arguments.addAll(List.of("--format", format));
    arguments.addAll(List.of(names));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--configs", bundle.root().toString()));
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
