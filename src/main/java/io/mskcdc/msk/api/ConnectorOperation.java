package io.mskcdc.msk.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A change of a connector, which goes on after the request for it was answered. A connector that is
 * RUNNING again after a failed change runs as before: only this tells.
 *
 * @param connectorOperationState PENDING, {UPDATE, PAUSE, RESUME, RESTART, ROLLBACK}_{IN_PROGRESS,
 *     COMPLETE, FAILED}
 * @param errorInfo why it failed; null in a listing, as are steps, origin and target
 * @param endTime null while it goes on
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

  /** A part of an operation and how far it is. */
  public record Step(String stepType, String stepState) {}

  /** What the workers were, or are to be. */
  public record WorkerSetting(
      Capacity capacity,
      List<PluginReference> plugins,
      WorkerConfigurationReference workerConfiguration,
      Boolean useDefaultWorkerConfiguration) {}
}
