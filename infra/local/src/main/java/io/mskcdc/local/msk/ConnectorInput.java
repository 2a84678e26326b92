package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.PluginReference;
import io.mskcdc.local.msk.MskConnectShapes.WorkerConfigurationReference;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The input of CreateConnector and UpdateConnector, checked member by member. */
record ConnectorInput(Input input) {
  private static final String CONFIGURATION = "connectorConfiguration";
  private static final String CAPACITY = "capacity";
  private static final String PLUGINS = "plugins";
  private static final String WORKER_CONFIGURATION = "workerConfiguration";
  private static final String USE_DEFAULT = "useDefaultWorkerConfiguration";

  /** Returns the connector that CreateConnector describes. */
  Connector connector(VerifiedRequest call) {
    NameAndDescription named =
        NameAndDescription.read(input, "connectorName", "connectorDescription");
    return new Connector(
        ConnectorCapacity.parse(input.requiredJson(CAPACITY), false).json(),
        MskConnectArns.create(call, MskConnectArns.CONNECTOR, named.name()),
        configuration(),
        named.description(),
        named.name(),
        "CREATING",
        MskConnectShapes.now(),
        MskConnectShapes.newVersion(),
        cluster(),
        choice("kafkaClusterClientAuthentication", "authenticationType", "NONE", "IAM"),
        choice("kafkaClusterEncryptionInTransit", "encryptionType", "PLAINTEXT", "TLS"),
        connectVersion(),
        logDelivery(),
        networkType(),
        plugins(),
        role(),
        workerConfiguration(),
        null);
  }

  Map<String, String> configuration() {
    input.requiredJson(CONFIGURATION);
    Map<String, String> configuration = input.map(CONFIGURATION);
    if (!configuration.containsKey("connector.class")) {
      throw input.invalid(CONFIGURATION, CONFIGURATION + " lacks connector.class");
    }
    return configuration;
  }

  private JsonNode cluster() {
    JsonNode cluster = input.requiredJson("kafkaCluster");
    JsonNode apache = cluster.path("apacheKafkaCluster");
    if (apache.path("bootstrapServers").asText().isEmpty()) {
      throw input.missing("kafkaCluster.apacheKafkaCluster.bootstrapServers");
    }
    if (apache.path("vpc").path("subnets").isEmpty()) {
      throw input.missing("kafkaCluster.apacheKafkaCluster.vpc.subnets");
    }
    return cluster;
  }

  private JsonNode choice(String member, String inner, String... allowed) {
    JsonNode choice = input.requiredJson(member);
    if (!List.of(allowed).contains(choice.path(inner).asText())) {
      throw input.invalid(
          member + "." + inner, inner + " must be one of " + Arrays.toString(allowed));
    }
    return choice;
  }

  private String connectVersion() {
    String version = input.requiredText("kafkaConnectVersion");
    if (!version.matches("3\\.7\\.(x|[0-9]+)")) {
      throw input.invalid(
          "kafkaConnectVersion", "kafkaConnectVersion must be 3.7.x: 2.7.1 does not run locally");
    }
    return version;
  }

  private JsonNode logDelivery() {
    JsonNode delivery = input.json("logDelivery").orElse(null);
    if (delivery != null) {
      JsonNode logs = delivery.path("workerLogDelivery").path("cloudWatchLogs");
      if (logs.path("enabled").asBoolean() && logs.path("logGroup").asText().isEmpty()) {
        throw input.missing("logDelivery.workerLogDelivery.cloudWatchLogs.logGroup");
      }
    }
    return delivery;
  }

  private String networkType() {
    String type = input.text("networkType").orElse("IPV4");
    if (!List.of("IPV4", "DUAL").contains(type)) {
      throw input.invalid("networkType", "networkType must be IPV4 or DUAL");
    }
    return type;
  }

  private List<PluginReference> plugins() {
    return List.of(
        input.shape(PLUGINS, PluginReference[].class).orElseThrow(() -> input.missing(PLUGINS)));
  }

  private String role() {
    String role = input.requiredText("serviceExecutionRoleArn");
    if (!role.matches("arn:[a-z-]+:iam::[0-9]{12}:role/.+")) {
      throw input.invalid(
          "serviceExecutionRoleArn", "serviceExecutionRoleArn is not the ARN of a role");
    }
    return role;
  }

  private WorkerConfigurationReference workerConfiguration() {
    return input.shape(WORKER_CONFIGURATION, WorkerConfigurationReference.class).orElse(null);
  }

  boolean hasConfiguration() {
    return input.has(CONFIGURATION);
  }

  boolean hasWorkerSetting() {
    return input.has(CAPACITY)
        || input.has(PLUGINS)
        || input.has(WORKER_CONFIGURATION)
        || input.has(USE_DEFAULT);
  }

  /** Returns the present settings of the workers with the changes of this input. */
  WorkerSetting workerSetting(WorkerSetting now) {
    boolean useDefault = input.flag(USE_DEFAULT);
    if (useDefault && input.has(WORKER_CONFIGURATION)) {
      throw input.invalid(
          USE_DEFAULT, WORKER_CONFIGURATION + " and " + USE_DEFAULT + " exclude each other");
    }
    WorkerConfigurationReference worker =
        input.has(WORKER_CONFIGURATION)
            ? workerConfiguration()
            : useDefault ? null : now.workerConfiguration();
    return new WorkerSetting(
        input.has(CAPACITY)
            ? ConnectorCapacity.parse(input.requiredJson(CAPACITY), true).json()
            : now.capacity(),
        input.has(PLUGINS) ? plugins() : now.plugins(),
        worker,
        worker == null);
  }

  boolean skipsHealthValidation() {
    return input.flag("skipHealthValidation");
  }
}
