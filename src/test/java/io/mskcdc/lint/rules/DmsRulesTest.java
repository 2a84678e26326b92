package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about DMS tasks with a task that trips it and the nearest one that does not. */
class DmsRulesTest {
  private static final Path SHIPPED = Path.of("../connector-configs/dms/orders-lake.yaml");

  private static final String ENVIRONMENT =
      """
      variables:
        dms_certificate: arn:aws:dms:eu-west-1:111122223333:cert:a
        dms_secret: shop/dms
        dms_secret_role: arn:aws:iam::111122223333:role/secret
        dms_bucket: lake
        dms_bucket_role: arn:aws:iam::111122223333:role/lake
        dms_subnet_group: private
        dms_security_group: sg-1
      connectors: []
      dms: [{name: task}]
      """;

  /** What replaces the shipped target. */
  private static final String KAFKA =
      """
      target:
        EngineName: kafka
        KafkaSettings:
          Broker: b-1.example.com:9096
          SecurityProtocol: sasl-ssl
          SaslMechanism: scram-sha-512
          SaslUsername: dms
          SaslPassword: ${secretsmanager:shop/kafka:password}
          IncludeTransactionDetails: true
          IncludeNullAndEmpty: true
          IncludePartitionValue: true

      """;

  /** The code, a text of the task, what replaces it, and what replaces it in the nearest task. */
  private static final String EXAMPLES =
      """
      dms-engine-ended          | serverless: {x: 1}           | provisioned: {ReplicationInstanceClass: dms.r6i.large, EngineVersion: 3.5.1} | provisioned: {ReplicationInstanceClass: dms.r6i.large, EngineVersion: 3.5.2}
      dms-format-ignored        | DataFormat: parquet          | ExternalTableDefinition: parquet | DataFormat: csv
      dms-source-database       | EngineName: mysql            | EngineName: mysql\\n  DatabaseName: shop | EngineName: aurora
      dms-clear-password        | EngineName: mysql            | EngineName: mysql\\n  Password: secret | EngineName: mysql
      dms-clear-password        | kafka:SaslPassword: ${secretsmanager:shop/kafka:password} | SaslPassword: secret | SaslPassword: ${secretsmanager:shop/other:key}
      dms-clear-password        | EngineName: mysql            | EngineName: mysql\\n  ExtraConnectionAttributes: password=hunter2hunter2 | EngineName: mysql\\n  ExtraConnectionAttributes: serverTimezone=UTC
      dms-tls-not-verified      | SslMode: verify-full         | SslMode: require | SslMode: verify-ca
      dms-tls-not-verified      | CertificateArn:              | KmsKeyId: | CertificateArn:
      dms-rows-missing          | full-load-and-cdc            | cdc | cdc\\ncdcStart: {position: "mysql-bin-changelog.000042:4"}
      dms-full-load-unused      | TargetTablePrepMode: DO_NOTHING | TargetTablePrepMode: DROP_AND_CREATE{cdc} | TargetTablePrepMode: DROP_AND_CREATE
      dms-values-cut            | DataTruncationErrorPolicy: STOP_TASK | DataTruncationErrorPolicy: LOG_ERROR | DataTruncationErrorPolicy: SUSPEND_TABLE
      dms-errors-tolerated      | DataErrorPolicy: STOP_TASK   | DataErrorPolicy: LOG_ERROR | DataErrorPolicy: SUSPEND_TABLE
      dms-errors-tolerated      | TableErrorPolicy: STOP_TASK  | TableErrorPolicy: SUSPEND_TABLE | TableErrorPolicy: STOP_TASK
      dms-errors-tolerated      | FailOnNoTablesCaptured: true | FailOnNoTablesCaptured: false | FailOnNoTablesCaptured: true
      dms-files-unordered       | IncludeOpForFullLoad: true   | IncludeOpForFullLoad: false | IncludeOpForFullLoad: true
      dms-files-unordered       | DataFormat: parquet          | DataFormat: csv | DataFormat: csv\\n    AddColumnName: true
      dms-columns-clear         | tables: {x: 1}               | tables: [{include: shop.%}] | tables: [{include: shop.%}, {include: shop.people, masks: {a: hash-mask}}]
      dms-columns-clear         | tables: {x: 1}               | tables: [{include: shop.%}] | tables: [{include: shop.orders}]
      dms-host-without-binlog   | EngineName: mysql            | EngineName: mysql\\n  ServerName: a.cluster-ro-x.eu-west-1.rds.amazonaws.com | EngineName: mysql\\n  ServerName: a.cluster-x.eu-west-1.rds.amazonaws.com
      dms-kafka-login           | kafka:SaslMechanism: scram-sha-512 | SaslMechanism: aws-msk-iam | SaslMechanism: plain
      dms-kafka-login           | kafka:SecurityProtocol: sasl-ssl | SecurityProtocol: iam | SecurityProtocol: ssl-authentication
      dms-kafka-login           | kafka:SaslUsername: dms      | MessageFormat: json | SaslUsername: other
      dms-records-incomplete    | kafka:IncludeNullAndEmpty: true | IncludeNullAndEmpty: false | IncludeNullAndEmpty: true
      dms-key-is-table          | kafka:SupportLobs: true      | SupportLobs: true | SupportLobs: true\\n    ParallelApplyThreads: 8
      dms-masks-unsupported     | serverless: {x: 1}           | provisioned: {ReplicationInstanceClass: dms.r6i.large, EngineVersion: 3.5.3} | provisioned: {ReplicationInstanceClass: dms.r6i.large, EngineVersion: 3.5.4}
      dms-capacity-invalid      | MaxCapacityUnits: 8          | MaxCapacityUnits: 12 | MaxCapacityUnits: 384
      dms-capacity-invalid      | MinCapacityUnits: 1          | MinCapacityUnits: 16 | MinCapacityUnits: 8
      dms-login-incomplete      | EngineName: mysql            | EngineName: mysql\\n  Port: 3306 | EngineName: mysql
      dms-login-incomplete      | SecretsManagerAccessRoleArn: | ServiceAccessRoleArn: | SecretsManagerAccessRoleArn:
      dms-file-invalid          | EngineName: mysql            | EngineName: mysql\\n  Prot: 3306 | EngineName: mariadb
      """;

