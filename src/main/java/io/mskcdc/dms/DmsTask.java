package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.DmsFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A replication task as its file declares it.
 *
 * @param file its file
 * @param identifier its ReplicationConfigIdentifier or ReplicationTaskIdentifier
 * @param type what it replicates
 * @param startPosition the position at which a task of type cdc starts
 * @param startTime the time at which a task of type cdc starts, in UTC and ISO 8601
 * @param source where it reads
 * @param target where it writes
 * @param compute what it runs on
 * @param tableMappings its table mapping: {@code {"rules": […]}}
 * @param settings its ReplicationSettings or ReplicationTaskSettings; empty for the API's defaults
 * @param tags the tags of all that is created for it
 */
public record DmsTask(
    DmsFile file,
    String identifier,
    MigrationType type,
    Optional<String> startPosition,
    Optional<String> startTime,
    Endpoint source,
    Endpoint target,
    Compute compute,
    ObjectNode tableMappings,
    ObjectNode settings,
    Map<String, String> tags) {

  private static final String SOURCE_ARN = "SourceEndpointArn";
  private static final String TARGET_ARN = "TargetEndpointArn";

  /** Returns the task of a file that was read. */
  public static DmsTask of(DmsFile file) {
    JsonNode content = file.content();
    String identifier = content.path("identifier").asText(file.name());
    Map<String, String> tags = new LinkedHashMap<>();
    content.path("tags").properties().forEach(e -> tags.put(e.getKey(), e.getValue().asText()));
    return new DmsTask(
        file,
        identifier,
        MigrationType.of(content.path("migrationType").asText()),
        Optional.ofNullable(content.path("cdcStart").path("position").asText(null)),
        Optional.ofNullable(content.path("cdcStart").path("time").asText(null)),
        Endpoint.of(Endpoint.SOURCE, identifier, content.path(Endpoint.SOURCE)),
        Endpoint.of(Endpoint.TARGET, identifier, content.path(Endpoint.TARGET)),
        compute(identifier, content),
        TableMapping.of(content),
        ApiValues.settings(content.path("settings")),
        tags);
  }

  private static Compute compute(String identifier, JsonNode content) {
    if (content.has(Compute.SERVERLESS)) {
      return new Compute.Serverless(ApiValues.request(content.path(Compute.SERVERLESS)));
    }
    ObjectNode instance = JsonNodeFactory.instance.objectNode();
    instance.put("ReplicationInstanceIdentifier", identifier);
    instance.setAll(ApiValues.request(content.path(Compute.PROVISIONED)));
    return new Compute.Provisioned(instance);
  }

  /** Returns its name, which commands take. */
  public String name() {
    return file.name();
  }

  /** Returns the request of CreateEndpoint. References to passwords in it are not resolved. */
  public ObjectNode createEndpoint(Endpoint endpoint) {
    ObjectNode request = endpoint.members().deepCopy();
    request.put("EndpointType", endpoint.type());
    return tagged(request);
  }

  /**
   * Returns the request of CreateReplicationConfig for a serverless task.
   *
   * @param sourceArn the ARN of the source endpoint
   * @param targetArn the ARN of the target endpoint
   */
  public ObjectNode createReplicationConfig(
      Compute.Serverless serverless, String sourceArn, String targetArn) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("ReplicationConfigIdentifier", identifier);
    request.put("ReplicationType", type.text());
    request.put(SOURCE_ARN, sourceArn);
    request.put(TARGET_ARN, targetArn);
    request.set("ComputeConfig", serverless.config().deepCopy());
    request.put("TableMappings", tableMappings.toString());
    if (!settings.isEmpty()) {
      request.put("ReplicationSettings", settings.toString());
    }
    return tagged(request);
  }

  /** Returns the request of CreateReplicationInstance for a provisioned task. */
  public ObjectNode createReplicationInstance(Compute.Provisioned provisioned) {
    return tagged(provisioned.members().deepCopy());
  }

  /**
   * Returns the request of CreateReplicationTask for a provisioned task.
   *
   * @param sourceArn the ARN of the source endpoint
   * @param targetArn the ARN of the target endpoint
   * @param instanceArn the ARN of the replication instance
   */
  public ObjectNode createReplicationTask(String sourceArn, String targetArn, String instanceArn) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("ReplicationTaskIdentifier", identifier);
    request.put("MigrationType", type.text());
    request.put(SOURCE_ARN, sourceArn);
    request.put(TARGET_ARN, targetArn);
    request.put("ReplicationInstanceArn", instanceArn);
    request.put("TableMappings", tableMappings.toString());
    if (!settings.isEmpty()) {
      request.put("ReplicationTaskSettings", settings.toString());
    }
    startPosition.ifPresent(position -> request.put("CdcStartPosition", position));
    startTime.ifPresent(time -> request.put("CdcStartTime", time));
    return tagged(request);
  }

  private ObjectNode tagged(ObjectNode request) {
    if (!tags.isEmpty()) {
      ArrayNode list = request.putArray("Tags");
      tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    }
    return request;
  }
}
