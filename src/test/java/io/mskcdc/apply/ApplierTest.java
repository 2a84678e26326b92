package io.mskcdc.apply;

import static io.mskcdc.runtime.InMemoryRuntime.BROKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Document;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleWorkerSettings;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.report.Palette;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.InMemoryRuntime;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApplierTest {
  private static final Map<String, String> OLD = Map.of("connector.class", "S", "a", "1");
  private static final Map<String, String> NEW = Map.of("connector.class", "S", "a", "2");
  private static final Map<String, String> BAD = Map.of("connector.class", "S", BROKEN, "yes");

  private static final ConnectorStatus PAUSED =
      new ConnectorStatus(
          RunState.PAUSED, "w:1", null, List.of(new TaskStatus(0, RunState.PAUSED, "w:1", null)));

  @TempDir private Path offsets;
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Test
  void givenACreationAnUpdateAndAnEqualConnectorThenOnlyTheDifferencesAreWritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);

    List<Outcome> outcomes =
        apply(runtime, false, wanted("new", NEW), wanted("changed", NEW), wanted("same", NEW));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED, Result.APPLIED, Result.UNCHANGED);
    assertThat(runtime.requests())
        .containsExactly("validate new", "validate changed", "create new", "update changed");
    assertThat(live(runtime, "changed").config()).isEqualTo(NEW);
  }

  @Test
  void givenAnUnchangedConnectorThatDoesNotMoveThenItHasFailed() throws IOException {
    Map<String, String> ledger =
        Map.of(
            "connector.class",
            "test.LedgerSourceConnector",
            "ledger.name",
            "bank",
            "ledger.beat",
            "5");
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .with("shop", ledger)
            .withOffsets(
                new ObjectMapper()
                    .readTree("{\"offsets\": [{\"partition\": {}, \"offset\": {\"entry\": 7}}]}"));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", ledger), wanted("new", NEW));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.FAILED, Result.NOT_ATTEMPTED);
    assertThat(outcomes.get(0).problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[connector-not-healthy] shop: it is RUNNING and was not seen to move: it has committed no"
                + " other offset for 80 s, and the server's ledger goes on behind its position, to"
                + " entry 99");
  }

  @Test
  void givenAFailureInTheMiddleThenTheRestIsNotAttempted() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("b", OLD).failing("update b");

    List<Outcome> outcomes =
        apply(runtime, false, wanted("a", NEW), wanted("b", NEW), wanted("c", NEW));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED, Result.FAILED, Result.NOT_ATTEMPTED);
    assertThat(codes(outcomes.get(1))).containsExactly(ErrorCode.CONNECT_REFUSED);
    assertThat(runtime.connector("c")).isEmpty();
  }

  @Test
  void givenAnInvalidConnectorThenNothingIsWritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared();
    Map<String, String> invalid = Map.of("connector.class", "S", "invalid", "x");

    assertThatThrownBy(() -> apply(runtime, false, wanted("a", NEW), wanted("b", invalid)))
        .hasMessageContaining("[config-rejected]")
        .hasMessageContaining("the key is invalid");
    assertThat(runtime.requests()).containsExactly("validate a", "validate b");
  }

  @Test
  void givenALiveConnectorThatChangedSinceThePlanThenItIsNotWritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    Plan plan = plan(runtime, wanted("shop", NEW));
    runtime.with("shop", Map.of("connector.class", "S", "a", "1", "b", "other"));

    List<Outcome> outcomes = applier(runtime, false).apply(plan);

    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(runtime.requests()).containsExactly("validate shop");
  }

  @Test
  void givenAnotherClientsChangeThatEndsOnlyNowThenItIsNotOverwritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.before(
        "settled shop", () -> runtime.with("shop", Map.of("connector.class", "S", "a", "theirs")));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(runtime.requests()).containsExactly("validate shop");
  }

  @Test
  void givenAConnectorThatWasStoppedSinceThePlanThenTheStopIsNotUndone() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD).with("paused", NEW);
    runtime.changeState("paused", WantedState.PAUSED);
    Plan update = plan(runtime, wanted("shop", NEW));
    Plan resume = plan(runtime, wanted("paused", NEW));
    runtime.changeState("shop", WantedState.STOPPED);
    runtime.changeState("paused", WantedState.STOPPED);

    assertThat(codes(applier(runtime, false).apply(update).get(0)))
        .containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(codes(applier(runtime, false).apply(resume).get(0)))
        .containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(live(runtime, "shop").status().state()).isEqualTo(RunState.STOPPED);
    assertThat(live(runtime, "paused").status().state()).isEqualTo(RunState.STOPPED);
  }

  @Test
  void givenALiveConnectorThatHasTheWantedConfigurationMeanwhileThenItIsNotWritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    Plan plan = plan(runtime, wanted("shop", NEW));
    runtime.with("shop", NEW);

    assertThat(applier(runtime, false).apply(plan))
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED);
    assertThat(runtime.requests()).containsExactly("validate shop");
  }

  @Test
  void givenAWriteThatAnotherClientOverwritesThenItIsReported() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.changeState("shop", WantedState.PAUSED);
    runtime.before("running shop", () -> runtime.with("shop", OLD));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.WRITE_NOT_KEPT);
    assertThat(outcomes.get(0).problems().get(0).message())
        .isEqualTo(
            "read back after the write, the connector differs in a as before the write: another"
                + " client has restored it, or a worker shows an old state");
  }

  @Test
  void givenAConfigurationThatFailsThenWithoutRollbackItStays() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", BAD));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.TASK_FAILED);
    assertThat(live(runtime, "shop").config()).isEqualTo(BAD);
  }

  @Test
  void givenAConfigurationThatFailsThenRollbackRestoresTheOldOneAndKeepsTheCause() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", BAD));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.ROLLED_BACK);
    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.TASK_FAILED);
    assertThat(outcomes.get(0).status().orElseThrow().state()).isEqualTo(RunState.RUNNING);
    assertThat(live(runtime, "shop").config()).isEqualTo(OLD);
  }

  @Test
  void givenAReadBackThatFailsThenTheOutcomeSaysThatTheConfigurationWasWritten() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.beforeRead(
        2,
        () -> {
          throw new ProblemException(
              Problem.of(ErrorCode.CONNECT_HOST_UNKNOWN, "shop", "unknown", "retry"));
        });

    assertThat(report(apply(runtime, true, wanted("shop", NEW))))
        .isEqualTo("shop: failed; the new configuration was written\n");
  }

  @Test
  void givenARollbackThatFailsThenBothCausesAreReportedAndNothingIsClaimed() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD).failing("running shop");

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", BAD));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.ROLLBACK_FAILED);
    assertThat(codes(outcomes.get(0)))
        .containsExactly(ErrorCode.TASK_FAILED, ErrorCode.CONNECT_REFUSED);
    assertThat(outcomes.get(0).problems().get(1).message())
        .isEqualTo("of the rollback: the request fails");
    assertThat(report(outcomes))
        .isEqualTo(
            "shop: failed, and the rollback was not seen to succeed; mskcdc plan shop shows what is"
                + " live\n");
  }

  @Test
  void givenACreationThatFailsThenRollbackLeavesItStopped() {
    InMemoryRuntime runtime = InMemoryRuntime.shared();

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", BAD));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.ROLLED_BACK);
    assertThat(live(runtime, "shop").status().state()).isEqualTo(RunState.STOPPED);
  }

  @Test
  void givenACreationThatFailsWhereNothingCanBeStoppedThenRollbackIsImpossible() {
    InMemoryRuntime runtime = InMemoryRuntime.dedicated();

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", BAD));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(codes(outcomes.get(0)))
        .containsExactly(ErrorCode.TASK_FAILED, ErrorCode.ROLLBACK_IMPOSSIBLE);
    assertThat(outcomes.get(0).note()).contains("the new configuration was written");
    assertThat(live(runtime, "shop").status().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void givenAMaskedLiveValueThenRollbackIsRefusedBeforeTheFirstWrite() {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .with("shop", Map.of("connector.class", "S", "a", "1", "password", "••••"));

    assertThatThrownBy(() -> apply(runtime, true, wanted("shop", NEW)))
        .hasMessageContaining("[rollback-impossible] shop, password");
    assertThat(runtime.requests()).isEmpty();
  }

  @Test
  void givenAPluginAndAConfigurationThatChangeThenTheWorkersAreUpdatedFirst() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("plugin", "old"));
    InMemoryRuntime runtime = InMemoryRuntime.dedicated().with("shop", OLD, Optional.of(old));
    WorkerSettings wanted = SampleWorkerSettings.with(old, "plugin", "new");

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW, Optional.of(wanted)));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED);
    assertThat(runtime.requests()).containsExactly("update workers of shop", "update shop");
    assertThat(events).anyMatch(event -> event.contains("[not-on-msk-connect]"));
  }

  @Test
  void givenAReplacementThatFailsThenRollbackCreatesTheOldConnectorAgain() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("role", "old"));
    InMemoryRuntime runtime = InMemoryRuntime.dedicated().with("shop", OLD, Optional.of(old));
    WorkerSettings wanted = SampleWorkerSettings.with(old, "role", "new");

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", BAD, Optional.of(wanted)));

    assertThat(outcomes.get(0).action()).isEqualTo(Action.REPLACE);
    assertThat(outcomes.get(0).result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(runtime.requests())
        .containsExactly("delete shop", "create shop", "delete shop", "create shop");
    assertThat(live(runtime, "shop").settings()).contains(old);
  }

  @Test
  void givenAReplacementWhoseCreationIsRefusedThenTheOutcomeSaysThatNothingIsThere() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("role", "old"));
    InMemoryRuntime runtime =
        InMemoryRuntime.dedicated().with("shop", OLD, Optional.of(old)).failing("create shop");
    WorkerSettings wanted = SampleWorkerSettings.with(old, "role", "new");

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW, Optional.of(wanted)));

    assertThat(runtime.connectors()).isEmpty();
    assertThat(report(outcomes))
        .contains("shop: failed; the connector was deleted, and was not seen created again");
  }

  @Test
  void givenALogThatCannotBeReadThenTheResultsSayThatFailedTasksMayBeMissing() {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().with("same", NEW).unread(Optional.of("no such log group"));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW), wanted("same", NEW));

    assertThat(outcomes)
        .extracting(Outcome::note)
        .containsOnly(Optional.of("nothing shows whether a task has failed: no such log group"));
  }

  @Test
  void givenASinkWithoutAnOffsetOfATopicThenItsResultSaysThatNothingShowsThatItReadsIt()
      throws IOException {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .withOffsets(
                new ObjectMapper()
                    .readTree(
                        """
                        {"offsets": [{"partition": {"kafka_topic": "read", "kafka_partition": 0},
                                      "offset": {"kafka_offset": 1}}]}
                        """));

    List<Outcome> outcomes =
        apply(
            runtime,
            false,
            wanted("lake", Map.of("connector.class", "S", "topics", "read, absent")),
            wanted("all", Map.of("connector.class", "S", "topics.regex", ".*")),
            wanted("source", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
    assertThat(outcomes.get(0).note())
        .contains("nothing shows yet that it reads absent: no offset is stored");
    // Offsets from before the change prove nothing.
    assertThat(outcomes.get(1).note())
        .contains("nothing shows yet that it writes: it has stored no other offset since");
    assertThat(outcomes.get(2).note()).isEmpty();
  }

  @Test
  void givenASinkWhereNoOffsetsCanBeReadThenItsResultSaysSo() {
    Optional<WorkerSettings> own = Optional.of(SampleWorkerSettings.of(Map.of()));

    List<Outcome> outcomes =
        apply(
            InMemoryRuntime.dedicated(),
            false,
            wanted("lake", Map.of("connector.class", "S", "topics", "a"), own));

    assertThat(outcomes.get(0).note())
        .contains("nothing shows that it reads its topics: no offsets can be read here");
  }

  @Test
  void givenASinkThatCommitsDuringTheWaitThenItsResultHasNoNote() throws IOException {
    String stored =
        """
        {"offsets": [{"partition": {"kafka_topic": "read", "kafka_partition": 0},
                      "offset": {"kafka_offset": %d}}]}
        """;
    ObjectMapper json = new ObjectMapper();
    JsonNode later = json.readTree(stored.formatted(2));
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().withOffsets(json.readTree(stored.formatted(1)));
    runtime.before(
        "offsets lake",
        () -> {
          if (Collections.frequency(runtime.requests(), "offsets lake") > 1) {
            runtime.withOffsets(later);
          }
        });

    List<Outcome> outcomes =
        apply(runtime, false, wanted("lake", Map.of("connector.class", "S", "topics", "read")));

    assertThat(outcomes.get(0).note()).isEmpty();
  }

  /** Nothing else shows a task that hangs, and the one before it, which counts as RUNNING. */
  @Test
  void givenASourceOfAnUnknownClassThatStoresNoOffsetThenItsResultSaysSo() {
    List<Outcome> still =
        apply(InMemoryRuntime.shared().standingStill(), false, wanted("shop", NEW));
    List<Outcome> unreadable =
        apply(
            InMemoryRuntime.shared().standingStill().failing("offsets shop"),
            false,
            wanted("shop", NEW));
    List<Outcome> moving = apply(InMemoryRuntime.shared(), false, wanted("shop", NEW));

    assertThat(still.get(0).note())
        .contains(
            "nothing shows yet that it reads its source: it has stored no other offset since");
    assertThat(unreadable.get(0).note())
        .contains("nothing shows yet that it reads its source: its offsets cannot be read");
    assertThat(moving.get(0).note()).isEmpty();
  }

  /** Connect tries again without an end, and shows the tasks RUNNING. */
  @Test
  void givenAConnectorThatCannotConfigureItsTasksAnewThenTheOldOnesAreNoSuccess() {
    Map<String, String> task = new HashMap<>(OLD);
    task.put("task.class", "T");
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().with("shop", OLD).withTasks(List.of(task, task));

    Outcome changed = apply(runtime, true, wanted("shop", NEW)).get(0);
    Map<String, String> longer = new HashMap<>(OLD);
    longer.put("b", "1");
    Outcome added = apply(runtime, false, wanted("shop", longer)).get(0);
    Outcome again = apply(runtime, false, wanted("shop", longer)).get(0);

    assertThat(changed.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(changed.problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[connector-not-healthy] shop: its tasks are RUNNING with the configuration before: the"
                + " connector has made no other one for them, and theirs does not have the change of a");
    assertThat(added.result()).isEqualTo(Result.FAILED);
    assertThat(again.result()).isEqualTo(Result.FAILED);
    assertThat(again.problems()).isEqualTo(added.problems());

    runtime.withTasks(List.of(longer));
    Outcome renewed = apply(runtime, false, wanted("shop", longer)).get(0);
    assertThat(renewed.result()).isEqualTo(Result.UNCHANGED);
    assertThat(renewed.note()).isEmpty();
  }

  @Test
  void givenTasksThatDoNotHaveAChangeThenItsReversalNeedsNoOtherOnes() {
    Map<String, String> longer = new HashMap<>(OLD);
    longer.put("b", "1");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", NEW).withTasks(List.of(longer));

    Outcome outcome = apply(runtime, false, wanted("shop", longer)).get(0);

    assertThat(outcome.result()).isEqualTo(Result.APPLIED);
    assertThat(outcome.note()).isEmpty();
  }

  /** A connector may give its tasks nothing of what has changed. */
  @Test
  void givenTasksThatHaveNothingOfTheChangeThenTheResultSaysThatNothingShowsIt() {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().with("shop", OLD).withTasks(List.of(Map.of("file", "x")));

    Outcome outcome = apply(runtime, false, wanted("shop", NEW)).get(0);

    assertThat(outcome.result()).isEqualTo(Result.APPLIED);
    assertThat(outcome.note())
        .contains(
            "nothing shows that its tasks run with this configuration: the connector has made no"
                + " other one for them");
  }

  @Test
  void givenAMirrorOfTopicsThenItIsNoSink() {
    Map<String, String> mirror =
        Map.of(
            "connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector",
            "topics", ".*");

    List<Outcome> outcomes = apply(InMemoryRuntime.shared(), false, wanted("mirror", mirror));

    assertThat(outcomes.get(0).note()).isEmpty();
  }

  @Test
  void givenWorkersThatFailWhileTheyWriteThenTheOutcomeLeavesOpenWhatIsLive() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD).failing("update shop");

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(report(outcomes))
        .contains(
            "shop: failed; whether the new configuration was written is not known;"
                + " mskcdc plan shop shows what is live");
  }

  @Test
  void givenAnotherClientsChangeAfterTheWorkersAreUpdatedThenItIsNotOverwritten() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("plugin", "old"));
    WorkerSettings wanted = SampleWorkerSettings.with(old, "plugin", "new");
    Map<String, String> theirs = Map.of("connector.class", "S", "a", "1", "b", "theirs");
    InMemoryRuntime runtime = InMemoryRuntime.dedicated().with("shop", OLD, Optional.of(old));
    // The update of the workers has ended, and the next request is not sent yet.
    runtime.before(
        "settled shop",
        () -> {
          if (!runtime.requests().isEmpty()) {
            runtime.with("shop", theirs, Optional.of(wanted));
          }
        });

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW, Optional.of(wanted)));

    assertThat(runtime.requests()).containsExactly("update workers of shop");
    assertThat(live(runtime, "shop").config()).isEqualTo(theirs);
    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.LIVE_STATE_CHANGED);
    assertThat(report(outcomes)).contains("changed so far: plugin");
  }

  @Test
  void givenAServiceThatRollsBackTheSecondOfTwoUpdatesThenTheFirstIsNotCalledRolledBack() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("plugin", "old"));
    InMemoryRuntime runtime =
        InMemoryRuntime.dedicated()
            .with("shop", OLD, Optional.of(old))
            .before(
                "update shop",
                () -> {
                  throw new ProblemException(
                      Problem.of(
                          ErrorCode.UPDATE_ROLLED_BACK, "shop", "rolled back", "correct it"));
                });
    WorkerSettings wanted = SampleWorkerSettings.with(old, "plugin", "new");

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW, Optional.of(wanted)));

    assertThat(live(runtime, "shop").settings()).contains(wanted);
    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(report(outcomes)).contains("shop: failed; changed so far: plugin");
  }

  @Test
  void givenASignalBetweenADeletionAndACreationThenTheSentenceSaysThatNothingIsThere() {
    WorkerSettings old = SampleWorkerSettings.of(Map.of("role", "old"));
    UnfinishedChanges unfinished = new UnfinishedChanges(offsets);
    List<String> sentences = new CopyOnWriteArrayList<>();
    InMemoryRuntime runtime =
        InMemoryRuntime.dedicated()
            .with("shop", OLD, Optional.of(old))
            .before("create shop", () -> sentences.addAll(unfinished.interrupted(false)));
    RenderedConnector wanted =
        wanted("shop", NEW, Optional.of(SampleWorkerSettings.with(old, "role", "new")));

    applier(runtime, false, 1, (connector, text) -> events.add(text), unfinished)
        .apply(plan(runtime, wanted));

    assertThat(sentences.get(0))
        .startsWith(
            "shop: interrupted. Half done: the connector was deleted, and was not seen created"
                + " again. ");
  }

  @Test
  void givenAnotherClientThatWritesDuringTheWaitThenItsChangeIsReportedAndNotRolledBack() {
    Map<String, String> theirs = Map.of("connector.class", "S", "a", "theirs");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);

    List<Outcome> outcomes = applyWhileAnotherClientWrites(runtime, theirs);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(outcomes.get(0).problems().get(0).headline())
        .isEqualTo(
            "[write-not-kept] shop: compared again after the wait, the connector differs in a:"
                + " the change of another client is live");
    assertThat(live(runtime, "shop").config()).isEqualTo(theirs);
  }

  @Test
  void givenAnotherClientsFailingChangeThenItIsNotRolledBack() {
    Map<String, String> theirs = Map.of("connector.class", "S", BROKEN, "theirs");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);

    List<Outcome> outcomes = applyWhileAnotherClientWrites(runtime, theirs);

    assertThat(codes(outcomes.get(0)))
        .containsExactly(ErrorCode.TASK_FAILED, ErrorCode.WRITE_NOT_KEPT);
    assertThat(live(runtime, "shop").config()).isEqualTo(theirs);
  }

  @Test
  void givenAnotherClientsFailingChangeThenTheFailureIsNotOfTheNewConfigurationAlone() {
    Map<String, String> theirs = Map.of("connector.class", "S", BROKEN, "theirs");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.beforeRead(5, () -> runtime.with("shop", theirs));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(outcomes.get(0).problems())
        .extracting(Problem::headline)
        .last()
        .isEqualTo(
            "[write-not-kept] shop: compared after the failure, the connector differs in 2 keys,"
                + " from a: the change of another client is live");
  }

  @Test
  void givenAnAddressThatLeadsToAnotherClusterThenNoClientIsBlamedAndNothingIsRolledBack() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD).of("first");
    runtime.beforeRead(5, () -> runtime.of("second").with("shop", OLD));

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW));

    assertThat(outcomes.get(0).problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[connect-other-cluster] shop: the workers that answer now are others than before:"
                + " their Kafka cluster is second, and was first when the command began");
    assertThat(report(outcomes)).isEqualTo("shop: failed; the new configuration was written\n");
    assertThat(runtime.requests()).containsExactly("validate shop", "update shop");
  }

  @Test
  void givenAHealthyConnectorOfTheSameNameOnAnotherClusterThenItIsNotTheAppliedOne() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().of("first");
    runtime.beforeRead(5, () -> runtime.of("second"));

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.CONNECT_OTHER_CLUSTER);
    assertThat(runtime.requests()).containsExactly("validate shop", "create shop");
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECT_UNREACHABLE", "AWS_CREDENTIALS_MISSING", "AWS_FORBIDDEN"})
  void givenWorkersThatCannotBeReachedThenTheChangeIsNotRolledBack(ErrorCode code) {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .with("shop", OLD)
            .before(
                "update shop",
                () -> {
                  throw new ProblemException(Problem.of(code, "shop", "no answer", "retry"));
                });

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(runtime.requests()).containsExactly("validate shop", "update shop");
    assertThat(events)
        .contains("shop: not rolled back: nothing shows that the new configuration is at fault");
  }

  @Test
  void givenTwoAtATimeThenBothAreBegunBeforeOneEnds() {
    CyclicBarrier both = new CyclicBarrier(2);
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .before("create a", () -> await(both))
            .before("create b", () -> await(both));

    List<Outcome> outcomes =
        applier(runtime, false, 2)
            .apply(plan(runtime, wanted("a", NEW), wanted("b", NEW), wanted("c", NEW)));

    assertThat(outcomes).extracting(Outcome::name).containsExactly("a", "b", "c");
    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
  }

  @Test
  void givenAFailureThenNothingElseIsBegunDuringItsRollback() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch rollingBack = new CountDownLatch(1);
    CountDownLatch next = new CountDownLatch(1);
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .with("bad", OLD)
            .before("update bad", () -> await(begun))
            .before(
                "create slow",
                () -> {
                  begun.countDown();
                  await(rollingBack);
                })
            .before("create next", next::countDown);
    ApplyListener listener =
        (connector, text) -> {
          if (text.startsWith("rolling back: ")) {
            rollingBack.countDown();
            await(next);
          }
        };

    List<Outcome> outcomes =
        applier(runtime, true, 2, listener)
            .apply(plan(runtime, wanted("bad", BAD), wanted("slow", NEW), wanted("next", NEW)));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.ROLLED_BACK, Result.APPLIED, Result.NOT_ATTEMPTED);
  }

  /** Waits for some seconds at most. */
  private static void await(CountDownLatch latch) {
    try {
      latch.await(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givenAFailureThenWhatHasBegunIsFinishedAndNothingElseIsBegun() {
    CyclicBarrier both = new CyclicBarrier(2);
    InMemoryRuntime runtime =
        InMemoryRuntime.shared()
            .before("create b", () -> await(both))
            .before(
                "create a",
                () -> {
                  await(both);
                  throw new ProblemException(
                      Problem.of(ErrorCode.CONNECT_REFUSED, "a", "the request fails", "retry"));
                });
    Map<String, String> slow = Map.of("connector.class", "S", BROKEN, "yes");

    List<Outcome> outcomes =
        applier(runtime, false, 2)
            .apply(
                plan(
                    runtime,
                    wanted("a", NEW),
                    wanted("b", slow),
                    wanted("c", NEW),
                    wanted("d", NEW)));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.FAILED, Result.FAILED, Result.NOT_ATTEMPTED, Result.NOT_ATTEMPTED);
    assertThat(codes(outcomes.get(1))).containsExactly(ErrorCode.TASK_FAILED);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Applies to shop; another client writes {@code theirs} when the wait begins. */
  private List<Outcome> applyWhileAnotherClientWrites(
      InMemoryRuntime runtime, Map<String, String> theirs) {
    ApplyListener other =
        (connector, text) -> {
          if (text.startsWith("RUNNING, 1 task RUNNING")) {
            runtime.with("shop", theirs);
          }
        };
    return applier(runtime, true, 1, other).apply(plan(runtime, wanted("shop", NEW)));
  }

  @Test
  void givenAnUnchangedConnectorThatIsGoneAfterTheOtherChangesThenItHasFailed() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);
    ApplyListener other =
        (connector, text) -> {
          if (text.startsWith("updating")) {
            runtime.delete("same");
          }
        };

    List<Outcome> outcomes =
        applier(runtime, false, 1, other)
            .apply(plan(runtime, wanted("changed", NEW), wanted("same", NEW)));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(codes(outcomes.get(1))).containsExactly(ErrorCode.CONNECTOR_DISAPPEARED);
  }

  @Test
  void givenAnUnchangedConnectorThatAnotherClientChangesMeanwhileThenItIsNotCalledUnchanged() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);
    runtime.before("update changed", () -> runtime.with("same", OLD));

    List<Outcome> outcomes = apply(runtime, false, wanted("changed", NEW), wanted("same", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(outcomes.get(1).problems())
        .singleElement()
        .extracting(Problem::headline)
        .isEqualTo(
            "[write-not-kept] same: compared again at the end, the connector differs in a:"
                + " the change of another client is live");
  }

  @Test
  void givenAnUnchangedConnectorThatLacksOnlyTheLabelThenItIsStillUnchanged() {
    Map<String, String> labelled = new HashMap<>(NEW);
    labelled.put(RenderedConnector.LABEL_KEY, "shop/local");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);

    assertThat(apply(runtime, false, wanted("changed", NEW), wanted("same", labelled)))
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED, Result.UNCHANGED);
  }

  @Test
  void givenAnAppliedConnectorThatFailsDuringTheNextWaitThenItHasFailedWithItsCause() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("first", OLD).with("second", OLD);
    runtime.before(
        "update second", () -> runtime.with("first", NEW, status(RunState.FAILED, "it died")));

    List<Outcome> outcomes = apply(runtime, false, wanted("first", NEW), wanted("second", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED, Result.APPLIED);
    assertThat(outcomes.get(0).problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .matches(
            "\\[connector-not-healthy] first: it was healthy after \\d+ s, and is not any more:"
                + " RUNNING, 1 task FAILED; task 0 failed: it died");
    assertThat(offsets).isDirectoryContaining("glob:**/first.unfinished");
  }

  @Test
  void givenATaskThatFailsAtTheLastReadAfterTheWaitThenTheConnectorIsNotCalledHealthy() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    // Of 5 s at an interval of 1 s, the sixth read in a row ends the wait.
    runtime.beforeRead(9, () -> runtime.with("shop", NEW, status(RunState.FAILED, "it died")));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(outcomes.get(0).problems().get(0).message())
        .startsWith("it was healthy after ")
        .endsWith("task 0 failed: it died");
  }

  @Test
  void givenAMomentOfARebalanceAtTheLastComparisonThenNothingHasFailed() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);
    runtime.before(
        "update changed",
        () -> {
          runtime.with("same", NEW, status(RunState.UNASSIGNED, null));
          runtime.beforeRead(13, () -> runtime.with("same", NEW));
        });

    List<Outcome> outcomes = apply(runtime, false, wanted("changed", NEW), wanted("same", NEW));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED, Result.UNCHANGED);
    assertThat(runtime.reads()).isGreaterThanOrEqualTo(13);
  }

  @Test
  void givenAWorkerThatStillShowsTheConfigurationBeforeTheWriteThenTheWriteIsKept() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime
        .beforeRead(2, () -> runtime.with("shop", OLD))
        .beforeRead(4, () -> runtime.with("shop", NEW));

    assertThat(apply(runtime, true, wanted("shop", NEW)))
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED);
  }

  @Test
  void givenAWorkerThatDoesNotKnowTheNewConnectorYetThenTheWriteIsKept() {
    InMemoryRuntime runtime = InMemoryRuntime.shared();
    runtime
        .beforeRead(2, () -> runtime.delete("shop"))
        .beforeRead(4, () -> runtime.with("shop", NEW));

    assertThat(apply(runtime, true, wanted("shop", NEW)))
        .extracting(Outcome::result)
        .containsExactly(Result.APPLIED);
  }

  @Test
  void givenAWorkerThatStillShowsTheFailedConfigurationAfterARollbackThenItIsRolledBack() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    // The wait after the rollback takes six reads; the read after it is of a worker that lags.
    AtomicInteger last = new AtomicInteger();
    ApplyListener late =
        (connector, text) -> {
          if (text.equals("the previous configuration is written")) {
            last.set(runtime.reads() + 7);
            runtime
                .beforeRead(last.get(), () -> runtime.with("shop", BAD))
                .beforeRead(last.get() + 2, () -> runtime.with("shop", OLD));
          }
        };

    List<Outcome> outcomes =
        applier(runtime, true, 1, late).apply(plan(runtime, wanted("shop", BAD)));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.ROLLED_BACK);
    assertThat(runtime.reads()).isEqualTo(last.get() + 2);
  }

  @Test
  void givenARestartThatTakesSecondsThenTheFailureBeforeItIsNotCounted() {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().with("shop", NEW, status(RunState.FAILED, "old failure"));
    runtime.beforeRead(6, () -> runtime.with("shop", NEW));

    List<Outcome> outcomes = apply(runtime, false, wanted("shop", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED);
    assertThat(runtime.requests()).containsExactly("restart shop");
  }

  @Test
  void givenAnotherClientThatPausesTheConnectorDuringTheWaitThenItIsNotRolledBack() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.beforeRead(5, () -> runtime.with("shop", NEW, PAUSED));

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED);
    assertThat(outcomes.get(0).problems())
        .singleElement()
        .extracting(Problem::headline)
        .isEqualTo(
            "[write-not-kept] shop: it was RUNNING, and is PAUSED now:"
                + " another client has paused it");
    assertThat(runtime.requests()).containsExactly("validate shop", "update shop");
  }

  @Test
  void givenAnotherClientThatPausesTheConnectorBeforeItIsSeenRunningThenItIsNotRolledBack() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    runtime.beforeRead(3, () -> runtime.with("shop", NEW, PAUSED));

    List<Outcome> outcomes = apply(runtime, true, wanted("shop", NEW));

    assertThat(codes(outcomes.get(0))).containsExactly(ErrorCode.WRITE_NOT_KEPT);
    assertThat(runtime.requests()).containsExactly("validate shop", "update shop");
  }

  @Test
  void givenAnotherClientThatPausesAnUnchangedConnectorThenTheLastComparisonSaysSo() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("changed", OLD).with("same", NEW);
    runtime.before("update changed", () -> runtime.with("same", NEW, PAUSED));

    List<Outcome> outcomes = apply(runtime, false, wanted("changed", NEW), wanted("same", NEW));

    assertThat(codes(outcomes.get(1))).containsExactly(ErrorCode.WRITE_NOT_KEPT);
    assertThat(outcomes.get(1).problems().get(0).message())
        .endsWith("another client has paused it");
  }

  private static ConnectorStatus status(RunState task, String trace) {
    return new ConnectorStatus(
        RunState.RUNNING, "w:1", null, List.of(new TaskStatus(0, task, "w:1", trace)));
  }

  @Test
  void givenAnotherClientsChangeDuringARollbackThenItIsNotCalledRolledBack() {
    Map<String, String> theirs = Map.of("connector.class", "S", "a", "theirs");
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    ApplyListener other =
        (connector, text) -> {
          if (text.equals("the previous configuration is written")) {
            runtime.with("shop", theirs);
          }
        };

    List<Outcome> outcomes =
        applier(runtime, true, 1, other).apply(plan(runtime, wanted("shop", BAD)));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.ROLLBACK_NOT_VERIFIED);
    assertThat(codes(outcomes.get(0)))
        .containsExactly(ErrorCode.TASK_FAILED, ErrorCode.WRITE_NOT_KEPT);
  }

  @Test
  void givenARollbackWhoseWaitIsNotVerifiedThenTheOutcomeSaysThatItWasWritten() throws IOException {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", OLD);
    ApplyListener noLongerHealthy =
        (connector, text) -> {
          if (text.equals("the previous configuration is written")) {
            runtime.with("shop", OLD, status(RunState.UNASSIGNED, null));
          }
        };

    List<Outcome> outcomes =
        applier(runtime, true, 1, noLongerHealthy).apply(plan(runtime, wanted("shop", BAD)));

    assertThat(codes(outcomes.get(0)))
        .containsExactly(ErrorCode.TASK_FAILED, ErrorCode.CONNECTOR_NOT_HEALTHY);
    ApplyReport report = new ApplyReport("local", outcomes, List.of());
    assertThat(report.text(Palette.NONE))
        .isEqualTo(
            "shop: failed; the configuration before was written again, and was not verified\n");
    assertThat(new ObjectMapper().readTree(report.json()).at("/outcomes/0/result").asText())
        .isEqualTo("rollback_not_verified");
  }

  @Test
  void givenARollbackThatASignalEndsDuringItsWaitThenTheSentenceSaysWhatIsLive() {
    UnfinishedChanges changes = new UnfinishedChanges(offsets);
    changes.rolledBack(wanted("a", NEW));

    assertThat(changes.interrupted(true))
        .singleElement()
        .asString()
        .contains("It was rolled back; the previous configuration was not seen healthy. Next: ")
        .endsWith("mskcdc apply a writes what differs and waits again");
  }

  @Test
  void givenARollbackThatASignalEndsThenNothingIsClaimed() {
    UnfinishedChanges changes = new UnfinishedChanges(offsets);
    changes.begin(wanted("a", NEW), Optional.empty());
    changes.rollingBack(wanted("a", NEW));

    assertThat(changes.interrupted(true))
        .singleElement()
        .asString()
        .contains("It was being rolled back; which configuration is live is not known. Next: ");
  }

  @Test
  void givenAChangeThatNeverBecameHealthyThenTheNextApplyWaitsAgain() {
    new UnfinishedChanges(offsets).failed(wanted("a", NEW));
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("a", NEW).with("b", NEW);

    List<Outcome> outcomes = apply(runtime, false, wanted("a", NEW), wanted("b", NEW));

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.UNCHANGED, Result.UNCHANGED);
    assertThat(events)
        .containsExactly(
            "a: an earlier apply did not see this configuration healthy",
            "a: RUNNING, 1 task RUNNING");
    assertThat(offsets).isEmptyDirectory();
  }

  @Test
  void givenAProcessThatIsKilledAfterTheWriteThenTheNextApplyWaitsAgain() {
    new UnfinishedChanges(offsets).begin(wanted("a", NEW), Optional.empty());

    apply(InMemoryRuntime.shared().with("a", NEW), false, wanted("a", NEW));

    assertThat(events).contains("a: an earlier apply did not see this configuration healthy");
    assertThat(offsets).isEmptyDirectory();
  }

  @Test
  void givenAProcessThatIsKilledDuringARollbackThenTheNextApplyOfThePreviousFilesWaits() {
    UnfinishedChanges changes = new UnfinishedChanges(offsets);
    changes.begin(wanted("a", BAD), Optional.empty());
    changes.rollingBack(wanted("a", BAD));

    apply(InMemoryRuntime.shared().with("a", OLD), false, wanted("a", OLD));

    assertThat(events).contains("a: an earlier apply did not see this configuration healthy");
    assertThat(offsets).isEmptyDirectory();
  }

  @Test
  void givenASignalThatEndsARollbackThenTheNextApplyOfThePreviousFilesWaits() {
    UnfinishedChanges changes = new UnfinishedChanges(offsets);
    changes.rolledBack(wanted("a", BAD));
    changes.interrupted(true);

    assertThat(new UnfinishedChanges(offsets).isUnfinished(wanted("a", OLD))).isTrue();
  }

  @Test
  void givenAFolderThatCannotBeWrittenThenNoLaterWaitIsPromised() throws IOException {
    Path file = Files.writeString(offsets.resolve("file"), "not a folder");
    UnfinishedChanges changes = new UnfinishedChanges(file);
    changes.begin(wanted("a", NEW), Optional.empty());
    changes.begin(wanted("b", NEW), Optional.empty());

    assertThat(changes.failed(wanted("a", NEW)).orElseThrow())
        .isEqualTo(
            file.resolve("a.unfinished")
                + " cannot be written, so the next apply reports what it sees at that moment and"
                + " does not wait");
    assertThat(changes.interrupted(false))
        .singleElement()
        .asString()
        .contains("b.unfinished cannot be written")
        .doesNotContain("waits again");
  }

  @Test
  void givenAFailedChangeThenItIsUnfinishedUntilAnotherOneIsHealthy() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("a", OLD);

    apply(runtime, false, wanted("a", BAD));
    assertThat(offsets).isDirectoryContaining("glob:**/a.unfinished");

    apply(runtime, false, wanted("a", NEW));
    assertThat(offsets).isEmptyDirectory();
  }

  @Test
  void givenARollbackThenNothingIsUnfinished() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("a", OLD);

    apply(runtime, true, wanted("a", BAD));

    assertThat(offsets).isEmptyDirectory();
  }

  private List<Outcome> apply(
      InMemoryRuntime runtime, boolean rollback, RenderedConnector... wanted) {
    return applier(runtime, rollback).apply(plan(runtime, wanted));
  }

  private Applier applier(InMemoryRuntime runtime, boolean rollback) {
    return applier(runtime, rollback, 1);
  }

  private Applier applier(InMemoryRuntime runtime, boolean rollback, int parallel) {
    return applier(
        runtime, rollback, parallel, (connector, text) -> events.add(connector + ": " + text));
  }

  private Applier applier(
      InMemoryRuntime runtime, boolean rollback, int parallel, ApplyListener listener) {
    return applier(runtime, rollback, parallel, listener, new UnfinishedChanges(offsets));
  }

  private Applier applier(
      InMemoryRuntime runtime,
      boolean rollback,
      int parallel,
      ApplyListener listener,
      UnfinishedChanges unfinished) {
    return new Applier(
        runtime,
        new HealthWatch(runtime, Duration.ofSeconds(60), Duration.ofSeconds(5), new ManualTime()),
        new Validator(
            runtime,
            (connector, note) -> List.of(),
            (connector, note) -> List.of(),
            new BundlePaths(Path.of("connector-configs")),
            listener),
        listener,
        unfinished,
        rollback,
        parallel);
  }

  private static Plan plan(InMemoryRuntime runtime, RenderedConnector... wanted) {
    Set<String> names = Stream.of(wanted).map(RenderedConnector::name).collect(Collectors.toSet());
    return Planner.plan(List.of(wanted), names, runtime.connectors());
  }

  private static RenderedConnector wanted(String name, Map<String, String> config) {
    return wanted(name, config, Optional.empty());
  }

  private static RenderedConnector wanted(
      String name, Map<String, String> config, Optional<WorkerSettings> settings) {
    return new RenderedConnector(
        name,
        Document.empty(Path.of(name + ".json")),
        null,
        null,
        List.of(),
        config,
        settings,
        WantedState.RUNNING);
  }

  private static String report(List<Outcome> outcomes) {
    return new ApplyReport("local", outcomes, List.of()).text(Palette.NONE);
  }

  private static LiveConnector live(InMemoryRuntime runtime, String name) {
    return runtime.connector(name).orElseThrow();
  }

  private static List<ErrorCode> codes(Outcome outcome) {
    return outcome.problems().stream().map(Problem::code).toList();
  }
}
