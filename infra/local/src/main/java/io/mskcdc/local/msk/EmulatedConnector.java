package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import io.mskcdc.local.msk.MskConnectShapes.Step;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A connector with its workers: one change at a time, each an operation that can be followed, and
 * undone by itself when the connector is not healthy after it.
 */
final class EmulatedConnector {
  static final String RUNNING = "RUNNING";
  static final String PAUSED = "PAUSED";
  private static final String FAILED = "FAILED";
  private static final String CREATING = "CREATING";
  private static final String DELETING = "DELETING";

  private static final String UPDATE_SETTING = "UPDATE_WORKER_SETTING";
  private static final String UPDATE_CONFIGURATION = "UPDATE_CONNECTOR_CONFIGURATION";
  private static final String INITIALIZE = "INITIALIZE_UPDATE";
  private static final String VALIDATE = "VALIDATE_UPDATE";
  private static final String FINALIZE = "FINALIZE_UPDATE";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String arn;
  private final Store<Connector> connectors;
  private final Store<Operation> operations;
  private final ConnectorWorkers workers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "connector");
            made.setDaemon(true);
            return made;
          });
  private Future<?> current;

  EmulatedConnector(
      String arn,
      Store<Connector> connectors,
      Store<Operation> operations,
      ConnectorWorkers workers) {
    this.arn = arn;
    this.connectors = connectors;
    this.operations = operations;
    this.workers = workers;
  }

  /** Returns a version that no connector had before. */
  static String version() {
    StringBuilder version = new StringBuilder("K");
    for (int i = 0; i < 13; i++) {
      version.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890".charAt(RANDOM.nextInt(36)));
    }
    return version.toString();
  }

  private interface Work {
    void run() throws OperationException, InterruptedException;
  }

  // Interrupted is who is deleted, or whose emulator ends and tries again at its next start.
  private synchronized void run(Work work) {
    current =
        thread.submit(
            () -> {
              try {
                work.run();
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
        .orElseThrow(() -> MskConnectError.notFound("there is no connector " + arn));
  }

  private void become(String state) {
    connectors.put(connector().with(state, null));
  }

  /** Makes the connector that the store holds as CREATING. */
  void create() {
    run(
        () -> {
          workers.start(connector());
          workers.configure(connector());
          workers.awaitRunning();
          become(RUNNING);
        });
  }

  /** Goes on where an earlier start of the emulator ended. */
  void recover() {
    String state = connector().connectorState();
    switch (state) {
      case CREATING -> create();
      case DELETING -> remove(() -> {});
      case FAILED -> {}
      default -> {
        boolean paused = Set.of(PAUSED, "RESUMING").contains(state) || wasPaused();
        become(paused ? PAUSED : RUNNING);
        operations.all().stream()
            .filter(operation -> operation.connectorArn().equals(arn))
            .filter(operation -> operation.endTime() == null)
            .forEach(EmulatedConnector.this::endInterrupted);
        run(
            () -> {
              workers.start(connector());
              workers.configure(connector());
              // Whatever an operation that was broken off had told them.
              if (paused) {
                workers.pause();
              } else {
                workers.resume();
              }
            });
      }
    }
  }

  // An update of a paused connector leaves it paused.
  private boolean wasPaused() {
    return operations.all().stream()
        .filter(operation -> operation.connectorArn().equals(arn))
        .filter(operation -> operation.endTime() != null)
        .map(Operation::connectorOperationState)
        .filter(state -> Set.of("PAUSE_COMPLETE", "RESUME_COMPLETE").contains(state))
        .reduce((first, second) -> second)
        .filter("PAUSE_COMPLETE"::equals)
        .isPresent();
  }

  private void endInterrupted(Operation operation) {
    String type = operation.connectorOperationType();
    String end = type.startsWith("UPDATE") ? "ROLLBACK_COMPLETE" : type.split("_")[0] + "_FAILED";
    StateDescription why =
        new StateDescription("UnknownError.Unknown", "the emulator ended during the operation");
    operations.put(operation.with(end, why).ended(end));
  }

  /**
   * Begins an update.
   *
   * @param configuration the target, or null where the workers' settings change
   * @param setting the target, or null where the configuration changes
   */
  synchronized Operation update(
      Map<String, String> configuration, WorkerSetting setting, boolean skipHealthValidation) {
    Connector before = connector();
    boolean paused = before.connectorState().equals(PAUSED);
    if (!paused) {
      requireState(RUNNING);
    } else if (!skipHealthValidation) {
      throw MskConnectError.badRequest(
          "skipHealthValidation", "a connector that is PAUSED can only be updated without checks");
    }
    String kind = configuration == null ? UPDATE_SETTING : UPDATE_CONFIGURATION;
    List<Step> steps = new ArrayList<>();
    for (String step : List.of(INITIALIZE, kind, VALIDATE, FINALIZE)) {
      steps.add(new Step("PENDING", step));
    }
    Operation operation =
        new Operation(
            arn,
            Arns.operation(arn),
            "PENDING",
            kind,
            MskConnectShapes.now(),
            null,
            null,
            steps,
            configuration == null ? null : before.connectorConfiguration(),
            setting == null ? null : before.workerSetting(),
            configuration,
            setting);
    operations.put(operation);
    become("UPDATING");
    Connector after = configuration == null ? before.with(setting) : before.with(configuration);
    run(() -> update(operation, before, after, skipHealthValidation));
    return operation;
  }

  private void update(Operation pending, Connector before, Connector after, boolean skip)
      throws OperationException, InterruptedException {
    String operation = pending.connectorOperationArn();
    String kind = pending.connectorOperationType();
    set(operation, "UPDATE_IN_PROGRESS", null);
    boolean changed = kind.equals(UPDATE_SETTING);
    try {
      step(operation, INITIALIZE, "COMPLETED");
      step(operation, kind, "IN_PROGRESS");
      apply(kind, after);
      changed = true;
      step(operation, kind, "COMPLETED");
      step(operation, VALIDATE, skip ? "CANCELLED" : "IN_PROGRESS");
      if (!skip) {
        workers.awaitRunning();
        step(operation, VALIDATE, "COMPLETED");
      }
      step(operation, FINALIZE, "COMPLETED");
      connectors.put(after.withVersion(version()).with(before.connectorState(), null));
      end(operation, "UPDATE_COMPLETE");
    } catch (OperationException e) {
      breakOff(operation);
      StateDescription why = e.description(after.connectorConfiguration());
      if (changed) {
        set(operation, "ROLLBACK_IN_PROGRESS", why);
        rollBack(operation, kind, before);
      } else {
        connectors.put(before);
        set(operation, "UPDATE_FAILED", why);
        end(operation, "UPDATE_FAILED");
      }
    }
  }

  private void rollBack(String operation, String kind, Connector before)
      throws OperationException, InterruptedException {
    try {
      apply(kind, before);
      if (before.connectorState().equals(RUNNING)) {
        // What failed with the new configuration may not see that it has the old one again.
        workers.restart(true);
        workers.awaitRunning();
      }
    } catch (OperationException e) {
      end(operation, "ROLLBACK_FAILED");
      throw e;
    }
    connectors.put(before.withVersion(version()));
    end(operation, "ROLLBACK_COMPLETE");
  }

  private void apply(String kind, Connector connector)
      throws OperationException, InterruptedException {
    if (kind.equals(UPDATE_SETTING)) {
      workers.start(connector);
    }
    // Capacity decides on tasks.max.
    workers.configure(connector);
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

  private Operation transition(String verb, String meanwhile, String then, Work work) {
    String before = connector().connectorState();
    Operation operation =
        new Operation(
            arn,
            Arns.operation(arn),
            "PENDING",
            verb + "_CONNECTOR",
            MskConnectShapes.now(),
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null);
    operations.put(operation);
    become(meanwhile);
    String id = operation.connectorOperationArn();
    run(
        () -> {
          set(id, verb + "_IN_PROGRESS", null);
          try {
            work.run();
            become(then);
            end(id, verb + "_COMPLETE");
          } catch (OperationException e) {
            become(before);
            set(id, verb + "_FAILED", e.description(connector().connectorConfiguration()));
            end(id, verb + "_FAILED");
          }
        });
    return operation;
  }

  /** Ends the workers and forgets the connector; its topics stay on the broker. */
  synchronized void delete(Runnable forget) {
    if (connector().connectorState().equals(DELETING)) {
      throw MskConnectError.conflict("the connector is being deleted");
    }
    become(DELETING);
    if (current != null) {
      current.cancel(true);
    }
    remove(forget);
  }

  private void remove(Runnable forget) {
    run(
        () -> {
          workers.stop();
          workers.deleteFolder();
          operations.all().stream()
              .filter(operation -> operation.connectorArn().equals(arn))
              .forEach(operation -> operations.remove(operation.connectorOperationArn()));
          connectors.remove(arn);
          forget.run();
        });
  }

  private void requireState(String wanted) {
    String state = connector().connectorState();
    if (state.equals(wanted)) {
      return;
    }
    if (Set.of(RUNNING, PAUSED, FAILED).contains(state)) {
      throw MskConnectError.badRequest(
          "connectorArn", "the connector is " + state + ", and must be " + wanted);
    }
    throw MskConnectError.conflict(
        "the connector is " + state + ": another operation is in progress");
  }

  private Operation operation(String id) {
    return operations.get(id).orElseThrow();
  }

  private void set(String id, String state, StateDescription error) {
    operations.put(operation(id).with(state, error));
  }

  private void end(String id, String state) {
    operations.put(operation(id).ended(state));
  }

  private void step(String id, String type, String state) {
    operations.put(
        operation(id)
            .with(
                operation(id).operationSteps().stream()
                    .map(step -> step.stepType().equals(type) ? new Step(state, type) : step)
                    .toList()));
  }

  private void breakOff(String id) {
    operations.put(
        operation(id)
            .with(
                operation(id).operationSteps().stream()
                    .map(
                        step ->
                            switch (step.stepState()) {
                              case "IN_PROGRESS" -> new Step("FAILED", step.stepType());
                              case "PENDING" -> new Step("CANCELLED", step.stepType());
                              default -> step;
                            })
                    .toList()));
  }

  List<Event> logEvents() {
    return workers.logEvents(connector());
  }

  List<Long> pids() {
    return workers.pids();
  }

  /** Ends the workers, and leaves the connector as it is for the next start. */
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
