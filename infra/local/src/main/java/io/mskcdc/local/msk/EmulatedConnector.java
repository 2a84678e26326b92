package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A connector with its workers. Its changes run one after another, on a thread of its own. */
final class EmulatedConnector {
  static final String RUNNING = "RUNNING";

  private static final String PAUSED = "PAUSED";
  private static final String FAILED = "FAILED";
  private static final String CREATING = "CREATING";
  private static final String DELETING = "DELETING";

  private final String arn;
  private final Store<Connector> connectors;
  private final ConnectorOperations operations;
  private final ConnectorWorkers workers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "connector");
            daemon.setDaemon(true);
            return daemon;
          });
  private Future<?> current;

  EmulatedConnector(
      String arn,
      Store<Connector> connectors,
      ConnectorOperations operations,
      ConnectorWorkers workers) {
    this.arn = arn;
    this.connectors = connectors;
    this.operations = operations;
    this.workers = workers;
  }

  private interface Change {
    void run() throws OperationException, InterruptedException;
  }

  // Interrupted when the connector is deleted or the emulator stops; recover() resumes it.
  private synchronized void submit(Change change) {
    current =
        thread.submit(
            () -> {
              try {
                change.run();
              } catch (OperationException e) {
                fail(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                  fail(OperationException.unknown("the emulator failed: " + e));
                }
              }
            });
  }

  private void fail(OperationException why) {
    workers.stop();
    Connector connector = connector();
    connectors.put(connector.with(FAILED, why.description(connector.connectorConfiguration())));
  }

  private Connector connector() {
    return connectors
        .get(arn)
        .orElseThrow(() -> MskConnectErrors.notFound("there is no connector " + arn));
  }

  private void setState(String state) {
    connectors.put(connector().with(state, null));
  }

  /** Starts the connector, which the store holds as CREATING. */
  void create() {
    submit(
        () -> {
          workers.start(connector());
          workers.configure(connector());
          workers.awaitRunning();
          setState(RUNNING);
        });
  }

  /** Continues after a restart of the emulator: resumes the connector, or deletes it. */
  void recover() {
    String state = connector().connectorState();
    switch (state) {
      case CREATING -> create();
      case DELETING -> remove(() -> {});
      case FAILED -> {}
      default -> {
        // A paused connector stays paused during its update.
        boolean paused = Set.of(PAUSED, "RESUMING").contains(state) || operations.isPaused(arn);
        setState(paused ? PAUSED : RUNNING);
        operations.endInterrupted(arn);
        restore(paused);
      }
    }
  }

  private void restore(boolean paused) {
    submit(
        () -> {
          workers.start(connector());
          workers.configure(connector());
          // The broker stores whether the workers are paused. The interrupted operation may have
          // changed it.
          if (paused) {
            workers.pause();
          } else {
            workers.resume();
          }
        });
  }

  /** Begins an update to another configuration. */
  synchronized Operation update(Map<String, String> configuration, boolean skipHealthValidation) {
    Connector before = requireUpdatable(skipHealthValidation);
    return update(operations.beginUpdate(before, configuration), before, skipHealthValidation);
  }

  /** Begins an update to other settings of the workers. */
  synchronized Operation update(WorkerSetting setting, boolean skipHealthValidation) {
    Connector before = requireUpdatable(skipHealthValidation);
    return update(operations.beginUpdate(before, setting), before, skipHealthValidation);
  }

  private Connector requireUpdatable(boolean skipHealthValidation) {
    Connector connector = connector();
    if (!connector.connectorState().equals(PAUSED)) {
      requireState(RUNNING);
    } else if (!skipHealthValidation) {
      throw MskConnectErrors.badRequest(
          "skipHealthValidation", "a PAUSED connector can only be updated without validation");
    }
    return connector;
  }

  private Operation update(Operation operation, Connector before, boolean skipHealthValidation) {
    setState("UPDATING");
    submit(
        new ConnectorUpdate(
                connectors, operations, workers, operation, before, skipHealthValidation)
            ::run);
    return operation;
  }

  synchronized Operation pause() {
    requireState(RUNNING);
    return transition(
        "PAUSE",
        "PAUSING",
        PAUSED,
        () -> {
          workers.pause();
          workers.awaitPaused();
        });
  }

  synchronized Operation resume() {
    requireState(PAUSED);
    return transition(
        "RESUME",
        "RESUMING",
        RUNNING,
        () -> {
          workers.resume();
          workers.awaitRunning();
        });
  }

  synchronized Operation restart(boolean onlyFailedTasks) {
    requireState(RUNNING);
    return transition(
        "RESTART",
        "RESTARTING",
        RUNNING,
        () -> {
          workers.restart(onlyFailedTasks);
          workers.awaitRunning();
        });
  }

  private Operation transition(String verb, String during, String after, Change change) {
    String before = connector().connectorState();
    Operation operation = operations.begin(arn, verb + "_CONNECTOR");
    setState(during);
    String id = operation.connectorOperationArn();
    submit(
        () -> {
          operations.setState(id, verb + "_IN_PROGRESS", null);
          try {
            change.run();
            setState(after);
            operations.end(id, verb + "_COMPLETE");
          } catch (OperationException e) {
            setState(before);
            operations.setState(
                id, verb + "_FAILED", e.description(connector().connectorConfiguration()));
            operations.end(id, verb + "_FAILED");
          }
        });
    return operation;
  }

  /**
   * Ends the workers and removes the connector; its topics stay on the broker.
   *
   * @param onRemoved runs when the connector is gone
   */
  synchronized void delete(Runnable onRemoved) {
    if (connector().connectorState().equals(DELETING)) {
      throw MskConnectErrors.conflict("the connector is being deleted");
    }
    setState(DELETING);
    if (current != null) {
      current.cancel(true);
    }
    remove(onRemoved);
  }

  private void remove(Runnable onRemoved) {
    submit(
        () -> {
          workers.stop();
          workers.deleteFiles();
          operations.removeAll(arn);
          connectors.remove(arn);
          onRemoved.run();
        });
  }

  private void requireState(String wanted) {
    String state = connector().connectorState();
    if (state.equals(wanted)) {
      return;
    }
    if (Set.of(RUNNING, PAUSED, FAILED).contains(state)) {
      throw MskConnectErrors.badRequest(
          "connectorArn", "the connector is " + state + ", but must be " + wanted);
    }
    throw MskConnectErrors.conflict(
        "the connector is " + state + ": another operation is in progress");
  }

  List<Event> logEvents() {
    return workers.logEvents(connector());
  }

  List<Long> pids() {
    return workers.pids();
  }

  /** Ends the workers; the store keeps the connector for the next start. */
  void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.stop();
  }
}
