package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.PluginReference;
import io.mskcdc.local.msk.MskConnectShapes.WorkerConfigurationReference;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The operations on connectors. */
final class Connectors {
  /** Quota of workers of all connectors of an account. */
  private static final int MOST_WORKERS = 60;

  private final MskConnect.Settings settings;
  private final Store<Connector> connectors;
  private final Store<Operation> operations;
  private final CustomPlugins plugins;
  private final WorkerConfigurations workerConfigurations;
  private final Tags tags;
  private final Map<String, EmulatedConnector> live = new ConcurrentHashMap<>();

  Connectors(
      MskConnect.Settings settings,
      CustomPlugins plugins,
      WorkerConfigurations workerConfigurations,
      Tags tags) {
    this.settings = settings;
    this.plugins = plugins;
    this.workerConfigurations = workerConfigurations;
    this.tags = tags;
    connectors =
        new Store<>(
            settings.folder().resolve("connectors"),
            Connector.class,
            Connector::connectorArn,
            Connector::creationTime);
    operations =
        new Store<>(
            settings.folder().resolve("operations"),
            Operation.class,
            Operation::connectorOperationArn,
            Operation::creationTime);
    connectors.all().forEach(connector -> live(connector).recover());
  }

  private EmulatedConnector live(Connector connector) {
    return live.computeIfAbsent(
        connector.connectorArn(),
        arn ->
            new EmulatedConnector(
                arn,
                connectors,
                operations,
                new ConnectorWorkers(settings, plugins, workerConfigurations, connector)));
  }

  synchronized ObjectNode create(Input input, VerifiedRequest call) {
    String name = input.name("connectorName");
    Connector made =
        new Connector(
            ConnectorCapacity.parse(input.required("capacity"), false).json(),
            Arns.fresh(call, Arns.CONNECTOR, name),
            configuration(input),
            input.description("connectorDescription"),
            name,
            "CREATING",
            MskConnectShapes.now(),
            EmulatedConnector.version(),
            cluster(input),
            choice(input, "kafkaClusterClientAuthentication", "authenticationType", "NONE", "IAM"),
            choice(input, "kafkaClusterEncryptionInTransit", "encryptionType", "PLAINTEXT", "TLS"),
            version(input),
            logDelivery(input),
            networkType(input),
            plugins(input),
            role(input),
            workerConfiguration(input),
            null);
    requireLogin(made);
    Map<String, String> given = Tags.read(input);
    plugins.require(made.plugins());
    if (made.workerConfiguration() != null) {
      workerConfigurations.require(made.workerConfiguration());
    }
    if (connectors.all().stream().anyMatch(other -> other.connectorName().equals(name))) {
      throw MskConnectError.conflict("a connector named " + name + " exists");
    }
    int workers = connectors.all().stream().mapToInt(Connectors::workers).sum();
    if (workers + workers(made) > MOST_WORKERS) {
      throw MskConnectError.limitReached("an account may have " + MOST_WORKERS + " workers");
    }
    connectors.put(made);
    tags.add(made.connectorArn(), given);
    live(made).create();
    return Json.object()
        .put("connectorArn", made.connectorArn())
        .put("connectorName", name)
        .put("connectorState", made.connectorState());
  }

  private static int workers(Connector connector) {
    return new ConnectorCapacity(connector.capacity()).workers();
  }

  private static Map<String, String> configuration(Input input) {
    input.required("connectorConfiguration");
    Map<String, String> configuration = input.texts("connectorConfiguration");
    if (!configuration.containsKey("connector.class")) {
      throw MskConnectError.badRequest(
          "connectorConfiguration", "connectorConfiguration lacks connector.class");
    }
    return configuration;
  }

  private static JsonNode cluster(Input input) {
    JsonNode cluster = input.required("kafkaCluster");
    JsonNode apache = cluster.path("apacheKafkaCluster");
    if (apache.path("bootstrapServers").asText().isEmpty()) {
      throw Input.missing("kafkaCluster.apacheKafkaCluster.bootstrapServers");
    }
    if (apache.path("vpc").path("subnets").isEmpty()) {
      throw Input.missing("kafkaCluster.apacheKafkaCluster.vpc.subnets");
    }
    return cluster;
  }

  private static JsonNode choice(Input input, String member, String inner, String... allowed) {
    JsonNode choice = input.required(member);
    if (!List.of(allowed).contains(choice.path(inner).asText())) {
      throw MskConnectError.badRequest(
          member + "." + inner, inner + " must be one of " + Arrays.toString(allowed));
    }
    return choice;
  }

