package io.mskcdc.msk;

import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.ConnectorOperation;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The failed tasks that a connector's log shows. The service reports no tasks: a connector whose
 * task has failed is RUNNING.
 */
final class LoggedTasks {
  private final KafkaConnect api;
  private final ConnectorLog log;
  private final Consumer<String> progress;

  /** Why the logs of connectors cannot be read, by the connectors' ARNs. */
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();

  /**
   * @param progress receives a line for each connector whose log cannot be read
   */
  LoggedTasks(KafkaConnect api, ConnectorLog log, Consumer<String> progress) {
    this.api = api;
    this.log = log;
    this.progress = progress;
  }

  /** ListConnectorOperations and FilterLogEvents, if the connector has a log group. */
  List<TaskStatus> failed(Connector connector) {
    Optional<String> group = ConnectorShapes.logs(connector).logGroup();
    if (group.isEmpty() || unreadable.containsKey(connector.connectorArn())) {
      return List.of();
    }
    try {
      return log.failedTasks(connector, lastStart(connector));
    } catch (ProblemException e) {
      String why = ConnectorLog.unreadable(group.get(), e);
      unreadable.put(connector.connectorArn(), why);
      progress.accept(connector.connectorName() + ": " + why);
      return List.of();
    }
  }

  /** Returns whether each log that was tried could be read. */
  boolean isRead() {
    return unreadable.isEmpty();
  }

  /** Returns why the log of a connector could not be read; empty if it was, or was not tried. */
  Optional<String> unread(String connectorArn) {
    return Optional.ofNullable(unreadable.get(connectorArn));
  }

  /** A failure before the last start of the tasks is over. */
  private Instant lastStart(Connector connector) {
    return api.listConnectorOperations(connector.connectorArn()).stream()
        .flatMap(LoggedTasks::start)
        .findFirst()
        .orElse(connector.creationTime());
  }

  /** A pause and a resumption leave a failed task as it is, and a failed change changes nothing. */
  private static Stream<Instant> start(ConnectorOperation operation) {
    return switch (operation.connectorOperationState()) {
      case "UPDATE_COMPLETE", "RESTART_COMPLETE" -> Stream.of(operation.creationTime());
      case "ROLLBACK_COMPLETE" -> Stream.ofNullable(operation.endTime());
      default -> Stream.empty();
    };
  }
}
