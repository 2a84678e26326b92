package io.mskcdc.connect;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.CONNECT_TOO_OLD;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNAUTHORIZED;
import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.DedicatedWorkers;
import io.mskcdc.runtime.LeftOut;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.Validation;
import io.mskcdc.text.OneLine;
import io.mskcdc.time.Polling;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The REST API of Kafka Connect as a {@link ConnectRuntime}. */
public final class ConnectClient implements ConnectRuntime, AutoCloseable {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** What an HTTP server may take for a part of the path, also encoded. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[/\\\\%;]|^\\.\\.?$");

  private static final String INFO = "/connectors?expand=info";
  private static final String STATUS = "/connectors?expand=status";
  private static final Polling POLLING = new Polling(Duration.ofMillis(500), Duration.ofMinutes(5));

  private final URI base;
  private final ConnectHttp http;
  private final List<String> jmx;

  /**
   * @param endpoint a worker's address and credentials
   * @param progress receives one line for each new reason to wait
   */
  public ConnectClient(ConnectEndpoint endpoint, Consumer<String> progress) {
    this(endpoint, new ConnectHttp(endpoint, progress));
  }

  ConnectClient(ConnectEndpoint endpoint, ConnectHttp http) {
    base = endpoint.url();
    jmx = endpoint.jmx();
    this.http = http;
  }

  @Override
  public Optional<LeftOut> leftOut(String topicPrefix, Consumer<String> note) {
    return jmx.isEmpty()
        ? Optional.empty()
        : Optional.of(WorkerMBeans.read(jmx, topicPrefix, note));
  }

