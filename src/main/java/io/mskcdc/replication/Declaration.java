package io.mskcdc.replication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.dms.Compute;
import io.mskcdc.dms.DmsTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A replication as it is declared.
 *
 * @param name the name of its file
 * @param source the endpoint of the database
 * @param target the endpoint that is written to
 * @param instance the instance of a task; empty for a serverless configuration
 * @param replication the task, or the configuration
 * @param start the members of the operation that starts it, with the point of the start; none for
 *     the engine's choice
 * @param label the value of the tag {@code mskcdc.bundle} of its resources; empty for none
 */
public record Declaration(
    String name,
    Resource source,
    Resource target,
    Optional<Resource> instance,
    Resource replication,
    ObjectNode start,
    Optional<String> label) {

  /**
   * Returns the replication of a file.
   *
   * @param label the value of the tag {@code mskcdc.bundle}; empty for none
   */
  public static Declaration of(DmsTask task, Optional<String> label) {
    Compute compute = task.compute();
    Declaration declared =
        new Declaration(
            task.name(),
            new Resource(ResourceKind.ENDPOINT, task.createEndpoint(task.source())),
            new Resource(ResourceKind.ENDPOINT, task.createEndpoint(task.target())),
            compute instanceof Compute.Provisioned provisioned
                ? Optional.of(
                    new Resource(
                        ResourceKind.INSTANCE, task.createReplicationInstance(provisioned)))
                : Optional.empty(),
            compute instanceof Compute.Serverless serverless
                ? new Resource(
                    ResourceKind.CONFIG, task.createReplicationConfig(serverless, "", ""))
                : new Resource(ResourceKind.TASK, task.createReplicationTask("", "", "")),
            start(task),
            label);
    // Both are given when it is started. Links adds the ARNs.
    declared
        .replication
        .request()
        .remove(
            List.of(
                "CdcStartPosition",
                "CdcStartTime",
                "SourceEndpointArn",
                "TargetEndpointArn",
                "ReplicationInstanceArn"));
    return declared;
  }

  private static ObjectNode start(DmsTask task) {
    ObjectNode start = JsonNodeFactory.instance.objectNode();
    task.startPosition().ifPresent(position -> start.put("CdcStartPosition", position));
    // The protocol has times as seconds since 1970.
    task.startTime()
        .map(time -> Instant.parse(time.endsWith("Z") ? time : time + "Z"))
        .ifPresent(time -> start.put("CdcStartTime", time.getEpochSecond()));
    return start;
  }

  /** Returns {@code full-load}, {@code full-load-and-cdc} or {@code cdc}. */
  public String migrationType() {
    return replication.request().path(migrationTypeMember()).asText();
  }

  /** Returns the member of the task or configuration with its type. */
  String migrationTypeMember() {
    return replication.kind() == ResourceKind.TASK ? "MigrationType" : "ReplicationType";
  }
}
