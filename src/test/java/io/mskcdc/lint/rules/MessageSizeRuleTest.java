package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageSizeRuleTest {
  @TempDir Path temp;
  private BundleFolder bundle;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // The topics' limit, the producer's limit and buffer.
        "-        | -        | -",
        "33554432 | 33554432 | -",
        "34603008 | 33554432 | 67108864",
      })
  void equalLimitsAreNoFinding(String accepted, String sent, String buffer) {
    bundle(accepted, sent, buffer, "");

    assertThat(bundle.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-        | 33554432 | - | accept 1048588 bytes, and the producer sends records of up to 33554432",
        "8388608  | 33554432 | - | accept 8388608 bytes, and the producer sends records of up to 33554432",
        "34603008 | -        | - | accept 34603008 bytes, and the producer sends records of up to 1048576 only",
        "34603008 | 8388608  | - | accept 34603008 bytes, and the producer sends records of up to 8388608 only",
        "34603008 | 33554432 | 1048576 | buffer has 1048576 bytes, which is less than its largest record of"
      })
  void otherLimitsAreAnError(String accepted, String sent, String buffer, String message) {
    bundle(accepted, sent, buffer, "");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .startsWith("[message-size-mismatch] connector-configs/")
                    .contains(message));
  }

  @Test
  void theLimitOfTheConnectorsOwnProducerHasPrecedence() {
    bundle("34603008", null, null, ", \"producer.override.max.request.size\": \"33554432\"");

    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void eachGroupOfTopicsHasItsOwnLimit() {
    bundle(
        "34603008",
        "33554432",
        null,
        ", \"topic.creation.groups\": \"append\", \"topic.creation.append.include\": \"a\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline()).contains("topic.creation.append.max.message.bytes"));
  }

  private void bundle(String accepted, String sent, String buffer, String more) {
    String topics =
        accepted == null
            ? ""
            : ", \"topic.creation.default.max.message.bytes\": \"" + accepted + "\"";
    bundle =
        new BundleFolder(temp)
            .connector(
                "shop",
                "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
                    + " \"topic.creation.default.partitions\": \"1\","
                    + " \"topic.creation.default.replication.factor\": \"1\""
                    + topics
                    + more)
            .worker(
                (sent == null ? "" : "producer.max.request.size=" + sent + "\n")
                    + (buffer == null ? "" : "producer.buffer.memory=" + buffer + "\n"));
  }
}
