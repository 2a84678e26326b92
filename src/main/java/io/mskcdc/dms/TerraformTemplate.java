package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.BundlePaths;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Renders tasks as resources of Terraform's provider hashicorp/aws 5.100 or newer. The password of
 * a Kafka user, which Terraform reads from Secrets Manager, is in Terraform's state.
 *
 * <p>Format: the resources {@code aws_dms_endpoint}, {@code aws_dms_s3_endpoint}, {@code
 * aws_dms_replication_config}, {@code aws_dms_replication_instance} and {@code
 * aws_dms_replication_task} of the provider's documentation.
 */
final class TerraformTemplate {
  private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=\\d)");

  private static final String KEY = "kms_key_arn";

  private static final List<String> GAPS =
      List.of(
          "source.MySQLSettings.AfterConnectScript",
          "source.MySQLSettings.AuthenticationMethod",
          "source.MySQLSettings.CleanSourceMetadataOnMismatch",
          "source.MySQLSettings.EventsPollInterval",
          "source.MySQLSettings.ExecuteTimeout",
          "source.MySQLSettings.MaxFileSize",
          "source.MySQLSettings.ParallelLoadThreads",
          "source.MySQLSettings.ServerTimezone",
          "source.MySQLSettings.ServiceAccessRoleArn",
          "source.MySQLSettings.TargetDbType",
          "target.KafkaSettings.SslEndpointIdentificationAlgorithm",
          "target.KafkaSettings.UseLargeIntegerValue",
          "provisioned.DnsNameServers");

  /** The names that are not the API's in lower case. */
  private static final Map<String, String> NAMES =
      Map.of(
          "EndpointIdentifier", "endpoint_id",
          "KmsKeyId", KEY,
          "MultiAZ", "multi_az",
          "ReplicationInstanceIdentifier", "replication_instance_id",
          "ReplicationSubnetGroupIdentifier", "replication_subnet_group_id",
          "SecretsManagerSecretId", "secrets_manager_arn");

  private final TemplateGaps gaps;
  private final HclText text = new HclText();
  private final Set<String> secrets = new HashSet<>();

  private TerraformTemplate(BundlePaths paths) {
    gaps = new TemplateGaps(paths, "Terraform's provider");
  }

  /**
   * Renders tasks.
   *
   * @return a file of Terraform, without its provider
   * @throws io.mskcdc.problem.ProblemException if a task has a value that the resources lack
   */
  static String of(BundlePaths paths, List<DmsTask> tasks) {
    TerraformTemplate template = new TerraformTemplate(paths);
    tasks.forEach(template::append);
    return template.text.toString();
  }

  private void append(DmsTask task) {
    gaps.refuse(task, GAPS);
    gaps.requireArn(task, "source.MySQLSettings.SecretsManagerSecretId");
    String name = identifier(task.name());
    String source = endpoint(task, task.source(), name + "_source");
    String target = endpoint(task, task.target(), name + "_target");
    ObjectNode arns = JsonNodeFactory.instance.objectNode();
    arns.set("source_endpoint_arn", HclText.expression(source));
    arns.set("target_endpoint_arn", HclText.expression(target));
    if (task.compute() instanceof Compute.Serverless serverless) {
      // A replication takes its position when it starts, and the resource has no argument for it.
      gaps.refuse(task, List.of("cdcStart"));
      gaps.require(task, "serverless.ReplicationSubnetGroupId");
      replicationConfig(task, serverless, name, arns);
    } else if (task.compute() instanceof Compute.Provisioned provisioned) {
      instanceAndTask(task, provisioned, name, arns);
    }
  }

  /** Returns the expression for the endpoint's ARN. */
  private String endpoint(DmsTask task, Endpoint endpoint, String name) {
    String type = endpoint.isS3() ? "aws_dms_s3_endpoint" : "aws_dms_endpoint";
    ObjectNode members = endpoint.members().deepCopy();
    JsonNode settings = members.remove(endpoint.settingsKey());
    if (endpoint.isS3()) {
      gaps.refuse(task, List.of("target.ExtraConnectionAttributes"));
      members.remove("EngineName");
    }
    ObjectNode body = attributes(members);
    body.put("endpoint_type", endpoint.type());
    if (endpoint.isKafka()) {
      body.set("kafka_settings", HclText.block(attributes(settings)));
    } else if (settings != null) {
      body.setAll(attributes(settings));
    }
    // The provider has words of its own for these.
    if (body.has("compression_type")) {
      body.put("compression_type", body.get("compression_type").asText().toUpperCase(Locale.ROOT));
    }
    if (body.has("encryption_mode")) {
      String mode = body.get("encryption_mode").asText();
      body.put("encryption_mode", mode.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
    resource(task, type, name, body);
    return type + "." + name + ".endpoint_arn";
  }

  private void replicationConfig(
      DmsTask task, Compute.Serverless serverless, String name, ObjectNode arns) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("replication_config_identifier", task.identifier());
    body.put("replication_type", task.type().text());
    body.setAll(arns);
    body.put("start_replication", true);
    ObjectNode compute = attributes(serverless.config());
    if (compute.has(KEY)) {
      compute.set("kms_key_id", compute.remove(KEY));
    }
    body.set("compute_config", HclText.block(compute));
    body.set("table_mappings", HclText.encoded(task.tableMappings()));
    if (!task.settings().isEmpty()) {
      body.set("replication_settings", HclText.encoded(task.settings()));
    }
    resource(task, "aws_dms_replication_config", name, body);
  }

  private void instanceAndTask(
      DmsTask task, Compute.Provisioned provisioned, String name, ObjectNode arns) {
    resource(task, "aws_dms_replication_instance", name, attributes(provisioned.members()));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("replication_task_id", task.identifier());
    body.put("migration_type", task.type().text());
    body.set(
        "replication_instance_arn",
        HclText.expression("aws_dms_replication_instance." + name + ".replication_instance_arn"));
    body.setAll(arns);
    task.startPosition().ifPresent(position -> body.put("cdc_start_position", position));
    task.startTime().ifPresent(time -> body.put("cdc_start_time", time));
    body.put("start_replication_task", true);
    body.set("table_mappings", HclText.encoded(task.tableMappings()));
    if (!task.settings().isEmpty()) {
      body.set("replication_task_settings", HclText.encoded(task.settings()));
    }
    resource(task, "aws_dms_replication_task", name, body);
  }

  private void resource(DmsTask task, String type, String name, ObjectNode body) {
    if (!task.tags().isEmpty()) {
      ObjectNode tags = body.putObject("tags");
      task.tags().forEach(tags::put);
    }
    text.append("resource \"" + type + "\" " + HclText.quoted(name), body);
  }

  private ObjectNode attributes(JsonNode members) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      String name = NAMES.getOrDefault(member.getKey(), words(member.getKey()));
      JsonNode value =
          SecretReference.of(member.getValue().asText())
              .map(reference -> HclText.expression(secret(reference)))
              .orElse(member.getValue());
      attributes.set(name, value);
    }
    return attributes;
  }

  private static String words(String name) {
    return WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** Returns the expression for a value in Secrets Manager, and adds the data source once. */
  private String secret(SecretReference reference) {
    String name = identifier(reference.secret());
    if (secrets.add(name)) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("secret_id", reference.secret());
      text.append("data \"aws_secretsmanager_secret_version\" " + HclText.quoted(name), body);
    }
    return "jsondecode(data.aws_secretsmanager_secret_version.%s.secret_string)[%s]"
        .formatted(name, HclText.quoted(reference.key()));
  }

  private static String identifier(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(Locale.ROOT);
  }
}
