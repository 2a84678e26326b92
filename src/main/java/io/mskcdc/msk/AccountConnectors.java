package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.OPERATION_NOT_ENDED;

import io.mskcdc.config.WorkerSettings;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.UpdateConnectorRequest;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.Poller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The connectors of the account by name. A change begins after the previous change has ended, and
 * returns after its own end.
 */
final class AccountConnectors {
  private static final String DELETING = "DELETING";
  private static final String PAUSED = "PAUSED";

  private final KafkaConnect api;
  private final PluginsAndWorkers parts;
  private final Poller poller;
  private final OperationWatch operations;
  private final Consumer<String> progress;

  /** ListConnectors may not include a new connector yet. */
  private final Map<String, String> created = new ConcurrentHashMap<>();

  AccountConnectors(
      KafkaConnect api,
      PluginsAndWorkers parts,
      Poller poller,
      OperationWatch operations,
      Consumer<String> progress) {
    this.api = api;
    this.parts = parts;
    this.poller = poller;
    this.operations = operations;
    this.progress = progress;
  }

  static boolean isDeleting(Connector connector) {
    return connector.connectorState().equals(DELETING);
  }

  /** A paused connector cannot be health-checked. */
  static boolean isPaused(Connector connector) {
    return connector.connectorState().equals(PAUSED);
  }

  /** ListConnectors, and DescribeConnector for each: a list holds no configurations. */
  List<Connector> all() {
    return api.listConnectors("").stream()
        .flatMap(listed -> api.describeConnector(listed.connectorArn()).stream())
        .toList();
  }

  /** ListConnectors by name, then DescribeConnector. */
  Optional<Connector> find(String name) {
    Optional<Connector> known =
        Optional.ofNullable(created.get(name)).flatMap(api::describeConnector);
    return known.isPresent()
        ? known
        : api.listConnectors(name).stream()
            .filter(listed -> listed.connectorName().equals(name))
            .findFirst()
            .flatMap(listed -> api.describeConnector(listed.connectorArn()));
  }

  /** Records a connector that this process created, and waits until the service describes it. */
  void add(String name, String arn) {
    created.put(name, arn);
    api.await(name, () -> api.describeConnector(arn));
  }

  /** Returns whether this process created the connector. */
  boolean isOwn(Connector connector) {
    return created.containsValue(connector.connectorArn());
  }

  WorkerSettings settings(Connector connector) {
    return ConnectorShapes.settings(
        connector,
        Optional.ofNullable(connector.workerConfiguration()).flatMap(parts::offsetTopic));
  }

  /** Waits until no change of a connector is in progress, and returns the connector. */
  Connector settled(String name) {
    boolean[] isReported = {false};
    return poller.until(
        name,
        () -> {
          Connector found = find(name).orElseThrow(() -> absent(name));
          if (found.isTransitional() && !isReported[0]) {
            isReported[0] = true;
            progress.accept(
                name
                    + ": waiting for the end of an earlier change, it is "
                    + found.connectorState());
          }
          return found;
        },
        connector -> !connector.isTransitional(),
        connector -> stillIs(name, connector.connectorState()));
  }

  /** UpdateConnector, then polls until the operation ends. */
  void update(Connector now, UpdateConnectorRequest request) {
    if (isPaused(now)) {
      progress.accept(
          now.connectorName() + ": it is PAUSED, so the service cannot check whether it will run");
    }
    follow(now, api.updateConnector(now.connectorArn(), now.currentVersion(), request));
  }

  void follow(Connector connector, String operationArn) {
    operations.follow(connector, operationArn);
  }

  /**
   * DeleteConnector, then polls until the connector is gone; it may be gone already. A connector of
   * the same name that another client creates then has another ARN.
   */
  void delete(String name) {
    Optional<Connector> found = find(name);
    if (found.isEmpty()) {
      return;
    }
    String arn = found.get().connectorArn();
    if (!isDeleting(found.get())) {
      api.deleteConnector(arn);
    }
    Optional<Connector> now =
        await(name, there -> there.filter(one -> one.connectorArn().equals(arn)).isEmpty());
    created.remove(name);
    now.ifPresent(
        other ->
            progress.accept(
                "warning "
                    + name
                    + ": it was deleted, and another client has created a connector of this name, which"
                    + " is "
                    + other.connectorState()));
  }

  /** Waits for the end of a deletion that an interrupted replacement started. */
  void awaitEndOfDeletion(String name) {
    await(name, there -> there.filter(AccountConnectors::isDeleting).isEmpty());
  }

  private Optional<Connector> await(String name, Predicate<Optional<Connector>> reached) {
    return poller.until(
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
            "run the command again later: it first waits for the end of this change"));
  }

  private static ProblemException absent(String name) {
    return new ProblemException(
        Problem.of(
            CONNECTOR_ABSENT,
            name,
            "there is no such connector on MSK Connect",
            "look at what runs with: mskcdc plan"));
  }
}
