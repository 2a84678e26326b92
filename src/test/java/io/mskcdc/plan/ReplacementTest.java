package io.mskcdc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleWorkerSettings;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.plan.StateChange.Step;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans for connectors that have settings beside their configuration, as on MSK Connect. */
class ReplacementTest {
  private static final Map<String, String> TEXTS =
      Map.of(
          "plugin", "debezium-1a2b",
          "worker", "test-worker-1",
          "role", "arn:role",
          "capacity.mcuCount", "1",
          "offset.storage.topic", "offsets");

  private static final WorkerSettings SETTINGS = SampleWorkerSettings.of(TEXTS);

  private static final Map<String, String> CONFIG = Map.of("connector.class", "S", "a", "1");

  @Test
  void givenACreationThenItsWorkerSettingsAreListed() {
    Change change = Planner.change(wanted(SETTINGS), Optional.empty());

    assertThat(change.action()).isEqualTo(Action.CREATE);
    assertThat(change.settings())
        .hasSize(SETTINGS.texts().size())
        .contains(new Difference("plugin", null, "debezium-1a2b"));
  }

  @Test
  void givenEqualSettingsThenNothingChanges() {
    assertThat(change(SETTINGS, RunState.RUNNING).action()).isEqualTo(Action.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugin", "worker", "capacity.mcuCount"})
  void givenAMutableSettingThatDiffersThenTheConnectorIsUpdated(String setting) {
    String other = setting.equals("capacity.mcuCount") ? "2" : "other";

    Change change = change(with(setting, other), RunState.RUNNING);

    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.differences()).isEmpty();
    assertThat(change.settings())
        .containsExactly(new Difference(setting, other, SETTINGS.texts().get(setting)));
    assertThat(change.dangers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "role",
        "connectVersion",
        "auth",
        "encryption",
        "networkType",
        "bootstrapServers",
        "subnets",
        "securityGroups",
        "logDelivery.cloudWatchLogs.logGroup",
      })
  void givenAnImmutableSettingThatDiffersThenTheConnectorIsReplaced(String setting) {
    Change change = change(with(setting, "other"), RunState.RUNNING);

    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(change.dangers()).isEmpty();
  }

  @Test
  void givenAReplacementWithoutANamedOffsetTopicThenTheOffsetsAreLost() {
    Map<String, String> texts = new HashMap<>(TEXTS);
    texts.remove("offset.storage.topic");
    WorkerSettings wanted = SampleWorkerSettings.of(texts);
    WorkerSettings live = SampleWorkerSettings.with(wanted, "role", "other");

    assertThat(change(wanted, live, RunState.RUNNING).dangers())
        .extracting(Danger::code)
        .containsExactly(DangerCode.OFFSETS_LEFT_BEHIND);
  }

  @Test
  void givenAReplacementOfASinkThenItsOffsetsStayInItsGroup() {
    Map<String, String> sink = Map.of("connector.class", "a.SinkConnector", "topics", "t");
    Map<String, String> texts = new HashMap<>(TEXTS);
    texts.remove("offset.storage.topic");
    WorkerSettings settings = SampleWorkerSettings.of(texts);
    WorkerSettings live = SampleWorkerSettings.with(settings, "role", "other");

    Change change =
        Planner.change(wanted(sink, settings), Optional.of(live(sink, live, RunState.RUNNING)));

    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(change.dangers()).isEmpty();
  }

  @Test
  void givenAnotherOffsetTopicThenAnUpdateLosesTheOffsets() {
    Change change = change(with("offset.storage.topic", "others"), RunState.RUNNING);

    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.dangers())
        .singleElement()
        .satisfies(
            danger -> {
              assertThat(danger.key()).isEqualTo("offset.storage.topic");
              assertThat(danger.cost()).contains("others").contains("read offsets");
            });
  }

  @Test
  void givenAFailedConnectorOnItsOwnWorkersThenItIsReplaced() {
    Change change = change(SETTINGS, RunState.FAILED);

    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(change.state().map(StateChange::step)).contains(Step.REPLACE);
    assertThat(change.dangers()).isEmpty();
  }

