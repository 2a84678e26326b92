package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that consumers cannot read, do not get or cannot trust. */
class ValueRulesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numbers-unreadable | error | decimal.handling.mode | mysql; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | error | decimal.handling.mode | postgresql; decimal.handling.mode=Precise; value.converter=org.apache.kafka.connect.json.JsonConverter; value.converter.schemas.enable=false",
        "numbers-unreadable | error | bigint.unsigned.handling.mode | mysql; decimal.handling.mode=string; bigint.unsigned.handling.mode=precise; worker:value.converter.schemas.enable=false",
        "decimals-rounded | warning | decimal.handling.mode | sqlserver; decimal.handling.mode=double",
        "time-unit-unset | warning | time.precision.mode | mysql; worker:value.converter.schemas.enable=false",
        "unsigned-overflow | hint | bigint.unsigned.handling.mode | mysql",
        "unsigned-overflow | hint | bigint.unsigned.handling.mode | mariadb; bigint.unsigned.handling.mode=long",
        "nanoseconds-overflow | warning | time.precision.mode | postgresql; time.precision.mode=nanoseconds",
        "nulls-replaced | warning | value.converter.replace.null.with.default | mysql; value.converter.replace.null.with.default=true; value.converter=org.apache.kafka.connect.json.JsonConverter",
        "nulls-replaced | warning | key.converter.replace.null.with.default | mysql; message.key.columns=a.b:c; key.converter.replace.null.with.default=true; key.converter=org.apache.kafka.connect.json.JsonConverter; worker:value.converter.replace.null.with.default=false",
        "nulls-replaced | warning | transforms.u.replace.null.with.default | postgresql; value.converter=io.confluent.connect.avro.AvroConverter; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState",
        "nulls-replaced | warning | transforms.u.unwrap.replace.null.with.default | mysql; transforms=u; transforms.u.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.u.unwrap.replace.null.with.default=true; worker:value.converter.replace.null.with.default=false",
        "operations-skipped | error | skipped.operations | mysql; skipped.operations=t,d",
        "operations-skipped | warning | skipped.operations | mongodb; skipped.operations=C",
        "operations-skipped | warning | skipped.operations | mysql; skipped.operations=t, u",
        "tombstones-off | warning | tombstones.on.delete | mysql; tombstones.on.delete=false; topic.creation.default.cleanup.policy=compact",
        "tombstones-off | warning | tombstones.on.delete | postgresql; tombstones.on.delete=false; topic.creation.groups=rows; topic.creation.rows.cleanup.policy=delete,compact",
        "tombstones-off | warning | transforms.u.delete.tombstone.handling.mode | mysql; topic.creation.default.cleanup.policy=compact; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.delete.tombstone.handling.mode=rewrite",
        "tombstones-off | warning | transforms.u.unwrap.delete.tombstone.handling.mode | mysql; topic.creation.default.cleanup.policy=compact; transforms=u; transforms.u.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.u.unwrap.delete.tombstone.handling.mode=drop",
      })
  void finds(String code, String severity, String key, String config) {
    LintedConnector connector = new LintedConnector(temp, config);

    assertThat(connector.found(code)).containsExactly(connector.expected(severity, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numbers-unreadable | mysql",
        "numbers-unreadable | mysql; worker:value.converter.schemas.enable=false; worker:value.converter.decimal.format=numeric",
        "numbers-unreadable | mysql; decimal.handling.mode=string; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mysql; decimal.handling.mode=${file:/f:m}; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mysql; converters=money; money.type=com.example.Money; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mysql; value.converter=io.confluent.connect.avro.AvroConverter; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mysql; transforms=o; transforms.o.type=io.debezium.transforms.outbox.EventRouter; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mysql; bigint.unsigned.handling.mode=precise; transforms=u; transforms.u.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.u.values.canonical=true; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | mongodb; worker:value.converter.schemas.enable=false",
        "numbers-unreadable | jdbc-source; worker:value.converter.schemas.enable=false",
        "decimals-rounded | mysql; decimal.handling.mode=string",
        "decimals-rounded | mongodb; decimal.handling.mode=double",
        "time-unit-unset | mysql; time.precision.mode=connect; worker:value.converter.schemas.enable=false",
        "time-unit-unset | mysql; time.precision.mod=connect; worker:value.converter.schemas.enable=false",
        "time-unit-unset | mysql",
        "time-unit-unset | mysql; transforms=o; transforms.o.type=io.debezium.transforms.outbox.EventRouter; worker:value.converter.schemas.enable=false",
        "unsigned-overflow | mysql; bigint.unsigned.handling.mode=precise",
        "unsigned-overflow | mysql; transforms=u; transforms.u.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.u.values.canonical=true",
        "unsigned-overflow | postgresql",
        "nanoseconds-overflow | mysql; time.precision.mode=microseconds",
        "nulls-replaced | mysql; value.converter=org.apache.kafka.connect.json.JsonConverter; value.converter.replace.null.with.default=false",
        "nulls-replaced | mysql; value.converter=io.confluent.connect.avro.AvroConverter",
        "nulls-replaced | mysql; msk:2.7.1",
        "nulls-replaced | mongodb",
        "nulls-replaced | mysql; transforms=o; transforms.o.type=io.debezium.transforms.outbox.EventRouter",
        "nulls-replaced | mysql; worker:value.converter.replace.null.with.default=false; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.replace.null.with.default=false",
        "operations-skipped | mysql",
        "operations-skipped | mysql; skipped.operations=none",
        "operations-skipped | mysql; skipped.operations=u,d; transforms=o; transforms.o.type=io.debezium.transforms.outbox.EventRouter",
        "operations-skipped | jdbc-source; skipped.operations=d",
        "tombstones-off | mysql; tombstones.on.delete=false",
        "tombstones-off | mysql; tombstones.on.delete=false; topic.creation.default.cleanup.policy=delete",
        "tombstones-off | mysql; tombstones.on.delete=true; topic.creation.default.cleanup.policy=compact",
        "tombstones-off | mysql; tombstones.on.delete=false; topic.creation.default.cleanup.policy=compact; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.delete.tombstone.handling.mode=delete-to-tombstone",
        "tombstones-off | mysql; topic.creation.default.cleanup.policy=compact; transforms=u; transforms.u.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.u.unwrap.delete.tombstone.handling.mode=rewrite-with-tombstone",
      })
  void doesNotFind(String code, String config) {
    assertThat(new LintedConnector(temp, config).found(code)).isEmpty();
  }

  @Test
  void nullsThatTheWorkersConverterReplacesAreFoundInItsFile() {
    LintedConnector connector =
        new LintedConnector(
            temp,
            "mysql; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState");

    assertThat(connector.found("nulls-replaced"))
        .containsExactly(
            "warning value.converter.replace.null.with.default"
                + " connector-configs/environments/test/worker.properties:2:17");
    assertThat(connector.findings("nulls-replaced").get(0).next())
        .isEqualTo(
            "write false for value.converter.replace.null.with.default in"
                + " connector-configs/environments/test/worker.properties and"
                + " transforms.u.replace.null.with.default");
  }

  @Test
  void nullsThatTheConnectorsConverterReplacesAreFoundAtItsClass() {
    LintedConnector connector =
        new LintedConnector(
            temp, "mysql; value.converter=org.apache.kafka.connect.json.JsonConverter");

    assertThat(connector.found("nulls-replaced"))
        .containsExactly(
            connector
                .expected("warning", "value.converter")
                .replace("converter ", "converter.replace.null.with.default "));
  }
}
