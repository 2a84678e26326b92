package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FAILED;
import static io.mskcdc.problem.ErrorCode.NOT_ON_MSK_CONNECT;
import static io.mskcdc.problem.ErrorCode.OPERATION_NOT_ENDED;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.PluginReference;
import io.mskcdc.msk.api.UpdateConnectorRequest;
import io.mskcdc.msk.api.WorkerConfigurationReference;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Polling;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.Setting;
import io.mskcdc.runtime.Validation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * MSK Connect as a {@link ConnectRuntime}. A change returns when its operation has ended well; what
 * is under way when a change begins is waited for.
 */
public final class MskConnectRuntime implements ConnectRuntime {
  private static final Polling PACE = new Polling(Duration.ofSeconds(3), Duration.ofMinutes(20));
  private static final String DELETING = "DELETING";
  private static final String RUNNING = "RUNNING";
  private static final String PAUSED = "PAUSED";
  private static final String FAILED = "FAILED";

  private final KafkaConnect api;
  private final ConnectorLog log;
  private final MskConnectTarget target;
  private final PluginsAndWorkers parts;
  private final Waiting waiting;
  private final OperationWatch operations;
  private final Consumer<String> progress;

  /** A connector just made may not be listed yet. */
  private final Map<String, String> created = new HashMap<>();

  private final Set<String> told = new HashSet<>();

  /**
   * @param session the account, which the caller closes
   * @param environment one on MSK Connect
   * @param workers its worker configurations, by their names
   * @param progress told each step of an operation, and what is made besides
   */
  public MskConnectRuntime(
      MskSession session,
      Environment environment,
      Map<String, WorkerConfiguration> workers,
      Consumer<String> progress) {
    this(session.api(), session.log(), environment, workers, PACE, progress);
  }

  MskConnectRuntime(
      KafkaConnect api,
      ConnectorLog log,
      Environment environment,
      Map<String, WorkerConfiguration> workers,
      Polling pace,
      Consumer<String> progress) {
    this.target = environment.mskConnect().orElseThrow();
    this.api = api;
    this.log = log;
    this.parts = new PluginsAndWorkers(api, environment, workers, progress);
    this.waiting = new Waiting(pace);
    this.operations = new OperationWatch(api, log, waiting, progress);
    this.progress = progress;
  }

  /** ListConnectors, and DescribeConnector for each: a list holds no configurations. */
  @Override
  public List<LiveConnector> connectors() {
    return api.listConnectors("").stream()
        .flatMap(listed -> api.describeConnector(listed.connectorArn()).stream())
        .filter(connector -> !connector.connectorState().equals(DELETING))
        .map(this::live)
        .toList();
  }

  /** ListConnectors by name, then DescribeConnector. One that is being deleted is gone. */
  @Override
  public Optional<LiveConnector> connector(String name) {
    return find(name).filter(there -> !there.connectorState().equals(DELETING)).map(this::live);
  }

  private Optional<Connector> find(String name) {
    Optional<Connector> known =
        Optional.ofNullable(created.get(name)).flatMap(api::describeConnector);
    return known.isPresent()
        ? known
        : api.listConnectors(name).stream()
            .filter(listed -> listed.connectorName().equals(name))
            .findFirst()
            .flatMap(listed -> api.describeConnector(listed.connectorArn()));
  }

  private LiveConnector live(Connector connector) {
    Map<String, String> settings = settings(connector);
    String trace = null;
    if (connector.connectorState().equals(FAILED)) {
      trace = reason(connector) + "; " + ConnectorLog.place(settings);
      String arn = connector.connectorArn();
      if (created.containsValue(arn) && told.add(arn)) {
        log.tell(connector.connectorName(), settings, connector.creationTime(), progress);
      }
    }
    return new LiveConnector(
        connector.connectorName(),
        connector.connectorConfiguration(),
        settings,
        ConnectorStatus.withoutTasks(RunState.of(connector.connectorState()), trace));
  }

