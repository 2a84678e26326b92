package io.mskcdc.local.chaos;

import io.mskcdc.local.kafka.ConnectWorker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The workers of a group, some of which run. */
final class Workers {
  private final List<ConnectWorker.Settings> settings;
  private final SortedMap<Integer, ConnectWorker> running = new TreeMap<>();

  Workers(List<ConnectWorker.Settings> settings) {
    this.settings = List.copyOf(settings);
  }

  int count() {
    return settings.size();
  }

  ConnectWorker.Settings settings(int index) {
    return settings.get(index);
  }

  /** Starts a worker that does not run, without waiting for it. */
  synchronized void start(int index) {
    start(index, settings.get(index));
  }

  /** Starts a worker with other settings, without waiting for it. */
  synchronized void start(int index, ConnectWorker.Settings other) {
    if (!running.containsKey(index)) {
      running.put(index, ConnectWorker.start(other));
    }
  }

  void awaitReady(int index) {
    get(index).ifPresent(ConnectWorker::awaitReady);
  }

  private synchronized Optional<ConnectWorker> get(int index) {
    return Optional.ofNullable(running.get(index));
  }

  /** Kills a worker with SIGKILL. */
  synchronized void kill(int index) {
    remove(index).ifPresent(worker -> worker.subprocess().kill());
  }

  /** Ends a worker with SIGTERM and waits for its end. */
  synchronized void stop(int index) {
    remove(index).ifPresent(ConnectWorker::close);
  }

  private Optional<ConnectWorker> remove(int index) {
    return Optional.ofNullable(running.remove(index));
  }

  synchronized boolean isRunning(int index) {
    return running.containsKey(index);
  }

  /** Returns the URL of a running worker, or of the first if none runs. */
  synchronized String url() {
    int index = running.isEmpty() ? 0 : running.firstKey();
    return url(index);
  }

  private String url(int index) {
    return "http://127.0.0.1:" + settings.get(index).port();
  }

  /**
   * Returns the worker with this address, if it runs, or any running worker.
   *
   * @param address host and port, as Connect reports them
   */
  synchronized int indexOf(Optional<String> address) {
    return running.keySet().stream()
        .filter(index -> address.filter(it -> url(index).equals("http://" + it)).isPresent())
        .findFirst()
        .orElseGet(() -> running.isEmpty() ? 0 : running.firstKey());
  }

  /** Starts the workers again that have ended by themselves, and returns their number. */
  synchronized int restartEnded() {
    List<Integer> ended =
        running.entrySet().stream()
            .filter(worker -> !worker.getValue().subprocess().isAlive())
            .map(Map.Entry::getKey)
            .toList();
    for (int index : ended) {
      running.remove(index);
      start(index);
    }
    return ended.size();
  }

  synchronized void killAll() {
    running.values().forEach(worker -> worker.subprocess().kill());
    running.clear();
  }
}