  private static String version(Input input) {
    String version = input.text("kafkaConnectVersion");
    if (!version.matches("3\\.7\\.(x|[0-9]+)")) {
      throw MskConnectError.badRequest(
          "kafkaConnectVersion", "kafkaConnectVersion must be 3.7.x; 2.7.1 is not run here");
    }
    return version;
  }

  private static String networkType(Input input) {
    String type = input.has("networkType") ? input.text("networkType") : "IPV4";
    if (!Set.of("IPV4", "DUAL").contains(type)) {
      throw MskConnectError.badRequest("networkType", "networkType must be IPV4 or DUAL");
    }
    return type;
  }

  private static List<PluginReference> plugins(Input input) {
    input.required("plugins");
    return List.of(input.shape("plugins", PluginReference[].class));
  }

  private static WorkerConfigurationReference workerConfiguration(Input input) {
    return input.shape("workerConfiguration", WorkerConfigurationReference.class);
  }

  private static String role(Input input) {
    String role = input.text("serviceExecutionRoleArn");
    if (!role.matches("arn:[a-z-]+:iam::[0-9]{12}:role/.+")) {
      throw MskConnectError.badRequest(
          "serviceExecutionRoleArn", "serviceExecutionRoleArn is not the ARN of a role");
    }
    return role;
  }

  private void requireLogin(Connector connector) {
    if (!ConnectorWorkers.isIam(connector)) {
      return;
    }
    JsonNode encryption = connector.kafkaClusterEncryptionInTransit();
    if (!encryption.path("encryptionType").asText().equals("TLS")) {
      throw MskConnectError.badRequest(
          "kafkaClusterEncryptionInTransit", "IAM authentication needs encryption by TLS");
    }
    if (settings.login().apply(connector.serviceExecutionRoleArn()).isEmpty()) {
      throw MskConnectError.badRequest(
          "serviceExecutionRoleArn", "the service cannot assume the service execution role");
    }
  }

  ObjectNode describe(Input input) {
    return Json.of(get(input.arn()));
  }

  ObjectNode list(Input input) {
    String prefix = input.parameter("connectorNamePrefix").orElse("");
    return Page.of(
        "connectors",
        connectors.all().stream()
            .filter(connector -> connector.connectorName().startsWith(prefix))
            .toList(),
        Connector::connectorArn,
        connector -> {
          ObjectNode summary = Json.of(connector);
          summary.remove(List.of("connectorConfiguration", "stateDescription"));
          return summary;
        },
        input);
  }

  synchronized ObjectNode update(Input input) {
    Connector connector = get(input.arn());
    requireVersion(
        connector,
        input.parameter("currentVersion").orElseThrow(() -> Input.missing("currentVersion")));
    boolean configuration = input.has("connectorConfiguration");
    boolean setting =
        input.has("capacity")
            || input.has("plugins")
            || input.has("workerConfiguration")
            || input.has("useDefaultWorkerConfiguration");
    if (configuration == setting) {
      throw MskConnectError.badRequest(
          null, "an update must have either connectorConfiguration or workers' settings");
    }
    Operation operation =
        configuration ? updateConfiguration(connector, input) : updateSetting(connector, input);
    return Json.object()
        .put("connectorArn", connector.connectorArn())
        .put("connectorState", get(input.arn()).connectorState())
        .put("connectorOperationArn", operation.connectorOperationArn());
  }

  private Operation updateConfiguration(Connector connector, Input input) {
    Map<String, String> target = configuration(input);
    if (target.equals(connector.connectorConfiguration())) {
      throw unchanged("connectorConfiguration");
    }
    return live(connector).update(target, null, input.bool("skipHealthValidation"));
  }

  private Operation updateSetting(Connector connector, Input input) {
    WorkerSetting target = target(connector.workerSetting(), input);
    if (target.equals(connector.workerSetting())) {
      throw unchanged("the workers' settings");
    }
    plugins.require(target.plugins());
    if (target.workerConfiguration() != null) {
      workerConfigurations.require(target.workerConfiguration());
    }
    return live(connector).update(null, target, input.bool("skipHealthValidation"));
  }

  private static WorkerSetting target(WorkerSetting now, Input input) {
    boolean useDefault = input.bool("useDefaultWorkerConfiguration");
    if (useDefault && input.has("workerConfiguration")) {
      throw MskConnectError.badRequest(
          "useDefaultWorkerConfiguration",
          "workerConfiguration and useDefaultWorkerConfiguration exclude each other");
    }
    WorkerConfigurationReference worker =
        input.has("workerConfiguration")
            ? workerConfiguration(input)
            : useDefault ? null : now.workerConfiguration();
    return new WorkerSetting(
        input.has("capacity")
            ? ConnectorCapacity.parse(input.required("capacity"), true).json()
            : now.capacity(),
        input.has("plugins") ? plugins(input) : now.plugins(),
        worker,
        worker == null);
  }

