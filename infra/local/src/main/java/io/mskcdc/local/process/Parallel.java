package io.mskcdc.local.process;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs tasks at the same time. */
public final class Parallel {
  private static final int END_TIMEOUT_SECONDS = 30;

  private Parallel() {}

  /**
   * Runs all tasks and returns when all have ended. The first failure interrupts the other tasks.
   *
   * @throws StackException the first failure
   */
  public static void run(Runnable... tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
    try {
      CompletionService<Void> running = new ExecutorCompletionService<>(threads);
      Stream.of(tasks).forEach(task -> running.submit(task, null));
      for (int i = 0; i < tasks.length; i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StackException cause
          ? cause
          : new StackException("a part did not start: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  // An interrupted task still stops the process that it was starting.
  private static void awaitEnd(ExecutorService threads) {
    try {
      threads.awaitTermination(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
