package io.mskcdc.msk.api;

import java.util.List;
import java.util.Map;

/**
 * A change of a connector: either of its configuration, or of its worker settings. The service
 * rejects both in one request, and values that equal the current ones.
 *
 * @param useDefaultWorkerConfiguration true removes the worker configuration
 * @param skipHealthValidation false lets the service roll back an update that is not healthy; a
 *     paused connector requires true
 */
public record UpdateConnectorRequest(
    Map<String, String> connectorConfiguration,
    Capacity capacity,
    List<PluginReference> plugins,
    WorkerConfigurationReference workerConfiguration,
    Boolean useDefaultWorkerConfiguration,
    Boolean skipHealthValidation) {

  /** Replaces the whole configuration. */
  public static UpdateConnectorRequest configuration(
      Map<String, String> connectorConfiguration, boolean skipHealthValidation) {
    return new UpdateConnectorRequest(
        connectorConfiguration, null, null, null, null, skipHealthValidation);
  }

  /** Replaces worker settings; null keeps a setting. */
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
