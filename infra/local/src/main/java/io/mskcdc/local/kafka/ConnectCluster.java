package io.mskcdc.local.kafka;

import io.mskcdc.local.process.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The workers of a Connect cluster. A worker that ends is started again. */
public final class ConnectCluster implements AutoCloseable {
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

  private final List<ConnectWorker.Settings> settings;
  private final List<ConnectWorker> workers = new ArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "connect-watch");
            thread.setDaemon(true);
            return thread;
          });

  private ConnectCluster(List<ConnectWorker.Settings> settings) {
    this.settings = List.copyOf(settings);
  }

  /**
   * Starts workers without waiting for them; see {@link #awaitReady}.
   *
   * @param settings the settings of each worker, with a separate folder and log
   */
  public static ConnectCluster start(List<ConnectWorker.Settings> settings) {
    ConnectCluster cluster = new ConnectCluster(settings);
    settings.forEach(worker -> cluster.workers.add(ConnectWorker.start(worker)));
    return cluster;
  }

  /**
   * Returns when all workers serve requests. From then on a worker that ends is started again.
   *
   * @throws StackException if a worker ends first or is not ready in time
   */
  public void awaitReady() {
    List.copyOf(workers).forEach(ConnectWorker::awaitReady);
    watch.scheduleWithFixedDelay(
        this::restartEnded,
        WATCH_INTERVAL.toMillis(),
        WATCH_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private synchronized void restartEnded() {
    for (int i = 0; i < workers.size() && !watch.isShutdown(); i++) {
      if (!workers.get(i).subprocess().isAlive()) {
        workers.set(i, ConnectWorker.start(settings.get(i)));
      }
    }
  }

  /** Returns the URL of the first worker's REST API; every worker answers for the cluster. */
  public String url() {
    return "http://127.0.0.1:" + settings.get(0).port();
  }

  /** Returns the workers' process ids. */
  public synchronized List<Long> pids() {
    return workers.stream().map(worker -> worker.subprocess().pid()).toList();
  }

  /** Ends the workers with SIGTERM, so that they store their offsets. */
  @Override
  public void close() {
    watch.shutdownNow();
    List<ConnectWorker> all;
    synchronized (this) {
      all = List.copyOf(workers);
    }
    all.parallelStream().forEach(ConnectWorker::close);
  }
}
