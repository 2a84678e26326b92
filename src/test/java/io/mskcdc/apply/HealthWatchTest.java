package io.mskcdc.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.DedicatedWorkers;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Progress;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.runtime.Validation;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthWatchTest {
  private static final ConnectorStatus NO_TASKS = status(RunState.RUNNING);
  private static final ConnectorStatus HEALTHY = status(RunState.RUNNING, task(RunState.RUNNING));

  private final Script script = new Script();
  private final List<String> progress = new ArrayList<>();
  private final HealthWatch watch =
      new HealthWatch(script, Duration.ofSeconds(60), Duration.ofSeconds(15), script);

  @Test
  void givenAHealthyConnectorThenItMustStayHealthyForTheWholeTime() {
    script.at(0, NO_TASKS).at(3, HEALTHY);

    ConnectorStatus status = await(WantedState.RUNNING);

    assertThat(status).isEqualTo(HEALTHY);
    assertThat(script.now()).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(19));
  }

  @Test
  void givenARestartThenTheCountRestarts() {
    script
        .at(0, HEALTHY)
        .at(10, status(RunState.RUNNING, task(RunState.RESTARTING)))
        .at(11, HEALTHY);

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(26), Duration.ofSeconds(27));
  }

  @Test
  void givenATaskThatMovesToAnotherWorkerThenTheCountRestarts() {
    TaskStatus moved = new TaskStatus(0, RunState.RUNNING, "other:1", null);
    script.at(0, HEALTHY).at(10, status(RunState.RUNNING, moved));

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(26));
  }

  @Test
  void givenAWorkerThatDoesNotAnswerForAMinuteThenTheCountRestarts() {
    script.at(0, HEALTHY).silent(10, 70);

    patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(script.now()).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(86));
    assertThat(progress)
        .contains("it could not be read for 60 s, so the count of its healthy seconds starts again")
        .last()
        .isEqualTo("RUNNING, 1 task RUNNING");
  }

  @Test
  void givenAServiceThatAlwaysAnswersSlowlyThenTheCountGoesOn() {
    script.at(0, HEALTHY).slow(6);

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(28));
    assertThat(progress).noneMatch(line -> line.contains("could not be read"));
  }

  @Test
  void givenAServiceThatAnswersSlowlyThenASilenceStillRestartsTheCount() {
    script.slow(3).at(0, HEALTHY).silent(10, 70);

    patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(progress).anyMatch(line -> line.contains("could not be read for 6"));
  }

  @Test
  void givenAServiceBesideTheWorkersThatDoesNotAnswerThenTheCountGoesOn() {
    script.at(0, ConnectorStatus.withoutTasks(RunState.RUNNING, null)).silent(5, 40);

    await(WantedState.RUNNING);

    assertThat(script.now()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void givenAnOffsetFromBeforeTheWorkerStartedAgainThenItDoesNotProveTheNextTask() {
    script
        .debezium()
        .offset(0, "1")
        .at(0, HEALTHY)
        .silent(12, 40)
        .offset(39, "2")
        .at(95, failed("no brokers"));

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[task-failed] shop");
  }

  @Test
  void givenATaskThatFailsWhileTheConnectorRunsThenTheWaitFailsWithItsCause() {
    script
        .at(0, HEALTHY)
        .at(
            5,
            status(
                RunState.RUNNING,
                new TaskStatus(0, RunState.FAILED, "w:1", "outer\n\tat a.b\nCaused by: inner")));

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .isInstanceOf(ProblemException.class)
        .hasMessage("[task-failed] shop: task 0 failed: outer … caused by inner");
    assertThat(script.now()).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void givenAConnectorThatFailsThenTheWaitFailsWithItsCause() {
    script.at(0, new ConnectorStatus(RunState.FAILED, "w:1", "boom", List.of()));

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessage("[connector-failed] shop: the connector failed: boom");
  }

  @Test
  void givenAServerIdThatAnotherConnectorHasThenTheFailureNamesThatConnector() {
    String trace = "A replica with the same server_uuid/server_id as this replica has connected";
    script
        .at(0, status(RunState.RUNNING, new TaskStatus(0, RunState.FAILED, "w:1", trace)))
        .all(mysql("shop", "5400"), mysql("other", "5400"), mysql("third", "5401"));

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).next())
                    .startsWith("the connector other has the same database.server.id; ")
                    .doesNotContain("third"));
  }

  @Test
  void givenConnectorsThatCannotBeReadThenTheFailureIsStillReported() {
    script.at(0, failed("A replica with the same server_uuid/server_id has connected"));
    script.unreadable = true;

    assertThatThrownBy(() -> await(WantedState.RUNNING)).hasMessageContaining("[task-failed] shop");
  }

  private static LiveConnector mysql(String name, String serverId) {
    return new LiveConnector(
        name,
        Map.of(
            "connector.class",
            "io.debezium.connector.mysql.MySqlConnector",
            "database.server.id",
            serverId),
        HEALTHY);
  }

  @Test
  void givenAFailureThatIsReadOnlyOnceThenTheWaitContinues() {
    script.at(0, status(RunState.RUNNING, task(RunState.FAILED))).at(0.5, HEALTHY);

    assertThat(await(WantedState.RUNNING)).isEqualTo(HEALTHY);
  }

  @Test
  void givenARunningConnectorWithoutTasksThenTheWaitFailsAtTheTimeLimitAndNamesTheRestart() {
    script.at(0, NO_TASKS);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).next())
                    .endsWith("make them again with: mskcdc restart shop"))
        .hasMessageContaining("[connector-not-healthy] shop: not running and stable within 60 s")
        .hasMessageContaining("RUNNING, no tasks");
    assertThat(script.now()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void givenAConnectorThatIsNotHealthyForLongEnoughThenTheErrorSaysForHowLong() {
    script.at(0, NO_TASKS).at(50, HEALTHY);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageContaining(
            "last seen: RUNNING, 1 task RUNNING, without a change for only 10 of the 15 s");
  }

  @Test
  void givenATaskThatFailsAndComesBackInTurnsThenTheTimeOutHasTheLastCauseAndHowOften() {
    for (int second = 0; second < 55; second += 5) {
      script.at(second, HEALTHY).at(second + 4.5, failed("outer\nCaused by: blip " + second));
    }
    script.at(55, HEALTHY);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).next())
                    .startsWith("correct what the cause names and apply again; the log of w:1"))
        .hasMessageContaining("[connector-not-healthy] shop: not running and stable within 60 s")
        .hasMessageContaining("; before that it was healthy 11 times, never for long enough")
        .hasMessageEndingWith(
            "; it was seen FAILED 11 times, the last time: task 0 failed: outer … caused by blip 50");
  }

  @Test
  void givenAWorkerThatLeavesAndComesBackThenTheTimeOutSaysHowOften() {
    ConnectorStatus left = status(RunState.RUNNING, task(RunState.UNASSIGNED));
    script.at(0, HEALTHY).at(10, left).at(20, HEALTHY).at(30, left);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageEndingWith(
            "last seen: RUNNING, 1 task UNASSIGNED; before that it was healthy 2 times, never for"
                + " long enough");
  }

  @Test
  void givenAnErrorThatEndsTheWaitAfterAFailureThenItHasTheCauseToo() {
    script.at(0, HEALTHY).at(4, failed("blip")).at(4.5, HEALTHY).gone(6);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageContaining("[connector-disappeared]")
        .hasMessageEndingWith("it was seen FAILED once, the last time: task 0 failed: blip");
  }

  @Test
  void givenARuntimeThatReportsNoTasksThenRunningIsHealthy() {
    ConnectorStatus running = ConnectorStatus.withoutTasks(RunState.RUNNING, null);
    script.at(0, ConnectorStatus.withoutTasks(RunState.CREATING, null)).at(2, running);

    assertThat(await(WantedState.RUNNING)).isEqualTo(running);
    assertThat(script.now()).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void givenAConnectorThatDisappearsThenTheWaitFails() {
    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageContaining("[connector-disappeared]");
  }

  @Test
  void givenAConnectorThatOneWorkerDoesNotKnowYetThenTheWaitContinues() {
    script.gone(0).at(1.5, HEALTHY).gone(8).at(9, HEALTHY);

    assertThat(await(WantedState.RUNNING)).isEqualTo(HEALTHY);
  }

  @Test
  void givenAConnectorThatStaysGoneThenTheWaitEndsAfterTwoSeconds() {
    script.at(0, HEALTHY).gone(5);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageContaining("[connector-disappeared]");
    assertThat(script.now()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, PAUSED, paused", "RUNNING, STOPPED, stopped", "PAUSED, RUNNING, resumed"})
  void givenAnotherClientThatChangesTheStateThenTheWaitEndsAndSaysSo(
      WantedState wanted, RunState theirs, String verb) {
    RunState ours = RunState.of(wanted.name());
    script.at(0, status(ours, task(ours))).at(5, status(theirs));

    assertThatThrownBy(() -> await(wanted))
        .hasMessage(
            "[write-not-kept] shop: it was %s, and is %s now: another client has %s it"
                .formatted(ours, theirs, verb));
    assertThat(script.now()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void givenTheStateFromBeforeTheWriteThenItIsNotAnotherClients() {
    ConnectorStatus paused = status(RunState.PAUSED, task(RunState.PAUSED));
    script.at(0, paused).at(4, HEALTHY).at(5, paused).at(6, HEALTHY);

    assertThat(await(WantedState.RUNNING)).isEqualTo(HEALTHY);
  }

  @Test
  void givenTheWantedStateStoppedThenAStoppedConnectorIsHealthy() {
    script.at(0, HEALTHY).at(1, status(RunState.STOPPED));

    assertThat(await(WantedState.STOPPED).state()).isEqualTo(RunState.STOPPED);
  }

  @Test
  void givenTheWantedStatePausedThenItsTasksMustBePausedToo() {
    ConnectorStatus half = status(RunState.PAUSED, task(RunState.RUNNING));
    ConnectorStatus paused = status(RunState.PAUSED, task(RunState.PAUSED));
    script.at(0, half).at(4, paused);

    assertThat(await(WantedState.PAUSED)).isEqualTo(paused);
  }

  @Test
  void givenNoStatusForTheWholeTimeThenNoStateIsClaimed() {
    script.at(0, ConnectorStatus.NOT_YET);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageEndingWith("last seen: no status from the workers")
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).next()).contains("are of one Connect group"));
  }

  @Test
  void givenANewDebeziumConnectorThenItMustCommitAnOffset() {
    script.debezium().at(0, NO_TASKS).at(3, HEALTHY).offset(40, "1");

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
    assertThat(progress).last().asString().contains("waiting until it commits an offset");
  }

  @Test
  void givenAnOffsetThatWasThereBeforeThenItProvesNothing() {
    script.debezium().offset(0, "old").at(0, NO_TASKS).at(3, HEALTHY).offset(50, "new");

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
  }

  @Test
  void givenTheLastOffsetOfTheTaskBeforeTheChangeThenItProvesNothing() {
    script.debezium().offset(0, "1").at(0, HEALTHY).offset(4, "2").offset(30, "3");

    await(WantedState.RUNNING);

    assertThat(script.now()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void givenTheLastOffsetOfATaskThatRestartsDuringTheWaitThenItDoesNotProveTheNextTask() {
    script
        .debezium()
        .offset(0, "1")
        .at(0, HEALTHY)
        .at(12, status(RunState.RUNNING, task(RunState.RESTARTING)))
        .offset(13, "2")
        .at(14, HEALTHY)
        .at(74, status(RunState.RUNNING, task(RunState.FAILED)));

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[task-failed] shop");
  }

  @Test
  void givenTheLastOffsetOfATaskThatMovesThenItDoesNotProveTheTaskOnTheOtherWorker() {
    script
        .debezium()
        .offset(0, "1")
        .at(0, HEALTHY)
        .at(12, status(RunState.RUNNING, new TaskStatus(0, RunState.RUNNING, "other:1", null)))
        .offset(13, "2")
        .at(74, status(RunState.RUNNING, task(RunState.FAILED)));

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[task-failed] shop");
  }

  @Test
  void givenATaskThatFailsAfterAMinuteThenItIsNeverHealthy() {
    script.debezium().at(0, HEALTHY).at(58, status(RunState.RUNNING, task(RunState.FAILED)));

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[task-failed] shop");
  }

  @Test
  void givenAnIdleSourceThenTheWaitIsLongerAndSaid() {
    script.debezium().offset(0, "1").at(0, HEALTHY);

    HealthWatch.Healthy healthy = patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(script.now()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(91));
    assertThat(progress).last().asString().contains("no task failed in 90 s, but nothing shows");
    assertThat(healthy.caveat())
        .hasValue(
            "nothing shows yet that it reads its source: it committed no offset that can be seen");
  }

  @Test
  void givenAHistoryThatMayStillBeRebuiltThenItIsSaid() {
    script.debezium("snapshot.mode", "recovery").offset(0, "1").at(0, HEALTHY);

    HealthWatch.Healthy healthy = patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(healthy.caveat().orElseThrow())
        .startsWith("nothing shows yet that it reads its source")
        .endsWith(
            "it may still read the schemas of its tables, so keep snapshot.mode until a row"
                + " arrives");
  }

  @Test
  void givenAHistoryThatIsRebuiltThenNothingIsSaid() {
    script.debezium("snapshot.mode", "recovery").offset(0, "1").at(0, HEALTHY).offset(30, "2");

    assertThat(patient().await("shop", WantedState.RUNNING, progress::add).caveat()).isEmpty();
  }

  @Test
  void givenAnOffsetOfASnapshotThenItIsSaidThatTheSnapshotMayStillRun() {
    script.debezium().at(0, HEALTHY).offset(20, "snapshot 1").offset(60, "2");

    assertThat(patient().await("shop", WantedState.RUNNING, progress::add).caveat())
        .hasValue("its last offset is of a snapshot, which may still run");
    assertThat(script.now()).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void givenADatabaseWithUnreadChangesThenHealthWithoutAnOffsetIsNotEnough() {
    script.ledger("7").offset(0, "1").at(0, HEALTHY);

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[connector-not-healthy] shop")
        .hasMessageContaining(
            "without an offset committed since, although it commits some even of");
  }

  @Test
  void givenADatabaseWithoutUnreadChangesThenHealthWithoutAnOffsetIsEnough() {
    script.ledger("99").offset(0, "1").at(0, HEALTHY);

    assertThat(patient().await("shop", WantedState.RUNNING, progress::add).caveat()).isPresent();
  }

  @Test
  void givenAnIdleSourceWhoseDatabaseIsGoneThenItIsNeverHealthy() {
    script.debezium().offset(0, "1").at(0, HEALTHY).refused(5, 400);

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[connector-not-healthy] shop")
        .hasMessageEndingWith(
            "; before that it was healthy 3 times, never for long enough; the workers refused its"
                + " configuration then: [config-rejected] shop, database.hostname: no connection");
  }

  @Test
  void givenADatabaseThatIsGoneForAMomentThenTheWaitContinues() {
    script.debezium().offset(0, "1").at(0, HEALTHY).refused(89, 92).offset(120, "2");

    HealthWatch.Healthy healthy = patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(script.now()).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(121));
    assertThat(healthy.caveat()).isEmpty();
  }

  @Test
  void givenMaskedValuesThenTheWorkersAreNotAskedToValidateThem() {
    script.debezium("database.password", "••••").offset(0, "1").at(0, HEALTHY).refused(0, 400);

    patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(script.now()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(91));
  }

  @Test
  void givenAnIdleSourceThenTheProgressSaysOnceHowToShortenTheWait() {
    String shorter = "with heartbeat.interval.ms and heartbeat.action.query, an idle source";
    script.debezium("heartbeat.interval.ms", "5000").offset(0, "1").at(0, HEALTHY);

    patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(progress)
        .filteredOn(line -> line.contains("or until it has been healthy for 90 s without one"))
        .singleElement()
        .asString()
        .contains(shorter);
    progress.clear();
    script.debezium("heartbeat.action.query", "UPDATE t SET c = 1");
    patient().await("shop", WantedState.RUNNING, progress::add);
    assertThat(progress).anyMatch(line -> line.contains("90 s without one"));
    assertThat(progress).noneMatch(line -> line.contains(shorter));
  }

  @Test
  void givenATimeLimitBeforeAnyProofThenTheErrorSaysWhatIsMissing() {
    script.debezium().at(0, HEALTHY);

    assertThatThrownBy(() -> await(WantedState.RUNNING))
        .hasMessageContaining("without an offset committed since, and for only 60 of the 90 s");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "0000, true", "5000, false"})
  void givenNoOffsetYetThenOnlyWithoutHeartbeatsTheWaitReplacesIt(
      String interval, boolean healthy) {
    script.debezium("heartbeat.interval.ms", interval).at(0, HEALTHY);

    if (healthy) {
      patient().await("shop", WantedState.RUNNING, progress::add);
    } else {
      assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
          .hasMessageContaining("[connector-not-healthy] shop")
          .hasMessageContaining("although it commits some even of an idle database");
    }
  }

  @Test
  void givenASnapshotThatDoesNotMoveThenItIsNeverHealthy() {
    script.debezium("heartbeat.interval.ms", "5000").offset(0, "snapshot 1").at(0, HEALTHY);

    assertThatThrownBy(() -> patient().await("shop", WantedState.RUNNING, progress::add))
        .hasMessageContaining("[connector-not-healthy] shop");
  }

  @Test
  void givenOffsetsThatCannotBeReadThenTheWaitIsLonger() {
    script.debezium().offset(5, "1").at(0, HEALTHY).offset(12, "2");
    script.unreadable = true;

    patient().await("shop", WantedState.RUNNING, progress::add);

    assertThat(script.now()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(91));
  }

  private HealthWatch patient() {
    return new HealthWatch(script, Duration.ofSeconds(300), Duration.ofSeconds(15), script);
  }

  private ConnectorStatus await(WantedState wanted) {
    return watch.await("shop", wanted, progress::add).status();
  }

  private static ConnectorStatus status(RunState connector, TaskStatus... tasks) {
    return new ConnectorStatus(connector, "w:1", null, List.of(tasks));
  }

  private static ConnectorStatus failed(String trace) {
    return status(RunState.RUNNING, new TaskStatus(0, RunState.FAILED, "w:1", trace));
  }

  private static TaskStatus task(RunState state) {
    return new TaskStatus(0, state, "w:1", state == RunState.FAILED ? "trace" : null);
  }

  /** A runtime with one connector, whose status changes at given seconds of a manual clock. */
  private static final class Script implements ConnectRuntime, Time {
    private record Step(Duration at, ConnectorStatus status) {}

    private final List<Step> steps = new ArrayList<>();
    private Optional<List<LiveConnector>> all = Optional.empty();
    private final NavigableMap<Duration, String> offsets = new TreeMap<>();
    private Map<String, String> config = Map.of();
    private String entry = "";
    private boolean unreadable;
    private Duration silentFrom = Duration.ofDays(1);
    private Duration silentUntil = Duration.ofDays(1);
    private Duration refusedFrom = Duration.ofDays(1);
    private Duration refusedUntil = Duration.ofDays(1);
    private Duration answerTime = Duration.ZERO;
    private Duration now = Duration.ZERO;

    Script debezium() {
      config = Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector");
      return this;
    }

    Script debezium(String key, String value) {
      config = Map.of("connector.class", "io.debezium.connector.mysql.MySqlConnector", key, value);
      return this;
    }

    /** A source whose log ends at entry 99. */
    Script ledger(String reached) {
      config =
          Map.of(
              "connector.class",
              "test.LedgerSourceConnector",
              "ledger.name",
              "bank",
              "ledger.beat",
              "5");
      entry = reached;
      return this;
    }

    Script offset(int second, String text) {
      offsets.put(Duration.ofSeconds(second), text);
      return this;
    }

    @Override
    public Optional<Progress> progress(LiveConnector live) {
      requireReadable(live.name());
      Optional<String> text = Optional.ofNullable(offsets.floorEntry(now)).map(Map.Entry::getValue);
      return Optional.of(
          new Progress(
              text.toString(),
              text.map(
                      offset ->
                          offset.startsWith("snapshot")
                              ? Progress.Stage.SNAPSHOT
                              : Progress.Stage.STREAMING)
                  .orElse(Progress.Stage.UNKNOWN)));
    }

    private void requireReadable(String name) {
      if (unreadable) {
        throw new ProblemException(
            Problem.of(ErrorCode.CONNECT_UNREACHABLE, name, "no answer", "try again"));
      }
    }

    void all(LiveConnector... connectors) {
      all = Optional.of(List.of(connectors));
    }

    Script at(double seconds, ConnectorStatus status) {
      steps.add(new Step(Duration.ofMillis((long) (seconds * 1000)), status));
      return this;
    }

    Script gone(double seconds) {
      return at(seconds, null);
    }

    /** The runtime answers a request of this time at its end. */
    Script silent(int from, int until) {
      silentFrom = Duration.ofSeconds(from);
      silentUntil = Duration.ofSeconds(until);
      return this;
    }

    /** Each answer takes this many seconds. */
    Script slow(int seconds) {
      answerTime = Duration.ofSeconds(seconds);
      return this;
    }

    /** The runtime refuses the configuration for a time. */
    Script refused(int from, int until) {
      refusedFrom = Duration.ofSeconds(from);
      refusedUntil = Duration.ofSeconds(until);
      return this;
    }

    @Override
    public Duration now() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Optional<LiveConnector> connector(String name) {
      now = now.plus(answerTime);
      if (now.compareTo(silentFrom) >= 0 && now.compareTo(silentUntil) < 0) {
        now = silentUntil;
      }
      return steps.stream()
          .filter(step -> step.at().compareTo(now) <= 0)
          .reduce((earlier, later) -> later)
          .filter(step -> step.status() != null)
          .map(step -> new LiveConnector(name, config, step.status()));
    }

    @Override
    public List<LiveConnector> connectors() {
      requireReadable("all");
      return all.orElseThrow(() -> new AssertionError("a watch reads one connector only"));
    }

    @Override
    public Validation validate(String name, Map<String, String> config) {
      boolean refused = now.compareTo(refusedFrom) >= 0 && now.compareTo(refusedUntil) < 0;
      return new Validation(
          refused
              ? List.of(new Validation.Finding("database.hostname", "no connection"))
              : List.of(),
          Set.of());
    }

    @Override
    public void create(
        String name,
        Map<String, String> config,
        Optional<WorkerSettings> settings,
        WantedState state) {
      throw new AssertionError("a watch writes nothing");
    }

    @Override
    public Optional<Problem> refusal(Capability capability, String connector) {
      return Optional.empty();
    }

    @Override
    public Polling polling() {
      return new Polling(Duration.ofMillis(500), Duration.ofMinutes(5));
    }

    @Override
    public Optional<DedicatedWorkers> dedicatedWorkers() {
      throw new AssertionError("a watch writes nothing");
    }

    @Override
    public List<String> internalTopics(String name) {
      throw new AssertionError("a watch reads one connector only");
    }

    @Override
    public void update(String name, Map<String, String> config) {
      throw new AssertionError("a watch writes nothing");
    }

    @Override
    public void changeState(String name, WantedState state) {
      throw new AssertionError("a watch writes nothing");
    }

    @Override
    public void restart(String name, boolean onlyFailed) {
      throw new AssertionError("a watch writes nothing");
    }

    @Override
    public Optional<List<String>> topics(String name) {
      throw new AssertionError("a watch reads one connector only");
    }

    @Override
    public JsonNode offsets(String name) {
      ObjectNode offsets = JsonNodeFactory.instance.objectNode();
      offsets.withArray("offsets").addObject().putObject("offset").put("entry", entry);
      return offsets;
    }

    @Override
    public void delete(String name) {
      throw new AssertionError("a watch writes nothing");
    }
  }
}
