package io.mskcdc.msk.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A change of a connector, which the service carries out after its response. Only the operation's
 * state shows whether the change failed: the connector is RUNNING again in both cases.
 *
 * @param connectorOperationState PENDING, {UPDATE, PAUSE, RESUME, RESTART, ROLLBACK}_{IN_PROGRESS,
 *     COMPLETE, FAILED}
 * @param errorInfo the cause of a failure; null in a listing, as are steps, origin and target
 * @param endTime null until the operation ends
 */
public record ConnectorOperation(
    String connectorOperationArn,
    String connectorArn,
    String connectorOperationType,
    String connectorOperationState,
    List<Step> operationSteps,
    StateDescription errorInfo,
    WorkerSetting originWorkerSetting,
    WorkerSetting targetWorkerSetting,
    Map<String, String> originConnectorConfiguration,
    Map<String, String> targetConnectorConfiguration,
    Instant creationTime,
    Instant endTime) {

  /** Returns whether it has what each operation has, also in a listing. */
  boolean isListed() {
    return connectorOperationArn != null && connectorOperationState != null && creationTime != null;
  }

  /** A step of an operation and its state. */
  public record Step(String stepType, String stepState) {}

  /** The worker settings before or after the operation. */
  public record WorkerSetting(
      Capacity capacity,
      List<PluginReference> plugins,
      WorkerConfigurationReference workerConfiguration,
      Boolean useDefaultWorkerConfiguration) {}
}
