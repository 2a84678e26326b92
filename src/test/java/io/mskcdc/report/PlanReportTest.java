package io.mskcdc.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleWorkerSettings;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanReportTest {
  private static final Map<String, String> SETTINGS =
      Map.of("plugin", "debezium-9f8e", "role", "new", "offset.storage.topic", "offsets");

  @Test
  void aNewPluginIsAnUpdate() {
    assertThat(text(Map.of("plugin", "debezium-1a2b"), RunState.RUNNING))
        .isEqualTo(
            """
            ~ shop
                ~ plugin: debezium-1a2b -> debezium-9f8e
                ~ rows.max = 1 -> 2

            0 to create, 1 to update, 0 to delete
            """);
  }

  @Test
  void aReplacementIsShownWithItsReasonAndItsEffect() {
    assertThat(text(Map.of("role", "old"), RunState.RUNNING))
        .isEqualTo(
            """
            ± shop
                no connector can change its role: it is deleted and created again under the same name; rows wait meanwhile, and it continues from its offsets
                ~ role: old -> new
                ~ rows.max = 1 -> 2

            0 to create, 0 to update, 0 to delete, 1 to replace
            """);
  }

  @Test
  void aReplacementWithAnotherOffsetTopicIsShownWithItsDanger() {
    assertThat(text(Map.of("role", "old", "offset.storage.topic", "others"), RunState.RUNNING))
        .contains("rows wait meanwhile\n")
        .contains("    ! offsets-left-behind: the offsets stay in others, and");
  }

  @Test
  void aFailedConnectorIsReplacedForThatReason() {
    assertThat(text(Map.of(), RunState.FAILED))
        .contains(
            "    ~ state: FAILED -> RUNNING\n    it has failed, and an update cannot restart it: it is");
  }

  @Test
  void aValueThatWouldForgeLinesOrControlTheTerminalIsEscaped() {
    RenderedConnector wanted = wanted();
    LiveConnector live =
        new LiveConnector(
            "shop",
            Map.of("rows.max", "2\u001b[2J\n\n0 to create\u202e"),
            Optional.of(SampleWorkerSettings.of(SETTINGS)),
            ConnectorStatus.withoutTasks(RunState.RUNNING, null));

    Plan plan = Planner.plan(List.of(wanted), Set.of("shop"), List.of(live));
    PlanReport report = new PlanReport("test", plan, List.of());

    String expected = "rows.max = 2\\u001b[2J\\n\\n0 to create\\u202e -> 2\n";
    assertThat(report.text(Palette.NONE)).contains("    ~ " + expected);
    assertThat(report.markdown()).contains("! " + expected);
  }

  private static String text(Map<String, String> live, RunState state) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(live);
    RenderedConnector wanted = wanted();
    LiveConnector running =
        new LiveConnector(
            "shop",
            Map.of("rows.max", "1"),
            Optional.of(SampleWorkerSettings.of(settings)),
            ConnectorStatus.withoutTasks(state, null));
    Plan plan = Planner.plan(List.of(wanted), Set.of("shop"), List.of(running));
    return new PlanReport("test", plan, List.of()).text(Palette.NONE);
  }

  private static RenderedConnector wanted() {
    return new RenderedConnector(
        "shop",
        Document.empty(Path.of("shop.json")),
        null,
        null,
        List.of(),
        Map.of("rows.max", "2"),
        Optional.of(SampleWorkerSettings.of(SETTINGS)),
        WantedState.RUNNING);
  }
}
