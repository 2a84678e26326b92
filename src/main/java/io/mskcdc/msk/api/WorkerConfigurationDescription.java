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

  /** Returns whether it has what each worker configuration in a listing has. */
  boolean isListed() {
    return workerConfigurationArn != null
        && name != null
        && workerConfigurationState != null
        && creationTime != null
        && latestRevision != null;
  }

  /** Returns whether it has what the service always describes. */
  boolean isDescribed() {
    return isListed() && latestRevision.propertiesFileContent() != null;
  }

  /**
   * A revision.
   *
   * @param propertiesFileContent the properties in base64; null in a listing
   */
  public record Revision(
      Long revision, String description, String propertiesFileContent, Instant creationTime) {}
}