  private static MskConnectError unchanged(String what) {
    return MskConnectError.badRequest(
        null, "an update must change something: " + what + " is as given");
  }

  private static void requireVersion(Connector connector, String version) {
    if (!version.equals(connector.currentVersion())) {
      throw MskConnectError.badRequest(
          "currentVersion", "currentVersion is not the connector's current version");
    }
  }

  ObjectNode pause(Input input) {
    return answer(live(get(input.arn())).pause());
  }

  ObjectNode resume(Input input) {
    return answer(live(get(input.arn())).resume());
  }

  ObjectNode restart(Input input) {
    return answer(live(get(input.arn())).restart(input.flag("onlyFailedTasks")));
  }

  private static ObjectNode answer(Operation operation) {
    return Json.object()
        .put("connectorArn", operation.connectorArn())
        .put("connectorOperationArn", operation.connectorOperationArn());
  }

  synchronized ObjectNode delete(Input input) {
    Connector connector = get(input.arn());
    input.parameter("currentVersion").ifPresent(version -> requireVersion(connector, version));
    String arn = connector.connectorArn();
    live(connector)
        .delete(
            () -> {
              tags.removeAll(arn);
              live.remove(arn);
            });
    return Json.object().put("connectorArn", arn).put("connectorState", "DELETING");
  }

  ObjectNode listOperations(Input input) {
    Connector connector = get(input.arn());
    List<Operation> newestFirst =
        new ArrayList<>(
            operations.all().stream()
                .filter(operation -> operation.connectorArn().equals(connector.connectorArn()))
                .toList());
    Collections.reverse(newestFirst);
    return Page.of(
        "connectorOperations",
        newestFirst,
        Operation::connectorOperationArn,
        operation ->
            Json.of(operation)
                .retain(
                    "connectorOperationArn",
                    "connectorOperationType",
                    "connectorOperationState",
                    "creationTime",
                    "endTime"),
        input);
  }

  ObjectNode describeOperation(Input input) {
    return Json.of(
        operations
            .get(input.arn())
            .orElseThrow(
                () -> MskConnectError.notFound("there is no connector operation " + input.arn())));
  }

  /** Returns whether a connector has a plugin or a worker configuration. */
  boolean use(String arn) {
    return connectors.all().stream()
        .anyMatch(
            connector ->
                connector.plugins().get(0).customPlugin().customPluginArn().equals(arn)
                    || connector.workerConfiguration() != null
                        && connector.workerConfiguration().workerConfigurationArn().equals(arn));
  }

  boolean has(String arn) {
    return connectors.get(arn).isPresent();
  }

  private Connector get(String arn) {
    return connectors
        .get(arn)
        .orElseThrow(() -> MskConnectError.notFound("there is no connector " + arn));
  }

  /** Returns the events of a log group; empty when no connector delivers to it. */
  Optional<List<Event>> logEvents(String group) {
    List<Connector> delivering =
        connectors.all().stream()
            .filter(connector -> group.equals(logGroup(connector.logDelivery())))
            .toList();
    return delivering.isEmpty()
        ? Optional.empty()
        : Optional.of(
            delivering.stream()
                .flatMap(connector -> live(connector).logEvents().stream())
                .toList());
  }

  private static String logGroup(JsonNode delivery) {
    JsonNode logs = Json.orEmpty(delivery).path("workerLogDelivery").path("cloudWatchLogs");
    return logs.path("enabled").asBoolean() ? logs.path("logGroup").asText(null) : null;
  }

  private static JsonNode logDelivery(Input input) {
    JsonNode delivery = input.json("logDelivery");
    JsonNode logs = Json.orEmpty(delivery).path("workerLogDelivery").path("cloudWatchLogs");
    if (logs.path("enabled").asBoolean() && logs.path("logGroup").asText().isEmpty()) {
      throw Input.missing("logDelivery.workerLogDelivery.cloudWatchLogs.logGroup");
    }
    return delivery;
  }

  /** Returns the process ids of the workers of the connector of that name. */
  List<Long> pids(String name) {
    return connectors.all().stream()
        .filter(connector -> connector.connectorName().equals(name))
        .flatMap(connector -> live(connector).pids().stream())
        .toList();
  }

  /** Ends all workers beside each other. */
  void close() {
    live.values().parallelStream().forEach(EmulatedConnector::close);
  }
}
