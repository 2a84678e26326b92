package io.mskcdc.replication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The ARNs by which a task or a configuration refers to its endpoints and its instance. */
final class Links {
  private Links() {}

  /**
   * Returns the input of the operation that creates a replication, with the ARNs of the resources
   * that exist.
   *
   * @param others the changes of its other resources
   */
  static ObjectNode added(Declaration declared, List<ResourceChange> others) {
    ObjectNode request = declared.replication().request().deepCopy();
    for (ResourceChange other : others) {
      other.arn().ifPresent(arn -> request.put(member(declared, other.resource()), arn));
    }
    return request;
  }

  private static String member(Declaration declared, Resource other) {
    if (other.kind() == ResourceKind.INSTANCE) {
      return other.kind().arnMember();
    }
    return other.equals(declared.source()) ? "SourceEndpointArn" : "TargetEndpointArn";
  }
}
