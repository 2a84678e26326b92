package io.mskcdc.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.runtime.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentListingTest {
  @TempDir Path folder;

  @Test
  void anEntryIsAddedAfterTheLastAndNoOtherLineChanges() throws IOException {
    assertThat(
            added(
                """
                # Production.
                target: connect

                connectors: # what runs here
                    - name: shop   # by team A
                      state: paused

                variables:
                  host: db
                """,
                RunState.RUNNING))
        .isEqualTo(
            """
            # Production.
            target: connect

            connectors: # what runs here
                - name: shop   # by team A
                  state: paused
                - name: orders

            variables:
              host: db
            """);
  }

  @Test
  void entriesThatAreAddedAtTheSameTimeAreAllThere() throws Exception {
    Path file = Files.writeString(folder.resolve("environment.yaml"), "connectors: []\n");
    List<Callable<Boolean>> additions =
        IntStream.range(0, 40)
            .<Callable<Boolean>>mapToObj(
                i -> () -> new EnvironmentListing(file).add("shop-" + i, RunState.RUNNING))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> added : threads.invokeAll(additions)) {
        assertThat(added.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(Files.readAllLines(file)).hasSize(41).doesNotHaveDuplicates();
  }

  @Test
  void anEntryThatAnotherProcessAddedStaysWhenTheOwnOneIsTakenBack() throws IOException {
    Path file = Files.writeString(folder.resolve("environment.yaml"), "connectors: []\n");
    EnvironmentListing own = new EnvironmentListing(file);
    own.add("orders", RunState.RUNNING);
    new EnvironmentListing(file).add("shop", RunState.PAUSED);

    own.undo();

    assertThat(file).hasContent("connectors:\n  - name: shop\n    state: paused\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connectors: []          | connectors:",
        "connectors: [ ] # none  | connectors: # none",
        "connectors:             | connectors:",
      })
  void anEmptyListGetsItsFirstEntry(String line, String expected) throws IOException {
    assertThat(added(line + "\ntarget: connect\n", RunState.RUNNING))
        .isEqualTo(expected + "\n  - name: orders\ntarget: connect\n");
  }

  @Test
  void aListWithoutIndentationKeepsIt() throws IOException {
    assertThat(added("connectors:\n- name: shop\n", RunState.RUNNING))
        .isEqualTo("connectors:\n- name: shop\n- name: orders\n");
  }

  @Test
  void theEndsOfLinesAreKept() throws IOException {
    assertThat(added("target: connect\r\nconnectors: # none\r\n", RunState.RUNNING))
        .isEqualTo("target: connect\r\nconnectors: # none\r\n  - name: orders\r\n");
    assertThat(added("connectors:\n  - name: shop", RunState.RUNNING))
        .isEqualTo("connectors:\n  - name: shop\n  - name: orders\n");
  }

  @Test
  void aCommentOfWhatFollowsTheListStaysThere() throws IOException {
    assertThat(
            added(
                """
                connectors:
                  - name: shop

                # What this environment forbids.
                policies:
                  deletes: forbidden
                """,
                RunState.RUNNING))
        .isEqualTo(
            """
            connectors:
              - name: shop
              - name: orders

            # What this environment forbids.
            policies:
              deletes: forbidden
            """);
  }

  @Test
  void aListWithinAnEntryIsNotTheList() throws IOException {
    assertThat(
            added(
                """
                connectors:
                  - name: shop
                    subnets:
                      - subnet-1
                """,
                RunState.RUNNING))
        .isEqualTo(
            """
            connectors:
              - name: shop
                subnets:
                  - subnet-1
              - name: orders
            """);
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"PAUSED", "STOPPED"})
  void aConnectorThatDoesNotRunIsListedWithItsState(RunState state) throws IOException {
    assertThat(added("connectors:\n", state))
        .isEqualTo(
            "connectors:\n  - name: orders\n    state: " + state.name().toLowerCase() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"connectors: [{name: shop}]\n", "target: connect\n"})
  void anotherFormOfTheListIsNotChanged(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("environment.yaml"), text);

    assertThat(new EnvironmentListing(file).add("orders", RunState.RUNNING)).isFalse();
    assertThat(file).hasContent(text);
  }

  @Test
  void aFileThatCannotBeReadIsNotChanged() {
    assertThat(new EnvironmentListing(folder.resolve("none")).add("orders", RunState.RUNNING))
        .isFalse();
  }

  private String added(String text, RunState state) throws IOException {
    Path file = Files.writeString(folder.resolve("environment.yaml"), text);
    assertThat(new EnvironmentListing(file).add("orders", state)).isTrue();
    return Files.readString(file);
  }
}
