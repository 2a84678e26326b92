package io.mskcdc.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.runtime.InMemoryRuntime;
import io.mskcdc.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The log of these connectors ends at entry 99. Their database commits every five seconds. */
class StandstillTest {
  private static final Map<String, String> CONFIG =
      Map.of(
          "connector.class",
          "test.LedgerSourceConnector",
          "ledger.name",
          "bank",
          "ledger.beat",
          "5");

  private final InMemoryRuntime runtime = InMemoryRuntime.shared();
  private final ManualTime time = new ManualTime();
  private final List<String> progress = new ArrayList<>();

  @Test
  void aPositionThatStaysBehindTheEndOfTheLogIsAStandstill() {
    runtime.withOffsets(at(7));

    assertThat(standing(CONFIG))
        .containsExactly(
            Map.entry(
                "shop",
                "it has committed no other offset for 80 s, and the server's ledger goes on behind"
                    + " its position, to entry 99"));
    assertThat(time.now()).isEqualTo(Duration.ofSeconds(80));
    assertThat(progress)
        .containsExactly(
            "shop: waiting up to 80 s for its next offset, because nothing else shows that it"
                + " moves");
  }

  @Test
  void aPositionThatMovesIsNone() {
    AtomicInteger reads = new AtomicInteger();
    runtime
        .withOffsets(at(7))
        .before(
            "offsets shop", () -> runtime.withOffsets(at(reads.incrementAndGet() < 20 ? 7 : 8)));

    assertThat(standing(CONFIG)).isEmpty();
    assertThat(time.now()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aPositionAtTheEndOfTheLogIsNotWaitedFor() {
    runtime.withOffsets(at(99));

    assertThat(standing(CONFIG)).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aSourceThatCommitsNothingWhileItIsIdleIsNotJudged() {
    runtime.withOffsets(at(7));

    assertThat(standing(without("ledger.beat"))).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aConnectorInItsSnapshotIsNotJudged() {
    runtime.withOffsets(offsets("{\"entry\": 7, \"snapshot\": \"INITIAL\"}"));

    assertThat(standing(CONFIG)).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aDatabaseThatTheWorkersReachAndThisMachineDoesNotIsNotJudged() {
    runtime.withOffsets(at(7));

    assertThat(standing(with(Map.of("ledger.down", "yes")))).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aDatabaseThatNobodyReachesIsAStandstill() {
    runtime.withOffsets(at(7));

    assertThat(standing(with(Map.of("ledger.down", "yes", InMemoryRuntime.INVALID, "ledger.name"))))
        .containsExactly(
            Map.entry(
                "shop",
                "it has committed no other offset for 80 s, and the workers do not reach its"
                    + " database: the key is invalid"));
  }

  @Test
  void aConfigurationThatTheWorkersRefuseForAnotherReasonIsNotJudged() {
    runtime.withOffsets(at(7));

    assertThat(standing(with(Map.of("ledger.down", "yes", InMemoryRuntime.INVALID, "ledger.pin"))))
        .isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aTableOfDynamoDbWhoseHeartbeatsEndIsAStandstill() {
    runtime.withOffsets(
        offsets("{\"table\": \"orders\"}", "{\"caughtUp\": 1700000000000, \"shards\": 1}"));

    assertThat(
            standing(
                Map.of(
                    "connector.class",
                    "io.mskcdc.dynamodb.DynamoDbStreamsSourceConnector",
                    "tables",
                    "orders")))
        .containsExactly(
            Map.entry(
                "shop",
                "it has committed no other offset for 85 s, and it commits others even of an idle"
                    + " source"));
  }

  @Test
  void workersThatReturnNoOffsetsAreNotAsked() {
    assertThat(standing(InMemoryRuntime.dedicated(), CONFIG)).isEmpty();
    assertThat(time.pauses()).isEmpty();
  }

  private Map<String, String> standing(Map<String, String> config) {
    return standing(runtime, config);
  }

  private Map<String, String> standing(InMemoryRuntime workers, Map<String, String> config) {
    workers.with("shop", config);
    return new Standstill(workers, time)
        .among(workers.connectors(), (name, text) -> progress.add(name + ": " + text));
  }

  private static Map<String, String> with(Map<String, String> options) {
    Map<String, String> config = new HashMap<>(CONFIG);
    config.putAll(options);
    return config;
  }

  private static Map<String, String> without(String key) {
    Map<String, String> config = new HashMap<>(CONFIG);
    config.remove(key);
    return config;
  }

  private static JsonNode at(int entry) {
    return offsets("{\"entry\": " + entry + "}");
  }

  private static JsonNode offsets(String offset) {
    return offsets("{\"ledger\": \"bank\"}", offset);
  }

  private static JsonNode offsets(String partition, String offset) {
    try {
      return new ObjectMapper()
          .readTree(
              "{\"offsets\": [{\"partition\": " + partition + ", \"offset\": " + offset + "}]}");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(offset, e);
    }
  }
}
