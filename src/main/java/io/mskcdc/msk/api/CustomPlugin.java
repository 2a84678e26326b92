package io.mskcdc.msk.api;

import java.time.Instant;

/**
 * A custom plugin as the service describes it.
 *
 * @param customPluginState CREATING, ACTIVE, CREATE_FAILED, UPDATING, UPDATE_FAILED or DELETING
 * @param stateDescription the cause of a failure; null in a listing
 */
public record CustomPlugin(
    String customPluginArn,
    String name,
    String description,
    String customPluginState,
    StateDescription stateDescription,
    Revision latestRevision,
    Instant creationTime) {

  /** Returns whether it has what each plugin has, also in a listing. */
  boolean isListed() {
    return customPluginArn != null
        && name != null
        && customPluginState != null
        && creationTime != null;
  }

  /** A revision; the service creates exactly one. */
  public record Revision(
      Long revision,
      String contentType,
      String description,
      FileDescription fileDescription,
      Location location,
      Instant creationTime) {}

  /**
   * The file that the service has copied.
   *
   * @param fileMd5 in hexadecimal
   * @param fileSize in bytes
   */
  public record FileDescription(String fileMd5, Long fileSize) {}

  /** The source of the file. */
  public record Location(S3Location s3Location) {}

  /**
   * An object in S3.
   *
   * @param objectVersion null where the bucket has no versioning
   */
  public record S3Location(String bucketArn, String fileKey, String objectVersion) {}
}
