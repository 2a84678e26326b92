package io.mskcdc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.plan.StateChange.Step;
import io.mskcdc.report.SavedPlanJson;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

  @Test
  void givenNoLiveConnectorThenItIsCreated() {
    Plan plan =
        Planner.plan(
            List.of(wanted(Map.of("a", "1"), WantedState.RUNNING)), Set.of("shop"), List.of());

    assertThat(plan.changes())
        .singleElement()
        .satisfies(
            planned -> {
              assertThat(planned.action()).isEqualTo(Action.CREATE);
              assertThat(planned.change().differences())
                  .containsExactly(new Difference("a", null, "1"));
            });
  }

  @Test
  void givenDifferentKeysThenTheyAreListedByName() {
    Change change =
        change(
            Map.of("b", "2", "c", "3", "same", "x"),
            live(Map.of("a", "1", "c", "4", "same", "x"), RunState.RUNNING, RunState.RUNNING));

    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.differences())
        .containsExactly(
            new Difference("a", "1", null),
            new Difference("b", null, "2"),
            new Difference("c", "4", "3"));
  }

  @Test
  void givenEqualConfigurationsThenNothingChanges() {
    Change change =
        change(Map.of("a", "1"), live(Map.of("a", "1"), RunState.RUNNING, RunState.RUNNING));

    assertThat(change.action()).isEqualTo(Action.NONE);
  }

  @Test
  void givenAMaskedValueOrAKeyOfTheServerThenNothingDiffers() {
    Change change =
        change(
            Map.of("password", "${file:/f:pw}"),
            live(
                Map.of("password", "••••", "__internal.x", "1"),
                RunState.RUNNING,
                RunState.RUNNING));

    assertThat(change.action()).isEqualTo(Action.NONE);
  }

  @Test
  void givenAMaskedValueOfAnUnwantedKeyThenTheKeyIsRemoved() {
    assertThat(Planner.differences(Map.of(), Map.of("password", "••••")))
        .containsExactly(new Difference("password", "••••", null));
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, RUNNING, RUNNING, ",
    "RUNNING, RUNNING, FAILED, RESTART",
    "RUNNING, FAILED, , RESTART",
    "RUNNING, PAUSED, PAUSED, RESUME",
    "RUNNING, PAUSED, FAILED, RESUME",
    "RUNNING, STOPPED, , RESUME",
    "RUNNING, STOPPED, FAILED, RESUME",
    "RUNNING, UNASSIGNED, , ",
    "RUNNING, RUNNING, RESTARTING, ",
    "PAUSED, PAUSED, PAUSED, ",
    "PAUSED, PAUSED, FAILED, RESTART",
    "PAUSED, RUNNING, FAILED, PAUSE",
    "PAUSED, RUNNING, RUNNING, PAUSE",
    "PAUSED, STOPPED, , PAUSE",
    "STOPPED, STOPPED, , ",
    "STOPPED, FAILED, , STOP",
    "STOPPED, RUNNING, RUNNING, STOP",
  })
  void givenAnotherStateThenItIsAChange(
      WantedState wanted, RunState connector, RunState task, Step step) {
    LiveConnector live = live(Map.of(), connector, task);

    Change change = Planner.change(wanted(Map.of(), wanted), java.util.Optional.of(live));

    assertThat(change.state().map(StateChange::step).orElse(null)).isEqualTo(step);
    assertThat(change.action()).isEqualTo(step == null ? Action.NONE : Action.UPDATE);
  }

  @Test
  void givenAPausedConnectorWithAFailedTaskThenBothAreShown() {
    StateChange change = stateChange(RunState.PAUSED, RunState.FAILED);

    assertThat(change.shownBefore()).isEqualTo("PAUSED, task FAILED");
    assertThat(stateChange(RunState.RUNNING, RunState.FAILED).shownBefore()).isEqualTo("FAILED");
  }

  @Test
  void givenATaskThatFailedSinceThePlanThenTheUpdateIsTheSame() {
    RenderedConnector wanted = wanted(Map.of("a", "2"), WantedState.RUNNING);
    Change planned =
        Planner.change(
            wanted, Optional.of(live(Map.of("a", "1"), RunState.RUNNING, RunState.RUNNING)));
    Change failed =
        Planner.change(
            wanted, Optional.of(live(Map.of("a", "1"), RunState.RUNNING, RunState.FAILED)));

    assertThat(failed.state()).isPresent();
    assertThat(failed.hasSameEffectAs(planned)).isTrue();
  }

  @Test
  void givenAPartOfTheChangeThatIsDoneMeanwhileThenTheRestHasTheSameEffect() {
    RenderedConnector wanted = wanted(Map.of("a", "2", "b", "2"), WantedState.RUNNING);
    Change planned = Planner.change(wanted, Optional.of(running(Map.of("a", "1", "b", "1"))));

    assertThat(change(wanted, Map.of("a", "2", "b", "1")).hasSameEffectAs(planned)).isTrue();
    assertThat(change(wanted, Map.of("a", "2", "b", "3")).hasSameEffectAs(planned)).isFalse();
    assertThat(change(wanted, Map.of("a", "1", "b", "1", "c", "1")).hasSameEffectAs(planned))
        .isFalse();
  }

  private static Change change(RenderedConnector wanted, Map<String, String> live) {
    return Planner.change(wanted, Optional.of(running(live)));
  }

  @Test
  void givenAnotherRequestedStateThenASavedPlanDiffers() {
    assertThat(saved(RunState.STOPPED)).isNotEqualTo(saved(RunState.PAUSED));
    assertThat(saved(RunState.PAUSING)).isEqualTo(saved(RunState.PAUSED));
    assertThat(SavedPlanJson.read(SavedPlanJson.write(saved(RunState.PAUSED))))
        .contains(saved(RunState.PAUSED));
  }

  @Test
  void givenASavedPlanOfAnEarlierVersionThatNamesNoPlaceThenItIsNotRead() {
    String text = SavedPlanJson.write(saved(RunState.PAUSED));

    assertThat(SavedPlanJson.read(text.replaceAll("\"place\": \"[^\"]*\",", ""))).isEmpty();
  }

  @Test
  void givenASavedPlanWhoseStepNamesNoStateThenItIsNotRead() {
    String text = SavedPlanJson.write(saved(RunState.PAUSED));

    assertThat(SavedPlanJson.read(text.replaceAll("\"state\": \"PAUSED\",\\s*", ""))).isEmpty();
  }

  private static SavedPlan saved(RunState live) {
    return SavedPlan.of(
        "test",
        "http://connect:8083",
        Optional.empty(),
        Planner.plan(
            List.of(wanted(Map.of(), WantedState.RUNNING)),
            Set.of("shop"),
            List.of(live(Map.of(), live, null))));
  }

  private static StateChange stateChange(RunState connector, RunState task) {
    return Planner.change(
            wanted(Map.of(), WantedState.RUNNING), Optional.of(live(Map.of(), connector, task)))
        .state()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "io.debezium.connector.mysql.MySqlConnector, snapshot.mode, initial, true",
    "io.debezium.connector.mysql.MySqlConnector, snapshot.mode, always, false",
    "io.debezium.connector.mysql.MySqlConnector, tasks.max, 1, true",
    "some.other.Connector, tasks.max, 1, true",
    "some.other.Connector, snapshot.mode, initial, false",
  })
  void givenADefaultValueAndAMissingKeyThenNothingDiffers(
      String connectorClass, String key, String value, boolean equal) {
    Map<String, String> without = Map.of("connector.class", connectorClass);
    Map<String, String> with = Map.of("connector.class", connectorClass, key, value);

    assertThat(Planner.differences(with, without).isEmpty()).isEqualTo(equal);
    assertThat(Planner.differences(without, with).isEmpty()).isEqualTo(equal);
  }

  @Test
  void givenACreationThenItsDefaultsAreListed() {
    Plan plan =
        Planner.plan(
            List.of(wanted(Map.of("tasks.max", "1"), WantedState.RUNNING)),
            Set.of("shop"),
            List.of());

    assertThat(plan.changes().get(0).change().differences())
        .containsExactly(new Difference("tasks.max", null, "1"));
  }

  @Test
  void givenOnlyAMissingLabelThenNothingDiffersUnlikeAnotherBundlesLabel() {
    Map<String, String> labelled = Map.of("a", "1", RenderedConnector.LABEL_KEY, "b/local");

    assertThat(change(labelled, running(Map.of("a", "1"))).action()).isEqualTo(Action.NONE);
    assertThat(change(labelled, running(Map.of("a", "2"))).differences()).hasSize(2);
    assertThat(
            change(labelled, running(Map.of("a", "1", RenderedConnector.LABEL_KEY, "c/local")))
                .action())
        .isEqualTo(Action.UPDATE);
  }

  private static LiveConnector running(Map<String, String> config) {
    return live(config, RunState.RUNNING, RunState.RUNNING);
  }

  @Test
  void givenOnlyOtherConnectorsThenNothingChanges() {
    LiveConnector other = new LiveConnector("other", Map.of(), ConnectorStatus.NOT_YET);

    assertThat(Planner.plan(List.of(), Set.of(), List.of(other)).isEmpty()).isTrue();
  }

  private static Change change(Map<String, String> config, LiveConnector live) {
    return Planner.plan(List.of(wanted(config, WantedState.RUNNING)), Set.of("shop"), List.of(live))
        .changes()
        .get(0)
        .change();
  }

  private static RenderedConnector wanted(Map<String, String> config, WantedState state) {
    return new RenderedConnector(
        "shop",
        Document.empty(Path.of("shop.json")),
        null,
        null,
        List.of(),
        config,
        Optional.empty(),
        state);
  }

  private static LiveConnector live(Map<String, String> config, RunState connector, RunState task) {
    List<TaskStatus> tasks =
        task == null ? List.of() : List.of(new TaskStatus(0, task, "w:1", null));
    return new LiveConnector("shop", config, new ConnectorStatus(connector, "w:1", null, tasks));
  }
}
