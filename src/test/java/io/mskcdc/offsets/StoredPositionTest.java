package io.mskcdc.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.preflight.ConnectorDatabases;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.runtime.InMemoryRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The database of these connectors has archived its entry 1. */
class StoredPositionTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));
  private static final Map<String, String> CONFIG =
      Map.of("connector.class", "test.LedgerSourceConnector", "ledger.name", "bank");

  private final List<String> notes = new ArrayList<>();

  @Test
  void aPositionThatTheLogNoLongerReachesIsAProblem() {
    assertThat(check(at(1).with("shop", CONFIG), CONFIG))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .isEqualTo(
                        "[position-lost] connector-configs/shop.json, ledger.name: entry 1 is in"
                            + " the archive; it is at entry 1, so the task fails and changes are"
                            + " lost"));
    assertThat(notes).isEmpty();
  }

  @Test
  void aConnectorThatTakesANewSnapshotGivesANote() {
    assertThat(check(at(1).with("shop", CONFIG), with("ledger.page.size", "1"))).isEmpty();

    assertThat(notes)
        .containsExactly(
            "entry 1 is in the archive; it is at entry 1: the connector takes a new snapshot");
  }

  @Test
  void aPositionInTheLogIsNoProblem() {
    assertThat(check(at(2).with("shop", CONFIG), CONFIG)).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void aLiveConnectorWithoutAStoredOffsetGivesANote() {
    assertThat(check(offsets("").with("shop", CONFIG), CONFIG)).isEmpty();

    assertThat(notes)
        .containsExactly("no offset is stored for it: a start reads its source from the beginning");
  }

  @Test
  void aConnectorWithoutOffsetsOfItsOwnIsNotChecked() {
    assertThat(check(at(1), CONFIG)).isEmpty();
    assertThat(check(InMemoryRuntime.dedicated().with("shop", CONFIG), CONFIG)).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void anOffsetOfAnEarlierNameIsNotChecked() {
    InMemoryRuntime runtime =
        offsets(
                "{\"partition\": {\"ledger\": \"old\"}, \"offset\": {\"entry\": 1}},"
                    + " {\"partition\": {\"ledger\": \"bank\"}, \"offset\": {\"entry\": 7}}")
            .with("shop", CONFIG);

    assertThat(check(runtime, CONFIG)).isEmpty();
    assertThat(check(runtime, with("ledger.name", "another"))).isEmpty();
    assertThat(check(runtime, with("ledger.name", "old")))
        .extracting(Problem::code)
        .containsExactly(ErrorCode.POSITION_LOST);
  }

  @Test
  void offsetsThatCannotBeReadGiveANote() {
    assertThat(check(at(1).with("shop", CONFIG).failing("offsets shop"), CONFIG)).isEmpty();
    assertThat(notes).containsExactly("its offsets were not checked: the request fails");
  }

  private List<Problem> check(InMemoryRuntime runtime, Map<String, String> config) {
    return new StoredPosition(PATHS, runtime, new ConnectorDatabases())
        .check(SampleConnector.of(PATHS, config), notes::add);
  }

  private static InMemoryRuntime at(int entry) {
    return offsets("{\"offset\": {\"entry\": " + entry + "}}");
  }

  private static InMemoryRuntime offsets(String entries) {
    try {
      return InMemoryRuntime.shared()
          .withOffsets(new ObjectMapper().readTree("{\"offsets\": [" + entries + "]}"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> config = new HashMap<>(CONFIG);
    config.put(key, value);
    return config;
  }
}
