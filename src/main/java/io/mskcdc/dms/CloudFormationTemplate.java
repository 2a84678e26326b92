package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.text.PrettyJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders tasks as a template of CloudFormation in JSON. The stack creates a replication or a task
 * and does not start it.
 *
 * <p>Format: the resources {@code AWS::DMS::Endpoint}, {@code AWS::DMS::ReplicationConfig}, {@code
 * AWS::DMS::ReplicationInstance} and {@code AWS::DMS::ReplicationTask} of the CloudFormation
 * template reference.
 */
final class CloudFormationTemplate {
  private static final String MYSQL = "MySQLSettings";
  private static final String MECHANISM = "SaslMechanism";

  private static final List<String> GAPS =
      List.of(
          "source.MySQLSettings.AuthenticationMethod",
          "source.MySQLSettings.ExecuteTimeout",
          "source.MySQLSettings.ServiceAccessRoleArn",
          "target.KafkaSettings.SslEndpointIdentificationAlgorithm",
          "target.KafkaSettings.UseLargeIntegerValue");

  private final TemplateGaps gaps;
  private final ObjectNode resources = JsonNodeFactory.instance.objectNode();

  private CloudFormationTemplate(BundlePaths paths) {
    gaps = new TemplateGaps(paths, "CloudFormation");
  }

  /**
   * Renders tasks.
   *
   * @throws io.mskcdc.problem.ProblemException if a task has a value that the resources lack
   */
  static String of(BundlePaths paths, List<DmsTask> tasks) {
    CloudFormationTemplate template = new CloudFormationTemplate(paths);
    tasks.forEach(template::add);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("AWSTemplateFormatVersion", "2010-09-09");
    root.put("Description", "Tasks of AWS DMS");
    root.set("Resources", template.resources);
    return PrettyJson.of(root);
  }

  private void add(DmsTask task) {
    gaps.refuse(task, GAPS);
    String name =
        Stream.of(task.name().split("-"))
            .map(word -> word.substring(0, 1).toUpperCase() + word.substring(1))
            .collect(Collectors.joining());
    JsonNode source = endpoint(task, task.source(), name + "Source");
    JsonNode target = endpoint(task, task.target(), name + "Target");
    // References are objects, and the requests take texts.
    String none = "";
    if (task.compute() instanceof Compute.Serverless serverless) {
      gaps.refuse(task, List.of("cdcStart"));
      ObjectNode request = task.createReplicationConfig(serverless, none, none);
      request.set("TableMappings", task.tableMappings());
      if (!task.settings().isEmpty()) {
        request.set("ReplicationSettings", task.settings());
      }
      arns(request, source, target);
      resource(name, "ReplicationConfig", request);
    } else if (task.compute() instanceof Compute.Provisioned provisioned) {
      resource(
          name + "Instance", "ReplicationInstance", task.createReplicationInstance(provisioned));
      ObjectNode request = task.createReplicationTask(none, none, none);
      request.set("ReplicationInstanceArn", reference(name + "Instance"));
      task.startTime()
          .ifPresent(
              time ->
                  request.put(
                      "CdcStartTime",
                      Instant.parse(time.endsWith("Z") ? time : time + "Z").getEpochSecond()));
      arns(request, source, target);
      resource(name, "ReplicationTask", request);
    }
  }

  private static void arns(ObjectNode request, JsonNode source, JsonNode target) {
    request.set("SourceEndpointArn", source);
    request.set("TargetEndpointArn", target);
  }

  /** Returns a reference to the endpoint's ARN. */
  private JsonNode endpoint(DmsTask task, Endpoint endpoint, String name) {
    ObjectNode request = task.createEndpoint(endpoint);
    if (request.remove(MYSQL) instanceof ObjectNode settings) {
      // The resource has these beside the settings only.
      for (String member : new String[] {"ServerName", "Port", "Username"}) {
        if (settings.has(member)) {
          request.set(member, settings.remove(member));
        }
      }
      request.set("MySqlSettings", settings);
    }
    if (request.get("KafkaSettings") instanceof ObjectNode settings) {
      kafka(task, settings);
    }
    resource(name, "Endpoint", request);
    return reference(name);
  }

  private void kafka(DmsTask task, ObjectNode settings) {
    // The resource has no mechanism, and DMS takes this one without it.
    if (!settings.path(MECHANISM).asText().equals("scram-sha-512")) {
      gaps.refuse(task, List.of("target.KafkaSettings." + MECHANISM));
    }
    settings.remove(MECHANISM);
    if (settings.has("SaslUsername")) {
      settings.set("SaslUserName", settings.remove("SaslUsername"));
    }
    List<String> names = new ArrayList<>();
    settings.fieldNames().forEachRemaining(names::add);
    for (String member : names) {
      SecretReference.of(settings.get(member).asText())
          .ifPresent(reference -> settings.set(member, dynamic(reference)));
    }
  }

  private static JsonNode dynamic(SecretReference reference) {
    return TextNode.valueOf(
        "{{resolve:secretsmanager:%s:SecretString:%s}}"
            .formatted(reference.secret(), reference.key()));
  }

  private void resource(String name, String type, ObjectNode properties) {
    resources.putObject(name).put("Type", "AWS::DMS::" + type).set("Properties", properties);
  }

  private static JsonNode reference(String name) {
    return JsonNodeFactory.instance.objectNode().put("Ref", name);
  }
}
