package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DMS_FILES_UNORDERED;
import static io.mskcdc.problem.ErrorCode.DMS_FORMAT_IGNORED;
import static io.mskcdc.problem.ErrorCode.DMS_KAFKA_LOGIN;
import static io.mskcdc.problem.ErrorCode.DMS_KEY_IS_TABLE;
import static io.mskcdc.problem.ErrorCode.DMS_RECORDS_INCOMPLETE;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.rules.DmsRule.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about the bucket or the Kafka cluster that a DMS task writes to. */
final class DmsTargetRules {
  private static final String S3 = "target.S3Settings.";
  private static final String KAFKA = "target.KafkaSettings.";
  private static final Set<String> PROTOCOLS =
      Set.of("plaintext", "ssl-authentication", "ssl-encryption", "sasl-ssl");
  private static final Set<String> MECHANISMS = Set.of("scram-sha-512", "plain");

  /** What goes wrong without an option. */
  private static final Map<String, String> RECORDS_LACK =
      Map.of(
          "IncludeTransactionDetails",
          "records contain neither their transaction nor their position",
          "IncludeNullAndEmpty",
          "records lack the columns that are NULL or empty",
          "IncludePartitionValue",
          "records do not state their partition");

  static final DmsRule FORMAT =
      new DmsRule(
          Rule.error(
              DMS_FORMAT_IGNORED,
              "`ExternalTableDefinition` of an S3 target",
              "It describes the files of an S3 source. A target ignores it and takes `DataFormat`, whose default is `csv`: a definition that says Parquet writes CSV.",
              "Remove it, and write `DataFormat`.",
              "AWS, DMS API Reference, S3Settings"),
          task ->
              Stream.of("ExternalTableDefinition")
                  .filter(name -> task.target().isS3() && task.target().settings().has(name))
                  .map(
                      name ->
                          new Fault(
                              S3 + name,
                              "a target ignores it, and writes "
                                  + task.target().settings().path("DataFormat").asText("csv"),
                              "remove it, and write DataFormat: parquet or csv")));

  static final DmsRule FILES =
      new DmsRule(
          Rule.warning(
              DMS_FILES_UNORDERED,
              "`IncludeOpForFullLoad`, `TimestampColumnName` and `AddColumnName` of an S3 target",
              "Files of changes begin with the operation and those of the full load do not, so one reader cannot read both. Without a timestamp nothing orders the versions of a row. CSV without a header changes its meaning when a column is added.",
              "Write `IncludeOpForFullLoad: true`, a `TimestampColumnName`, and `AddColumnName: true` for CSV.",
              "AWS, DMS User Guide, using Amazon S3 as a target"),
          DmsTargetRules::files);

  static final DmsRule LOGIN =
      new DmsRule(
          Rule.error(
              DMS_KAFKA_LOGIN,
              "`SecurityProtocol` and `SaslMechanism` of a Kafka target",
              "DMS cannot log in with IAM. A cluster that has only IAM cannot receive its records.",
              "Enable SASL/SCRAM on the cluster. Write `SecurityProtocol: sasl-ssl`, `SaslMechanism: scram-sha-512`, `SaslUsername` and `SaslPassword`; or use certificates with `ssl-authentication`.",
              "AWS, DMS API Reference, KafkaSettings"),
          DmsTargetRules::login);

  static final DmsRule RECORDS =
      new DmsRule(
          Rule.warning(
              DMS_RECORDS_INCOMPLETE,
              "`IncludeTransactionDetails`, `IncludeNullAndEmpty` and `IncludePartitionValue` of a Kafka target",
              "All are off by default. Then records contain neither transaction nor position, lack the columns that are NULL or empty, and do not state their partition.",
              "Write `true` for each.",
              "AWS, DMS API Reference, KafkaSettings"),
          task ->
              Stream.of("IncludeTransactionDetails", "IncludeNullAndEmpty", "IncludePartitionValue")
                  .filter(name -> task.target().isKafka())
                  .filter(name -> !task.target().settings().path(name).asBoolean())
                  .map(name -> new Fault(KAFKA + name, RECORDS_LACK.get(name), "write true")));

  static final DmsRule KEYS =
      new DmsRule(
          Rule.warning(
              DMS_KEY_IS_TABLE,
              "`ParallelApplyThreads` of a Kafka target's task",
              "Without parallel apply the key of a changed row is `schema.table`. All changes of a table then go to one partition, and compaction keeps one record for each table.",
              "Write `ParallelApplyThreads` under `settings.TargetMetadata`, or give records another key before a compacted topic.",
              "AWS, DMS User Guide, using Apache Kafka as a target"),
          task ->
              Stream.of("settings.TargetMetadata.ParallelApplyThreads")
                  .filter(key -> task.target().isKafka() && task.type().hasChanges())
                  .filter(
                      key ->
                          task.settings()
                                  .path("TargetMetadata")
                                  .path("ParallelApplyThreads")
                                  .asInt()
                              == 0)
                  .map(
                      key ->
                          new Fault(
                              key,
                              "the key of each change is its table's name, not the row's key",
                              "write a number of threads like 8, or set a new key before compaction")));

  private DmsTargetRules() {}

  private static Stream<Fault> files(DmsTask task) {
    JsonNode settings = task.target().settings();
    List<Fault> faults = new ArrayList<>();
    if (!task.target().isS3()) {
      return Stream.empty();
    }
    if (!settings.path("IncludeOpForFullLoad").asBoolean()) {
      faults.add(
          new Fault(
              S3 + "IncludeOpForFullLoad",
              "files of the full load lack the operation that files of changes begin with",
              "write true"));
    }
    if (settings.path("TimestampColumnName").asText().isEmpty()) {
      faults.add(
          new Fault(
              S3 + "TimestampColumnName",
              "nothing orders the versions of a row",
              "write the name of a new column, like dms_timestamp"));
    }
    if (!settings.path("DataFormat").asText().equals("parquet")
        && !settings.path("AddColumnName").asBoolean()) {
      faults.add(
          new Fault(
              S3 + "AddColumnName",
              "CSV files have no header, so a new column changes their meaning",
              "write true, or DataFormat: parquet"));
    }
    return faults.stream();
  }

  private static Stream<Fault> login(DmsTask task) {
    if (!task.target().isKafka()) {
      return Stream.empty();
    }
    JsonNode settings = task.target().settings();
    String protocol = settings.path("SecurityProtocol").asText("plaintext");
    String mechanism = settings.path("SaslMechanism").asText("scram-sha-512");
    List<Fault> faults = new ArrayList<>();
    if (!PROTOCOLS.contains(protocol)) {
      faults.add(
          new Fault(
              KAFKA + "SecurityProtocol",
              "DMS does not have the protocol '" + protocol + "'",
              "write sasl-ssl or ssl-authentication; DMS has no IAM"));
    }
    if (!MECHANISMS.contains(mechanism)) {
      faults.add(
          new Fault(
              KAFKA + "SaslMechanism",
              "DMS does not have the mechanism '" + mechanism + "'",
              "write scram-sha-512, and enable SASL/SCRAM on the cluster; DMS has no IAM"));
    }
    if (protocol.equals("sasl-ssl")) {
      Stream.of("SaslUsername", "SaslPassword")
          .filter(name -> !settings.has(name))
          .forEach(
              name ->
                  faults.add(
                      new Fault(
                          KAFKA + name,
                          "sasl-ssl needs it",
                          "write a reference like ${secretsmanager:NAME:KEY}")));
    }
    return faults.stream();
  }
}
