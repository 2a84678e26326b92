package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.lint.Finding;
import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownValueRuleTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; snapshot.mode=inital                                   | error snapshot.mode
          mysql; snapshot.locking.mode=shared                           | error snapshot.locking.mode
          mysql; binary.handling.mode=base-64                           | error binary.handling.mode
          mysql; decimal.handling.mode=float                            | error decimal.handling.mode
          mysql; time.precision.mode=milliseconds                       | error time.precision.mode
          mysql; bigint.unsigned.handling.mode=string                   | error bigint.unsigned.handling.mode
          mysql; event.processing.failure.handling.mode=stop            | error event.processing.failure.handling.mode
          mysql; inconsistent.schema.handling.mode=fails                | error inconsistent.schema.handling.mode
          mysql; schema.name.adjustment.mode=avro-unicode               | error schema.name.adjustment.mode
          mysql; database.hostname=db.example.com; database.ssl.mode=verify-ca | error database.ssl.mode
          mysql; tombstones.on.delete=no                                | error tombstones.on.delete
          mysql; heartbeat.interval.ms=5s                               | error heartbeat.interval.ms
          mysql; poll.interval.ms=0.5                                   | error poll.interval.ms
          mysql; config.action.reload=never                             | error config.action.reload
          jdbc-sink; tasks.max=two                                      | error tasks.max
          mysql; value.converter=org.apache.kafka.connect.json.JsonConverter; value.converter.schemas.enable=off | error value.converter.schemas.enable
          jdbc-sink; transforms=u; transforms.u.type=io.debezium.transforms.ExtractNewRecordState; transforms.u.delete.tombstone.handling.mode=none | error transforms.u.delete.tombstone.handling.mode
          mysql; transforms=m; transforms.m.type=io.mskcdc.smt.Mask; transforms.m.redact.columns=email; transforms.m.unlisted=passs | error transforms.m.unlisted
          mysql; snapshot.mode= INITIAL                                 |
          mysql; snapshot.mode=custom                                   |
          mysql; snapshot.mode=schema_only                              |
          mysql; time.precision.mode=adaptive                           |
          mysql; snapshot.mode=${file:/f:mode}                          |
          mysql; snapshot.mode=                                         |
          mysql; tombstones.on.delete=False                             |
          mysql; heartbeat.interval.ms= 5000                            |
          mysql; database.server.id=first                               |
          postgresql; snapshot.mode=inital                              |
          mysql; value.converter=a.Own; value.converter.schemas.enable=off |
          jdbc-sink; transforms=u; transforms.u.type=a.Own; transforms.u.delete.tombstone.handling.mode=none |
          """)
  void aValueThatAnOptionDoesNotAcceptIsAnError(String connector, String findings) {
    assertThat(new LintedConnector(temp, connector).summary(ErrorCode.VALUE_UNKNOWN))
        .isEqualTo(findings == null ? "" : findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          snapshot.mode=inital | 'inital' is not a value of this option: did you mean initial? | write one of always, configuration_based, custom, initial, initial_only, no_data, recovery, when_needed
          time.precision.mode=ms | 'ms' is not a value of this option | write one of adaptive_time_microseconds, connect, isostring, microseconds, nanoseconds
          max.batch.size=many | 'many' is not a value of this option | write an integer
          """)
  void theNextStepListsTheValuesOfThisRelease(String entry, String message, String next) {
    Finding finding = new LintedConnector(temp, "mysql; " + entry).findings("value-unknown").get(0);

    assertThat(finding.message()).isEqualTo(message);
    assertThat(finding.next()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "mask-invalid, transforms.m.unlisted=passs",
    "tls-not-verified, database.ssl.mode=on"
  })
  void aMistakeIsReportedOnce(String other, String entry) {
    String connector =
        "mysql; database.hostname=db.example.com; transforms=m; transforms.m.type=io.mskcdc.smt.Mask"
            + "; transforms.m.redact.columns=shop.a.email; database.ssl.mode=verify_ca; "
            + entry;

    assertThat(new LintedConnector(temp, connector).found("value-unknown")).hasSize(1);
    assertThat(new LintedConnector(temp, connector).found(other)).isEmpty();
  }

  @Test
  void theWorkersOptionsAreCheckedToo() {
    LintedConnector connector =
        new LintedConnector(
            temp,
            "mysql; worker:offset.flush.interval.ms=10s; worker:value.converter.schemas.enable=false"
                + "; worker:key.converter.schemas.enable=flase");

    assertThat(connector.found("value-unknown"))
        .containsExactlyInAnyOrder(
            "error offset.flush.interval.ms"
                + " connector-configs/environments/test/worker.properties:3:26",
            "error key.converter.schemas.enable"
                + " connector-configs/environments/test/worker.properties:5:30");
  }
}
