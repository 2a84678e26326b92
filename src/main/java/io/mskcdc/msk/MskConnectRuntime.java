package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_FAILED;
import static io.mskcdc.problem.ErrorCode.NOT_ON_MSK_CONNECT;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.WantedState;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.config.WorkerSettings;
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
import io.mskcdc.runtime.DedicatedWorkers;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.Progress;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.runtime.Validation;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * MSK Connect as a {@link ConnectRuntime}. A change waits for the end of the previous one, and
 * returns when its own operation has succeeded.
 */
public final class MskConnectRuntime implements ConnectRuntime {
  /**
   * As long as a wait for proof takes, and the five minutes that this machine's clock may be off.
   */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final Polling POLLING = new Polling(Duration.ofSeconds(3), Duration.ofMinutes(20));
  private static final String RUNNING = "RUNNING";
  private static final String FAILED = "FAILED";

  private final KafkaConnect api;
  private final ConnectorLog log;
  private final LoggedTasks tasks;
  private final Environment environment;
  private final MskConnectTarget target;
  private final PluginsAndWorkers parts;
  private final AccountConnectors connectors;
  private final Polling polling;
  private final Consumer<String> progress;

  /**
   * When each connector was last seen to commit offsets; the part of the log that is read moves.
   */
  private final Map<String, Instant> commits = new ConcurrentHashMap<>();

  /** The connectors whose logs were reported. */
  private final Set<String> reported = new HashSet<>();

  /**
   * @param session the account, which the caller closes
   * @param environment one on MSK Connect
   * @param workers its worker configurations, by their names
   * @param progress receives each step of an operation, and each resource that is created
   * @param stackTraces whether to report the stack traces in the workers' logs in full
   */
  public MskConnectRuntime(
      MskSession session,
      Environment environment,
      Map<String, WorkerConfiguration> workers,
      Consumer<String> progress,
      boolean stackTraces) {
    this(session.api(), session.log(stackTraces), environment, workers, POLLING, progress);
  }

  MskConnectRuntime(
      KafkaConnect api,
      ConnectorLog log,
      Environment environment,
      Map<String, WorkerConfiguration> workers,
      Polling polling,
      Consumer<String> progress) {
    this.target = environment.mskConnect().orElseThrow();
    this.api = api;
    this.log = log;
    this.tasks = new LoggedTasks(api, log, progress);
    this.environment = environment;
    this.polling = polling;
    this.parts = new PluginsAndWorkers(api, environment, workers, progress);
    Poller poller = new Poller(polling, Time.SYSTEM);
    OperationWatch operations = new OperationWatch(api, log, poller, progress);
    this.connectors = new AccountConnectors(api, parts, poller, operations, progress);
    this.progress = progress;
  }

  /**
   * ListConnectors, and DescribeConnector for each. Searches only the logs of connectors that the
   * environment lists.
   */
  @Override
  public List<LiveConnector> connectors() {
    return connectors.all().stream()
        .filter(connector -> !AccountConnectors.isDeleting(connector))
        .map(connector -> live(connector, environment.listed().contains(connector.connectorName())))
        .toList();
  }

  /** ListConnectors by name, then DescribeConnector. A connector in DELETING counts as gone. */
  @Override
  public Optional<LiveConnector> connector(String name) {
    return connectors
        .find(name)
        .filter(connector -> !AccountConnectors.isDeleting(connector))
        .map(connector -> live(connector, true));
  }

  /** Polls while the connector is in a transitional state. */
  @Override
  public Optional<LiveConnector> settled(String name) {
    return connector(name).map(found -> live(connectors.settled(name), true));
  }

  private LiveConnector live(Connector connector, boolean searchLog) {
    return new LiveConnector(
        connector.connectorName(),
        connector.connectorConfiguration(),
        Optional.of(connectors.settings(connector)),
        status(connector, searchLog));
  }

  private ConnectorStatus status(Connector connector, boolean searchLog) {
    RunState state = RunState.of(connector.connectorState());
    if (state == RunState.FAILED) {
      return ConnectorStatus.withoutTasks(state, trace(connector));
    }
    List<TaskStatus> failed =
        state == RunState.RUNNING && searchLog ? tasks.failed(connector) : List.of();
    return failed.isEmpty()
        ? ConnectorStatus.withoutTasks(state, null)
        : new ConnectorStatus(state, null, null, failed);
  }

  private String trace(Connector connector) {
    if (connectors.isOwn(connector) && reported.add(connector.connectorArn())) {
      log.report(connector, connector.creationTime(), progress);
    }
    return ConnectorLog.reason(connector, connector.stateDescription())
        + "; "
        + ConnectorLog.place(ConnectorShapes.logs(connector));
  }

  @Override
  public Optional<Problem> refusal(Capability capability, String connector) {
    return Optional.of(
        switch (capability) {
          case VALIDATE ->
              refused(
                  connector,
                  "MSK Connect checks no configuration before it is written",
                  "apply it and see");
          case STOP ->
              refused(
                  connector,
                  "MSK Connect stops no connector",
                  "pause it, or delete it: mskcdc delete " + connector);
          case OFFSETS ->
              refused(
                  connector,
                  "MSK Connect does not return offsets",
                  "read the topic that the workers keep them in");
        });
  }

