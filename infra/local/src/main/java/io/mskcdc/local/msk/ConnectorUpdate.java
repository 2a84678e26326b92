package io.mskcdc.local.msk;

import static io.mskcdc.local.msk.ConnectorOperations.FINALIZE;
import static io.mskcdc.local.msk.ConnectorOperations.INITIALIZE;
import static io.mskcdc.local.msk.ConnectorOperations.UPDATE_SETTING;
import static io.mskcdc.local.msk.ConnectorOperations.VALIDATE;

import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.StateDescription;

/** One update of a connector. It is rolled back if the connector is not healthy afterwards. */
final class ConnectorUpdate {
  private final Store<Connector> connectors;
  private final ConnectorOperations operations;
  private final ConnectorWorkers workers;
  private final String operation;
  private final String type;
  private final Connector before;
  private final Connector after;
  private final boolean skipHealthValidation;

  ConnectorUpdate(
      Store<Connector> connectors,
      ConnectorOperations operations,
      ConnectorWorkers workers,
      Operation operation,
      Connector before,
      boolean skipHealthValidation) {
    this.connectors = connectors;
    this.operations = operations;
    this.workers = workers;
    this.operation = operation.connectorOperationArn();
    this.type = operation.connectorOperationType();
    this.before = before;
    this.skipHealthValidation = skipHealthValidation;
    after =
        changesSetting()
            ? before.with(operation.targetWorkerSetting())
            : before.with(operation.targetConnectorConfiguration());
  }

  private boolean changesSetting() {
    return type.equals(UPDATE_SETTING);
  }

  /**
   * Carries the update out.
   *
   * @throws OperationException if the rollback failed too
   */
  void run() throws OperationException, InterruptedException {
    operations.setState(operation, "UPDATE_IN_PROGRESS", null);
    // New settings replace the workers at once; a refused configuration changes nothing.
    boolean changed = changesSetting();
    try {
      operations.setStep(operation, INITIALIZE, "COMPLETED");
      operations.setStep(operation, type, "IN_PROGRESS");
      apply(after);
      changed = true;
      restartFailedTasks();
      operations.setStep(operation, type, "COMPLETED");
      validate();
      operations.setStep(operation, FINALIZE, "COMPLETED");
      connectors.put(after.withNewVersion().with(before.connectorState(), null));
      operations.end(operation, "UPDATE_COMPLETE");
    } catch (OperationException e) {
      operations.failSteps(operation);
      StateDescription why = e.description(after.connectorConfiguration());
      if (changed) {
        operations.setState(operation, "ROLLBACK_IN_PROGRESS", why);
        rollBack();
      } else {
        connectors.put(before);
        operations.setState(operation, "UPDATE_FAILED", why);
        operations.end(operation, "UPDATE_FAILED");
      }
    }
  }

  private void validate() throws OperationException, InterruptedException {
    operations.setStep(operation, VALIDATE, skipHealthValidation ? "CANCELLED" : "IN_PROGRESS");
    if (!skipHealthValidation) {
      workers.awaitRunning();
      operations.setStep(operation, VALIDATE, "COMPLETED");
    }
  }

  private void rollBack() throws OperationException, InterruptedException {
    try {
      apply(before);
      restartFailedTasks();
      if (isExpectedToRun()) {
        workers.awaitRunning();
      }
    } catch (OperationException e) {
      operations.end(operation, "ROLLBACK_FAILED");
      throw e;
    }
    connectors.put(before.withNewVersion());
    operations.end(operation, "ROLLBACK_COMPLETE");
  }

  /**
   * A task that failed with one configuration may stay failed with the next, or be reported so
   * while it stops.
   */
  private void restartFailedTasks() throws OperationException, InterruptedException {
    if (isExpectedToRun()) {
      workers.restart(true);
    }
  }

  private boolean isExpectedToRun() {
    return before.connectorState().equals(EmulatedConnector.RUNNING);
  }

  private void apply(Connector connector) throws OperationException, InterruptedException {
    if (changesSetting()) {
      workers.start(connector);
    }
    // Also after a change of the capacity, which determines tasks.max.
    workers.configure(connector);
  }
}
