package io.mskcdc.dynamodb;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The threads of a task that request pages. Only so many pages are under way or wait for the task,
 * because each may have a megabyte.
 */
final class PageThreads implements AutoCloseable {
  private static final int PAGES = 8;

  private final Semaphore free = new Semaphore(PAGES);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          PAGES,
          task -> {
            Thread thread = new Thread(task, "dynamodb-pages");
            thread.setDaemon(true);
            return thread;
          });

  /** Begins a request; returns nothing if too many pages are under way. */
  <T> Optional<Future<T>> submit(Callable<T> request) {
    return free.tryAcquire() ? Optional.of(threads.submit(request)) : Optional.empty();
  }

  /** Tells that the page of a request was taken. */
  void release() {
    free.release();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