  private Map<String, String> settings(Connector connector) {
    Map<String, String> settings = new TreeMap<>(ConnectorShapes.settings(connector));
    Optional.ofNullable(connector.workerConfiguration())
        .flatMap(parts::offsetTopic)
        .ifPresent(topic -> settings.put(Setting.OFFSET_TOPIC, topic));
    return settings;
  }

  private static String reason(Connector connector) {
    return connector.stateDescription() == null
        ? "the service gives no reason"
        : connector.stateDescription().code() + ": " + connector.stateDescription().message();
  }

  @Override
  public boolean can(Capability ability) {
    return false;
  }

  @Override
  public Polling pace() {
    return waiting.pace();
  }

  /** ListCustomPlugins. */
  @Override
  public List<Problem> missing(String name, Map<String, String> settings) {
    return parts.missing(name, settings.get(Setting.PLUGIN)).stream().toList();
  }

  @Override
  public Validation validate(String name, Map<String, String> config) {
    throw impossible(
        name, "MSK Connect checks no configuration before it is written", "apply it and see");
  }

  /**
   * CreateWorkerConfiguration where there is none of that content, then CreateConnector, which
   * returns long before the connector runs.
   */
  @Override
  public void create(
      String name, Map<String, String> config, Map<String, String> settings, WantedState state) {
    // Left by whoever was interrupted between a deletion and the creation behind it.
    await(name, there -> there.filter(c -> c.connectorState().equals(DELETING)).isEmpty());
    PluginReference plugin = parts.plugin(name, settings.get(Setting.PLUGIN));
    WorkerConfigurationReference worker =
        settings.containsKey(Setting.WORKER) ? parts.worker(settings.get(Setting.WORKER)) : null;
    String arn =
        api.createConnector(
            ConnectorShapes.creation(name, config, settings, plugin, worker, target));
    created.put(name, arn);
    api.await(name, () -> api.describeConnector(arn));
    if (state == WantedState.PAUSED) {
      progress.accept(name + ": it runs for a moment, since MSK Connect creates nothing paused");
      changeState(name, state);
    }
  }

  /** UpdateConnector with the configuration alone, where it differs. */
  @Override
  public void update(String name, Map<String, String> config) {
    Connector now = settled(name);
    if (!config.equals(now.connectorConfiguration())) {
      update(now, UpdateConnectorRequest.configuration(config, isPaused(now)));
    }
  }

  /** UpdateConnector with what differs of the workers' settings, all in one call. */
  @Override
  public void updateSettings(String name, Map<String, String> settings) {
    Connector now = settled(name);
    Map<String, String> live = settings(now);
    boolean resized = !capacity(settings).equals(capacity(live));
    boolean otherPlugin = differs(Setting.PLUGIN, settings, live);
    boolean otherWorker = differs(Setting.WORKER, settings, live);
    boolean noWorker = otherWorker && !settings.containsKey(Setting.WORKER);
    if (resized || otherPlugin || otherWorker) {
      update(
          now,
          UpdateConnectorRequest.workers(
              resized ? ConnectorShapes.capacity(settings) : null,
              otherPlugin ? List.of(parts.plugin(name, settings.get(Setting.PLUGIN))) : null,
              otherWorker && !noWorker ? parts.worker(settings.get(Setting.WORKER)) : null,
              noWorker ? true : null,
              isPaused(now)));
    }
  }

  private static boolean differs(
      String setting, Map<String, String> one, Map<String, String> other) {
    return !Objects.equals(one.get(setting), other.get(setting));
  }

  private static Map<String, String> capacity(Map<String, String> settings) {
    Map<String, String> capacity = new TreeMap<>(settings);
    capacity.keySet().removeIf(name -> !name.startsWith("capacity."));
    return capacity;
  }

  private void update(Connector now, UpdateConnectorRequest request) {
    if (isPaused(now)) {
      progress.accept(
          now.connectorName() + ": it is PAUSED, so the service cannot check whether it will run");
    }
    follow(now, api.updateConnector(now.connectorArn(), now.currentVersion(), request));
  }

  /** A paused connector cannot be checked, and the service wants to be told so. */
  private static boolean isPaused(Connector connector) {
    return connector.connectorState().equals(PAUSED);
  }

