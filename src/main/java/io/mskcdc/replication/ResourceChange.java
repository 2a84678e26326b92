package io.mskcdc.replication;

import java.util.List;
import java.util.Optional;

/**
 * The change of a resource.
 *
 * @param resource the resource
 * @param arn its ARN; empty where it is created
 * @param differences what is changed; empty where it is created, or as declared
 */
public record ResourceChange(
    Resource resource, Optional<String> arn, List<ResourceDifference> differences) {

  public ResourceChange {
    differences = List.copyOf(differences);
  }

  public boolean isCreation() {
    return arn.isEmpty();
  }

  /** Returns whether the resource is as declared. */
  public boolean isNone() {
    return arn.isPresent() && differences.isEmpty();
  }
}
