package io.mskcdc.local.stack;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.ShutdownSignal;
import io.mskcdc.local.process.StackException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The process that runs the stack in the background. */
final class Supervisor {
  /** The kind of stack in the {@link StackFolder}. */
  static final String KIND = "stack";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  private final Checkout checkout;
  private final StackFolder folder;

  Supervisor(Checkout checkout, StackFolder folder) {
    this.checkout = checkout;
    this.folder = folder;
  }

  /**
   * Starts the process and returns when every part of the stack is ready.
   *
   * @param progress receives the output of the process
   */
  void start(String connectVersion, StackType type, boolean secondDatabase, PrintWriter progress)
      throws IOException {
    Path log = folder.log("supervisor");
    Files.createDirectories(log.getParent());
    Files.deleteIfExists(log);
    Process process = launch(connectVersion, type, secondDatabase, log);
    LogFollower follower = new LogFollower(log, progress);
    // Ctrl-C while the parts start ends the background process too.
    Thread cancel = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(cancel);
    boolean inTime =
        new PollLoop(POLL_INTERVAL, START_TIMEOUT)
            .until(
                () -> {
                  follower.printNew();
                  return !process.isAlive() || isReady();
                });
    follower.printNew();
    if (!inTime || !process.isAlive()) {
      throw new StackException("the local stack did not start\n  next: read " + log);
    }
    Runtime.getRuntime().removeShutdownHook(cancel);
  }

  private boolean isReady() {
    return folder.state().filter(state -> !state.parts().isEmpty()).isPresent();
  }

  private Process launch(String connectVersion, StackType type, boolean secondDatabase, Path log)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // A new session: signals of this terminal, such as Ctrl-C, do not reach the
                // process.
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // DynamoDB's items are in this process.
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dmskcdc.root=" + checkout.root(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalStackCommand.class.getName(),
                "supervise",
                "--connect=" + connectVersion,
                "--type=" + type));
    if (secondDatabase) {
      command.add("--second-database");
    }
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Runs the stack in this process until it receives SIGTERM. */
  void run(String connectVersion, StackType type, boolean secondDatabase, Consumer<String> progress)
      throws InterruptedException {
    try (ShutdownSignal end = new ShutdownSignal();
        StackFolder.Lock lock = folder.lock(KIND, connectVersion);
        LocalStack stack =
            LocalStack.start(
                new LocalStack.Settings(
                    checkout,
                    folder.data(KIND),
                    Ports.FIXED,
                    secondDatabase,
                    connectVersion,
                    type,
                    new DerivedPolicy(checkout, folder, type)),
                progress)) {
      lock.publish(stack, connectVersion);
      end.await();
    }
  }

  /** Ends the process and returns when all parts of the stack have ended. */
  void stop(StackFolder.State state) {
    if (!state.kind().equals(KIND)) {
      throw new StackException(
          "a demo is running (process "
              + state.pid()
              + ")\n  next: stop it with Ctrl-C in its terminal");
    }
    ProcessHandle.of(state.pid()).ifPresent(ProcessHandle::destroy);
    if (!new PollLoop(POLL_INTERVAL, STOP_TIMEOUT).until(() -> folder.state().isEmpty())) {
      throw new StackException(
          "the local stack still runs after "
              + STOP_TIMEOUT.toSeconds()
              + " s\n  next: kill -9 "
              + state.pid()
              + " ends all its processes");
    }
  }
}
