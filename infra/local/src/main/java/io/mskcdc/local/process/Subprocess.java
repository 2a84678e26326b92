package io.mskcdc.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A subprocess that cannot outlive this one: it ends when the pipe to its standard input closes,
 * which the kernel does even for a parent killed with -9. Its output goes to a log file.
 */
public final class Subprocess implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;
  private final Path pidFile;

  private Subprocess(String name, Process process, Path log, Path pidFile) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.pidFile = pidFile;
  }

  /**
   * Starts {@code command} with {@code environment} added to this process's own.
   *
   * @param name what messages call it
   * @param log appended to; its folder is made
   */
  public static Subprocess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    return start(name, command, environment, log, ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /**
   * Starts {@code command} with this process's own output instead of a log.
   *
   * @param folder holds its process id while it runs
   */
  public static Subprocess startInForeground(
      String name, List<String> command, Map<String, String> environment, Path folder) {
    Path log = folder.resolve(name + ".log");
    return start(name, command, environment, log, ProcessBuilder.Redirect.INHERIT);
  }

  private static Subprocess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      ProcessBuilder.Redirect output) {
    try {
      Files.createDirectories(log.getParent());
      Path pidFile = log.resolveSibling(name + ".pid");
      Files.deleteIfExists(pidFile);
      List<String> guarded = new ArrayList<>(List.of("sh", "-c", guard(), "msk-cdc-guard"));
      guarded.add(pidFile.toString());
      guarded.addAll(command);
      ProcessBuilder builder = new ProcessBuilder(guarded).redirectOutput(output);
      if (output == ProcessBuilder.Redirect.INHERIT) {
        builder.redirectError(output);
      } else {
        builder.redirectErrorStream(true);
      }
      builder.environment().putAll(environment);
      return new Subprocess(name, builder.start(), log, pidFile);
    } catch (IOException e) {
      throw new StackException(name + " could not be started: " + e.getMessage(), e);
    }
  }

  private static String guard() throws IOException {
    try (InputStream script = Subprocess.class.getResourceAsStream("guard.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process id of the command itself, not of the guard around it. */
  public long pid() {
    awaitUntil("its process id", Duration.ofSeconds(5), () -> pidFile.toFile().length() > 0);
    try {
      return Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with the end of its log when it has ended. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new StackException(name + " ended with exit code " + process.exitValue() + lastLines());
    }
  }

  /** Polls until {@code ready}, and fails as soon as the process has ended or time is up. */
  public void awaitUntil(String what, Duration timeout, BooleanSupplier ready) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new StackException(
            name
                + " ended with exit code "
                + process.exitValue()
                + " while starting"
                + lastLines());
      }
      if (System.nanoTime() > deadline) {
        throw new StackException(
            name + ": no sign of " + what + " after " + timeout.toSeconds() + " s" + lastLines());
      }
      pause();
    }
  }

  /** Waits for a command that ends by itself, and fails unless it ends with 0. */
  public void awaitSuccess(Duration timeout) {
    awaitExit(timeout, 0);
  }

  /** The same for a command that is to end with another exit code. */
  public void awaitExit(Duration timeout, int code) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StackException(
            name + " still runs after " + timeout.toSeconds() + " s" + lastLines());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (process.exitValue() != code) {
      throw new StackException(name + " ended with exit code " + process.exitValue() + lastLines());
    }
  }

  /** Ends it at once, as a crash would (SIGKILL), and waits until it is gone. */
  public void kill() {
    if (!process.isAlive()) {
      return;
    }
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** Ends it in an orderly way (SIGTERM, SIGKILL after 15 s) and waits until it is gone. */
  @Override
  public void close() {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException e) {
      // The pipe is closed already: the process has ended.
    }
    awaitEnd();
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return "\n  its last lines:\n    "
          + String.join("\n    ", last)
          + "\n  next: read the whole log, "
          + log;
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StackException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackException("interrupted", e);
  }
}
