package io.mskcdc.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.config.SampleWorkerSettings;
import io.mskcdc.config.WantedState;
import io.mskcdc.report.DeleteReport;
import io.mskcdc.report.Palette;
import io.mskcdc.runtime.InMemoryRuntime;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleterTest {
  private static final Map<String, String> CONFIG =
      Map.of("connector.class", "S", "schema.history.internal.kafka.topic", "history");

  @TempDir Path folder;
  private final List<String> events = new ArrayList<>();

  @Test
  void givenARunningConnectorThenItIsStoppedAndItsOffsetsAreSavedBeforeTheDeletion()
      throws IOException {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);

    Remains remains = deleter(runtime, folder.resolve("new/offsets")).delete("shop").orElseThrow();

    assertThat(runtime.requests()).containsExactly("stopped shop", "offsets shop", "delete shop");
    Path file = remains.offsets().orElseThrow();
    assertThat(file.getFileName().toString()).matches("shop-\\d{8}T\\d{6}Z\\.json");
    assertThat(Files.readString(file)).contains("\"pos\" : 4");
    assertThat(remains.topics()).contains(List.of("shop-topic"));
    assertThat(remains.historyTopic()).contains("history");
    assertThat(events)
        .containsSubsequence("shop: stopping", "shop: deleting; offsets saved in " + file);
  }

  @ParameterizedTest
  @CsvSource({"a/b, a%2Fb", "../up, ..%2Fup", "50%2F, 50%252F"})
  void givenANameThatIsAPathThenItsOffsetsAreInTheFolder(String name, String start) {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with(name, CONFIG);

    Path file = deleter(runtime, folder).delete(name).orElseThrow().offsets().orElseThrow();

    assertThat(file).exists().hasParent(folder);
    assertThat(file.getFileName().toString()).startsWith(start + "-2");
  }

  @Test
  void givenAStoppedConnectorThenItIsNotStoppedAgain() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    runtime.changeState("shop", WantedState.STOPPED);

    deleter(runtime, folder).delete("shop");

    assertThat(runtime.requests()).containsExactly("stopped shop", "offsets shop", "delete shop");
  }

  @Test
  void givenAStopThatIsNotSeenInTimeThenItsRequestIsReported() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    runtime.beforeRead(2, () -> runtime.with("shop", CONFIG));

    assertThatThrownBy(() -> deleter(runtime, folder).delete("shop"))
        .hasMessageContaining("[connector-not-healthy]");
    assertThat(events)
        .endsWith(
            "shop: its stop was requested; unless it is gone, mskcdc resume shop starts it again");
  }

  @Test
  void givenAStopOrADeletionWithoutASuccessThenNobodyKnowsWhetherItWasCarriedOut() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    runtime.failing("stopped shop");

    assertThatThrownBy(() -> deleter(runtime, folder).delete("shop"))
        .hasMessageContaining("[connect-refused]");
    assertThat(events)
        .endsWith(
            "shop: its stop was requested; unless it is gone, mskcdc resume shop starts it again");

    runtime.before("stopped shop", () -> {}).failing("delete shop");
    assertThatThrownBy(() -> deleter(runtime, folder).delete("shop"))
        .hasMessageContaining("[connect-refused]");
    assertThat(events)
        .contains("shop: whether it is deleted is not known; mskcdc status shop shows it");
  }

  @Test
  void givenAnAddressThatLeadsToAnotherClusterMeanwhileThenNothingIsDeletedThere() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().of("first").with("shop", CONFIG);
    runtime.before("offsets shop", () -> runtime.of("second"));

    assertThatThrownBy(() -> deleter(runtime, folder).delete("shop"))
        .hasMessageContaining("[connect-other-cluster]")
        .hasMessageContaining("Kafka cluster is second, and was first when the command began");
    assertThat(runtime.requests()).containsExactly("stopped shop", "offsets shop");
  }

  @Test
  void givenOffsetsThatCannotBeSavedThenTheConnectorIsNotDeleted() throws IOException {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThatThrownBy(() -> deleter(runtime, file).delete("shop"))
        .hasMessageContaining("[file-not-writable]")
        .hasMessageContaining("the connector is only stopped");
    assertThat(runtime.connector("shop")).isPresent();
  }

  @Test
  void givenARuntimeWithoutOffsetsThenTheConnectorIsDeletedAndThatIsReported() {
    InMemoryRuntime runtime =
        InMemoryRuntime.dedicated()
            .with(
                "shop",
                CONFIG,
                Optional.of(SampleWorkerSettings.of(Map.of("offset.storage.topic", "offsets"))));

    Remains remains = deleter(runtime, folder).delete("shop").orElseThrow();

    assertThat(runtime.requests()).containsExactly("delete shop");
    assertThat(remains.offsets()).isEmpty();
    assertThat(remains.offsetTopic()).contains("offsets");
    assertThat(remains.internalTopics()).containsExactly("__shop");
    assertThat(events)
        .containsExactly("shop: deleting; [not-on-msk-connect] its offsets cannot be saved");
  }

  @Test
  void givenASinkThenItsOffsetsRemainInTheGroupOfItsConsumers() {
    Map<String, String> sink = Map.of("connector.class", "a.SinkConnector", "topics", "t");
    InMemoryRuntime runtime =
        InMemoryRuntime.dedicated()
            .with("lake", sink, Optional.of(SampleWorkerSettings.of(Map.of())));

    Remains remains = deleter(runtime, folder).delete("lake").orElseThrow();

    assertThat(
            new DeleteReport(List.of(remains), List.of(), Optional.empty(), List.of())
                .text(Palette.NONE))
        .endsWith(
            "  offsets: in the group connect-lake, where a new lake goes on from them until the"
                + " brokers remove them, after 7 days by default\n");
  }

  @Test
  void givenNoSuchConnectorThenNothingIsRequested() {
    InMemoryRuntime runtime = InMemoryRuntime.shared();

    assertThat(deleter(runtime, folder).delete("shop")).isEmpty();
    assertThat(runtime.requests()).isEmpty();
  }

  @Test
  void givenAConnectorThatChangedSinceThePlanThenItIsNeitherStoppedNorDeleted() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    LiveConnector planned = runtime.connector("shop").orElseThrow();
    runtime.with("shop", Map.of("connector.class", "S", "mskcdc.bundle", "team-b/prod"));

    assertThatThrownBy(() -> deleter(runtime, folder).delete(planned))
        .hasMessageContaining("[live-state-changed]");
    assertThat(runtime.requests()).isEmpty();
  }

  @Test
  void givenAConnectorThatChangesWhileItStopsThenItIsNotDeleted() {
    InMemoryRuntime runtime = InMemoryRuntime.shared().with("shop", CONFIG);
    LiveConnector planned = runtime.connector("shop").orElseThrow();
    runtime.before("offsets shop", () -> runtime.with("shop", Map.of("connector.class", "T")));

    assertThatThrownBy(() -> deleter(runtime, folder).delete(planned))
        .hasMessageContaining("[live-state-changed]");
    assertThat(runtime.requests()).containsExactly("stopped shop", "offsets shop");
  }

  private Deleter deleter(InMemoryRuntime runtime, Path offsets) {
    return new Deleter(
        runtime,
        new HealthWatch(runtime, Duration.ofSeconds(60), Duration.ZERO, new ManualTime()),
        offsets,
        (connector, text) -> events.add(connector + ": " + text));
  }
}
