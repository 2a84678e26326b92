package io.mskcdc.msk.api;

import static io.mskcdc.problem.ErrorCode.AWS_NOT_FOUND;
import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.mskcdc.aws.AwsError;
import io.mskcdc.aws.AwsRequest;
import io.mskcdc.aws.AwsResponse;
import io.mskcdc.aws.AwsService;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.aws.Content;
import io.mskcdc.aws.SignedHttp;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Time;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The API of MSK Connect: one method for each operation, named as the operation is. What is
 * throttled or fails in the service is repeated; an answer of several pages is one list; an update
 * is never sent twice. Every refusal is a {@link ProblemException} whose code says which one.
 *
 * <p>Format: the service's model, "AWS restJson1 protocol" in Smithy's specification.
 */
public final class KafkaConnect {
  private static final String SIGNING_NAME = "kafkaconnect";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String CONNECTORS = "/v1/connectors";
  private static final String CUSTOM_PLUGINS = "/v1/custom-plugins";
  private static final String WORKER_CONFIGURATIONS = "/v1/worker-configurations";
  private static final String NEXT_TOKEN = "nextToken";
  private static final Map<String, List<String>> NO_QUERY = Map.of();

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(new SimpleModule().addDeserializer(Instant.class, new Iso8601()));

  private final AwsService service;
  private final SignedHttp http;

  /**
   * Connects to nothing yet.
   *
   * @param endpoint another endpoint than the region's, like {@code http://localhost:4566}
   */
  public KafkaConnect(AwsSession session, Optional<URI> endpoint) {
    service = session.service("MSK Connect", SIGNING_NAME, endpoint);
    http = session.http(service);
  }

