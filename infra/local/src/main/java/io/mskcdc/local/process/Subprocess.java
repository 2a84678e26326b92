package io.mskcdc.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A subprocess that ends when this process ends, even if this process is killed with SIGKILL.
 *
 * <p>A guard around the command waits on a pipe to this process. The kernel closes the pipe when
 * this process ends, and the guard then ends the command.
 */
public final class Subprocess implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration PID_TIMEOUT = Duration.ofSeconds(5);
  private static final int REPORTED_LINES = 15;

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
   * Starts {@code command}.
   *
   * @param name the name of the process in error messages
   * @param environment variables added to the environment of this process
   * @param log the output is appended to this file; its folder is created
   */
  public static Subprocess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    return start(name, command, environment, log, ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /**
   * Starts {@code command} with the output of this process instead of a log.
   *
   * @param folder holds the file with the process id
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
      ProcessBuilder builder =
          new ProcessBuilder(Guard.around(command, pidFile)).redirectOutput(output);
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

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the process id of the command, not of the guard. */
  public long pid() {
    awaitUntil("its process id", PID_TIMEOUT, () -> pidFile.toFile().length() > 0);
    try {
      return Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that the process runs.
   *
   * @throws StackException with the last lines of the log if it has ended
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw failure(ended());
    }
  }

  /**
   * Polls until {@code ready} returns true.
   *
   * @param what completes the error message "waited for …"
   * @throws StackException if the process ends or the time limit expires first
   */
  public void awaitUntil(String what, Duration timeout, BooleanSupplier ready) {
    boolean inTime =
        new PollLoop(POLL_INTERVAL, timeout)
            .until(
                () -> {
                  if (ready.getAsBoolean()) {
                    return true;
                  }
                  if (!process.isAlive()) {
                    throw failure(ended() + " while starting");
                  }
                  return false;
                });
    if (!inTime) {
      throw failure(name + " is not ready after " + timeout.toSeconds() + " s: waited for " + what);
    }
  }

  /** Waits for a command that ends by itself and requires exit code 0. */
  public void awaitSuccess(Duration timeout) {
    awaitExit(timeout, 0);
  }

  /**
   * Waits for a command that ends by itself.
   *
   * @throws StackException if the exit code is not {@code code} or the time limit expires first
   */
  public void awaitExit(Duration timeout, int code) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(name + " still runs after " + timeout.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
    if (process.exitValue() != code) {
      throw failure(ended());
    }
  }

  /** Kills the process with SIGKILL and waits for its end. */
  public void kill() {
    if (!process.isAlive()) {
      return;
    }
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** Ends the process with SIGTERM, or with SIGKILL after 15 s, and waits for its end. */
  @Override
  public void close() {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException e) {
      // The pipe is closed: the process has ended.
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

  private String ended() {
    return name + " ended with exit code " + process.exitValue();
  }

  private StackException failure(String message) {
    List<String> last = LogTail.read(log, REPORTED_LINES);
    return new StackException(
        last.isEmpty()
            ? message
            : message
                + "\n  last lines of its log:\n    "
                + String.join("\n    ", last)
                + "\n  next: read the whole log, "
                + log);
  }
}