  @TempDir Path temp;

  static Stream<String> examples() {
    return EXAMPLES.lines();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRuleFindsAMistakeInATaskAndNotItsNearest(String line) throws IOException {
    String[] columns = line.replace("\\n", "\n").split(" +\\| +");

    assertThat(codes(columns[1], columns[2])).contains(columns[0]);
    assertThat(codes(columns[1], columns[3])).doesNotContain(columns[0]);
  }

  @Test
  void aListedTaskWithoutAFileIsFound() {
    BundleFolder bundle = bundle();

    assertThat(codes(bundle)).contains("dms-file-missing");
  }

  @Test
  void eachRuleAboutDmsHasAnExample() {
    assertThat(
            Stream.concat(
                examples().map(line -> line.split(" ")[0]).distinct(),
                Stream.of("dms-file-missing")))
        .containsExactlyInAnyOrderElementsOf(
            Rules.documented().stream()
                .map(rule -> rule.code().code())
                .filter(code -> code.startsWith("dms-"))
                .toList());
  }

  @Test
  void theShippedTaskHasNoFinding() throws IOException {
    assertThat(codes("EngineName: mysql", "EngineName: mysql")).isEmpty();
  }

  @Test
  void aTaskForKafkaWithLoginAndAllDetailsHasNoFinding() throws IOException {
    assertThat(codes("kafka:SupportLobs: true", "SupportLobs: true\n    ParallelApplyThreads: 8"))
        .isEmpty();
  }

  @Test
  void aTasksFileAcceptsAFindingAndAnAcceptThatNothingNeedsIsFound() throws IOException {
    String accept = "accept: [{rule: DMS005, key: source.SslMode, reason: tunnel}]\nsource:";

    assertThat(codes("source:", accept, "verify-full", "require")).isEmpty();
    assertThat(codes("source:", accept)).containsExactly("accept-unneeded");
  }

  private BundleFolder bundle() {
    return new BundleFolder(temp.resolve("bundle")).environment("test", "http://h:1", ENVIRONMENT);
  }

  /** Returns the codes of lint for the shipped task, or one for Kafka, after replacements. */
  private List<String> codes(String... replacements) throws IOException {
    String task = Files.readString(SHIPPED);
    if (replacements[0].startsWith("kafka:")) {
      task = task.replaceFirst("(?s)target:.*?(?=tables:)", KAFKA.replace("$", "\\$"));
    }
    for (int i = 0; i < replacements.length; i += 2) {
      String text = replacements[i].replaceFirst("^kafka:", "");
      // A whole part of the file.
      String part = text.replace(" {x: 1}", "");
      String before = task;
      task =
          part.equals(text)
              ? task.replace(text, replacements[i + 1])
              : task.replaceFirst(
                  "(?s)" + part + ".*?\n(?=\n)", replacements[i + 1].replace("$", "\\$") + "\n");
      assertThat(task.contains(text) || !task.equals(before)).as(text).isTrue();
    }
    if (task.contains("{cdc}")) {
      task = task.replace("{cdc}", "").replace("full-load-and-cdc", "cdc");
    }
    return codes(bundle().file("dms/task.yaml", task));
  }

  private static List<String> codes(BundleFolder bundle) {
    return LintedConnector.codes(new BundlePaths(bundle.root()), "test").stream()
        // An example need not use all variables.
        .filter(code -> !code.equals("variable-unused"))
        .toList();
  }
}
