package io.mskcdc.msk.api;

import static io.mskcdc.problem.ErrorCode.AWS_NOT_FOUND;

import io.mskcdc.aws.AwsRequest;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Time;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The API of MSK Connect: one method for each operation, with the operation's name. Requests that
 * were throttled or failed in the service are repeated; pages are joined to one list; an update is
 * never sent twice. A rejected request is a {@link ProblemException} with a code for the reason.
 */
public final class KafkaConnect {
  private static final String CONNECTORS = "/v1/connectors";
  private static final String CUSTOM_PLUGINS = "/v1/custom-plugins";
  private static final String WORKER_CONFIGURATIONS = "/v1/worker-configurations";
  private static final Map<String, List<String>> NO_QUERY = Map.of();

  private final RestJson http;

  /**
   * Opens no connection yet.
   *
   * @param endpoint another endpoint than the region's, like {@code http://localhost:4566}
   */
  public KafkaConnect(AwsSession session, Optional<URI> endpoint) {
    http = new RestJson(session, session.service("MSK Connect", "kafkaconnect", endpoint));
  }

  /** POST /v1/connectors. Returns the ARN of the connector, which is CREATING. */
  public String createConnector(CreateConnectorRequest request) {
    String name = request.connectorName();
    return http.create(
        http.call("CreateConnector", name, "POST", CONNECTORS, NO_QUERY, request),
        "connectorArn",
        () ->
            listConnectors(name).stream()
                .filter(connector -> connector.connectorName().equals(name))
                .map(Connector::connectorArn)
                .findFirst());
  }

  /**
   * PUT /v1/connectors/{arn}?currentVersion={version}. Returns the ARN of the operation.
   *
   * @param currentVersion the version of the connector as it was read; the service rejects any
   *     other
   */
  public String updateConnector(
      String connectorArn, String currentVersion, UpdateConnectorRequest request) {
    return change(
        http.call(
            "UpdateConnector",
            connectorArn,
            "PUT",
            RestJson.path(CONNECTORS, connectorArn),
            Map.of("currentVersion", List.of(currentVersion)),
            request),
        connectorArn,
        connector ->
            connector.connectorState().equals("UPDATING")
                || !currentVersion.equals(connector.currentVersion()));
  }

  /** GET /v1/connectors/{arn}; empty where there is none. */
  public Optional<Connector> describeConnector(String connectorArn) {
    return http.describe(
        "DescribeConnector", CONNECTORS, connectorArn, Connector.class, Connector::isDescribed);
  }

  /** DELETE /v1/connectors/{arn}. Returns whether there was one; it is then DELETING. */
  public boolean deleteConnector(String connectorArn) {
    return http.delete("DeleteConnector", CONNECTORS, connectorArn);
  }

  /**
   * GET /v1/connectors. Lists without configurations.
   *
   * @param namePrefix the first part of the names; empty for all
   */
  public List<Connector> listConnectors(String namePrefix) {
    return http.list(
        "ListConnectors",
        namePrefix,
        CONNECTORS,
        prefix("connectorNamePrefix", namePrefix),
        "connectors",
        Connector.class,
        Connector::isListed);
  }

  /** PUT /v1/connectors/{arn}/pause, of a RUNNING one. Returns the ARN of the operation. */
  public String pauseConnector(String connectorArn) {
    return change(
        http.call(
            "PauseConnector",
            connectorArn,
            "PUT",
            RestJson.path(CONNECTORS, connectorArn) + "/pause",
            NO_QUERY,
            null),
        connectorArn,
        connector -> Set.of("PAUSING", "PAUSED").contains(connector.connectorState()));
  }

  /** PUT /v1/connectors/{arn}/resume, of a PAUSED one. Returns the ARN of the operation. */
  public String resumeConnector(String connectorArn) {
    return change(
        http.call(
            "ResumeConnector",
            connectorArn,
            "PUT",
            RestJson.path(CONNECTORS, connectorArn) + "/resume",
            NO_QUERY,
            null),
        connectorArn,
        connector -> Set.of("RESUMING", "RUNNING").contains(connector.connectorState()));
  }

  /**
   * POST /v1/connectors/{arn}/restart?onlyFailedTasks={onlyFailedTasks}, of a RUNNING one. Returns
   * the ARN of the operation.
   */
  public String restartConnector(String connectorArn, boolean onlyFailedTasks) {
    return change(
        http.call(
            "RestartConnector",
            connectorArn,
            "POST",
            RestJson.path(CONNECTORS, connectorArn) + "/restart",
            Map.of("onlyFailedTasks", List.of(Boolean.toString(onlyFailedTasks))),
            null),
        connectorArn,
        connector -> connector.connectorState().equals("RESTARTING"));
  }

  /** GET /v1/connectors/{arn}/operations, the newest first. */
  public List<ConnectorOperation> listConnectorOperations(String connectorArn) {
    return http
        .list(
            "ListConnectorOperations",
            connectorArn,
            RestJson.path(CONNECTORS, connectorArn) + "/operations",
            NO_QUERY,
            "connectorOperations",
            ConnectorOperation.class,
            ConnectorOperation::isListed)
        .stream()
        .sorted(Comparator.comparing(ConnectorOperation::creationTime).reversed())
        .toList();
  }

  /** GET /v1/connectorOperations/{arn}; empty where there is none. */
  public Optional<ConnectorOperation> describeConnectorOperation(String connectorOperationArn) {
    return http.describe(
        "DescribeConnectorOperation",
        "/v1/connectorOperations",
        connectorOperationArn,
        ConnectorOperation.class,
        ConnectorOperation::isListed);
  }

