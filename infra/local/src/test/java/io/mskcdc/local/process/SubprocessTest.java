package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubprocessTest {
  @TempDir Path folder;

  @Test
  void closeEndsTheCommandAndItsGuard() {
    Subprocess process = sleeper();
    ProcessHandle command = ProcessHandle.of(process.pid()).orElseThrow();

    process.close();

    assertThat(command.isAlive()).isFalse();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void closeKillsACommandThatIgnoresSigterm() throws IOException {
    Path ready = folder.resolve("ready");
    Subprocess process =
        start(
            "stubborn", "sh", "-c", "trap '' TERM; touch " + ready + "; while :; do sleep 1; done");
    await().until(() -> Files.exists(ready));
    ProcessHandle command = ProcessHandle.of(process.pid()).orElseThrow();

    process.close();

    assertThat(command.isAlive()).isFalse();
  }

  @Test
  void killEndsTheCommandAndItsGuard() {
    Subprocess process = sleeper();
    ProcessHandle command = ProcessHandle.of(process.pid()).orElseThrow();

    process.kill();

    assertThat(command.isAlive()).isFalse();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void killDoesNothingIfTheCommandHasEnded() {
    Subprocess process = start("short", "true");
    await().until(() -> !process.isAlive());

    assertThatCode(process::kill).doesNotThrowAnyException();
  }

  // The local stack relies on this: it leaves no processes behind, however it ends.
  @Test
  void commandAndGuardEndWhenTheParentIsKilledWithSigkill() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("parent.log").toFile())
            .start();
    Path pidFile = folder.resolve("sleep.pid");
    await().atMost(Duration.ofSeconds(20)).until(() -> hasContent(pidFile));
    ProcessHandle command =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
    assertThat(command.isAlive()).isTrue();
    List<ProcessHandle> descendants = parent.descendants().toList();

    parent.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(descendants).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void errorOfACommandThatEndsWhileStartingContainsTheLastLinesAndThePathOfItsLog() {
    Subprocess process = start("broken", "sh", "-c", "echo cannot open the disk; exit 3");

    assertThatThrownBy(() -> process.awaitUntil("life", Duration.ofSeconds(20), () -> false))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("broken ended with exit code 3")
        .hasMessageContaining("cannot open the disk")
        .hasMessageContaining(folder.resolve("broken.log").toString());
  }

  @Test
  void errorOfACommandThatIsNotReadyInTimeNamesTheCondition() {
    try (Subprocess process = sleeper()) {
      assertThatThrownBy(() -> process.awaitUntil("port 1", Duration.ofMillis(200), () -> false))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("sleep is not ready after 0 s: waited for port 1");
    }
  }

  private static boolean hasContent(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  private Subprocess sleeper() {
    return start("sleep", "sleep", "600");
  }

  private Subprocess start(String name, String... command) {
    return Subprocess.start(name, List.of(command), Map.of(), folder.resolve(name + ".log"));
  }

  /** A process that starts a subprocess and waits until it is killed. */
  static final class Parent {
    public static void main(String[] arguments) throws InterruptedException {
      Path log = Path.of(arguments[0], "sleep.log");
      Subprocess.start("sleep", List.of("sleep", "600"), Map.of(), log);
      Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
  }
}
