package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.KeyFix;
import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules about connectors whose options are not in this build. */
class EachConnectorRulesTest {
  @TempDir Path temp;

  private void check(ErrorCode code, String connector, String findings) {
    assertThat(new LintedConnector(temp, connector).summary(code))
        .isEqualTo(findings == null ? "" : findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sqlserver; database.server.name=shop                                  | error database.server.name
          postgresql; schema.whitelist=public                                   | error schema.whitelist
          oracle; database.history.kafka.topic=h                                | error database.history.kafka.topic
          mongodb; mongodb.name=shop; mongodb.hosts=rs0/h:27017                | error mongodb.hosts, error mongodb.name
          mongodb; collection.blacklist=a.b                                     | error collection.blacklist
          jdbc-sink; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.drop.tombstones=true | error transforms.u.drop.tombstones
          mariadb; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.delete.handling.mode=none | error transforms.u.delete.handling.mode
          postgresql; schema.include.list=public                                |
          jdbc-sink; delete.handling.mode=none; table.whitelist=a              |
          a.OtherSourceConnector; table.whitelist=a                             |
          jdbc-sink; transforms=u; transforms.u.type=a.Own; transforms.u.drop.tombstones=true |
          """)
  void aKeyOfAnOlderDebeziumHasANewName(String connector, String findings) {
    check(ErrorCode.KEY_RENAMED, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sqlserver; snapshot.mode=schema_only                                  | error snapshot.mode
          mariadb; snapshot.mode=SCHEMA_ONLY_RECOVERY                           | error snapshot.mode
          oracle; schema.history.internal=io.debezium.relational.history.FileDatabaseHistory | error schema.history.internal
          postgresql; snapshot.mode=never                                       |
          sqlserver; snapshot.mode=no_data; time.precision.mode=adaptive       |
          a.OtherSourceConnector; snapshot.mode=schema_only                     |
          """)
  void aValueOfAnOlderDebeziumHasANewName(String connector, String findings) {
    check(ErrorCode.VALUE_RENAMED, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc-sink; transforms=flat; transforms.flta.type=a.B; transforms.flta.x=1   | error transforms.flta
          a.OtherSourceConnector; predicates.p.type=a.B                                 | error predicates.p
          postgresql; topic.creation.compacted.cleanup.policy=compact                   | error topic.creation.compacted
          jdbc-sink; transforms=flat; transforms.flat.type=a.B; transforms.flat.x=1   |
          a.OtherSourceConnector; topic.creation.default.partitions=1                   |
          jdbc-sink; transforms=${file:/f:t}; transforms.flat.type=a.B                 |
          postgresql; no.such.option=1                                                  |
          """)
  void anAliasIsListed(String connector, String findings) {
    check(ErrorCode.KEY_UNKNOWN, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql; value.converter=org.apache.kafka.connect.storage.StringConverter   | error value.converter
          mongodb; key.converter=org.apache.kafka.connect.converters.ByteArrayConverter  | error key.converter
          mysql; key.converter=StringConverter; transforms=k; transforms.k.type=org.apache.kafka.connect.transforms.ExtractField$Value | error key.converter
          mysql; key.converter=StringConverter; transforms=; transforms.k.type=org.apache.kafka.connect.transforms.ExtractField$Key | error key.converter
          mysql; key.converter=StringConverter; transforms=k; transforms.k.type=org.apache.kafka.connect.transforms.ExtractField$Key |
          mysql; value.converter=StringConverter; transforms=k; transforms.k.type=org.apache.kafka.connect.transforms.ExtractField$Value |
          postgresql; value.converter=StringConverter; transforms=o; transforms.o.type=io.debezium.transforms.outbox.EventRouter |
          mysql; value.converter=StringConverter; transforms=j; transforms.j.type=a.ToJsonText |
          mysql; value.converter=io.debezium.converters.BinaryDataConverter              |
          jdbc-sink; key.converter=org.apache.kafka.connect.storage.StringConverter      |
          org.apache.kafka.connect.file.FileStreamSourceConnector; value.converter=StringConverter |
          """)
  void rowsNeedAConverterOfStructures(String connector, String findings) {
    check(ErrorCode.CONVERTER_UNFIT, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.tables.cdc-field=op                  | error iceberg.tables.cdc-field
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.tables.upsert-mode-enabled=true      | error iceberg.tables.upsert-mode-enabled
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.table.shop.orders.cdc-field=op       | error iceberg.table.shop.orders.cdc-field
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.tables.upsert-mode-enabled=false     |
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.tables.default-id-columns=id         |
          org.apache.iceberg.connect.IcebergSinkConnector; consumer.override.group.id=g                 | error consumer.override.group.id
          org.apache.iceberg.connect.IcebergSinkConnector; consumer.override.group.id=g; iceberg.connect.group-id=g |
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.connect.group-id=g                   | error iceberg.connect.group-id
          io.tabular.iceberg.connect.IcebergSinkConnector; iceberg.tables.cdc-field=op                  |
          """)
  void theIcebergSinkIgnoresOptionsOfTabularAndAnotherGroup(String connector, String findings) {
    check(ErrorCode.SINK_OPTION_IGNORED, connector, findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=earliest; topics.regex=a.*; iceberg.tables.dynamic-enabled=true | warning topics.regex
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=earliest; topics.regex=a.*; iceberg.tables.dynamic-enabled=true; iceberg.tables.auto-create-enabled=true |
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=earliest; topics.regex=a.*; iceberg.tables=a.b |
          org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=latest; topics=a | warning iceberg.kafka.auto.offset.reset
          """)
  void theIcebergSinkDropsRowsWithoutATableOrAtItsFirstCommit(String connector, String findings) {
    check(ErrorCode.SINK_ROWS_DROPPED, connector, findings);
  }

  @Test
  void aFixRenamesTheKeysOfEachDebeziumWhoseValueStays() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .file(
                "shop.json",
                """
                {"name": "shop", "config": {
                  "connector.class": "io.debezium.connector.mongodb.MongoDbConnector",
                  "mongodb.name": "shop",
                  "mongodb.hosts": "rs0/h:27017"
                }}
                """);

    assertThat(new KeyFix(new BundlePaths(bundle.root())).apply("test", Rules.ALL))
        .extracting(KeyFix.Renamed::to)
        .containsExactly("topic.prefix");
    assertThat(bundle.root().resolve("shop.json"))
        .content()
        .contains("\"topic.prefix\": \"shop\"", "\"mongodb.hosts\": \"rs0/h:27017\"");
  }
}