  /** POST /v1/custom-plugins. Returns the ARN of the plugin, which is CREATING. */
  public String createCustomPlugin(CreateCustomPluginRequest request) {
    return http.create(
        http.call("CreateCustomPlugin", request.name(), "POST", CUSTOM_PLUGINS, NO_QUERY, request),
        "customPluginArn",
        () ->
            listCustomPlugins(request.name()).stream()
                .filter(plugin -> plugin.name().equals(request.name()))
                .map(CustomPlugin::customPluginArn)
                .findFirst());
  }

  /** GET /v1/custom-plugins/{arn}; empty where there is none. */
  public Optional<CustomPlugin> describeCustomPlugin(String customPluginArn) {
    return http.describe(
        "DescribeCustomPlugin",
        CUSTOM_PLUGINS,
        customPluginArn,
        CustomPlugin.class,
        CustomPlugin::isListed);
  }

  /** DELETE /v1/custom-plugins/{arn}. Returns whether there was one; it is then DELETING. */
  public boolean deleteCustomPlugin(String customPluginArn) {
    return http.delete("DeleteCustomPlugin", CUSTOM_PLUGINS, customPluginArn);
  }

  /**
   * GET /v1/custom-plugins.
   *
   * @param namePrefix the first part of the names; empty for all
   */
  public List<CustomPlugin> listCustomPlugins(String namePrefix) {
    return http.list(
        "ListCustomPlugins",
        namePrefix,
        CUSTOM_PLUGINS,
        prefix("namePrefix", namePrefix),
        "customPlugins",
        CustomPlugin.class,
        CustomPlugin::isListed);
  }

  /** POST /v1/worker-configurations. Returns the ARN of the configuration, which is ACTIVE. */
  public String createWorkerConfiguration(CreateWorkerConfigurationRequest request) {
    return http.create(
        http.call(
            "CreateWorkerConfiguration",
            request.name(),
            "POST",
            WORKER_CONFIGURATIONS,
            NO_QUERY,
            request),
        "workerConfigurationArn",
        () ->
            listWorkerConfigurations(request.name()).stream()
                .filter(configuration -> configuration.name().equals(request.name()))
                .map(WorkerConfigurationDescription::workerConfigurationArn)
                .findFirst());
  }

  /** GET /v1/worker-configurations/{arn}; empty where there is none. */
  public Optional<WorkerConfigurationDescription> describeWorkerConfiguration(
      String workerConfigurationArn) {
    return http.describe(
        "DescribeWorkerConfiguration",
        WORKER_CONFIGURATIONS,
        workerConfigurationArn,
        WorkerConfigurationDescription.class,
        WorkerConfigurationDescription::isDescribed);
  }

  /** DELETE /v1/worker-configurations/{arn}. Returns whether there was one. */
  public boolean deleteWorkerConfiguration(String workerConfigurationArn) {
    return http.delete("DeleteWorkerConfiguration", WORKER_CONFIGURATIONS, workerConfigurationArn);
  }

  /**
   * GET /v1/worker-configurations. Lists without contents.
   *
   * @param namePrefix the first part of the names; empty for all
   */
  public List<WorkerConfigurationDescription> listWorkerConfigurations(String namePrefix) {
    return http.list(
        "ListWorkerConfigurations",
        namePrefix,
        WORKER_CONFIGURATIONS,
        prefix("namePrefix", namePrefix),
        "workerConfigurations",
        WorkerConfigurationDescription.class,
        WorkerConfigurationDescription::isListed);
  }

  /** GET /v1/tags/{arn}. */
  public Map<String, String> listTagsForResource(String resourceArn) {
    return http.send(
        http.call(
            "ListTagsForResource",
            resourceArn,
            "GET",
            RestJson.path("/v1/tags", resourceArn),
            NO_QUERY,
            null),
        body -> {
          Map<String, String> tags = new LinkedHashMap<>();
          body.path("tags")
              .properties()
              .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
          return tags;
        });
  }

  /**
   * Polls until a resource exists: the service may not return a new resource at once.
   *
   * @param resource the resource, for messages
   */
  public <T> T await(String resource, Supplier<Optional<T>> read) {
    Duration within = http.policy().deadline();
    return poll(
        resource,
        within,
        read,
        () ->
            new ProblemException(
                Problem.of(
                    AWS_NOT_FOUND,
                    resource,
                    "there is none, " + within.toSeconds() + " s after it was first looked for",
                    "find out who deletes it, then run the command again")));
  }

  /**
   * Polls, with growing pauses, until a read returns a value.
   *
   * @param resource the resource, for messages
   * @param late returns the problem to throw when the time limit expires
   */
  public <T> T poll(
      String resource,
      Duration within,
      Supplier<Optional<T>> read,
      Supplier<ProblemException> late) {
    return new Poller(http.policy()::delay, within, Time.SYSTEM)
        .until(resource, read, Optional::isPresent, last -> late.get())
        .orElseThrow();
  }

  /**
   * Sends a change. If the response is lost, reads the connector to see whether the change has
   * begun. The newest operation then belongs to the change.
   */
  private String change(AwsRequest request, String connectorArn, Predicate<Connector> hasBegun) {
    return http.create(
        request,
        "connectorOperationArn",
        () ->
            describeConnector(connectorArn).filter(hasBegun).isPresent()
                ? listConnectorOperations(connectorArn).stream()
                    .map(ConnectorOperation::connectorOperationArn)
                    .findFirst()
                : Optional.empty());
  }

  private static Map<String, List<String>> prefix(String parameter, String namePrefix) {
    return namePrefix.isEmpty() ? NO_QUERY : Map.of(parameter, List.of(namePrefix));
  }
}
