package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.Page;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.aws.rest.Tags;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.msk.MskConnectShapes.Operation;
import io.mskcdc.local.msk.MskConnectShapes.WorkerSetting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The operations on connectors. */
final class Connectors {
  /** The account's quota of workers for all connectors together. */
  private static final int MAX_WORKERS = 60;

  private final MskConnect.Settings settings;
  private final Store<Connector> store;
  private final ConnectorOperations operations;
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
    store =
        new Store<>(
            settings.folder().resolve("connectors"),
            Connector.class,
            Connector::connectorArn,
            Connector::creationTime);
    operations = new ConnectorOperations(settings.folder().resolve("operations"));
    store.all().forEach(connector -> live(connector).recover());
  }

  private EmulatedConnector live(Connector connector) {
    return live.computeIfAbsent(
        connector.connectorArn(),
        arn ->
            new EmulatedConnector(
                arn,
                store,
                operations,
                new ConnectorWorkers(settings, plugins, workerConfigurations, connector)));
  }

  synchronized ObjectNode create(Input input, VerifiedRequest call) {
    Connector connector = new ConnectorInput(input).connector(call);
    requireLogin(connector);
    Map<String, String> given = tags.read(input);
    requireParts(connector.workerSetting());
    requireFreeName(connector.connectorName());
    requireFreeWorkers(connector);
    store.put(connector);
    tags.add(connector.connectorArn(), given);
    live(connector).create();
    return Json.object()
        .put("connectorArn", connector.connectorArn())
        .put("connectorName", connector.connectorName())
        .put("connectorState", connector.connectorState());
  }

  private void requireLogin(Connector connector) {
    if (!connector.usesIam()) {
      return;
    }
    if (!connector.usesTls()) {
      throw MskConnectErrors.badRequest(
          "kafkaClusterEncryptionInTransit", "IAM authentication requires encryption by TLS");
    }
    if (settings.login().apply(connector.serviceExecutionRoleArn()).isEmpty()) {
      throw MskConnectErrors.badRequest(
          "serviceExecutionRoleArn", "the service cannot assume the service execution role");
    }
  }

  private void requireParts(WorkerSetting setting) {
    plugins.require(setting.plugins());
    if (setting.workerConfiguration() != null) {
      workerConfigurations.require(setting.workerConfiguration());
    }
  }

  private void requireFreeName(String name) {
    if (store.all().stream().anyMatch(other -> other.connectorName().equals(name))) {
      throw MskConnectErrors.conflict("a connector named " + name + " exists");
    }
  }

  private void requireFreeWorkers(Connector added) {
    int workers = store.all().stream().mapToInt(Connectors::workers).sum();
    if (workers + workers(added) > MAX_WORKERS) {
      throw MskConnectErrors.quotaReached("an account may have " + MAX_WORKERS + " workers");
    }
  }

  private static int workers(Connector connector) {
    return new ConnectorCapacity(connector.capacity()).workers();
  }

  ObjectNode describe(Input input) {
    return Json.of(get(input));
  }

  ObjectNode list(Input input) {
    String prefix = input.query("connectorNamePrefix").orElse("");
    return Page.answer(
        input,
        "connectors",
        store.all().stream()
            .filter(connector -> connector.connectorName().startsWith(prefix))
            .toList(),
        Connector::connectorArn,
        connector -> {
          ObjectNode summary = Json.of(connector);
          summary.remove(List.of("connectorConfiguration", "stateDescription"));
          return summary;
        });
  }

  synchronized ObjectNode update(Input input) {
    Connector connector = get(input);
    requireVersion(
        connector,
        input.query("currentVersion").orElseThrow(() -> input.missing("currentVersion")));
    ConnectorInput update = new ConnectorInput(input);
    if (update.hasConfiguration() == update.hasWorkerSetting()) {
      throw MskConnectErrors.badRequest(
          null, "an update must have either connectorConfiguration or settings of the workers");
    }
    Operation operation =
        update.hasConfiguration()
            ? updateConfiguration(connector, update)
            : updateWorkerSetting(connector, update);
    return Json.object()
        .put("connectorArn", connector.connectorArn())
        .put("connectorState", get(input).connectorState())
        .put("connectorOperationArn", operation.connectorOperationArn());
  }

  private Operation updateConfiguration(Connector connector, ConnectorInput update) {
    Map<String, String> target = update.configuration();
    if (target.equals(connector.connectorConfiguration())) {
      throw unchanged("connectorConfiguration is the same");
    }
    return live(connector).update(target, update.skipsHealthValidation());
  }

  private Operation updateWorkerSetting(Connector connector, ConnectorInput update) {
    WorkerSetting target = update.workerSetting(connector.workerSetting());
    if (target.equals(connector.workerSetting())) {
      throw unchanged("the settings of the workers are the same");
    }
    requireParts(target);
    return live(connector).update(target, update.skipsHealthValidation());
  }

  private static ServiceError unchanged(String what) {
    return MskConnectErrors.badRequest(null, "an update must change something: " + what);
  }

  private static void requireVersion(Connector connector, String version) {
    if (!version.equals(connector.currentVersion())) {
      throw MskConnectErrors.badRequest(
          "currentVersion", "currentVersion is not the connector's current version");
    }
  }

  ObjectNode pause(Input input) {
    return answer(live(get(input)).pause());
  }

  ObjectNode resume(Input input) {
    return answer(live(get(input)).resume());
  }

  ObjectNode restart(Input input) {
    return answer(live(get(input)).restart(input.queryFlag("onlyFailedTasks")));
  }

  private static ObjectNode answer(Operation operation) {
    return Json.object()
        .put("connectorArn", operation.connectorArn())
        .put("connectorOperationArn", operation.connectorOperationArn());
  }

  synchronized ObjectNode delete(Input input) {
    Connector connector = get(input);
    input.query("currentVersion").ifPresent(version -> requireVersion(connector, version));
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
    List<Operation> newestFirst = new ArrayList<>(operations.of(get(input).connectorArn()));
    Collections.reverse(newestFirst);
    return Page.answer(
        input,
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
                    "endTime"));
  }

  ObjectNode describeOperation(Input input) {
    String arn = input.path("connectorOperationArn");
    return Json.of(
        operations
            .find(arn)
            .orElseThrow(
                () -> MskConnectErrors.notFound("there is no connector operation " + arn)));
  }

  /** Returns whether a connector uses a plugin or a worker configuration. */
  boolean isUsed(String arn) {
    return store.all().stream()
        .anyMatch(
            connector ->
                connector.plugins().get(0).customPlugin().customPluginArn().equals(arn)
                    || connector.workerConfiguration() != null
                        && connector.workerConfiguration().workerConfigurationArn().equals(arn));
  }

  boolean has(String arn) {
    return store.has(arn);
  }

  private Connector get(Input input) {
    String arn = input.path("connectorArn");
    return store
        .get(arn)
        .orElseThrow(() -> MskConnectErrors.notFound("there is no connector " + arn));
  }

  /** Returns the events of a log group; empty if no connector delivers its logs there. */
  Optional<List<Event>> logEvents(String group) {
    List<Connector> delivering =
        store.all().stream()
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
    if (delivery == null) {
      return null;
    }
    JsonNode logs = delivery.path("workerLogDelivery").path("cloudWatchLogs");
    return logs.path("enabled").asBoolean() ? logs.path("logGroup").asText(null) : null;
  }

  /** Returns the process ids of the workers of the connector with a name. */
  List<Long> pids(String name) {
    return store.all().stream()
        .filter(connector -> connector.connectorName().equals(name))
        .flatMap(connector -> live(connector).pids().stream())
        .toList();
  }

  /** Ends the workers of all connectors, in parallel. */
  void close() {
    live.values().parallelStream().forEach(EmulatedConnector::close);
  }
}
