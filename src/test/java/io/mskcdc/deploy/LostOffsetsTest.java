package io.mskcdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.Planner;
import io.mskcdc.runtime.InMemoryRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LostOffsetsTest {
  private static final Map<String, String> MYSQL =
      Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector");

  @Test
  void givenAStoppedConnectorWithoutAnOffsetThenItsStartIsNamed() throws IOException {
    assertThat(hints(MYSQL, WantedState.STOPPED, ""))
        .containsExactly(
            "shop: no offset is stored for it, so it reads its source from the beginning");
  }

  @Test
  void givenAnOffsetOrARunningConnectorOrAnotherClassThenThereIsNoHint() throws IOException {
    assertThat(hints(MYSQL, WantedState.STOPPED, "{\"partition\": {}, \"offset\": {\"pos\": 1}}"))
        .isEmpty();
    assertThat(hints(MYSQL, WantedState.RUNNING, "")).isEmpty();
    assertThat(hints(Map.of("connector.class", "a.Sink"), WantedState.STOPPED, "")).isEmpty();
  }

  private static List<String> hints(Map<String, String> config, WantedState state, String offsets)
      throws IOException {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .withOffsets(new ObjectMapper().readTree("{\"offsets\": [" + offsets + "]}"))
            .with("shop", config);
    runtime.changeState("shop", state);
    RenderedConnector wanted =
        new RenderedConnector(
            "shop",
            Document.empty(Path.of("shop.json")),
            null,
            null,
            List.of(),
            config,
            Optional.empty(),
            WantedState.RUNNING);
    return LostOffsets.of(
        Planner.plan(List.of(wanted), Set.of("shop"), runtime.connectors()), runtime);
  }
}
