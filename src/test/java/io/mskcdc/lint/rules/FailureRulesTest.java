package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are lost without an error, and clear values beside masked ones. */
class FailureRulesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors-tolerated | error | errors.tolerance | mysql; errors.tolerance=ALL",
        "errors-tolerated | error | errors.tolerance | jdbc-source; errors.tolerance= all",
        "clear-values-logged | error | errors.log.include.messages | mysql; errors.log.enable=true; errors.log.include.messages=true; column.mask.with.5.chars=a.b.c",
        "clear-values-logged | error | errors.log.include.messages | jdbc-source; errors.log.enable=true; errors.log.include.messages=true; transforms=m; transforms.m.type=io.mskcdc.smt.Mask",
        "query-included | error | include.query | mysql; include.query=true; column.mask.hash.SHA-256.with.salt.x=a.b.c",
        "query-included | error | include.query | mariadb; include.query=True; transforms=m; transforms.m.type=io.mskcdc.smt.UnwrapMaskRoute",
        "failures-skipped | warning | event.processing.failure.handling.mode | postgresql; event.converting.failure.handling.mode=fail; event.processing.failure.handling.mode=skip",
        "failures-skipped | warning | event.processing.failure.handling.mode | mysql; event.converting.failure.handling.mode=fail; event.processing.failure.handling.mode=warn; column.mask.with.5.chars=a.b.c",
        "failures-skipped | error | event.processing.failure.handling.mode | mysql; event.converting.failure.handling.mode=fail; event.processing.failure.handling.mode=ignore; column.mask.with.5.chars=a.b.c",
        "failures-skipped | error | event.converting.failure.handling.mode | mysql; event.converting.failure.handling.mode=skip; column.mask.with.5.chars=a.b.c",
        "failures-skipped | warning | event.converting.failure.handling.mode | mysql; event.converting.failure.handling.mode=warn; column.mask.with.5.chars=a.b.c",
        "failures-skipped | hint | event.converting.failure.handling.mode | sqlserver",
        "clear-values-logged | error | errors.log.include.messages | mysql; errors.log.enable=true; errors.log.include.messages=true; transforms=m; transforms.m.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.m.fields=email",
        "failures-skipped | warning | inconsistent.schema.handling.mode | mysql; event.converting.failure.handling.mode=fail; inconsistent.schema.handling.mode=skip; column.mask.with.5.chars=a.b.c",
        "failures-skipped | warning | event.deserialization.failure.handling.mode | mariadb; event.converting.failure.handling.mode=fail; event.deserialization.failure.handling.mode=warn",
        "statements-skipped | warning | schema.history.internal.skip.unparseable.ddl | mysql; schema.history.internal.skip.unparseable.ddl=true",
        "retries-off | warning | errors.max.retries | mongodb; errors.max.retries=0",
        "dead-letters-ignored | warning | errors.deadletterqueue.topic.name | mysql; errors.deadletterqueue.topic.name=a; errors.deadletterqueue.context.headers.enable=true",
        "dead-letters-ignored | warning | errors.deadletterqueue.topic.name | jdbc-source; errors.deadletterqueue.topic.name=a",
        "retries-drop-records | error | errors.retry.timeout | mysql; msk:3.7.x; value.converter=io.confluent.connect.avro.AvroConverter",
        "retries-drop-records | error | errors.retry.timeout | s3-sink; msk:2.7.1; key.converter=com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter; errors.retry.timeout=0",
        "retries-drop-records | warning | errors.retry.timeout | mysql; msk:3.7.x; key.converter=io.apicurio.registry.utils.converter.AvroConverter; errors.retry.timeout=60000",
      })
  void finds(String code, String severity, String key, String config) {
    LintedConnector connector = new LintedConnector(temp, config);

    assertThat(connector.found(code)).containsExactly(connector.expected(severity, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors-tolerated | mysql; errors.tolerance=none",
        "errors-tolerated | s3-sink; errors.tolerance=all",
        "errors-tolerated | other; errors.tolerance=all",
        "errors-tolerated | jdbc-source; errors.tolerance=${file:/f:tolerance}",
        "clear-values-logged | mysql; errors.log.enable=true; errors.log.include.messages=true; column.truncate.to.5.chars=a.b.c",
        "clear-values-logged | mysql; errors.log.enable=true; errors.log.include.messages=true; transforms=m; transforms.m.type=org.apache.kafka.connect.transforms.ReplaceField$Value",
        "clear-values-logged | mysql; errors.log.include.messages=true; column.mask.with.5.chars=a.b.c",
        "clear-values-logged | s3-sink; errors.log.enable=true; errors.log.include.messages=true; transforms=m; transforms.m.type=io.mskcdc.smt.Mask",
        "query-included | mysql; include.query=true",
        "query-included | mysql; include.query=false; column.mask.with.5.chars=a.b.c",
        "failures-skipped | mysql; event.processing.failure.handling.mode=fail; event.converting.failure.handling.mode=Fail; inconsistent.schema.handling.mode=FAIL",
        "failures-skipped | mongodb",
        "failures-skipped | jdbc-source; event.processing.failure.handling.mode=skip",
        "failures-skipped | postgresql; event.converting.failure.handling.mode=fail; inconsistent.schema.handling.mode=skip",
        "statements-skipped | mysql; schema.history.internal.skip.unparseable.ddl=false",
        "statements-skipped | postgresql; schema.history.internal.skip.unparseable.ddl=true",
        "retries-off | mysql; errors.max.retries=-1",
        "retries-off | mysql; errors.max.retries=10",
        "retries-off | jdbc-sink; errors.max.retries=0",
        "key-unknown | mysql; errors.deadletterqueue.topic.name=a",
        "dead-letters-ignored | s3-sink; errors.deadletterqueue.topic.name=a",
        "retries-drop-records | mysql; msk:3.7.x; value.converter=io.confluent.connect.avro.AvroConverter; errors.retry.timeout=-1",
        "retries-drop-records | mysql; msk:3.7.x; value.converter=io.confluent.connect.avro.AvroConverter; errors.retry.timeout=${file:/f:t}",
        "retries-drop-records | mysql; msk:3.7.x",
        "retries-drop-records | mysql; value.converter=io.confluent.connect.avro.AvroConverter",
        "retries-drop-records | mysql; value.converter=io.confluent.connect.avro.AvroConverter; errors.retry.timeot=-1",
      })
  void doesNotFind(String code, String config) {
    assertThat(new LintedConnector(temp, config).found(code)).isEmpty();
  }
}
