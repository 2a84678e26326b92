package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The service's shapes as records whose components have the members' names, so that one form is
 * stored and returned. Members that the emulator only returns are kept as JSON.
 *
 * <p>Format: the service model of {@code kafkaconnect}, 2021-09-14; timestamps are ISO 8601.
 */
final class MskConnectShapes {
  private static final String VERSION_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890";
  private static final SecureRandom RANDOM = new SecureRandom();

  private MskConnectShapes() {}

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Returns a version of a connector, different from all earlier ones. */
  static String newVersion() {
    StringBuilder version = new StringBuilder("K");
    for (int i = 0; i < 13; i++) {
      version.append(VERSION_CHARACTERS.charAt(RANDOM.nextInt(VERSION_CHARACTERS.length())));
    }
    return version.toString();
  }

  record StateDescription(String code, String message) {}

  record S3Location(String bucketArn, String fileKey, String objectVersion) {}

  record PluginLocation(S3Location s3Location) {}

  record FileDescription(String fileMd5, long fileSize) {}

  record PluginRevision(
      String contentType,
      String creationTime,
      String description,
      FileDescription fileDescription,
      PluginLocation location,
      long revision) {
    PluginRevision with(FileDescription file) {
      return new PluginRevision(contentType, creationTime, description, file, location, revision);
    }
  }

  /** A custom plugin. It is stored with its revision, which the service returns once ACTIVE. */
  record CustomPlugin(
      String creationTime,
      String customPluginArn,
      String customPluginState,
      String description,
      PluginRevision latestRevision,
      String name,
      StateDescription stateDescription) {
    CustomPlugin with(String state, PluginRevision revision, StateDescription why) {
      return new CustomPlugin(
          creationTime, customPluginArn, state, description, revision, name, why);
    }
  }

  record WorkerConfigurationRevision(
      String creationTime, String description, String propertiesFileContent, long revision) {}

  record WorkerConfiguration(
      String creationTime,
      String description,
      WorkerConfigurationRevision latestRevision,
      String name,
      String workerConfigurationArn,
      String workerConfigurationState) {}

  record CustomPluginReference(String customPluginArn, long revision) {}

  record PluginReference(CustomPluginReference customPlugin) {}

  record WorkerConfigurationReference(long revision, String workerConfigurationArn) {}

  /** The settings of the workers, which one of the two kinds of update changes. */
  record WorkerSetting(
      JsonNode capacity,
      List<PluginReference> plugins,
      WorkerConfigurationReference workerConfiguration,
      Boolean useDefaultWorkerConfiguration) {}

  record Connector(
      JsonNode capacity,
      String connectorArn,
      Map<String, String> connectorConfiguration,
      String connectorDescription,
      String connectorName,
      String connectorState,
      String creationTime,
      String currentVersion,
      JsonNode kafkaCluster,
      JsonNode kafkaClusterClientAuthentication,
      JsonNode kafkaClusterEncryptionInTransit,
      String kafkaConnectVersion,
      JsonNode logDelivery,
      String networkType,
      List<PluginReference> plugins,
      String serviceExecutionRoleArn,
      WorkerConfigurationReference workerConfiguration,
      StateDescription stateDescription) {

    WorkerSetting workerSetting() {
      return new WorkerSetting(capacity, plugins, workerConfiguration, workerConfiguration == null);
    }

    boolean usesIam() {
      return kafkaClusterClientAuthentication.path("authenticationType").asText().equals("IAM");
    }

    boolean usesTls() {
      return kafkaClusterEncryptionInTransit.path("encryptionType").asText().equals("TLS");
    }

    Connector with(String state, StateDescription why) {
      return copy(workerSetting(), connectorConfiguration, state, currentVersion, why);
    }

    Connector withNewVersion() {
      return copy(
          workerSetting(), connectorConfiguration, connectorState, newVersion(), stateDescription);
    }

    Connector with(WorkerSetting setting) {
      return copy(
          setting, connectorConfiguration, connectorState, currentVersion, stateDescription);
    }

    Connector with(Map<String, String> configuration) {
      return copy(workerSetting(), configuration, connectorState, currentVersion, stateDescription);
    }

    private Connector copy(
        WorkerSetting setting,
        Map<String, String> configuration,
        String state,
        String version,
        StateDescription why) {
      return new Connector(
          setting.capacity(),
          connectorArn,
          configuration,
          connectorDescription,
          connectorName,
          state,
          creationTime,
          version,
          kafkaCluster,
          kafkaClusterClientAuthentication,
          kafkaClusterEncryptionInTransit,
          kafkaConnectVersion,
          logDelivery,
          networkType,
          setting.plugins(),
          serviceExecutionRoleArn,
          setting.workerConfiguration(),
          why);
    }
  }

  record Step(String stepState, String stepType) {}

  record Operation(
      String connectorArn,
      String connectorOperationArn,
      String connectorOperationState,
      String connectorOperationType,
      String creationTime,
      String endTime,
      StateDescription errorInfo,
      List<Step> operationSteps,
      Map<String, String> originConnectorConfiguration,
      WorkerSetting originWorkerSetting,
      Map<String, String> targetConnectorConfiguration,
      WorkerSetting targetWorkerSetting) {

    Operation with(String state, StateDescription error) {
      return copy(state, endTime, error, operationSteps);
    }

    Operation with(List<Step> steps) {
      return copy(connectorOperationState, endTime, errorInfo, steps);
    }

    Operation ended(String state) {
      return copy(state, now(), errorInfo, operationSteps);
    }

    private Operation copy(String state, String end, StateDescription error, List<Step> steps) {
      return new Operation(
          connectorArn,
          connectorOperationArn,
          state,
          connectorOperationType,
          creationTime,
          end,
          error,
          steps,
          originConnectorConfiguration,
          originWorkerSetting,
          targetConnectorConfiguration,
          targetWorkerSetting);
    }
  }
}