  @Test
  void givenAFailedTaskOnItsOwnWorkersThenItIsRestarted() {
    LiveConnector running = live(CONFIG, SETTINGS, RunState.RUNNING);
    ConnectorStatus status =
        new ConnectorStatus(
            RunState.RUNNING,
            null,
            null,
            List.of(new TaskStatus(0, RunState.FAILED, null, "java.lang.X: a")));

    Change change =
        Planner.change(
            wanted(SETTINGS),
            Optional.of(new LiveConnector("shop", running.config(), running.settings(), status)));

    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.state().map(StateChange::step)).contains(Step.RESTART);
  }

  @Test
  void givenAReplacementWithALossInTheConfigurationThenItIsADanger() {
    Map<String, String> live = new HashMap<>(CONFIG);
    live.put("transforms", "mask");
    Change change =
        Planner.change(
            wanted(SETTINGS), Optional.of(live(live, with("role", "other"), RunState.RUNNING)));

    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(change.dangers())
        .extracting(Danger::code)
        .containsExactly(DangerCode.TRANSFORM_REMOVED);
  }

  @Test
  void givenASettingThatChangedOnEitherSideThenASavedPlanDiffers() {
    SavedPlan saved = saved(SETTINGS, with("plugin", "old"));

    assertThat(saved(SETTINGS, with("plugin", "old"))).isEqualTo(saved);
    assertThat(saved(SETTINGS, with("plugin", "older"))).isNotEqualTo(saved);
    assertThat(saved(with("plugin", "new"), with("plugin", "old"))).isNotEqualTo(saved);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, UPDATING, ",
    "RUNNING, PAUSED, RESUME",
    "RUNNING, PAUSING, RESUME",
    "PAUSED, RUNNING, PAUSE",
    "PAUSED, PAUSING, ",
    "PAUSED, RESUMING, PAUSE",
  })
  void givenATransitionalStateThenItCountsAsTheStateItLeadsTo(
      WantedState wanted, RunState live, Step step) {
    RenderedConnector connector =
        new RenderedConnector(
            "shop",
            Document.empty(Path.of("shop.json")),
            null,
            null,
            List.of(),
            CONFIG,
            Optional.of(SETTINGS),
            wanted);

    Change change = Planner.change(connector, Optional.of(live(CONFIG, SETTINGS, live)));

    assertThat(change.state().map(StateChange::step).orElse(null)).isEqualTo(step);
  }

  private static SavedPlan saved(WorkerSettings wanted, WorkerSettings live) {
    LiveConnector running = live(CONFIG, live, RunState.RUNNING);
    RenderedConnector rendered = wanted(wanted);
    return SavedPlan.of(
        "test",
        "eu-west-1",
        Optional.empty(),
        Planner.plan(List.of(rendered), Set.of("shop"), List.of(running)));
  }

  private static Change change(WorkerSettings live, RunState state) {
    return change(SETTINGS, live, state);
  }

  private static Change change(WorkerSettings wanted, WorkerSettings live, RunState state) {
    return Planner.change(wanted(wanted), Optional.of(live(CONFIG, live, state)));
  }

  private static WorkerSettings with(String setting, String value) {
    return SampleWorkerSettings.with(SETTINGS, setting, value);
  }

  private static RenderedConnector wanted(WorkerSettings settings) {
    return wanted(CONFIG, settings);
  }

  private static RenderedConnector wanted(Map<String, String> config, WorkerSettings settings) {
    return new RenderedConnector(
        "shop",
        Document.empty(Path.of("shop.json")),
        null,
        null,
        List.of(),
        config,
        Optional.of(settings),
        WantedState.RUNNING);
  }

  private static LiveConnector live(
      Map<String, String> config, WorkerSettings settings, RunState state) {
    return new LiveConnector(
        "shop", config, Optional.of(settings), ConnectorStatus.withoutTasks(state, null));
  }
}
