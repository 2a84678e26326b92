package io.mskcdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.Planner;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnfinishedHintsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void givenAChangeInProgressThenItIsNamedWhetherSomethingIsDifferentOrNot(String live) {
    assertThat(hints(live, ConnectorStatus.withoutTasks(RunState.UPDATING, null)))
        .containsExactly(
            "shop: a change of it is still in progress (UPDATING); apply waits for its end");
  }

  @Test
  void givenAConnectorThatIsNotHealthyThenOnlyWithoutDifferencesItIsNamed() {
    ConnectorStatus noTasks = new ConnectorStatus(RunState.RUNNING, "w:1", null, List.of());

    assertThat(hints("1", noTasks))
        .containsExactly(
            "shop: it is not healthy (RUNNING, no tasks); apply waits until it is; if it stays"
                + " without tasks, make them again with: mskcdc restart shop");
    assertThat(hints("2", noTasks)).isEmpty();
  }

  @Test
  void givenAHealthyConnectorThenThereIsNoHint() {
    assertThat(hints("1", ConnectorStatus.withoutTasks(RunState.RUNNING, null))).isEmpty();
  }

  private List<String> hints(String live, ConnectorStatus status) {
    RenderedConnector wanted =
        new RenderedConnector(
            "shop",
            Document.empty(Path.of("shop.json")),
            null,
            null,
            List.of(),
            Map.of("a", "1"),
            Optional.empty(),
            WantedState.RUNNING);
    return UnfinishedHints.of(
        Planner.plan(
            List.of(wanted),
            Set.of("shop"),
            List.of(new LiveConnector("shop", Map.of("a", live), status))),
        new UnfinishedChanges(folder));
  }
}
