package io.mskcdc.msk.api;

import java.util.List;
import java.util.Map;

/**
 * What is to become of a connector: either its configuration, or what its workers are. The service
 * refuses both in one request, and values that are equal to the current ones.
 *
 * @param useDefaultWorkerConfiguration true takes the worker configuration away
 * @param skipHealthValidation false lets the service go back by itself when the connector is not
 *     healthy; a paused connector can only be updated with true
 */
public record UpdateConnectorRequest(
    Map<String, String> connectorConfiguration,
    Capacity capacity,
    List<PluginReference> plugins,
    WorkerConfigurationReference workerConfiguration,
    Boolean useDefaultWorkerConfiguration,
    Boolean skipHealthValidation) {

  /** Another configuration of the connector; the whole of it. */
  public static UpdateConnectorRequest configuration(
      Map<String, String> connectorConfiguration, boolean skipHealthValidation) {
    return new UpdateConnectorRequest(
        connectorConfiguration, null, null, null, null, skipHealthValidation);
  }

  /** Other workers; null leaves a setting as it is. */
  public static UpdateConnectorRequest workers(
      Capacity capacity,
      List<PluginReference> plugins,
      WorkerConfigurationReference workerConfiguration,
      Boolean useDefaultWorkerConfiguration,
      boolean skipHealthValidation) {
    return new UpdateConnectorRequest(
        null,
        capacity,
        plugins,
        workerConfiguration,
        useDefaultWorkerConfiguration,
        skipHealthValidation);
  }
}