  /**
   * The log of the last minutes says when offsets were committed, also the same one again; the API
   * does not.
   */
  @Override
  public Optional<Progress> progress(LiveConnector live) {
    return connectors
        .find(live.name())
        .filter(connector -> ConnectorShapes.logs(connector).logGroup().isPresent())
        .map(this::lastCommit)
        .map(commit -> new Progress(commit.toString(), Progress.Stage.UNKNOWN));
  }

  private Optional<Instant> lastCommit(Connector connector) {
    String arn = connector.connectorArn();
    log.lastCommit(connector, Instant.now().minus(RECENT))
        .ifPresent(
            commit -> commits.merge(arn, commit, BinaryOperator.maxBy(Comparator.naturalOrder())));
    return Optional.ofNullable(commits.get(arn));
  }

  private static Problem refused(String connector, String message, String next) {
    return Problem.of(NOT_ON_MSK_CONNECT, connector, message, next);
  }

  private ProblemException refuse(Capability capability, String connector) {
    return new ProblemException(refusal(capability, connector).orElseThrow());
  }

  @Override
  public Polling polling() {
    return polling;
  }

  @Override
  public Optional<DedicatedWorkers> dedicatedWorkers() {
    return Optional.of(new MskWorkers(connectors, parts));
  }

  @Override
  public Validation validate(String name, Map<String, String> config) {
    throw refuse(Capability.VALIDATE, name);
  }

  /**
   * CreateWorkerConfiguration where none has that content, then CreateConnector, which returns long
   * before the connector runs.
   */
  @Override
  public void create(
      String name,
      Map<String, String> config,
      Optional<WorkerSettings> settings,
      WantedState state) {
    WorkerSettings own = settings.orElseThrow();
    connectors.awaitEndOfDeletion(name);
    PluginReference plugin = parts.plugin(name, own.plugin());
    WorkerConfigurationReference worker = own.worker().map(parts::worker).orElse(null);
    String arn =
        api.createConnector(ConnectorShapes.creation(name, config, own, plugin, worker, target));
    connectors.add(name, arn);
    if (state == WantedState.PAUSED) {
      progress.accept(name + ": it runs for a moment, since MSK Connect creates nothing paused");
      changeState(name, state);
    }
  }

  /** UpdateConnector with only the configuration, if it differs. */
  @Override
  public void update(String name, Map<String, String> config) {
    Connector now = connectors.settled(name);
    if (!config.equals(now.connectorConfiguration())) {
      connectors.update(
          now, UpdateConnectorRequest.configuration(config, AccountConnectors.isPaused(now)));
    }
  }

  /** PauseConnector or ResumeConnector; no request where the connector is in that state. */
  @Override
  public void changeState(String name, WantedState state) {
    if (state == WantedState.STOPPED) {
      throw refuse(Capability.STOP, name);
    }
    Connector now = connectors.settled(name);
    requireNotFailed(now);
    if (state == WantedState.PAUSED && now.connectorState().equals(RUNNING)) {
      connectors.follow(now, api.pauseConnector(now.connectorArn()));
    } else if (state == WantedState.RUNNING && AccountConnectors.isPaused(now)) {
      connectors.follow(now, api.resumeConnector(now.connectorArn()));
    }
  }

  /** RestartConnector; the service requires RUNNING. */
  @Override
  public void restart(String name, boolean onlyFailed) {
    Connector now = connectors.settled(name);
    requireNotFailed(now);
    if (onlyFailed && now.kafkaConnectVersion().startsWith("2.")) {
      throw new ProblemException(
          refused(
              name,
              "MSK Connect restarts failed tasks only on Connect 3.7, and this is "
                  + now.kafkaConnectVersion(),
              "restart all of it, without --failed-only"));
    }
    connectors.follow(now, api.restartConnector(now.connectorArn(), onlyFailed));
  }

  private static void requireNotFailed(Connector connector) {
    if (connector.connectorState().equals(FAILED)) {
      String name = connector.connectorName();
      throw new ProblemException(
          Problem.of(
              CONNECTOR_FAILED,
              name,
              "the connector failed: "
                  + ConnectorLog.reason(connector, connector.stateDescription()),
              "replace it, the only change that MSK Connect allows: mskcdc apply " + name));
    }
  }

  /** The service reports no tasks; their failures are in the log. */
  @Override
  public Optional<String> unread(String name) {
    return tasks.isRead()
        ? Optional.empty()
        : connectors.find(name).map(Connector::connectorArn).flatMap(tasks::unread);
  }

  /** MSK Connect does not record them. */
  @Override
  public Optional<List<String>> topics(String name) {
    return Optional.empty();
  }

  /** The service names them after the connector and the last part of its ARN. */
  @Override
  public List<String> internalTopics(String name) {
    return connectors.find(name).stream().flatMap(this::internalTopics).toList();
  }

  private Stream<String> internalTopics(Connector connector) {
    String id = ConnectorShapes.id(connector);
    Stream<String> kinds =
        connectors.settings(connector).offsetTopic().isPresent()
            ? Stream.of("configs", "status")
            : Stream.of("configs", "offsets", "status");
    return kinds.map(
        kind -> "__amazon_msk_connect_" + kind + "_" + connector.connectorName() + "_" + id);
  }

  @Override
  public JsonNode offsets(String name) {
    throw refuse(Capability.OFFSETS, name);
  }

  /** DeleteConnector, then polls until it is gone; it may be gone already. */
  @Override
  public void delete(String name) {
    connectors.delete(name);
  }
}
