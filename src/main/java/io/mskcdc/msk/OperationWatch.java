package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_DISAPPEARED;
import static io.mskcdc.problem.ErrorCode.OPERATION_FAILED;
import static io.mskcdc.problem.ErrorCode.OPERATION_NOT_ENDED;
import static io.mskcdc.problem.ErrorCode.UPDATE_ROLLED_BACK;

import io.mskcdc.config.WorkerLogs;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.ConnectorOperation;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.Poller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Polls an operation until it ends. The connector's state is not sufficient: it is RUNNING again
 * after an update that was rolled back.
 */
final class OperationWatch {
  private static final Set<String> FAILED =
      Set.of("UPDATE_FAILED", "PAUSE_FAILED", "RESUME_FAILED", "RESTART_FAILED", "ROLLBACK_FAILED");
  private static final String ROLLED_BACK = "ROLLBACK_COMPLETE";

  private final KafkaConnect api;
  private final ConnectorLog log;
  private final Poller poller;
  private final Consumer<String> progress;

  OperationWatch(KafkaConnect api, ConnectorLog log, Poller poller, Consumer<String> progress) {
    this.api = api;
    this.log = log;
    this.poller = poller;
    this.progress = progress;
  }

  /**
   * Waits until an operation succeeds.
   *
   * @param connector the connector as it was before
   * @param operationArn empty where the service did not return it
   * @throws ProblemException with the service's reason and steps when it failed or was rolled back
   */
  void follow(Connector connector, String operationArn) {
    String arn = operationArn.isEmpty() ? newest(connector.connectorArn()) : operationArn;
    ConnectorOperation operation = end(connector, arn);
    String state = operation.connectorOperationState();
    if (state.equals(ROLLED_BACK)) {
      throw failure(
          UPDATE_ROLLED_BACK,
          connector,
          operation,
          "; the connector runs as before this operation");
    }
    if (FAILED.contains(state)) {
      throw failure(OPERATION_FAILED, connector, operation, "");
    }
  }

  /** Polls an operation until it has ended. If it cannot be read, it goes on nevertheless. */
  private ConnectorOperation end(Connector connector, String arn) {
    try {
      return ended(connector, arn);
    } catch (ProblemException e) {
      ErrorCode code = e.problems().get(0).code();
      if (code == CONNECTOR_DISAPPEARED || code == OPERATION_NOT_ENDED) {
        throw e;
      }
      ProblemException both =
          new ProblemException(
              Stream.concat(e.problems().stream(), Stream.of(unseen(connector))).toList());
      both.initCause(e);
      throw both;
    }
  }

  private static Problem unseen(Connector connector) {
    return Problem.of(
        OPERATION_NOT_ENDED,
        connector.connectorName(),
        "the service has accepted the change and goes on with it; its end was not seen",
        "run the command again: it first waits for the end of this change");
  }

  private ConnectorOperation ended(Connector connector, String arn) {
    String connectorName = connector.connectorName();
    String[] reported = {""};
    return poller.until(
        connectorName,
        () -> {
          ConnectorOperation now = read(connector, arn);
          String line = line(now);
          if (!line.equals(reported[0])) {
            reported[0] = line;
            progress.accept(connectorName + ": " + line);
          }
          return now;
        },
        now -> hasEnded(now, connector.connectorArn()),
        now -> notEnded(connectorName, now));
  }

  /**
   * Reads an operation; the service may not return a new one at once, nor one without connector.
   */
  private ConnectorOperation read(Connector connector, String arn) {
    return api.await(
        arn,
        () -> {
          Optional<ConnectorOperation> found = api.describeConnectorOperation(arn);
          if (found.filter(OperationWatch::isLast).isEmpty()) {
            requireConnector(connector);
          }
          return found;
        });
  }

  private void requireConnector(Connector connector) {
    if (api.describeConnector(connector.connectorArn())
        .filter(there -> !AccountConnectors.isDeleting(there))
        .isEmpty()) {
      throw new ProblemException(
          Problem.of(
              CONNECTOR_DISAPPEARED,
              connector.connectorName(),
              "another client deleted the connector during the change",
              "find the client that deletes it, then apply again"));
    }
  }

  private String newest(String connectorArn) {
    return api.await(
            connectorArn, () -> api.listConnectorOperations(connectorArn).stream().findFirst())
        .connectorOperationArn();
  }

  /** A rollback may follow a failed update. */
  private boolean hasEnded(ConnectorOperation operation, String connectorArn) {
    return isLast(operation)
        && (operation.endTime() != null
            || api.describeConnector(connectorArn)
                .map(connector -> !connector.isTransitional())
                .orElse(true));
  }

  private static boolean isLast(ConnectorOperation operation) {
    String state = operation.connectorOperationState();
    return state.endsWith("_COMPLETE") || FAILED.contains(state);
  }

  private static String line(ConnectorOperation operation) {
    String steps = steps(operation.operationSteps());
    return operation.connectorOperationState() + (steps.isEmpty() ? "" : " (" + steps + ")");
  }

  private static String steps(List<ConnectorOperation.Step> steps) {
    return steps == null
        ? ""
        : steps.stream()
            .map(step -> step.stepType() + " " + step.stepState())
            .collect(Collectors.joining(", "));
  }

  private ProblemException failure(
      ErrorCode code, Connector connector, ConnectorOperation operation, String end) {
    WorkerLogs logs = ConnectorShapes.logs(connector);
    log.report(connector, operation.creationTime(), progress);
    return new ProblemException(
        Problem.of(
            code,
            connector.connectorName(),
            operation.connectorOperationType()
                + " ended "
                + line(operation)
                + ": "
                + ConnectorLog.reason(connector, operation.errorInfo())
                + end,
            "correct what the reason names and apply again; " + ConnectorLog.place(logs)));
  }

  private static ProblemException notEnded(String connectorName, ConnectorOperation operation) {
    return new ProblemException(
        Problem.of(
            OPERATION_NOT_ENDED,
            connectorName,
            operation.connectorOperationType() + " is still " + line(operation),
            "run the command again later: it first waits for the end of this change"));
  }
}
