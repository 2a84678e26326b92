package io.mskcdc.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.process.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFolderTest {
  @TempDir Path temp;

  @Test
  void stateOfAnUnusedFolderIsEmpty() {
    assertThat(new StackFolder(temp.resolve("new")).state()).isEmpty();
  }

  @Test
  void stateNamesTheProcessThatHoldsTheLock() {
    StackFolder folder = new StackFolder(temp);

    try (StackFolder.Lock lock = folder.lock("demo", "3.7.2")) {
      assertThat(lock).isNotNull();
      assertThat(folder.state())
          .hasValueSatisfying(
              state -> {
                assertThat(state.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(state.kind()).isEqualTo("demo");
                assertThat(state.parts()).isEmpty();
              });
    }

    assertThat(folder.state()).isEmpty();
  }

  @Test
  void secondLockFailsAndNamesTheProcessThatHoldsTheFirst() {
    StackFolder folder = new StackFolder(temp);

    try (StackFolder.Lock lock = folder.lock("demo", "3.7.2")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> folder.lock("stack", "3.7.2"))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("demo, process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void stateOfAStackThatWasKilledIsNotTheOneOfTheNext() throws Exception {
    StackFolder folder = new StackFolder(temp);
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();

    try (StackFolder.Lock lock = folder.lock("stack", "3.7.2")) {
      assertThat(lock).isNotNull();
      Files.writeString(
          temp.resolve("state.json"),
          """
          {"pid": %d, "kind": "stack", "connectVersion": "3.7.2",
           "parts": [{"name": "kafka", "pid": %d, "address": "a", "log": "l"}]}
          """
              .formatted(killed.pid(), killed.pid()));

      assertThat(folder.state()).hasValueSatisfying(state -> assertThat(state.parts()).isEmpty());
    }
  }
}
