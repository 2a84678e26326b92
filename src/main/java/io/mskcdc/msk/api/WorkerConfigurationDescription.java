package io.mskcdc.msk.api;

import java.time.Instant;

/**
 * A worker configuration as the service describes it.
 *
 * @param workerConfigurationState ACTIVE or DELETING
 */
public record WorkerConfigurationDescription(
    String workerConfigurationArn,
    String name,
    String description,
    String workerConfigurationState,
    Revision latestRevision,
    Instant creationTime) {

  /**
   * A revision.
   *
   * @param propertiesFileContent the properties in base64; null in a listing
   */
  public record Revision(
      Long revision, String description, String propertiesFileContent, Instant creationTime) {}
}
