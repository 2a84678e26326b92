package io.mskcdc.local.chaos;

import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the worker with a log whose disk is full: /dev/full answers each write with ENOSPC. A worker
 * keeps its log open, so the fault restarts it.
 */
final class FullLogDisk implements Fault {
  private final ChaosStack stack;
  private int worker;

  FullLogDisk(ChaosStack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return "disk of the worker's log full";
  }

  @Override
  public void strike() {
    worker = stack.workerOfTask();
    ConnectWorker.Settings usual = stack.workers().settings(worker);
    stack.workers().stop(worker);
    stack
        .workers()
        .start(
            worker,
            new ConnectWorker.Settings(
                usual.libs(),
                usual.plugins(),
                usual.properties(),
                usual.bootstrapServers(),
                usual.internal(),
                usual.port(),
                usual.work(),
                full(usual.work().resolveSibling("full")),
                usual.iam(),
                usual.jmxPort(),
                usual.clockStep()));
    stack.workers().awaitReady(worker);
  }

  /** Outside of the logs: the search for clear values must not read a device. */
  private static Path full(Path folder) {
    Path log = folder.resolve("connect.log");
    try {
      Files.createDirectories(folder);
      if (Files.notExists(log)) {
        Files.createSymbolicLink(log, Path.of("/dev/full"));
      }
      return log;
    } catch (IOException e) {
      throw new StackException("the log could not be linked: " + e.getMessage(), e);
    }
  }

  @Override
  public void heal() {
    stack.workers().stop(worker);
    stack.workers().start(worker);
    stack.workers().awaitReady(worker);
  }
}