  /**
   * GET /connectors?expand=info and ?expand=status. A request for both, and the second one, leave
   * out a new connector, which has no status yet.
   */
  @Override
  public List<LiveConnector> connectors() {
    JsonNode infos = http.readExisting("GET", INFO, null);
    if (infos.isEmpty()) {
      // Other servers return an empty object too. Kafka Connect returns a list of names here.
      http.readNames("/connectors");
      return List.of();
    }
    JsonNode statuses = http.readExisting("GET", STATUS, null);
    List<LiveConnector> connectors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : infos.properties()) {
      JsonNode info = http.object(entry.getValue(), "info", INFO);
      connectors.add(
          new LiveConnector(
              entry.getKey(),
              ConnectorJson.config(http.object(info, "config", INFO)),
              ConnectorJson.status(info, statuses.path(entry.getKey()).path("status"))));
    }
    return connectors;
  }

  /**
   * GET /connectors/{name} and its /status; a new connector has no status. Workers since Connect 4
   * refuse some names in a path; they list them.
   */
  @Override
  public Optional<LiveConnector> connector(String name) {
    if (AMBIGUOUS.matcher(name).find()) {
      return connectors().stream().filter(live -> live.name().equals(name)).findFirst();
    }
    ConnectResponse info = http.read("GET", path(name), null);
    if (info.isAbsent()) {
      return Optional.empty();
    }
    ConnectResponse status = http.read("GET", path(name) + "/status", null);
    return Optional.of(
        new LiveConnector(
            name,
            ConnectorJson.config(http.object(info.body(), "config", path(name))),
            status.isAbsent()
                ? ConnectorStatus.NOT_YET
                : ConnectorJson.status(info.body(), status.body())));
  }

  /** Workers have every capability; a worker of an old release rejects the request. */
  @Override
  public Optional<Problem> refusal(Capability capability, String connector) {
    return Optional.empty();
  }

  @Override
  public Polling polling() {
    return POLLING;
  }

  @Override
  public Optional<DedicatedWorkers> dedicatedWorkers() {
    return Optional.empty();
  }

  /**
   * PUT /connector-plugins/{class}/config/validate. The response holds resolved secrets: this
   * method returns keys and messages only, without any value that a config provider resolved.
   */
  @Override
  public Validation validate(String name, Map<String, String> config) {
    String connectorClass = config.get("connector.class");
    try {
      String path = "/connector-plugins/" + encoded(connectorClass) + "/config/validate";
      JsonNode body = http.readExisting("PUT", path, ConnectorJson.named(name, config));
      http.array(body, "configs", path);
      return ValidationResponse.read(body, config);
    } catch (ProblemException e) {
      // HTTP 500 on Connect 3.7, 400 on 4.x.
      if (e.getMessage().contains("Failed to find any class that implements Connector")) {
        return new Validation(
            List.of(
                new Validation.Finding(
                    "connector.class", "no worker has the plugin " + connectorClass)),
            Set.of());
      }
      throw e;
    }
  }

  /** PUT /connectors/{name}/config, or POST /connectors for another state. */
  @Override
  public void create(
      String name,
      Map<String, String> config,
      Optional<WorkerSettings> settings,
      WantedState state) {
    if (state == WantedState.RUNNING) {
      update(name, config);
      return;
    }
    requireRelease(3, 7, "creating a connector that does not run");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name);
    body.set("config", ConnectorJson.named(name, config));
    body.put("initial_state", state.name());
    expectPresent(http.write("POST", "/connectors", body, () -> connector(name).isPresent()), name);
  }

  /** PUT /connectors/{name}/config; 201 or 200. */
  @Override
  public void update(String name, Map<String, String> config) {
    Map<String, String> plain = new LinkedHashMap<>(config);
    plain.remove("name");
    expectPresent(
        http.write(
            "PUT",
            path(name) + "/config",
            ConnectorJson.named(name, config),
            () -> connector(name).filter(live -> live.config().equals(plain)).isPresent()),
        name);
  }

  /** PUT /connectors/{name}/resume, /pause (202) or /stop (204). */
  @Override
  public void changeState(String name, WantedState state) {
    String verb =
        switch (state) {
          case RUNNING -> "resume";
          case PAUSED -> "pause";
          case STOPPED -> "stop";
        };
    if (state == WantedState.STOPPED) {
      requireRelease(3, 5, "stopping a connector");
    }
    expectPresent(
        http.write(
            "PUT",
            path(name) + "/" + verb,
            null,
            () ->
                connector(name)
                    .filter(live -> live.status().state().name().equals(state.name()))
                    .isPresent()),
        name);
  }

  /** POST /connectors/{name}/restart?includeTasks=true&amp;onlyFailed={onlyFailed}; 202. */
  @Override
  public void restart(String name, boolean onlyFailed) {
    // The worker does not show whether it carried out a restart; a second one is harmless.
    expectPresent(
        http.write(
            "POST",
            path(name) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed,
            null,
            () -> false),
        name);
  }

  /** DELETE /connectors/{name}, then GET until the 404. */
  @Override
  public void delete(String name) {
    Optional<LiveConnector> before = connector(name);
    http.write("DELETE", path(name), null, () -> isDeleted(name, before));
    http.awaitAbsence(path(name));
  }

  /**
   * Returns whether a connector is gone after a DELETE without an answer.
   *
   * @throws ProblemException if it is another one now, which a second DELETE would delete
   */
  private boolean isDeleted(String name, Optional<LiveConnector> before) {
    Optional<LiveConnector> now = connector(name);
    boolean isSame = before.map(ConnectClient::identity).equals(now.map(ConnectClient::identity));
    if (now.isPresent() && !isSame) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              name,
              "the first request to delete it had no answer, and since then another client has"
                  + " created or changed a connector of this name, so the request is not repeated",
              "find out whose it is with mskcdc status " + name));
    }
    return now.isEmpty();
  }

  /** What a connector that was created again by another client probably has otherwise. */
  private static Map.Entry<Map<String, String>, RunState> identity(LiveConnector live) {
    return Map.entry(live.config(), live.status().state());
  }

  /** GET /connectors/{name}/tasks, once. */
  @Override
  public Optional<List<Map<String, String>>> taskConfigs(String name) {
    return http.readOnce(path(name) + "/tasks")
        .filter(JsonNode::isArray)
        .map(
            tasks ->
                StreamSupport.stream(tasks.spliterator(), false)
                    .map(task -> ConnectorJson.config(task.path("config")))
                    .toList());
  }

  /** GET /connectors/{name}/topics; workers that do not track topics return 403. */
  @Override
  public Optional<List<String>> topics(String name) {
    try {
      String path = path(name) + "/topics";
      JsonNode body = http.readExisting("GET", path, null);
      List<String> topics = new ArrayList<>();
      http.array(body.path(name), "topics", path).forEach(topic -> topics.add(topic.asText()));
      return Optional.of(topics.stream().sorted().toList());
    } catch (ProblemException e) {
      if (e.problems().get(0).code() == CONNECT_UNAUTHORIZED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The workers' internal topics are shared by all connectors. */
  @Override
  public List<String> internalTopics(String name) {
    return List.of();
  }

  /** GET /connectors/{name}/offsets. */
  @Override
  public JsonNode offsets(String name) {
    requireRelease(3, 5, "reading offsets");
    String path = path(name) + "/offsets";
    ConnectResponse response = http.read("GET", path, null);
    expectPresent(response, name);
    http.array(response.body(), "offsets", path);
    return response.body();
  }

  /** GET /, once: the ID of the workers' Kafka cluster. */
  @Override
  public Optional<String> cluster() {
    return http.readOnce("/")
        .filter(JsonNode::isObject)
        .map(body -> OneLine.of(body.path("kafka_cluster_id").asText()))
        .filter(id -> !id.isEmpty());
  }

  /** GET /: checks the workers' release. */
  private void requireRelease(int major, int minor, String what) {
    String version = http.readExisting("GET", "/", null).path("version").asText();
    Matcher matcher = RELEASE.matcher(version);
    if (matcher.matches()) {
      int foundMajor = Integer.parseInt(matcher.group(1));
      int foundMinor = Integer.parseInt(matcher.group(2));
      if (foundMajor > major || foundMajor == major && foundMinor >= minor) {
        return;
      }
    }
    throw new ProblemException(
        Problem.of(
            CONNECT_TOO_OLD,
            base.toString(),
            what + " needs Connect " + major + "." + minor + ", and this is " + version,
            "use newer workers"));
  }

  @Override
  public void close() {
    http.close();
  }

  private void expectPresent(ConnectResponse response, String name) {
    if (response.isAbsent()) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_ABSENT,
              name,
              "there is no such connector on " + base,
              "look at what runs with: mskcdc plan"));
    }
  }

  private static String path(String name) {
    return "/connectors/" + encoded(name);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
