package io.mskcdc.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.aws.AwsJson;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The API of AWS DMS. Requests that were throttled or failed in the service are repeated, except
 * where the repetition would have another effect; pages are joined to one list.
 */
public final class Dms {
  /** The errors of a read where there is nothing, or nothing yet. */
  private static final Set<String> NOTHING_THERE =
      Set.of("ResourceNotFoundFault", "InvalidResourceStateFault");

  private final AwsJson http;

  /**
   * Opens no connection yet.
   *
   * @param endpoint another endpoint than the region's, like {@code http://localhost:4566}
   */
  public Dms(AwsSession session, Optional<URI> endpoint) {
    http = new AwsJson(session, session.service("AWS DMS", "dms", endpoint), "AmazonDMSv20160101");
  }

  /** Returns the resource of this kind and name. */
  Optional<JsonNode> find(ResourceKind kind, String identifier) {
    return list("Describe" + kind.member() + "s", identifier, body(), kind.member() + "s").stream()
        .filter(found -> found.path(kind.identifierMember()).asText().equals(identifier))
        .findFirst();
  }

  /** Returns the new resource, which may not be ready yet. */
  JsonNode create(Resource resource, ObjectNode request) {
    ResourceKind kind = resource.kind();
    return http.send(
            "Create" + kind.member(),
            resource.identifier(),
            request,
            () -> find(kind, resource.identifier()).map(found -> wrapped(kind, found)))
        .path(kind.member());
  }

  /** Changes members of a resource. A repetition has the same effect. */
  void modify(ResourceKind kind, String arn, ObjectNode changes) {
    ObjectNode request = changes.deepCopy();
    request.put(kind.arnMember(), arn);
    http.send("Modify" + kind.member(), arn, request);
  }

  /** Returns the tags of a resource, by key. */
  Map<String, String> tags(String arn) {
    Map<String, String> tags = new TreeMap<>();
    http.send("ListTagsForResource", arn, body().put("ResourceArn", arn))
        .path("TagList")
        .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
    return tags;
  }

  /** Returns the replication of a configuration; empty before its first start. */
  Optional<JsonNode> replication(String configArn) {
    return list("DescribeReplications", configArn, body(), "Replications").stream()
        .filter(found -> found.path("ReplicationConfigArn").asText().equals(configArn))
        .findFirst();
  }

  /** Makes an instance connect to an endpoint, which takes a minute. No task starts before. */
  void testConnection(String instanceArn, String endpointArn) {
    http.send(
        "TestConnection",
        endpointArn,
        body().put("ReplicationInstanceArn", instanceArn).put("EndpointArn", endpointArn));
  }

  /** Returns the last test of a connection; empty if there is none. */
  Optional<JsonNode> connection(String instanceArn, String endpointArn) {
    return list("DescribeConnections", endpointArn, body(), "Connections").stream()
        .filter(found -> found.path("ReplicationInstanceArn").asText().equals(instanceArn))
        .filter(found -> found.path("EndpointArn").asText().equals(endpointArn))
        .findFirst();
  }

  /**
   * Starts a task or a replication.
   *
   * @param type {@code start-replication} or {@code resume-processing}
   * @param start the members with the point of the start; none for the engine's choice
   * @param running whether it was started already, where the response was lost
   */
  void start(
      ResourceKind kind, String arn, String type, ObjectNode start, BooleanSupplier running) {
    ObjectNode request = start.deepCopy().put(kind.arnMember(), arn);
    request.put(
        kind == ResourceKind.TASK ? "StartReplicationTaskType" : "StartReplicationType", type);
    http.send(
        "Start" + operationOf(kind),
        arn,
        request,
        () -> running.getAsBoolean() ? Optional.of(body()) : Optional.empty());
  }

  /** Stops a task or a replication. */
  void stop(ResourceKind kind, String arn) {
    http.send("Stop" + operationOf(kind), arn, body().put(kind.arnMember(), arn));
  }

  /** Returns the statistics of all tables of a task or replication. */
  List<JsonNode> tableStatistics(ResourceKind kind, String arn) {
    boolean task = kind == ResourceKind.TASK;
    return list(
        task ? "DescribeTableStatistics" : "DescribeReplicationTableStatistics",
        arn,
        body().put(kind.arnMember(), arn),
        task ? "TableStatistics" : "ReplicationTableStatistics");
  }

  private static String operationOf(ResourceKind kind) {
    return kind == ResourceKind.TASK ? "ReplicationTask" : "Replication";
  }

  private List<JsonNode> list(
      String operation, String resource, ObjectNode request, String member) {
    List<JsonNode> all = new ArrayList<>();
    ObjectNode page = request.deepCopy();
    String marker = "";
    do {
      String here = marker;
      JsonNode response =
          http.read(operation, resource, page, NOTHING_THERE).orElse(MissingNode.getInstance());
      response.path(member).forEach(all::add);
      marker = response.path("Marker").asText("");
      if (!marker.isEmpty() && marker.equals(here)) {
        throw new ProblemException(
            Problem.of(
                ErrorCode.AWS_NOT_THE_SERVICE,
                resource,
                "the response to " + operation + " names itself as its next page",
                "check that the endpoint is that of AWS DMS, and proxies on the way"));
      }
      page.put("Marker", marker);
    } while (!marker.isEmpty());
    return all;
  }

  private static JsonNode wrapped(ResourceKind kind, JsonNode resource) {
    return body().set(kind.member(), resource);
  }

  private static ObjectNode body() {
    return JsonNodeFactory.instance.objectNode();
  }
}