  /** POST /v1/connectors. Returns the ARN of the connector, which is CREATING. */
  public String createConnector(CreateConnectorRequest request) {
    String name = request.connectorName();
    return create(
        call("CreateConnector", name, "POST", CONNECTORS, NO_QUERY, request),
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
   * @param currentVersion of the connector as it was read; the service refuses another one
   */
  public String updateConnector(
      String connectorArn, String currentVersion, UpdateConnectorRequest request) {
    return change(
        call(
            "UpdateConnector",
            connectorArn,
            "PUT",
            path(CONNECTORS, connectorArn),
            Map.of("currentVersion", List.of(currentVersion)),
            request),
        connectorArn,
        connector ->
            connector.connectorState().equals("UPDATING")
                || !currentVersion.equals(connector.currentVersion()));
  }

  /** GET /v1/connectors/{arn}; empty where there is none (yet). */
  public Optional<Connector> describeConnector(String connectorArn) {
    return describe("DescribeConnector", CONNECTORS, connectorArn, Connector.class);
  }

  /** DELETE /v1/connectors/{arn}. Returns whether there was one; it is then DELETING. */
  public boolean deleteConnector(String connectorArn) {
    return delete("DeleteConnector", CONNECTORS, connectorArn);
  }

  /**
   * GET /v1/connectors. Lists without configurations.
   *
   * @param namePrefix what the names begin with; empty for all
   */
  public List<Connector> listConnectors(String namePrefix) {
    return list(
        "ListConnectors",
        namePrefix,
        CONNECTORS,
        prefix("connectorNamePrefix", namePrefix),
        "connectors",
        Connector.class);
  }

  /** PUT /v1/connectors/{arn}/pause, of a RUNNING one. Returns the ARN of the operation. */
  public String pauseConnector(String connectorArn) {
    return change(
        call(
            "PauseConnector",
            connectorArn,
            "PUT",
            path(CONNECTORS, connectorArn) + "/pause",
            NO_QUERY,
            null),
        connectorArn,
        connector -> Set.of("PAUSING", "PAUSED").contains(connector.connectorState()));
  }

  /** PUT /v1/connectors/{arn}/resume, of a PAUSED one. Returns the ARN of the operation. */
  public String resumeConnector(String connectorArn) {
    return change(
        call(
            "ResumeConnector",
            connectorArn,
            "PUT",
            path(CONNECTORS, connectorArn) + "/resume",
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
        call(
            "RestartConnector",
            connectorArn,
            "POST",
            path(CONNECTORS, connectorArn) + "/restart",
            Map.of("onlyFailedTasks", List.of(Boolean.toString(onlyFailedTasks))),
            null),
        connectorArn,
        connector -> connector.connectorState().equals("RESTARTING"));
  }

  /** GET /v1/connectors/{arn}/operations, the newest first. */
  public List<ConnectorOperation> listConnectorOperations(String connectorArn) {
    return list(
            "ListConnectorOperations",
            connectorArn,
            path(CONNECTORS, connectorArn) + "/operations",
            NO_QUERY,
            "connectorOperations",
            ConnectorOperation.class)
        .stream()
        .sorted(Comparator.comparing(ConnectorOperation::creationTime).reversed())
        .toList();
  }

  /** GET /v1/connectorOperations/{arn}; empty where there is none (yet). */
  public Optional<ConnectorOperation> describeConnectorOperation(String connectorOperationArn) {
    return describe(
        "DescribeConnectorOperation",
        "/v1/connectorOperations",
        connectorOperationArn,
        ConnectorOperation.class);
  }

  /** POST /v1/custom-plugins. Returns the ARN of the plugin, which is CREATING. */
  public String createCustomPlugin(CreateCustomPluginRequest request) {
    return create(
        call("CreateCustomPlugin", request.name(), "POST", CUSTOM_PLUGINS, NO_QUERY, request),
        "customPluginArn",
        () ->
            listCustomPlugins(request.name()).stream()
                .filter(plugin -> plugin.name().equals(request.name()))
                .map(CustomPlugin::customPluginArn)
                .findFirst());
  }

  /** GET /v1/custom-plugins/{arn}; empty where there is none (yet). */
  public Optional<CustomPlugin> describeCustomPlugin(String customPluginArn) {
    return describe("DescribeCustomPlugin", CUSTOM_PLUGINS, customPluginArn, CustomPlugin.class);
  }

  /** DELETE /v1/custom-plugins/{arn}. Returns whether there was one; it is then DELETING. */
  public boolean deleteCustomPlugin(String customPluginArn) {
    return delete("DeleteCustomPlugin", CUSTOM_PLUGINS, customPluginArn);
  }

  /**
   * GET /v1/custom-plugins.
   *
   * @param namePrefix what the names begin with; empty for all
   */
  public List<CustomPlugin> listCustomPlugins(String namePrefix) {
    return list(
        "ListCustomPlugins",
        namePrefix,
        CUSTOM_PLUGINS,
        prefix("namePrefix", namePrefix),
        "customPlugins",
        CustomPlugin.class);
  }

  /** POST /v1/worker-configurations. Returns the ARN of the configuration, which is ACTIVE. */
  public String createWorkerConfiguration(CreateWorkerConfigurationRequest request) {
    return create(
        call(
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

  /** GET /v1/worker-configurations/{arn}; empty where there is none (yet). */
  public Optional<WorkerConfigurationDescription> describeWorkerConfiguration(
      String workerConfigurationArn) {
    return describe(
        "DescribeWorkerConfiguration",
        WORKER_CONFIGURATIONS,
        workerConfigurationArn,
        WorkerConfigurationDescription.class);
  }

  /** DELETE /v1/worker-configurations/{arn}. Returns whether there was one. */
  public boolean deleteWorkerConfiguration(String workerConfigurationArn) {
    return delete("DeleteWorkerConfiguration", WORKER_CONFIGURATIONS, workerConfigurationArn);
  }

  /**
   * GET /v1/worker-configurations. Lists without contents.
   *
   * @param namePrefix what the names begin with; empty for all
   */
  public List<WorkerConfigurationDescription> listWorkerConfigurations(String namePrefix) {
    return list(
        "ListWorkerConfigurations",
        namePrefix,
        WORKER_CONFIGURATIONS,
        prefix("namePrefix", namePrefix),
        "workerConfigurations",
        WorkerConfigurationDescription.class);
  }

  /** POST /v1/tags/{arn}. Adds tags, or gives them other values. */
  public void tagResource(String resourceArn, Map<String, String> tags) {
    send(
        call(
            "TagResource",
            resourceArn,
            "POST",
            path("/v1/tags", resourceArn),
            NO_QUERY,
            Map.of("tags", tags)),
        response -> true);
  }

  /** DELETE /v1/tags/{arn}?tagKeys={key}. */
  public void untagResource(String resourceArn, List<String> tagKeys) {
    send(
        call(
            "UntagResource",
            resourceArn,
            "DELETE",
            path("/v1/tags", resourceArn),
            Map.of("tagKeys", tagKeys),
            null),
        response -> true);
  }

  /** GET /v1/tags/{arn}. */
  public Map<String, String> listTagsForResource(String resourceArn) {
    return send(
        call(
            "ListTagsForResource",
            resourceArn,
            "GET",
            path("/v1/tags", resourceArn),
            NO_QUERY,
            null),
        response -> {
          Map<String, String> tags = new LinkedHashMap<>();
          tree(response)
              .path("tags")
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

  private <T> Optional<T> describe(String operation, String collection, String arn, Class<T> type) {
    return send(
        call(operation, arn, "GET", path(collection, arn), NO_QUERY, null),
        response -> response.isSuccess() ? Optional.of(read(response, type)) : Optional.empty());
  }

  private boolean delete(String operation, String collection, String arn) {
    return send(
        call(operation, arn, "DELETE", path(collection, arn), NO_QUERY, null),
        AwsResponse::isSuccess);
  }

  private String create(AwsRequest request, String arn, Supplier<Optional<String>> existing) {
    return http.send(request, response -> tree(response).path(arn).asText(), existing);
  }

  // Whether a change has begun whose answer was lost is seen on the connector; the newest operation
  // is then its own.
  private String change(
      AwsRequest request, String connectorArn, Function<Connector, Boolean> begun) {
    return http.send(
        request,
        response -> tree(response).path("connectorOperationArn").asText(),
        () ->
            describeConnector(connectorArn).filter(begun::apply).isPresent()
                ? listConnectorOperations(connectorArn).stream()
                    .map(ConnectorOperation::connectorOperationArn)
                    .findFirst()
                : Optional.empty());
  }

  private <T> List<T> list(
      String operation,
      String resource,
      String path,
      Map<String, List<String>> query,
      String member,
      Class<T> type) {
    List<T> all = new ArrayList<>();
    Map<String, List<String>> page = new LinkedHashMap<>(query);
    String shown = resource.isEmpty() ? service.title() : resource;
    while (true) {
      JsonNode answer = send(call(operation, shown, "GET", path, page, null), this::tree);
      answer.path(member).forEach(element -> all.add(JSON.convertValue(element, type)));
      String next = answer.path(NEXT_TOKEN).asText("");
      if (next.isEmpty()) {
        return all;
      }
      page.put(NEXT_TOKEN, List.of(next));
    }
  }

  private <T> T send(AwsRequest request, Function<AwsResponse, T> read) {
    return http.send(request, read, Optional::empty);
  }

  private AwsRequest call(
      String operation,
      String resource,
      String method,
      String path,
      Map<String, List<String>> query,
      Object body) {
    boolean absenceIsAnAnswer = operation.startsWith("Describe") || operation.startsWith("Delete");
    return new AwsRequest(
        operation,
        resource,
        method,
        path,
        query,
        body == null ? Map.of() : Map.of("Content-Type", "application/json"),
        body == null ? null : Content.of(bytes(body)),
        TIMEOUT,
        error -> absenceIsAnAnswer && isAbsence(error),
        sent -> {});
  }

  private static boolean isAbsence(AwsError error) {
    return error.status() == 404 && error.type().equals("NotFoundException");
  }

  private static String path(String collection, String arn) {
    return collection + "/" + AwsRequest.encoded(arn);
  }

  private static Map<String, List<String>> prefix(String parameter, String namePrefix) {
    return namePrefix.isEmpty() ? NO_QUERY : Map.of(parameter, List.of(namePrefix));
  }

  private static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers cannot fail to be written", e);
    }
  }

  private <T> T read(AwsResponse response, Class<T> type) {
    return JSON.convertValue(tree(response), type);
  }

  private JsonNode tree(AwsResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              AWS_NOT_THE_SERVICE,
              service.endpoint().toString(),
              "an answer (HTTP " + response.status() + ") is not JSON",
              "check that this is the endpoint of " + service.title() + ", and proxies on the way"),
          e);
    }
  }

  /** Reads a time as the service writes it. */
  private static final class Iso8601 extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return OffsetDateTime.parse(parser.getText()).toInstant();
    }
  }
}