  /** PauseConnector, or ResumeConnector; nothing where it is so already. */
  @Override
  public void changeState(String name, WantedState state) {
    if (state == WantedState.STOPPED) {
      throw impossible(
          name, "MSK Connect stops no connector", "pause it, or delete it: mskcdc delete " + name);
    }
    Connector now = settled(name);
    requireNotFailed(now);
    if (state == WantedState.PAUSED && now.connectorState().equals(RUNNING)) {
      follow(now, api.pauseConnector(now.connectorArn()));
    } else if (state == WantedState.RUNNING && isPaused(now)) {
      follow(now, api.resumeConnector(now.connectorArn()));
    }
  }

  /** RestartConnector, of one that is RUNNING. */
  @Override
  public void restart(String name, boolean onlyFailed) {
    Connector now = settled(name);
    requireNotFailed(now);
    if (onlyFailed && now.kafkaConnectVersion().startsWith("2.")) {
      throw impossible(
          name,
          "MSK Connect restarts only what has failed on Connect 3.7 alone, and this is "
              + now.kafkaConnectVersion(),
          "restart all of it, without --failed-only");
    }
    follow(now, api.restartConnector(now.connectorArn(), onlyFailed));
  }

  private void follow(Connector connector, String operationArn) {
    operations.follow(connector, operationArn);
  }

  private static void requireNotFailed(Connector connector) {
    if (connector.connectorState().equals(FAILED)) {
      String name = connector.connectorName();
      throw new ProblemException(
          Problem.of(
              CONNECTOR_FAILED,
              name,
              "the connector failed: " + reason(connector),
              "replace it, which MSK Connect alone lets mend it: mskcdc apply " + name));
    }
  }

  /** Returns a connector once nothing changes it any more. */
  private Connector settled(String name) {
    return waiting.until(
        name,
        () -> find(name).orElseThrow(() -> absent(name)),
        connector -> !Waiting.isBetween(connector.connectorState()),
        connector -> stillIs(name, connector.connectorState()));
  }

  /** MSK Connect does not tell. */
  @Override
  public Optional<List<String>> topics(String name) {
    return Optional.empty();
  }

  /** Named by the service after the connector and the last part of its ARN. */
  @Override
  public List<String> internalTopics(String name) {
    return find(name).stream()
        .flatMap(
            connector -> {
              String arn = connector.connectorArn();
              String id = arn.substring(arn.lastIndexOf('/') + 1);
              Stream<String> kinds =
                  settings(connector).containsKey(Setting.OFFSET_TOPIC)
                      ? Stream.of("configs", "status")
                      : Stream.of("configs", "offsets", "status");
              return kinds.map(kind -> "__amazon_msk_connect_" + kind + "_" + name + "_" + id);
            })
        .toList();
  }

  @Override
  public JsonNode offsets(String name) {
    throw impossible(
        name, "MSK Connect does not tell offsets", "read the topic that the workers keep them in");
  }

  /** DeleteConnector, then until it is gone; already gone is as good. */
  @Override
  public void delete(String name) {
    find(name)
        .filter(there -> !there.connectorState().equals(DELETING))
        .ifPresent(there -> api.deleteConnector(there.connectorArn()));
    await(name, Optional::isEmpty);
    created.remove(name);
  }

  private void await(String name, Predicate<Optional<Connector>> reached) {
    waiting.until(
        name,
        () -> find(name),
        reached,
        there -> stillIs(name, there.map(Connector::connectorState).orElse("there")));
  }

  private static ProblemException stillIs(String name, String state) {
    return new ProblemException(
        Problem.of(
            OPERATION_NOT_ENDED,
            name,
            "the connector is still " + state,
            "look at it again later, then run the command again: it waits for it first"));
  }

  private static ProblemException absent(String name) {
    return new ProblemException(
        Problem.of(
            CONNECTOR_ABSENT,
            name,
            "there is no such connector on MSK Connect",
            "look at what runs with: mskcdc plan"));
  }

  private static ProblemException impossible(String name, String message, String next) {
    return new ProblemException(Problem.of(NOT_ON_MSK_CONNECT, name, message, next));
  }
}
